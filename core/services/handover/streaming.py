"""Rows of one table in a steady order, a thousand at a time, and as JSON and CSV say them."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from core.adapters.spreadsheet import cell
from core.db import TenantSession
from core.services.handover.tables import Kept

AT_ONCE = 1000
Row = dict[str, Any]


def rows(session: TenantSession, kept: Kept) -> Iterator[Row]:
    """Every row of the authority in this table, by its key, without what stands in files; never more than `AT_ONCE` in
    memory."""
    names = [c.name for c in kept.columns if c.name not in kept.files]
    columns = [getattr(kept.model, name).label(name) for name in names]
    order = [getattr(kept.model, name) for name in kept.order]
    statement = select(*columns).order_by(*order).limit(AT_ONCE)
    if kept.own is not None:
        statement = statement.where(kept.own)
    last: Any = None
    while True:
        part = statement.where(order[0] > last) if last is not None else statement
        found = session.execute(part).all()
        yield from (_with_paths(kept, dict(zip(names, row, strict=True))) for row in found)
        if len(found) < AT_ONCE or not order:
            return
        last = getattr(found[-1], kept.order[0])


def _with_paths(kept: Kept, row: Row) -> Row:
    """Where the files of a row stand, in place of what is in them."""
    for name in kept.files:
        row[name] = f"files/{kept.name}/{row[kept.order[0]]}.{row.get('kind') or name}"
    return row


def line(row: Row) -> str:
    """A row as one line of JSON, always in the same spelling."""
    return json.dumps({name: plain(value) for name, value in row.items()}, ensure_ascii=False, separators=(",", ":"))


def cells(row: Row) -> list[str]:
    """A row as cells of a spreadsheet: JSON stays JSON, and no cell begins a formula."""
    return [cell(json.dumps(v, ensure_ascii=False) if isinstance(v, list | dict) else plain(v)) for v in row.values()]


def plain(value: Any) -> Any:
    """A value as JSON has it: days as 2026-03-16, moments in UTC as 2026-03-16T10:00:00.000000Z."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    return value.isoformat() if isinstance(value, date) else value
