"""What moving a meeting to another version would change, all of it at once: for the page that asks, for the deed, and
in sentences for the meeting's history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.days import british
from core.domain.planning import Plan
from core.domain.procedure import Part
from core.domain.telling.comparing import Difference, compare, unchanged
from core.models import Invitation, Minute, Output
from core.services import moving_rows, moving_verdicts, proposing, scheduling
from core.services.desk import Desk
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.moving_rows import ADDED, GOES_ON, GROUPS, LEAVES, STAYS, Match, Rows
from core.services.moving_targets import Target, case_under, more_parts
from core.services.moving_verdicts import Verdict


@dataclass(frozen=True, kw_only=True)
class OtherDay:
    """A day that differs: by when a row is owed, until now and then; None where no day is given."""

    match: Match
    before: date | None
    after: date | None
    sum: str = ""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a move would change. `before` is None where the rules that the meeting follows cannot be read any more;
    `plan` is what the target asks for as things stand, `parts` those that it adds."""

    target: Target
    before: Procedure | None
    plan: Plan
    parts: tuple[Part, ...]
    rows: tuple[Match, ...]
    days: tuple[OtherDay, ...]
    verdicts: tuple[Verdict, ...]
    gaps: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    same: tuple[Difference, ...] = ()

    @property
    def added(self) -> list[Match]:
        """What is asked for in addition."""
        return [one for one in self.rows if one.fate == ADDED]

    @property
    def leaves(self) -> list[Match]:
        """What is not asked for any more and is set aside, because nobody has done anything about it."""
        return [one for one in self.rows if one.fate == LEAVES]

    @property
    def stays(self) -> list[Match]:
        """What is not asked for any more and stays as it was recorded."""
        return [one for one in self.rows if one.fate == STAYS]


def preview(desk: Desk, case: Case, target: Target) -> Preview:
    """What would change, if the meeting followed `target`, which can be compiled and has this kind of meeting."""
    then, meeting = case_under(case, target), case.meeting
    rows = rows_of(desk, case)
    planned = moving_rows.still_to_come(meeting, rows, scheduling.planned(desk, then))
    more, _ = more_parts(desk, case, planned)
    people, homes = proposing.cast_of(desk, then, meeting), proposing.homes_of(desk, then)
    role = target.procedure.role if target.procedure else str
    found = tuple(moving_rows.matches(meeting, rows, planned, more, people, homes, role))
    before = case.procedure if case.declared else None
    return Preview(
        target=target, before=before, plan=planned, parts=tuple(more), rows=found,
        days=tuple(_days(then, planned, found)), verdicts=tuple(moving_verdicts.verdicts(desk, case, then)),
        gaps=moving_verdicts.gaps(desk, then),
        differences=compare(before, target.procedure, kind=meeting.kind) if before else (),
        same=unchanged(before, target.procedure, kind=meeting.kind) if before else (),
    )  # fmt: skip


def rows_of(desk: Desk, case: Case) -> Rows:
    """What stands on a meeting, all of it, whoever may read it."""
    ref = case.meeting.id
    outputs = select(Output).where(Output.meeting_id == ref).order_by(Output.position)
    themes = select(Minute).where(Minute.meeting_id == ref).order_by(Minute.part, Minute.position)
    people = select(Invitation).where(Invitation.meeting_id == ref).order_by(Invitation.part, Invitation.position)
    return Rows(
        parts=scheduling.parts_of(desk, case.meeting), invitations=list(desk.db.scalars(people)),
        tasks=scheduling.tasks_of(desk, case.meeting), themes=list(desk.db.scalars(themes)),
        outputs=list(desk.db.scalars(outputs)),
    )  # fmt: skip


def for_reader(seen: Preview, file: Dossier) -> Preview:
    """The preview without what tells of a record that its reader may not know of."""

    def known(one: Match) -> bool:
        if one.output and not file.reader.reads(one.row or Output(**(one.fields or {}))):
            return False
        return one.part in ("", *file.readable_parts)

    rows = tuple(one for one in seen.rows if known(one))
    return replace(seen, rows=rows, days=tuple(one for one in seen.days if known(one.match)))


def sentences(seen: Preview) -> list[dict[str, str]]:
    """What a move changed of the meeting's rows, as its history keeps it: `words`, and the `part` and the `output` that
    somebody has to be allowed to read in order to be told."""
    said = [(one, f"{GROUPS[one.group]} asked for in addition: {one.title}") for one in seen.added]
    said += [(one, f"{GROUPS[one.group]} set aside, not asked for any more: {one.title}") for one in seen.leaves]
    said += [(one, f"{GROUPS[one.group]} not asked for any more, kept as recorded: {one.title}") for one in seen.stays]
    said += [
        (one.match, f"Due: {_day(one.after)} instead of {_day(one.before)}: {one.match.title}") for one in seen.days
    ]
    rows = [{"words": words, "part": one.part, "output": one.output} for one, words in said]
    return [*({"words": one.sentence.rstrip("."), "part": "", "output": ""} for one in seen.verdicts), *rows]


def told(row: Mapping[str, Any], file: Dossier) -> bool:
    """Whether a sentence of the history is for this reader."""
    outputs = ("", *(one.key for one in file.outputs))
    return row.get("output", "") in outputs and row.get("part", "") in ("", *file.readable_parts)


def rules_in_sentences(seen: Preview) -> list[str]:
    """How the rules of the meeting differ, as its history keeps it."""
    return [
        f"{one.title}: {words}"
        for one in seen.differences
        for words in (
            *(f"until now “{old.words}”" for old in one.before if old.mark != "kept"),
            *(f"from now “{new.words}”" for new in one.after if new.mark != "kept"),
        )
    ]


def _days(then: Case, planned: Plan, found: tuple[Match, ...]) -> Iterator[OtherDay]:
    going_on = {one.row.id: one for one in found if one.fate == GOES_ON}
    owed = [one.row for one in going_on.values() if one.group in ("pack", "step") and one.row.done_on is None]
    for one in scheduling.dated(then, planned, owed):
        if one.day != one.task.due:
            match = going_on[one.task.id]
            yield OtherDay(match=match, before=one.task.due, after=one.day, sum="" if one.stays else one.sum)


def _day(day: date | None) -> str:
    return british(day) if day else "no day in the text"
