"""Which rows go with a child's record: those that `core.models.belonging` finds in the tables, but for the tables that
outlast it, as the schedule says."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table

from core.db import Base, TenantScoped
from core.domain.schedule import LINES, Fate
from core.models import Child, Event
from core.models.belonging import belonging, within

Model = type[Any]


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """The rows of one table that belong to one child."""

    model: Model
    mine: ColumnElement[bool]

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


def belongings(child: Child) -> tuple[Belonging, ...]:
    """Every table with rows of this child, what hangs on others after what it hangs on; the child itself among the
    first. That a disposal was asked for stays in what was done."""
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in going():
            mine = within(models()[table.name], child.tenant_id, [child.id])
            mine = mine & (Event.about != "disposal") if table.name == "events" else mine
            found.append(Belonging(model=models()[table.name], mine=mine))
    return tuple(found)


@cache
def going() -> frozenset[str]:
    """The tables whose rows go with a child's record."""
    with_child = {line.table for line in LINES.values() if line.fate is Fate.WITH_CHILD or line.with_child}
    return belonging() & with_child


@cache
def models() -> dict[str, Model]:
    """Every table of an authority with its model."""
    mapped = Base.registry.mappers
    return {str(one.local_table): one.class_ for one in mapped if issubclass(one.class_, TenantScoped)}


def links(table: Table, to: str) -> Iterator[str]:
    """The columns of a table that hold the id of a row of the table `to`."""
    for key in table.foreign_key_constraints:
        if key.referred_table.name == to:
            (column,) = (name for name in key.column_keys if name != "tenant_id")
            yield column
