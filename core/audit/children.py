"""Which child a row belongs to: its own column says so, or the rows that its foreign keys lead to."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

CHILDREN = "children"


def child_of(current: Session, row: Any) -> str | None:
    """The id of the child whose record this row is part of; None where it belongs to none. Rows on the way are asked
    for only where the session does not hold them."""
    if row.__tablename__ == CHILDREN:
        return str(row.id)
    found: str | None = getattr(row, "child_id", None)
    for column, parent in _ways(_model(row)) if not found else ():
        value = getattr(row, column)
        above = current.get(parent, (row.tenant_id, value)) if value else None
        found = child_of(current, above) if above is not None else None
        if found:
            break
    return found


def _model(row: Any) -> Any:
    return type(row)


@cache
def _ways(model: Any) -> tuple[tuple[str, Any], ...]:
    """The columns of a model that lead on towards a child, each with the model it leads to."""
    by_table = {mapper.local_table.name: mapper.class_ for mapper in model.registry.mappers}
    return tuple(
        (key.column_keys[-1], by_table[key.referred_table.name])
        for key in sorted(model.__table__.foreign_key_constraints, key=lambda one: str(one.name))
        if key.column_keys[0] == "tenant_id" and _reaches(key.referred_table, (model.__tablename__,))
    )


def _reaches(table: Table, passed: tuple[str, ...]) -> bool:
    if table.name == CHILDREN or "child_id" in table.c:
        return True
    return table.name not in passed and any(
        _reaches(key.referred_table, (*passed, table.name)) for key in table.foreign_key_constraints
    )
