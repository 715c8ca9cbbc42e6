"""Which rows belong to a child, worked out from the tables themselves: every table that names a child, and every one
that is reached through such a one by its keys. A table added tomorrow belongs from its first day."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Table, and_, or_, select

from core.db import Base, TenantScoped
from core.models import Child, Event, ImportIssue, Meeting

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
    """Every table with rows of this child, what hangs on others after what it hangs on; the child itself first.

    A table with a child of its own belongs by that; others by whatever they hang on. Two hang by no key: lines of an
    import's report, which name the child by the authority's own ID, and what was done, which tells of it in words. That
    a disposal was asked for stays.
    """
    found: dict[str, ColumnElement[bool]] = {"children": Child.id == child.id}
    for name, ways in _reached():
        model = models()[name]
        if any(parent == "children" for _, parent in ways):
            found[name] = model.child_id == child.id
        else:
            found[name] = or_(*(getattr(model, c).in_(_ids(models()[p], found[p])) for c, p in ways))
    found["import_issues"] = ImportIssue.child == child.local_id
    of_meetings = Event.meeting_id.in_(_ids(Meeting, Meeting.child_id == child.id))
    found["events"] = and_(or_(Event.child_id == child.id, of_meetings), Event.about != "disposal")
    return tuple(Belonging(model=models()[name], mine=mine) for name, mine in found.items())


def belonging_tables() -> frozenset[str]:
    """The names of all tables in which a child may have rows."""
    return frozenset({"children", "import_issues", "events", *(name for name, _ in _reached())})


@cache
def models() -> dict[str, Model]:
    """Every table of an authority with its model."""
    mapped = Base.registry.mappers
    return {str(one.local_table): one.class_ for one in mapped if issubclass(one.class_, TenantScoped)}


def links(table: Table, to: str) -> Iterator[str]:
    """The columns of a table that hold the id of a row of the table `to`."""
    for key in table.foreign_key_constraints:
        if key.referred_table.name == to:
            yield _column(key)


@cache
def _reached() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Tables that belong, parents first, each with the columns by which it hangs on others that do."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in models() or table.name == "children":
            continue
        ways = [(_column(key), key.referred_table.name) for key in table.foreign_key_constraints]
        held = tuple(sorted((c, p) for c, p in ways if p == "children" or (p in found and p != table.name)))
        if held:
            found[table.name] = held
    return tuple(found.items())


def _column(key: ForeignKeyConstraint) -> str:
    """The one column of a composite key that is not the tenant's."""
    (column,) = (name for name in key.column_keys if name != "tenant_id")
    return column


def _ids(model: Model, mine: ColumnElement[bool]) -> Any:
    return select(model.id).where(mine)
