"""Reading a case that somebody wrote down: facts, a meeting, people who might chair, and what is expected.

The format is documented in docs/cases.md. Strict: a key that the format does not know is refused with its place, so
that a misspelt fact cannot pass for one that nobody recorded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from core.domain.chairing import Candidate
from core.domain.days import LONDON
from core.domain.facts import (
    Anchor,
    CarePlan,
    Education,
    Facts,
    Move,
    PlacementFacts,
    PlacementType,
    Provider,
)
from core.domain.procedure import Relation

UNKNOWN = "unknown"
TOP = ("name", "settings", "facts", "placement", "moves", "carer_endings", "answers", "meeting", "chairs", "expect")
WORDS = {"anchor": Anchor, "care_plan": CarePlan, "education": Education}
MOMENTS = ("moment", "requested_at")
FLAGS = ("order_made", "education_disrupted", "complaint")
DAYS = ("born", "history_from")
FACTS = ("anchor", "day", *MOMENTS, "care_plan", *FLAGS, *DAYS, "education", "siblings")
PLACEMENT_FLAGS = (
    "long_term", "matched_at_panel", "until_independence", "emergency", "unplanned", "abrupt", "notice_by_carer",
    "part_of_pathway_plan", "commissioned", "out_of_area",
)  # fmt: skip
PLACEMENT = ("type", "provider", "started", "ended", *PLACEMENT_FLAGS)
MOVE = ("day", "unplanned", "disrupted", "from_type", "from_long_term")
MEETING = ("kind", "day", "parts", "happened", "part")
CHAIR = ("name", "roles", "relations", "chaired_this_year")
Word = TypeVar("Word", bound=StrEnum)


class UnreadableCase(ValueError):
    """The file, or a case in it, is not in the format; the sentence says where and what would fit."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case as written. `expect` is what its writer expects of the outcome, in the outcome's own shape."""

    name: str
    facts: Facts
    settings: Mapping[str, Any] = field(default_factory=dict)
    kind: str | None = None
    day: date | None = None
    part: str | None = None
    part_days: Mapping[str, date] = field(default_factory=dict)
    happened: Mapping[str, date] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file: one under `[[case]]` each, or a single one at the top. Raises `UnreadableCase`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableCase(f"{path.name} could not be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableCase(f"{path.name} is not a TOML file: {error}.") from error
    if "case" not in raw:
        return (_case(raw, {}, path.stem),)
    _only(raw, ("case", "settings"), path.name)
    shared = _table(raw.get("settings", {}), f"{path.name}, settings")
    rows = _rows(raw["case"], f"{path.name}, case")
    cases = tuple(_case(row, shared, f"case {number}") for number, row in enumerate(rows, 1))
    names = [case.name for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableCase(f"{path.name} has two cases called '{twice[0]}'; give each its own name.")
    return cases


def _case(raw: Mapping[str, Any], shared: Mapping[str, Any], fallback: str) -> Case:
    name = str(raw.get("name", fallback))
    _only(raw, TOP, name)
    meeting = _table(raw.get("meeting", {}), f"{name}, meeting")
    _only(meeting, MEETING, f"{name}, meeting")
    return Case(
        name=name,
        facts=_facts(raw, name),
        settings={**shared, **_table(raw.get("settings", {}), f"{name}, settings")},
        kind=meeting.get("kind"),
        day=_day(meeting["day"], f"{name}, meeting.day") if "day" in meeting else None,
        part=meeting.get("part"),
        part_days=_days(meeting.get("parts", {}), f"{name}, meeting.parts"),
        happened=_days(meeting.get("happened", {}), f"{name}, meeting.happened"),
        candidates=tuple(_candidate(row, f"{name}, chairs") for row in _rows(raw.get("chairs", []), f"{name}, chairs")),
        expect=_table(raw.get("expect", {}), f"{name}, expect"),
    )


def _facts(raw: Mapping[str, Any], name: str) -> Facts:
    given = _table(raw.get("facts"), f"{name}, facts")
    _only(given, FACTS, f"{name}, facts")
    if given.get("day", UNKNOWN) == UNKNOWN:
        raise UnreadableCase(f"{name}: facts.day is missing; it is the day of the ending, concern or start.")
    known: dict[str, Any] = {"anchor": Anchor.ENDED}
    for key, value in given.items():
        where = f"{name}, facts.{key}"
        if value == UNKNOWN:
            continue
        if key in WORDS:
            known[key] = _word(value, WORDS[key], where)
        elif key in MOMENTS:
            known[key] = _moment(value, where)
        elif key in FLAGS:
            known[key] = _flag(value, where)
        elif key == "siblings":
            known[key] = _names(value, where)
        else:
            known[key] = _day(value, where)
    return Facts(
        placement=_placement(_table(raw.get("placement"), f"{name}, placement"), name),
        moves=_moves(raw.get("moves", []), f"{name}, moves"),
        carer_endings=_moves(raw.get("carer_endings", []), f"{name}, carer_endings"),
        answers=MappingProxyType(dict(_table(raw.get("answers", {}), f"{name}, answers"))),
        **known,
    )


def _placement(given: Mapping[str, Any], name: str) -> PlacementFacts:
    _only(given, PLACEMENT, f"{name}, placement")
    if given.get("started", UNKNOWN) == UNKNOWN:
        raise UnreadableCase(f"{name}: placement.started is missing; give the day on which the placement began.")
    known: dict[str, Any] = {}
    for key, value in given.items():
        where = f"{name}, placement.{key}"
        if value == UNKNOWN:
            continue
        if key == "type":
            known["kind"] = _word(value, PlacementType, where)
        elif key == "provider":
            known[key] = _word(value, Provider, where)
        else:
            known[key] = _flag(value, where) if key in PLACEMENT_FLAGS else _day(value, where)
    return PlacementFacts(ref="this", **known)


def _moves(rows: Any, where: str) -> tuple[Move, ...]:
    moves = []
    for number, row in enumerate(_rows(rows, where), 1):
        _only(row, MOVE, f"{where} {number}")
        known: dict[str, Any] = {key: _flag(row[key], f"{where} {number}, {key}")
                                 for key in ("unplanned", "disrupted", "from_long_term")
                                 if row.get(key, UNKNOWN) != UNKNOWN}  # fmt: skip
        if row.get("from_type", UNKNOWN) != UNKNOWN:
            known["from_kind"] = _word(row["from_type"], PlacementType, f"{where} {number}, from_type")
        if "day" not in row:
            raise UnreadableCase(f"{where} {number}: the day of the move is missing.")
        moves.append(Move(day=_day(row["day"], f"{where} {number}, day"), from_ref=f"home {number}", **known))
    return tuple(sorted(moves, key=lambda move: move.day))


def _candidate(row: Mapping[str, Any], where: str) -> Candidate:
    _only(row, CHAIR, where)
    return Candidate(
        ref=str(row.get("name", "somebody")),
        roles=frozenset(_names(row.get("roles", []), f"{where}, roles")),
        relations=frozenset(_relation(word, where) for word in _names(row.get("relations", []), where)),
        chaired_this_year=int(row.get("chaired_this_year", 0)),
    )


def _relation(word: str, where: str) -> Relation:
    by_name = {relation.name.lower(): relation for relation in Relation}
    key = word.replace(" ", "_").lower()
    if key not in by_name:
        raise UnreadableCase(f"{where}: '{word}' is no relation; use one of {', '.join(by_name)}.")
    return by_name[key]


def _only(given: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in allowed:
            raise UnreadableCase(f"{where}: '{key}' is not a key of this table; it knows {', '.join(allowed)}.")


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is missing, or is not a table.")
    return value


def _rows(value: Any, where: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise UnreadableCase(f"{where} is a list of tables, written [[...]].")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnreadableCase(f'{where} is a list of words, for example ["one", "two"].')
    return tuple(value)


def _days(value: Any, where: str) -> dict[str, date]:
    return {key: _day(one, f"{where}.{key}") for key, one in _table(value, where).items()}


def _day(value: Any, where: str) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UnreadableCase(f"{where} is a day, written 2026-03-14 without quotation marks.")
    return value


def _moment(value: Any, where: str) -> datetime:
    if not isinstance(value, datetime):
        raise UnreadableCase(f'{where} is a moment, written 2026-03-14T19:15:00, or "unknown".')
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise UnreadableCase(f'{where} is true, false or "unknown".')
    return value


def _word(value: Any, words: type[Word], where: str) -> Word:
    try:
        return words(str(value).replace(" ", "_").replace("-", "_").lower())
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise UnreadableCase(f"{where}: '{value}' is none of {known} and unknown.") from None
