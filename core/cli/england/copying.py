"""From an exemplar's rows to the rows of another child: new ids and names, days moved by whole weeks, so that every day
of the week, and the sums that a page shows, stay right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from core.cli.england.shaping import KINDS, At, Read, Shape, columns
from core.cli.england.staffing import Member
from core.domain.days import LONDON, british

Rows = dict[str, list[list[Any]]]
"""Rows by table, their values in the order of `shaping.columns`."""


class Place(int):
    """A number among a copy's values, within something that is made of them."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is a copy's own: ids are drawn from `chance`, `names` stand for marks, `staff` for positions; it happens so
    many weeks before its exemplar, and its child was born so many days later."""

    chance: Random
    weeks: int
    born: timedelta
    names: Mapping[str, str]
    staff: Mapping[int, Member]


class Exemplar:
    """One story, ready to be copied: whatever differs has a place in one list of values, worked out once a copy."""

    def __init__(self, read: Read):
        shape = Shape(read)
        first, start = dict[str, int](), 0
        for kind in KINDS:
            first[kind] = start
            start += len(shape.values[kind])

        def at(one: At) -> Place:
            return Place(first[one.kind] + one.number)

        self.drawn = len(shape.values["id"])
        self.positions: list[int] = list(shape.of_kind("staff"))
        self.marks: list[str] = list(shape.of_kind("mark"))
        self.days: list[tuple[str, Any]] = list(shape.of_kind("day"))
        self.texts = [tuple(at(one) if isinstance(one, At) else one for one in text) for text in shape.of_kind("text")]
        self.trees = [_resolved(tree, at) for tree in shape.of_kind("tree")]
        self.tables = [
            (name, [(constants, [(n, at(one)) for n, one in differ.items()]) for constants, differ in rows])
            for name, rows in shape.tables.items()
        ]
        self.size = sum(len(rows) for _, rows in self.tables)
        self._moved: dict[int, list[Any]] = {}

    def copy(self, into: Rows, given: Given) -> None:
        """One more child's rows, added to those of each table."""
        drawn = given.chance.randbytes(16 * self.drawn).hex()
        values: list[Any] = [drawn[n : n + 32] for n in range(0, len(drawn), 32)]
        values += [given.staff[position].id for position in self.positions]
        values += [given.names[key] for key in self.marks]
        values += self._on(given.weeks)
        for pieces in self.texts:
            values.append("".join([one if type(one) is str else values[one] for one in pieces]))
        values += [_filled(tree, values) for tree in self.trees]
        for name, rows in self.tables:
            copies = into.setdefault(name, [])
            for constants, places in rows:
                row = constants.copy()
                for n, at in places:
                    row[n] = values[at]
                copies.append(row)
        into["children"][-1][BORN] += given.born

    def _on(self, weeks: int) -> list[Any]:
        if weeks not in self._moved:
            self._moved[weeks] = [_before(form, value, timedelta(weeks=weeks)) for form, value in self.days]
        return self._moved[weeks]


BORN = columns("children").index("born")


def _before(form: str, value: Any, span: timedelta) -> Any:
    """A day or moment so much earlier, as it stands in a row: a date, a moment at the same time of day, or words."""
    if form == "moment":
        return _same_clock(value, span)
    day: date = value - span
    return {"day": day, "iso": day.isoformat(), "said": british(day)}[form]


def _same_clock(moment: datetime, span: timedelta) -> datetime:
    there = moment.astimezone(LONDON).replace(tzinfo=None) - span
    return there.replace(tzinfo=LONDON).astimezone(UTC)


def _resolved(tree: Any, at: Any) -> Any:
    if isinstance(tree, At):
        return at(tree)
    if isinstance(tree, dict):
        return {_resolved(key, at): _resolved(value, at) for key, value in tree.items()}
    return [_resolved(one, at) for one in tree] if isinstance(tree, list) else tree


def _filled(tree: Any, values: list[Any]) -> Any:
    kind = type(tree)
    if kind is Place:
        return values[tree]
    if kind is dict:
        return {values[key] if type(key) is Place else key: _filled(one, values) for key, one in tree.items()}
    return [_filled(one, values) for one in tree] if kind is list else tree
