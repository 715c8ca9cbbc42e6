"""Very many rows at once, in the database's own way: COPY on PostgreSQL, executemany on SQLite. Apart from `core.db`
because only loads of whole returns need it; it names the tenant itself, since no guard looks at COPY. PostgreSQL does
not copy into a table with row-level security: rows are copied aside and inserted from there, past the policy."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, text

from core.audit.changes import ADDED, changes_of
from core.db import Base, NoTenant, TenantSession, WrongTenant


def measured(current: TenantSession, models: Sequence[type[Base]]) -> None:
    """Let PostgreSQL count what has been loaded, so that it checks the keys of the rest by the right index.

    Otherwise it keeps the plan of such a check from when the tables were empty, and a load takes time with the square
    of its rows: 20,000 episodes took 33 s, and 1 s after counting once. Call it after the first rows, and again as
    they double.
    """
    if current.get_bind().dialect.name == "postgresql":
        names = ", ".join(model.__tablename__ for model in models)
        current.execute(text(f"ANALYZE {names}"), execution_options={"guarded": True})


def bulk_load(
    current: TenantSession,
    model: type[Base],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    fixed: Mapping[str, Any],
) -> None:
    """New rows of one tenant-owned table, stamped with the session's tenant, in its transaction; the audit counts them.

    `rows` hold the values of `columns` in their order; `fixed` are columns with one value for all. The database gives
    no defaults: every column that may not be empty must be named.
    """
    if not rows:
        return
    tenant = current.tenant
    if tenant is None:
        raise NoTenant("These rows belong to an authority; open the session with its tenant.")
    if "tenant_id" in columns:
        raise WrongTenant("The session stamps the tenant; rows do not bring their own.")
    stamped = {**fixed, "tenant_id": tenant}
    current.flush()
    changes_of(current).count(model.__tablename__, ADDED, len(rows))
    if current.get_bind().dialect.name != "postgresql":
        filled = [dict(zip(columns, row, strict=True)) | stamped for row in rows]
        current.execute(insert(model.__table__), filled, execution_options={"guarded": True})  # type: ignore[arg-type]
        return
    tail = "".join(f"\t{_COPIED[type(value)](value)}" for value in stamped.values()) + "\n"
    lines = ["\t".join([_COPIED[type(value)](value) for value in row]) for row in rows]
    driver: Any = current.connection().connection.driver_connection
    names = ", ".join(f'"{name}"' for name in (*columns, *stamped))
    table, aside = model.__tablename__, f"aside_{model.__tablename__}"
    with driver.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {aside} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY {aside} FROM STDIN") as copy:
            copy.write(tail.join(lines) + tail)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {aside}")
        cursor.execute(f"DROP TABLE {aside}")


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def _copied_text(value: str) -> str:
    return value if value.isalnum() else value.translate(_ESCAPED)


_COPIED: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    str: _copied_text,
    int: str,
    bool: lambda value: "t" if value else "f",
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: lambda value: _copied_text(json.dumps(value)),
    dict: lambda value: _copied_text(json.dumps(value)),
}
"""How COPY's text format writes a value, by its type."""
