"""Reading a case that somebody wrote down: facts, a meeting, people who might chair, and what is expected.

The format is documented in docs/cases.md. Strict: a key that the format does not know is refused with its place, so
that a misspelt fact cannot pass for one that nobody recorded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.domain.chairing import Candidate
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
from core.domain.knowing import Unknown
from core.domain.ongoing import Notice, StartMeeting
from core.domain.procedure import Relation
from core.services import casewords as read
from core.services.casewords import UNKNOWN as UNKNOWN
from core.services.casewords import UnreadableCase as UnreadableCase

TOP = (
    "name", "settings", "facts", "placement", "moves", "carer_endings", "notice", "start_meetings", "school", "answers",
    "meeting", "chairs", "expect",
)  # fmt: skip
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
NOTICE = ("given", "day", "by")
START_MEETING = ("kind", "title", "due", "held")
SCHOOL = ("since", "changes")


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
    read.only(raw, ("case", "settings"), path.name)
    shared = read.table(raw.get("settings", {}), f"{path.name}, settings")
    rows = read.rows(raw["case"], f"{path.name}, case")
    cases = tuple(_case(row, shared, f"case {number}") for number, row in enumerate(rows, 1))
    names = [case.name for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnreadableCase(f"{path.name} has two cases called '{twice[0]}'; give each its own name.")
    return cases


def _case(raw: Mapping[str, Any], shared: Mapping[str, Any], fallback: str) -> Case:
    name = str(raw.get("name", fallback))
    read.only(raw, TOP, name)
    meeting = read.table(raw.get("meeting", {}), f"{name}, meeting")
    read.only(meeting, MEETING, f"{name}, meeting")
    return Case(
        name=name,
        facts=_facts(raw, name),
        settings={**shared, **read.table(raw.get("settings", {}), f"{name}, settings")},
        kind=meeting.get("kind"),
        day=read.day(meeting["day"], f"{name}, meeting.day") if "day" in meeting else None,
        part=meeting.get("part"),
        part_days=read.days(meeting.get("parts", {}), f"{name}, meeting.parts"),
        happened=read.days(meeting.get("happened", {}), f"{name}, meeting.happened"),
        candidates=tuple(
            _candidate(row, f"{name}, chairs") for row in read.rows(raw.get("chairs", []), f"{name}, chairs")
        ),
        expect=read.table(raw.get("expect", {}), f"{name}, expect"),
    )


def _facts(raw: Mapping[str, Any], name: str) -> Facts:
    given = read.table(raw.get("facts"), f"{name}, facts")
    read.only(given, FACTS, f"{name}, facts")
    if given.get("day", UNKNOWN) == UNKNOWN:
        raise UnreadableCase(f"{name}: facts.day is missing; it is the day of the ending, concern or start.")
    known: dict[str, Any] = {"anchor": Anchor.ENDED}
    for key, value in given.items():
        where = f"{name}, facts.{key}"
        if value == UNKNOWN:
            continue
        if key in WORDS:
            known[key] = read.word(value, WORDS[key], where)
        elif key in MOMENTS:
            known[key] = read.moment(value, where)
        elif key in FLAGS:
            known[key] = read.flag(value, where)
        elif key == "siblings":
            known[key] = read.names(value, where)
        else:
            known[key] = read.day(value, where)
    return Facts(
        placement=_placement(read.table(raw.get("placement"), f"{name}, placement"), name),
        moves=_moves(raw.get("moves", []), f"{name}, moves"),
        carer_endings=_moves(raw.get("carer_endings", []), f"{name}, carer_endings"),
        answers=MappingProxyType(dict(read.table(raw.get("answers", {}), f"{name}, answers"))),
        **known,
        **_lasting(raw, name),
    )


def _lasting(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What is known of a placement that still lasts: only what the case says."""
    known: dict[str, Any] = {}
    if raw.get("notice", UNKNOWN) != UNKNOWN:
        notice = read.table(raw["notice"], f"{name}, notice")
        read.only(notice, NOTICE, f"{name}, notice")
        known["notice"] = Notice(
            given=read.flag(notice.get("given"), f"{name}, notice.given"),
            day=read.day(notice.get("day"), f"{name}, notice.day"), by=str(notice.get("by", "")),
        )  # fmt: skip
    if raw.get("start_meetings", UNKNOWN) != UNKNOWN:
        rows = read.rows(raw["start_meetings"], f"{name}, start_meetings")
        known["start_meetings"] = tuple(_start_meeting(row, f"{name}, start_meetings") for row in rows)
    if "school" in raw:
        school = read.table(raw["school"], f"{name}, school")
        read.only(school, SCHOOL, f"{name}, school")
        if school.get("since", UNKNOWN) != UNKNOWN:
            known["school_since"] = read.day(school["since"], f"{name}, school.since")
        known["school_changes"] = read.list_of_days(school.get("changes", []), f"{name}, school.changes")
    return known


def _start_meeting(row: Mapping[str, Any], where: str) -> StartMeeting:
    read.only(row, START_MEETING, where)
    found: dict[str, Any] = {}
    for key, needs in (("due", "by when the meeting is due"), ("held", "whether the meeting was held")):
        if row.get(key) == UNKNOWN:
            found[key] = Unknown(needs)
        elif key in row:
            found[key] = read.day(row[key], f"{where}, {key}")
    return StartMeeting(kind=str(row.get("kind", "planning")), title=str(row.get("title", "Planning meeting")), **found)


def _placement(given: Mapping[str, Any], name: str) -> PlacementFacts:
    read.only(given, PLACEMENT, f"{name}, placement")
    if given.get("started", UNKNOWN) == UNKNOWN:
        raise UnreadableCase(f"{name}: placement.started is missing; give the day on which the placement began.")
    known: dict[str, Any] = {}
    for key, value in given.items():
        where = f"{name}, placement.{key}"
        if value == UNKNOWN:
            continue
        if key == "type":
            known["kind"] = read.word(value, PlacementType, where)
        elif key == "provider":
            known[key] = read.word(value, Provider, where)
        else:
            known[key] = read.flag(value, where) if key in PLACEMENT_FLAGS else read.day(value, where)
    return PlacementFacts(ref="this", **known)


def _moves(rows: Any, where: str) -> tuple[Move, ...]:
    moves = []
    for number, row in enumerate(read.rows(rows, where), 1):
        read.only(row, MOVE, f"{where} {number}")
        known: dict[str, Any] = {key: read.flag(row[key], f"{where} {number}, {key}")
                                 for key in ("unplanned", "disrupted", "from_long_term")
                                 if row.get(key, UNKNOWN) != UNKNOWN}  # fmt: skip
        if row.get("from_type", UNKNOWN) != UNKNOWN:
            known["from_kind"] = read.word(row["from_type"], PlacementType, f"{where} {number}, from_type")
        if "day" not in row:
            raise UnreadableCase(f"{where} {number}: the day of the move is missing.")
        moves.append(Move(day=read.day(row["day"], f"{where} {number}, day"), from_ref=f"home {number}", **known))
    return tuple(sorted(moves, key=lambda move: move.day))


def _candidate(row: Mapping[str, Any], where: str) -> Candidate:
    read.only(row, CHAIR, where)
    return Candidate(
        ref=str(row.get("name", "somebody")),
        roles=frozenset(read.names(row.get("roles", []), f"{where}, roles")),
        relations=frozenset(_relation(word, where) for word in read.names(row.get("relations", []), where)),
        chaired_this_year=int(row.get("chaired_this_year", 0)),
    )


def _relation(word: str, where: str) -> Relation:
    by_name = {relation.name.lower(): relation for relation in Relation}
    key = word.replace(" ", "_").lower()
    if key not in by_name:
        raise UnreadableCase(f"{where}: '{word}' is no relation; use one of {', '.join(by_name)}.")
    return by_name[key]
