"""How PostgreSQL reads for a page: which tables of authorities it would look through from end to end, and whether each
index begins with the authority."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import text

from core import db
from core.db import Base

BIG = 1_000
"""Rows of a table from which looking through all of it is worth a word."""


def scanned(url: str, tenant: str, asked: Iterable[tuple[str, Any]]) -> set[str]:
    """The big tables of authorities that a statement among `asked` would read from end to end."""
    found: set[str] = set()
    engine = db.engine(url).execution_options(tenant=tenant)
    with engine.connect() as connection:
        rows: dict[str, int] = dict(connection.execute(text("select relname, reltuples::bigint from pg_class")).all())
        for statement, parameters in asked:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
                plan = explained if isinstance(explained, list) else json.loads(explained)
                names = {node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"}
                found |= {name for name in names if name in owned() and rows[name] > BIG}
    return found


def owned() -> set[str]:
    """The tables whose rows belong to authorities."""
    return {name for name, table in Base.metadata.tables.items() if "tenant_id" in table.primary_key.columns}


def indexes(url: str) -> tuple[int, list[str]]:
    """How many indexes the tables of authorities have, and those that do not begin with the authority."""
    asked = text(
        "select c.relname, i.indexrelid::regclass::text, a.attname from pg_index i"
        " join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]"
        " where c.relnamespace = 'public'::regnamespace"
    )
    with db.engine(url).connect() as connection:
        rows = [row for row in connection.execute(asked) if row[0] in owned()]
    return len(rows), [name for _, name, first in rows if first != "tenant_id"]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
