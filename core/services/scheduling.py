"""Dates of one meeting: choosing a day within its window, and bringing every owed date up to what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.domain.days import british
from core.domain.planning import Plan, plan
from core.domain.windows import Due
from core.models import Judgement, Meeting, MeetingPart, Task
from core.services import meetings
from core.services.casting import cast
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case

OUTSIDE = "window"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One party's recorded judgement: which role, what was said, and whose judgement it is."""

    party: str
    reason: str
    by_name: str = ""


def planned(desk: Desk, case: Case, day: date | None = None) -> Plan:
    """The plan of a meeting as things stand, on its own day or on `day`."""
    rows = tasks_of(desk, case.meeting)
    return plan(
        case.kind,
        case.facts,
        day=day or case.meeting.day,
        calendar=desk.calendar,
        happened=meetings.happened(case.meeting, rows),
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
    return list(desk.db.scalars(select(Judgement).where(Judgement.meeting_id == meeting.id).order_by(Judgement.at)))


def parties(case: Case, asked: Plan) -> tuple[str, ...]:
    """Whose judgement a day outside the window needs: as the clause names them, else the social worker's."""
    window = asked.window
    return (window.rule.override_by or ("social_worker",)) if window else ()


def set_day(
    desk: Desk,
    case: Case,
    part_key: str,
    *,
    day: date,
    starts: str,
    ends: str = "",
    place: str = "",
    judgement: Sequence[Voice] = (),
    version: int | None = None,
) -> MeetingPart:
    """Choose a part's day, time and place. A day outside the window needs a judgement from each party it names.

    A judgement outside the window is confirmed by a second person where the clause names no parties of its own.
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
    if day < desk.today:
        raise Refused("Choose a day that is not in the past.", field="day")
    if ends and ends <= starts:
        raise Refused("The meeting must end after it starts.", field="ends")
    earlier = [p for p in every if p.position < part.position and p.day is not None]
    if earlier and day < max(p.day for p in earlier if p.day):
        raise Refused(f"{part.title} comes after the earlier part. Choose that day or a later one.", field="day")
    _judge_window(desk, case, day, judgement)
    part.day, part.starts, part.ends, part.place = day, starts, ends, place
    meeting.day = min(p.day for p in every if p.day is not None)
    desk.db.flush()
    refresh(desk, case)
    desk.note(
        "chose a day",
        "meeting",
        meeting.id,
        child_id=meeting.child_id,
        meeting_id=meeting.id,
        part=part_key,
        day=str(day),
    )
    return part


def _judge_window(desk: Desk, case: Case, day: date, judgement: Sequence[Voice]) -> None:
    meeting, asked = case.meeting, planned(desk, case, day)
    window = asked.window
    where = window.dates.place(day) if window else "no dates"
    late_start = bool(window and window.rule.reason_after_anchor and where == "inside" and day >= meeting.anchor_day)
    if where in ("inside", "no dates") and not late_start:
        _withdraw_confirmation(desk, meeting)
        return
    assert window is not None
    given = {voice.party: voice for voice in judgement if voice.reason.strip()}
    lacking = [party for party in parties(case, asked) if party not in given]
    if lacking:
        span = _span(window.dates.opens, window.dates.closes)
        said = f"{british(day)} is outside the window, {span}." if not late_start else window.rule.reason_after_anchor
        raise Refused(
            f"{said} Record the professional judgement behind it.",
            field=f"reason_{lacking[0]}",
            clause=window.rule.clause,
        )
    for party in parties(case, asked):
        voice = given[party]
        desk.db.add(
            Judgement(
                meeting_id=meeting.id,
                about=OUTSIDE,
                clause=window.rule.clause,
                party=party,
                reason=voice.reason.strip(),
                usual=_span(window.dates.opens, window.dates.closes),
                chosen=british(day),
                by_id=desk.actor.person_id,
                by_name=voice.by_name or desk.actor.name,
                at=desk.now,
            )
        )
    if not window.rule.override_by and not late_start and desk.setting("second_person_for_dates", True):
        _ask_second_person(desk, case, day, window.rule.clause)


def _ask_second_person(desk: Desk, case: Case, day: date, clause: str) -> None:
    """A manager confirms a day outside the window; where none is recorded, nobody is invented to do it."""
    meeting = case.meeting
    managers = cast(desk, meeting.child_id, placement_id=meeting.placement_id).holders("social_worker_manager")
    second = next((m for m in managers if m.id != desk.actor.person_id), None)
    _withdraw_confirmation(desk, meeting)
    if second is None:
        return
    desk.db.add(
        Task(
            kind="confirm",
            child_id=meeting.child_id,
            meeting_id=meeting.id,
            key=OUTSIDE,
            title="Confirm a day outside the window",
            detail=f"{meeting.title} on {british(day)}, judged by {desk.actor.name}",
            clause=clause,
            sum="A local setting: a second person confirms a day outside the window before invitations go out.",
            owed_by="social_worker_manager",
            owner_id=second.id,
            owner_name=second.name,
            asked_by_id=desk.actor.person_id,
            due=desk.today,
        )
    )


def _withdraw_confirmation(desk: Desk, meeting: Meeting) -> None:
    waiting = select(Task).where(
        Task.meeting_id == meeting.id, Task.kind == "confirm", Task.key == OUTSIDE, Task.done_on.is_(None)
    )
    for task in desk.db.scalars(waiting):
        task.state = "withdrawn"


def _span(opens: date | None, closes: date | None) -> str:
    if opens and closes:
        return f"{british(opens)} to {british(closes)}"
    if closes:
        return f"up to {british(closes)}"
    return f"from {british(opens)}" if opens else "no dates"


def refresh(desk: Desk, case: Case) -> None:
    """Bring the due dates of steps and pack items up to the meeting's day and what has happened since."""
    asked = planned(desk, case)
    rows = tasks_of(desk, case.meeting)
    pack = {item.rule.title: item.due for item in asked.pack}  # type: ignore[union-attr]
    steps = {step.rule.key: step for step in asked.steps}
    for task in rows:
        if task.kind == "pack" and task.title in pack:
            _date(task, pack[task.title], "Meeting", firm=case.meeting.stage != "proposed")
        elif task.kind == "step" and task.key in steps:
            step = steps[task.key]
            _date(task, step.due, _event_words(case, step.rule.after), firm=step.firm)


def _date(task: Task, due: Due | None, anchor: str, *, firm: bool) -> None:
    task.due = due.day if due else None
    task.sum = due.explain(anchor) if due else ""
    task.flagged = (due.flagged or "") if due else ""
    task.advise = due.advise if due else None
    task.firm = firm


def _event_words(case: Case, event: str) -> str:
    words = {
        "meeting_held": "Meeting",
        "convened": "Convened",
        "panel_date": "Panel",
        "placement_ended": "Placement ended",
    }
    step = next((s for s in case.kind.steps if s.key == event), None)
    return words.get(event) or (f"{step.title}," if step else event.replace("_", " ").capitalize())
