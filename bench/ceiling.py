"""The ceiling: Flask, Jinja and one PostgreSQL query, with as many bytes as the page it stands beside.

Its bytes come as a worklist's do, value by value: each row writes its six values as often as the size needs.
"""

from flask import Flask, render_template_string
from sqlalchemy import select

from core import db
from core.models import Child, Task

ROWS = 50
PAGE = """<!doctype html><html lang="en-GB"><head><title>Ceiling</title></head><body><h1>Ceiling</h1>
<table>{% for row in rows %}<tr>{% for _ in range(times) %}<th>{{ row.title }}</th><td>{{ row.name }}</td>
<td>{{ row.local_id }}</td><td>{{ row.due }}</td><td>{{ row.owner_name }}</td><td>{{ row.sum }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""


def ceiling(url: str, size: int) -> Flask:
    """An application whose one page has about `size` bytes."""
    app = Flask("ceiling")
    task, child = Task.__table__, Child.__table__
    statement = (
        select(task.c.title, child.c.name, child.c.local_id, task.c.due, task.c.owner_name, task.c.sum)
        .join(child, (child.c.tenant_id == task.c.tenant_id) & (child.c.id == task.c.child_id))
        .where(task.c.tenant_id == "aldermere")
        .order_by(task.c.due)
        .limit(ROWS)
    )
    engine = db.engine(url).execution_options(tenant="aldermere")
    times = [1]

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            rows = connection.execute(statement).all()
        return render_template_string(PAGE, rows=rows, times=times[0])

    bare = len(app.test_client().get("/").data)
    times[0] = max(1, round(size / bare))
    return app
