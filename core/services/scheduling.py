"""Dates of one meeting: choosing a day for each part, and bringing every owed date up to what has happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.days import british
from core.domain.parts import out_of_order
from core.domain.planning import Plan, plan
from core.domain.steps import MEETING_HELD
from core.domain.windows import Due
from core.models import Judgement, Meeting, MeetingPart, Task
from core.services import judging, meetings
from core.services.desk import Desk, Refused, Stale
from core.services.judging import Voice as Voice
from core.services.meetings import Case


def planned(desk: Desk, case: Case, day: date | None = None, part: str | None = None) -> Plan:
    """The plan of a meeting as things stand, or with `part` (the whole meeting, without one) on `day`."""
    rows = tasks_of(desk, case.meeting)
    parts = parts_of(desk, case.meeting)
    declared = {p.key for p in case.kind.parts}
    days = {p.key: p.day for p in parts if p.day and p.key in declared}
    if day and part in declared:
        days[part] = day
    held = {f"{MEETING_HELD}:{p.key}": p.held_on for p in parts if p.held_on and p.key in declared}
    whole = case.meeting.day if part in declared else day or case.meeting.day
    return plan(
        case.kind,
        case.facts,
        day=None if days else whole,
        calendar=desk.calendar,
        happened={**meetings.happened(case.meeting, rows), **held},
        part_days=days,
    )


def tasks_of(desk: Desk, meeting: Meeting) -> list[Task]:
    """Everything owed for a meeting, in the procedure's order."""
    statement = select(Task).where(Task.meeting_id == meeting.id).order_by(Task.kind, Task.position)
    return list(desk.db.scalars(statement))


def parts_of(desk: Desk, meeting: Meeting) -> list[MeetingPart]:
    """The parts of a meeting in order."""
    statement = select(MeetingPart).where(MeetingPart.meeting_id == meeting.id).order_by(MeetingPart.position)
    return list(desk.db.scalars(statement))


def judgements_of(desk: Desk, meeting: Meeting) -> list[Judgement]:
    """Every departure and judgement recorded for a meeting, oldest first."""
    return judging.of(desk, meeting)


def set_day(
    desk: Desk,
    case: Case,
    part_key: str,
    *,
    day: date,
    starts: str,
    ends: str = "",
    place: str = "",
    judgement: tuple[Voice, ...] | list[Voice] = (),
    timing: str = "",
    version: int | None = None,
) -> MeetingPart:
    """Choose a part's day, time and place. A day outside the window needs a judgement from each party it names.

    A judgement outside the window is confirmed by a second person where the clause names no parties of its own.
    `timing` is why this day was chosen within it. The day of a meeting that people know of may change, too.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if meeting.held_on is not None:
        raise Refused("This meeting has been held; its date stays as it was.", field="day")
    every = parts_of(desk, meeting)
    part = next((p for p in every if p.key == part_key), None)
    if part is None:
        raise Refused("This meeting has no such part.")
    if part.held_on is not None:
        raise Refused("This part has been held; its date stays as it was.", field="day")
    if day < desk.today:
        raise Refused("Choose a day that is not in the past.", field="day")
    if ends and ends <= starts:
        raise Refused("The meeting must end after it starts.", field="ends")
    disorder = out_of_order(case.kind, {**{p.key: p.day for p in every if p.day}, part_key: day})
    if disorder:
        rule = next((p for p in case.kind.parts if p.key == part_key), None)
        raise Refused(disorder[0], field="day", clause=rule.clause if rule else None)
    before, were = part.day, _when_and_where(part)
    asked = planned(desk, case, day, part_key)
    judging.day(desk, case, asked.window_of(part_key), day, starts, tuple(judgement))
    if timing.strip():
        judging.timing(desk, case, day, timing.strip(), tasks_of(desk, meeting))
    part.day, part.starts, part.ends, part.place = day, starts, ends, place
    meeting.day = min(p.day for p in every if p.day is not None)
    touch(meeting)
    desk.db.flush()
    refresh(desk, case)
    _note(desk, meeting, part, before, were, several=len(every) > 1)
    return part


def touch(meeting: Meeting) -> None:
    """Count a change of a part as one of its meeting, so that whoever opened the meeting before is told."""
    flag_modified(meeting, "day")


def _when_and_where(part: MeetingPart) -> tuple[str, str, str]:
    """A part's day, time and place in words."""
    times = f"{part.starts} to {part.ends}" if part.ends else part.starts
    return british(part.day) if part.day else "", times, part.place


def _note(
    desk: Desk, meeting: Meeting, part: MeetingPart, before: date | None, were: tuple[str, str, str], *, several: bool
) -> None:
    """Keep what changed, old beside new; nothing where all stayed as it was."""
    changes = [pair for pair in zip(were, _when_and_where(part), strict=True) if pair[0] != pair[1]]
    if not changes:
        return
    verb = "chose a day" if before is None else "changed the day" if before != part.day else "changed time or place"
    said = "; ".join(f"moved from {old} to {new}" if old and new and n == 0 and before != part.day
                     else f"{old or 'none'} → {new or 'none'}" for n, (old, new) in enumerate(changes))  # fmt: skip
    if before is None:
        said = ", ".join(word for word in _when_and_where(part) if word)
    desk.note(
        verb,
        "meeting",
        meeting.id,
        child_id=meeting.child_id,
        meeting_id=meeting.id,
        part=part.key,
        day=str(part.day),
        before=str(before or ""),
        note=f"{part.title}: {said}" if several else said[0].upper() + said[1:],
    )


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A row with the day that its rule now gives, counted from `anchor`; `firm` once that has happened."""

    task: Task
    due: Due | None
    anchor: str
    firm: bool

    @property
    def sum(self) -> str:
        """The arithmetic behind the day; "" where there is none."""
        return self.due.explain(self.anchor) if self.due else ""

    @property
    def stays(self) -> bool:
        """Whether the day that stands is kept: a firm one moves with what it is counted from or with its rule, both of
        which its sum holds; never because the authority keeps other holidays or closures by now."""
        return bool(self.firm and self.task.firm and self.task.due and self.sum == self.task.sum)

    @property
    def day(self) -> date | None:
        """The day by which it is owed."""
        return self.task.due if self.stays else self.due.day if self.due else None


def refresh(desk: Desk, case: Case) -> None:
    """Bring the due dates of steps and pack items up to the meeting's day and what has happened since.

    Where the meeting's rules cannot be read, the dates stay as they are.
    """
    if case.declared is None:
        return
    for one in dated(case, planned(desk, case), tasks_of(desk, case.meeting)):
        task = one.task
        task.due, task.sum, task.firm = one.day, one.sum, one.firm
        flagged = desk.calendar.closed_because(task.due) if task.due else None
        task.flagged = flagged or ""
        task.advise = desk.calendar.last_open_day_on_or_before(task.due) if task.due and flagged else None


def dated(case: Case, asked: Plan, rows: Iterable[Task]) -> Iterator[Dated]:
    """Each step and paper that the plan asks for, with its day."""
    pack = {item.rule.title: item.due for item in asked.pack}  # type: ignore[union-attr]
    steps = {step.rule.key: step for step in asked.steps}
    for task in rows:
        if task.kind == "pack" and task.title in pack:
            yield Dated(task=task, due=pack[task.title], anchor="Meeting", firm=case.meeting.stage != "proposed")
        elif task.kind == "step" and task.key in steps:
            step = steps[task.key]
            yield Dated(task=task, due=step.due, anchor=event_words(case, step.rule.after), firm=step.firm)


def event_words(case: Case, event: str) -> str:
    """What a date is counted from, as a sum begins: "Meeting", "Placement ended", or the step that comes first."""
    words = {
        "meeting_held": "Meeting",
        "convened": "Convened",
        "panel_date": "Panel",
        "placement_ended": "Placement ended",
        "placement_started": "Placement started",
        "concern_raised": "Concern raised",
    }
    step = next((s for s in case.kind.steps if s.key == event), None)
    return words.get(event) or (f"{step.title}," if step else event.replace("_", " ").capitalize())
