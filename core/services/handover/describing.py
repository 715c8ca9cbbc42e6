"""What an export says of itself, for people and programs that have never heard of Mooring."""

import inspect
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary

from core.domain.schedule import LINES
from core.services.handover.tables import Kept

KINDS: tuple[tuple[type, str], ...] = (
    (Boolean, "true or false"), (Integer, "whole number"), (DateTime, "moment in UTC, ISO 8601"),
    (Date, "day, ISO 8601"), (JSON, "JSON"), (LargeBinary, "path of a file in this folder"),
)  # fmt: skip

ABOUT = """{name}: everything that Mooring held of it on {day}.

tables/NAME.jsonl   the rows of one table, one JSON object a line, exactly as they were
tables/NAME.csv     the same for spreadsheets; a cell that would begin a formula has an apostrophe before it
files/              uploaded documents and returns, named by the rows that mention them
procedures/         the texts of the plugins whose versions stand in procedure_versions
schema.json         every table and column: what it holds, its key, which rows it points to, what was left out
manifest.json       every file above with its size, SHA-256 and number of rows

Rows point to each other by tenant_id and id. Passwords and other secrets that open something in Mooring are left out.
To check a file: sha256sum tables/children.jsonl, and compare with manifest.json.
"""


def schema(kept: tuple[Kept, ...]) -> dict[str, Any]:
    """Every table: what it is, its columns, key and ways to other tables."""
    return {one.name: _table(one) for one in kept}


def _table(kept: Kept) -> dict[str, Any]:
    table = kept.table
    return {
        "title": LINES[kept.name].what,
        "about": inspect.cleandoc(kept.model.__doc__ or ""),
        "primary_key": [c.name for c in table.primary_key.columns],
        "columns": [_column(c) for c in kept.columns],
        "left_out": list(kept.withheld),
        "foreign_keys": [
            {"columns": key.column_keys, "table": key.referred_table.name,
             "to": [element.column.name for element in key.elements]}
            for key in sorted(table.foreign_key_constraints, key=lambda one: str(one.column_keys))
        ],
    }  # fmt: skip


def _column(column: Column[Any]) -> dict[str, Any]:
    kind = column.type if not hasattr(column.type, "impl_instance") else column.type.impl_instance
    said = next((words for of, words in KINDS if isinstance(kind, of)), "text")
    return {"name": column.name, "type": said, "may_be_empty": bool(column.nullable)}
