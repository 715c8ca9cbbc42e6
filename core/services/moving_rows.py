"""A meeting's rows held against what another version asks for: what comes in addition, what is not asked for any more,
what stays as somebody recorded it. Nothing is changed here: `moving` shows this first, and then does it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.domain.parts import asked_to
from core.domain.planning import Plan
from core.domain.procedure import AgendaItem, Part
from core.domain.steps import Offer, Prompt
from core.models import Invitation, Meeting, MeetingPart, Minute, Output, Task
from core.services import listing, stages
from core.services.casting import Cast

GROUPS = {
    "part": "Part of the meeting",
    "person": "Somebody asked",
    "pack": "Paper",
    "step": "Step",
    "prompt": "Something to consider",
    "offer": "Offer",
    "theme": "Theme of the record",
    "output": "Document",
}
"""What a row is, in words."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What stands on a meeting, all of it, whoever may read it."""

    parts: Sequence[MeetingPart]
    invitations: Sequence[Invitation]
    tasks: Sequence[Task]
    themes: Sequence[Minute]
    outputs: Sequence[Output]


@dataclass(frozen=True, kw_only=True)
class Match:
    """One row and what asks for it in the other version. Without `row` it is asked for in addition; without `fields`,
    the columns as the other version has them, it is not asked for any more. Who may not read the record of `part`, or
    the `output` with this key, is not told of it. `key` is a paper's place in the other version,
    `due` the day by which it is owed there, `fate` what becomes of it, as things stood."""

    group: str
    title: str
    part: str = ""
    output: str = ""
    key: str = ""
    row: Any = None
    fields: Mapping[str, Any] | None = None
    due: date | None = None
    fate: str = ""


ADDED, LEAVES, STAYS, GOES_ON = "added", "leaves", "stays", "goes on"
"""What becomes of a row: it comes in addition (or back); it is set aside, because nobody has done anything about it; it
is not asked for any more and stays as it was recorded; it is asked for before and after."""


def matches(
    meeting: Meeting, rows: Rows, planned: Plan, more: Sequence[Part], known: Cast, homes: Mapping[str, str],
    role: Callable[[str], str],
) -> Iterator[Match]:  # fmt: skip
    """Every row of an open meeting against a plan made by the other version, in which it has `more` parts; `role` says
    a role's title there."""
    for one in _matched(meeting, rows, planned, more, known, homes, role):
        yield replace(one, fate=_fate(one))


def _matched(
    meeting: Meeting, rows: Rows, planned: Plan, more: Sequence[Part], known: Cast, homes: Mapping[str, str],
    role: Callable[[str], str],
) -> Iterator[Match]:  # fmt: skip
    parts = [*(part.key for part in rows.parts), *(part.key for part in more)]
    yield from (Match(group="part", title=part.title, fields={}) for part in more)
    if meeting.held_on is None:
        held = {part.key for part in rows.parts if part.held_on}
        for part in (key for key in parts if key not in held):
            yield from _people(rows, planned, part, known, homes, role)
        yield from _papers(rows, planned)
        yield from _offers(rows, planned, known, homes)
    yield from _steps(rows, planned)
    yield from _prompts(rows, planned)
    yield from _themes(rows, planned, parts)
    yield from _outputs(rows, planned, parts)


def _fate(one: Match) -> str:
    """What becomes of a row; "" for one that was set aside before and stays so."""
    there = one.row is not None and not set_aside(one.row)
    if one.fields is not None:
        return GOES_ON if there else ADDED
    return "" if not there else LEAVES if untouched(one.row) else STAYS


def still_to_come(meeting: Meeting, rows: Rows, planned: Plan) -> Plan:
    """A plan without what belongs before a meeting that has been held, as far as it is not owed there already."""
    if meeting.held_on is None:
        return planned
    owed = {(one.kind, one.key) for one in rows.tasks if one.state != "withdrawn"}
    steps = (one for one in planned.steps if ("step", one.rule.key) in owed
             or not stages.before_the_meeting(planned.kind, one.rule))  # fmt: skip
    prompts = (one for one in planned.prompts if isinstance(one.rule, Prompt)
               and (("prompt", one.rule.key) in owed or one.rule.when_asked == "after"))  # fmt: skip
    return replace(planned, steps=tuple(steps), prompts=tuple(prompts))


def set_aside(row: Any) -> bool:
    """Whether a row was set aside before, by a move or because the facts did not call for it."""
    if isinstance(row, Invitation):
        return row.left_out.startswith(listing.NOT_ASKED)
    if isinstance(row, Minute):
        return row.withdrawn
    return bool(row.state == "withdrawn")


def untouched(row: Any) -> bool:
    """Whether nobody has named, answered, supplied, written or done anything about a row."""
    match row:
        case Invitation():
            same = row.version == 1 or not row.name
            return same and row.reply == listing.NOT_INVITED and not row.left_out
        case Minute():
            return not row.text
        case Output():
            return not row.body and row.state == "draft" and row.drafted_on is None
    return row.done_on is None


def _people(
    rows: Rows, planned: Plan, part: str, known: Cast, homes: Mapping[str, str], role: Callable[[str], str]
) -> Iterator[Match]:
    there = [one for one in rows.invitations if one.part == part]
    may_be = {getattr(one.rule, "role", ""): one for one in asked_to(planned, part)}
    sure = {getattr(one.rule, "role", "") for one in listing.asked(planned, part)}
    for one in (one for one in there if one.clause):
        title = f"{one.name}, {role(one.role)}" if one.name else role(one.role)
        wanted = one.role in (may_be if one.name else sure)
        rule: Any = may_be[one.role].rule if wanted else None
        if rule is None and one.left_out and not set_aside(one):
            continue
        fields = {"clause": rule.clause, "strength": rule.strength.value} if rule else None
        yield Match(group="person", title=title, row=one, fields=fields)
    for position, asked, person, _ in listing.missing(planned, part, there, known, homes):
        name = person.name if person else homes.get(asked.role, "")
        title = f"{name}, {role(asked.role)}" if name else role(asked.role)
        yield Match(group="person", title=title, fields={"position": position})


def _papers(rows: Rows, planned: Plan) -> Iterator[Match]:
    """Papers are known by their titles: their keys are places in a list that another version has in another order."""
    left = [one for one in rows.tasks if one.kind == "pack"]
    asked = {id(one.rule): one for one in planned.pack}
    for place, rule in enumerate(planned.kind.pack):
        row, one = next((task for task in left if task.title == rule.title), None), asked.get(id(rule))
        if row is not None:
            left.remove(row)
        fields = {"position": place, "clause": rule.clause, "owed_by": listing.supplier(one)} if one else None
        if row is not None or fields is not None:
            due = one.due.day if one and one.due else None
            yield Match(group="pack", title=rule.title, row=row, key=f"pack-{place}", fields=fields, due=due)
    yield from (Match(group="pack", title=task.title, row=task, key=f"before-{task.id}") for task in left)


def _offers(rows: Rows, planned: Plan, known: Cast, homes: Mapping[str, str]) -> Iterator[Match]:
    left = [one for one in rows.tasks if one.kind == "offer"]
    for one in planned.offers:
        rule = one.rule
        assert isinstance(rule, Offer)
        fields = {"title": rule.title, "clause": rule.clause, "detail": rule.note}
        names: dict[str, list[str]] = {}
        for role, _, name in listing.offered_to(rule, known, homes):
            names.setdefault(f"{rule.key}:{role}", []).append(name)
        for key, called in names.items():
            mine = [task for task in left if task.key == key]
            left = [task for task in left if task.key != key]
            yield from (Match(group="offer", title=rule.title, row=task, fields=fields) for task in mine)
            for name in called if not mine else ():
                yield Match(group="offer", title=f"{rule.title} ({name})" if name else rule.title, fields=fields)
    yield from (Match(group="offer", title=task.title, row=task) for task in left)


def _steps(rows: Rows, planned: Plan) -> Iterator[Match]:
    left = {one.key: one for one in rows.tasks if one.kind == "step"}
    for position, one in enumerate(planned.steps):
        rule, row = one.rule, left.pop(one.rule.key, None)
        fields = {"title": rule.title, "clause": rule.clause, "detail": rule.note, "after": rule.after,
                  "part": rule.part or "", "position": position, "owed_by": one.owner}  # fmt: skip
        due = one.due.day if one.due else None
        yield Match(group="step", title=rule.title, part=rule.part or "", row=row, fields=fields, due=due)
    yield from (Match(group="step", title=task.title, part=task.part, row=task) for task in left.values())


def _prompts(rows: Rows, planned: Plan) -> Iterator[Match]:
    left = {one.key: one for one in rows.tasks if one.kind == "prompt"}
    for position, one in enumerate(planned.prompts):
        rule = one.rule
        assert isinstance(rule, Prompt)
        fields = {"title": rule.title, "clause": rule.clause, "detail": rule.note, "position": position}
        yield Match(group="prompt", title=rule.title, row=left.pop(rule.key, None), fields=fields)
    yield from (Match(group="prompt", title=task.title, row=task) for task in left.values())


def _themes(rows: Rows, planned: Plan, parts: Sequence[str]) -> Iterator[Match]:
    left = {(one.part, one.theme): one for one in rows.themes}
    for position, one in enumerate(planned.agenda):
        rule = one.rule
        assert isinstance(rule, AgendaItem)
        fields = {"title": rule.title, "prompts": list(rule.prompts), "clause": rule.clause, "position": position}
        for part in (key for key in parts if rule.part in (None, key)):
            row = left.pop((part, rule.key), None)
            yield Match(group="theme", title=rule.title, part=part, row=row, fields=fields)
    yield from (Match(group="theme", title=one.title, part=one.part, row=one) for one in left.values())


def _outputs(rows: Rows, planned: Plan, parts: Sequence[str]) -> Iterator[Match]:
    left = {one.key: one for one in rows.outputs}
    for position, rule in enumerate(planned.kind.outputs):
        if rule.part not in (None, *parts):
            continue
        fields = {"title": rule.title, "part": rule.part or "", "audience": list(rule.audience),
                  "sections": list(rule.sections), "clause": rule.clause, "position": position,
                  "written_by": rule.written_by, "drafted": rule.drafted}  # fmt: skip
        yield Match(group="output", title=rule.title, output=rule.key, row=left.pop(rule.key, None), fields=fields)
    yield from (Match(group="output", title=one.title, output=one.key, row=one) for one in left.values())
