"""Everything held on one child, row by row and in words, with what is withheld beside it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, select

from core.db import Moment
from core.domain.days import british, clock, local_day
from core.domain.schedule import LINES
from core.models import Child
from core.services.desk import Desk, Refused
from core.services.record_copy import naming
from core.services.record_copy.naming import Named
from core.services.record_copy.parts import Withheld, parts
from core.services.retention.belonging import belongings

TECHNICAL = frozenset(
    {
        "id", "tenant_id", "version", "edited", "source_key", "pin", "position", "prompts", "carer_ref", "sections",
        "seq", "care_period", "output_ids", "readers", "told", "key", "about_id", "children",
    }
)  # fmt: skip
"""Columns that say nothing of the child."""


LAST = frozenset({"events", "notices", "import_issues", "import_conflicts"})
"""What tells how the record came about stands after the record."""
CODE, REF = re.compile(r"[a-z]+(?:_[a-z]+)+"), re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row: when it is about, and what it says as (label, value). `where` names it in a warning."""

    id: str
    day: date | None
    fields: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """The rows of one table."""

    table: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy as it would be given. `names` are all others in the record, `shown` those who stand by name; `withheld`
    what is left out, `included` what would be and was chosen; `strangers` the names of unrelated children that were
    found and taken out, as far as the preparer may know of them."""

    sections: tuple[Section, ...]
    names: tuple[Named, ...]
    shown: frozenset[str]
    withheld: tuple[Withheld, ...]
    included: tuple[Withheld, ...]
    strangers: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows are in it."""
        return sum(len(section.items) for section in self.sections)


def gather(desk: Desk, child: Child, *, include: Collection[str] = ()) -> Copy:
    """What a copy holds; `include` are keys of people and of withheld things that somebody decided to put in."""
    desk.require("subject_access")
    rows = {one.table: list(desk.db.scalars(select(one.model).where(one.mine))) for one in belongings(child)}
    known = parts(desk, child, rows)
    kept: dict[str, list[Any]] = {}
    apart: dict[str, Withheld] = {}
    for table, every in rows.items():
        for row in every:
            decided = known.decide(table, row)
            if isinstance(decided, Withheld):
                apart[decided.key] = decided
                decided = decided.key in include
            if decided:
                kept.setdefault(table, []).append(row)
    people = naming.others(desk, child, kept)
    strangers = naming.unrelated(desk, child, _texts(kept))
    names = naming.taking(people, include, strangers, child)
    tables = sorted(kept, key=lambda table: table in LAST)
    sections = tuple(_section(table, kept[table], names) for table in tables)
    return Copy(
        sections=sections, names=people, shown=frozenset(one.key for one in people if one.key in include),
        withheld=tuple(one for one in apart.values() if one.key not in include),
        included=tuple(one for one in apart.values() if one.key in include),
        strangers=tuple(name for name, told in strangers.items() if told),
    )  # fmt: skip


def prepare(desk: Desk, child: Child, *, include: Collection[str], asked_by: str) -> Copy:
    """The copy for somebody, and that it was taken out. Refused without who asked."""
    if not asked_by.strip():
        raise Refused("Say who asked, and how you know that they may have it.", field="asked_by")
    found = gather(desk, child, include=include)
    desk.exported("prepared a copy of the record", [child.id])
    desk.note(
        "prepared a copy of the record", "child", child.id, child_id=child.id, reason=asked_by.strip(),
        rows=found.rows, names_shown=len(found.shown), withheld=len(found.withheld),
        included=[one.key for one in found.included],
    )  # fmt: skip
    return found


def _section(table: str, rows: list[Any], names: naming.Taking) -> Section:
    items = sorted((_item(row, names) for row in rows), key=lambda one: (one.day is None, one.day, one.id))
    return Section(table=table, title=LINES[table].what, items=tuple(items))


def _item(row: Any, names: naming.Taking) -> Item:
    fields = tuple((column.replace("_", " ").capitalize(), _said(value, names)) for column, value in _values(row))
    return Item(id=row.id, day=_day(row), fields=fields)


def _values(row: Any) -> Iterator[tuple[str, Any]]:
    for column in row.__table__.columns:
        name, value = column.key, getattr(row, column.key)
        if name not in TECHNICAL and not name.endswith("_id") and value not in (None, "", [], {}):
            yield name, value


def _said(value: Any, names: naming.Taking) -> Any:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{british(value)}, {clock(value)}"
    return british(value) if isinstance(value, date) else names.out_of(_readable(value))


def _readable(value: Any) -> Any:
    """A code as words, and nothing that only a machine reads."""
    match value:
        case str():
            return value.replace("_", " ") if CODE.fullmatch(value) else value
        case list():
            return [_readable(one) for one in value if not _reference(one)]
        case dict():
            return {key: _readable(one) for key, one in value.items() if not _reference(one)}
    return value


def _reference(value: Any) -> bool:
    return isinstance(value, str) and bool(REF.fullmatch(value))


def _day(row: Any) -> date | None:
    """The first day or moment that a row holds, in the order of its columns."""
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        if isinstance(column.type, Date | Moment) and value is not None:
            return local_day(value)
    return None


def _texts(rows: dict[str, list[Any]]) -> Iterator[str]:
    """Every text that people may have written."""
    for every in rows.values():
        for row in every:
            for _, value in _values(row):
                yield from _within(value)


def _within(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _within(one)
        case dict():
            for one in value.values():
                yield from _within(one)
