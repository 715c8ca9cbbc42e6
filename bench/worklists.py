"""Goal 6: somebody's work among a million tasks of one authority, beside the same page among ten thousand."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bench.doors import pages
from bench.latency import Backend, side_by_side
from bench.table import Line
from core import db
from core.adapters.bulk import bulk_load
from core.models import Child, Person, Task

if TYPE_CHECKING:
    from bench.england import England

FEW, MANY, AT_ONCE = 10_000, 1_000_000, 50_000
AIM = 1.2


def measure(england: "England", requests: int) -> list[Line]:
    """My work and everybody's, in an authority with few finished tasks and in the same one with many."""
    wanted = england.three["middle"]
    few, many = (england.instance(name) for name in ("tasks_few", "tasks_many"))
    sides = [(one, {page.name: page for page in pages(one.app, one.url, wanted, england.now)}) for one in (many, few)]
    lines = []
    for name in ("my work", "everybody's work"):
        pairs = [(one.ask(found[name]), Backend(one.url)) for one, found in sides]
        found, beside = side_by_side(pairs, requests)
        ratio = found.at(0.95, "cpu") / beside.at(0.95, "cpu")
        lines.append(
            Line(goal="6", what=f"{name} among {MANY:,} tasks of one authority",
                 figure=f"p50 {found.at(0.5):.0f}, p95 {found.at(0.95):.0f} ms; {found.median:.1f} CPU-ms",
                 against=f"{FEW:,}: p50 {beside.at(0.5):.0f}, p95 {beside.at(0.95):.0f} ms; {beside.median:.1f} CPU-ms",
                 ratio=f"p95 {found.at(0.95) / beside.at(0.95):.2f}; CPU p95 {ratio:.2f}",
                 aim=f"<= {AIM}" if ratio <= AIM else f"<= {AIM} missed")
        )  # fmt: skip
    return lines


def fill(url: str, slug: str, number: int, now: datetime) -> None:
    """Finished actions of the last three years, until the authority has so many tasks; open ones stay as they are."""
    with db.session(url, slug, writes=True) as session:
        there = session.scalar(select(func.count()).select_from(Task)) or 0
        children = list(session.scalars(select(Child.id).order_by(Child.id)))
        people = list(session.execute(select(Person.id, Person.name).where(Person.staff).order_by(Person.id)))
        fixed = {
            "kind": "action", "part": "", "key": "", "title": "Visit and report back", "detail": "", "clause": "",
            "sum": "", "firm": True, "flagged": "", "position": 0, "state": "done", "because": "", "progress": "",
            "theme": "", "form": "", "about_name": "", "escalated_to_name": "", "escalated_because": "", "done_by": "",
            "done_at": now, "after": "", "version": 2, "owed_by": "social_worker",
        }  # fmt: skip
        for first in range(there, number, AT_ONCE):
            rows = []
            for n in range(first, min(first + AT_ONCE, number)):
                (owner, name), day = people[n % len(people)], now.date() - timedelta(days=n % 1000)
                rows.append((db.new_id(), children[n % len(children)], owner, name, people[-1][0], day, day))
            columns = ("id", "child_id", "owner_id", "owner_name", "asked_by_id", "due", "done_on")
            bulk_load(session, Task, columns, rows, fixed)
        session.commit()
    connection = db.engine(url).raw_connection()
    try:
        connection.cursor().execute("VACUUM (ANALYZE)")
    finally:
        connection.close()
