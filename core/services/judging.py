"""Judgements behind a meeting's dates: outside its window, a target where no date is given, and the second person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.domain.days import british
from core.domain.planning import Plan, PlannedWindow
from core.models import Judgement, Meeting, MeetingPart, Task
from core.services import meetings, tasks
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused
from core.services.meetings import Case
from core.services.placing_days import parties as parties
from core.services.placing_days import place as place
from core.services.placing_days import span as span

OUTSIDE, TARGET, TIMING, CHAIR, HELD = "window", "target", "timing", "chair", "held"
"""What a judgement is about. A plugin's ask "target" is answered by the page's own part, and a prompt asked before the
meeting by what was weighed in choosing its day."""


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One party's recorded judgement: which role, what was said, and whose judgement it is."""

    party: str
    reason: str
    by_name: str = ""


def of(desk: Desk, meeting: Meeting) -> list[Judgement]:
    """Every departure and judgement recorded for a meeting, oldest first."""
    statement = select(Judgement).where(Judgement.meeting_id == meeting.id).order_by(Judgement.at, Judgement.id)
    return list(desk.db.scalars(statement))


def superseded(meeting: Meeting, parts: Iterable[MeetingPart], judgements: Iterable[Judgement]) -> set[str]:
    """The ids of judgements about a day or a chair that was chosen once and is no longer: kept, and not departures."""
    aim = meeting.answers.get(TARGET)
    days = {
        OUTSIDE: [part.day for part in parts if part.day],
        TARGET: [date.fromisoformat(aim)] if aim else [],
    }
    days[TIMING] = days[OUTSIDE]
    return {
        one.id
        for one in judgements
        if (one.about in days and not any(_says(one.chosen, british(day)) for day in days[one.about]))
        or (one.about == CHAIR and not _says(one.chosen, meeting.chair_name))
    }


def _says(chosen: str, words: str) -> bool:
    """Whether a judgement's choice names this day or person: whole words, so that 4 April is not in 14 April."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", chosen) is not None


def about_chair(desk: Desk, meeting: Meeting) -> bool:
    """Whether it is recorded why the person chosen chairs."""
    return any(one.about == CHAIR and _says(one.chosen, meeting.chair_name) for one in of(desk, meeting))


def held_elsewhen(desk: Desk, case: Case, planned: date, on: date, reason: str) -> None:
    """Keep why a part took place on another day than the one planned. Refused without a reason."""
    if not reason.strip():
        raise Refused(
            f"The meeting was planned for {british(planned)}. Say why it took place on another day.", field="why"
        )
    keep(desk, case, HELD, "", reason, usual=f"Planned for {british(planned)}", chosen=british(on))


def undefended(desk: Desk, case: Case, asked: Plan, parts: Iterable[MeetingPart]) -> list[MeetingPart]:
    """The parts whose day departs from its window with no judgement behind it, as when the window moved since."""
    departing = [
        part
        for part in parts
        if part.day and place(asked.window_of(part.key), part.day, part.starts) in ("before", "after", "late start")
    ]
    said = [one.chosen for one in of(desk, case.meeting) if one.about == OUTSIDE] if departing else []
    return [part for part in departing if part.day and not any(_says(one, british(part.day)) for one in said)]


def day(desk: Desk, case: Case, window: PlannedWindow | None, on: date, starts: str, voices: Sequence[Voice]) -> None:
    """Let a day stand, or record why it departs from its window. Refused while a party's judgement is missing."""
    where = place(window, on, starts)
    if window is None or where in ("inside", "no dates", "suspended"):
        _withdraw(desk, case.meeting)
        return
    given = {voice.party: voice for voice in voices if voice.reason.strip()}
    lacking = [party for party in parties(window) if party not in given]
    if lacking:
        late, said = window.rule.reason_after_anchor, f"{british(on)} is outside the window, {span(window)}."
        asked = "Record the professional judgement behind it."
        if where == "late start":
            said = f"{british(on)} does not come before what it should precede."
            asked = f"Enter {late[0].lower()}{late[1:].rstrip('.')}."
        raise Refused(
            f"{said} {asked}",
            field=f"reason_{lacking[0]}",
            clause=window.rule.clause,
        )
    unnamed = [party for party in window.rule.override_by if not given[party].by_name.strip()]
    if unnamed:
        raise Refused("Enter whose judgement this is.", field=f"by_{unnamed[0]}", clause=window.rule.clause)
    fresh = [
        keep(desk, case, OUTSIDE, window.rule.clause, given[party].reason, party=party, usual=span(window),
              chosen=british(on), by_name=given[party].by_name)
        for party in parties(window)
    ]  # fmt: skip
    second = not window.rule.override_by and where != "late start" and desk.setting("second_person_for_dates")
    if second and (any(fresh) or confirmation(desk, case.meeting) is None):
        _ask_second_person(desk, case, on, window.rule.clause)


def target(desk: Desk, case: Case, clause: str, on: date, reason: str) -> None:
    """Keep the day aimed at where the text gives none, and why; nothing is late by it."""
    if on < desk.today:
        raise Refused("Choose a day that is not in the past.", field="target")
    if not reason.strip():
        raise Refused("Say what was weighed in choosing this day.", field="target_reason", clause=clause)
    case.meeting.answers = {**case.meeting.answers, TARGET: on.isoformat()}
    keep(desk, case, TARGET, clause, reason, usual="No date in the text", chosen=british(on))


def timing(desk: Desk, case: Case, on: date, reason: str, rows: Sequence[Task]) -> None:
    """Keep what was considered in choosing a day within the window; it answers the plugin's prompt about timing."""
    asked = {prompt.key for prompt in case.kind.prompts if prompt.when_asked == "before"}
    prompt = next((task for task in rows if task.kind == "prompt" and task.key in asked), None)
    keep(desk, case, TIMING, prompt.clause if prompt else "", reason, chosen=british(on))
    if prompt is not None and prompt.done_on is None:
        tasks.complete(desk, prompt, note=reason)


def find_confirmation(desk: Desk, task_id: str) -> tuple[Task, Case]:
    """The request to confirm a day outside the window, and its meeting; `Missing` for anything else."""
    task = tasks.find(desk, task_id, kind="confirm")
    if task.key != OUTSIDE or task.meeting_id is None:
        raise Missing(task_id)
    return task, meetings.find(desk, task.meeting_id)


def confirm(desk: Desk, case: Case, task: Task, *, agree: bool, note: str = "") -> None:
    """A second person lets a day outside the window stand, or sends it back. Never the person who judged it."""
    desk.require("decision.confirm")
    if task.asked_by_id == desk.actor.person_id:
        raise Refused("Somebody else confirms this: it was your judgement.")
    if task.state == "withdrawn":
        raise Refused("Another day has been chosen in the meantime, so there is nothing to confirm.")
    if task.done_on is not None:
        raise Refused(f"{task.done_by} has answered this already.")
    if not agree and not note.strip():
        raise Refused("Say what should be looked at again.", field="note")
    tasks.complete(desk, task, state="done" if agree else "sent back", note=note.strip())
    said = note.strip() or "Agreed"
    keep(desk, case, OUTSIDE, task.clause, said, party="confirmed" if agree else "sent back", chosen=task.detail)


def confirmation(desk: Desk, meeting: Meeting) -> Task | None:
    """The request to a second person that concerns the present day, whatever has become of it."""
    asked = (
        select(Task)
        .where(Task.meeting_id == meeting.id, Task.kind == "confirm", Task.key == OUTSIDE, Task.state != "withdrawn")
        .order_by(Task.due.desc(), Task.id)
    )
    return desk.db.scalars(asked.limit(1)).first()


def keep(
    desk: Desk, case: Case, about: str, clause: str, reason: str, *, party: str = "", usual: str = "",
    chosen: str = "", by_name: str = "",
) -> bool:  # fmt: skip
    """Add a judgement to the meeting's record. Whether it was new: the same one is kept once."""
    said = (about, party, chosen, reason.strip())
    if any((j.about, j.party, j.chosen, j.reason) == said for j in of(desk, case.meeting)):
        return False
    desk.db.add(
        Judgement(
            meeting_id=case.meeting.id,
            about=about,
            clause=clause,
            party=party,
            reason=reason.strip(),
            usual=usual,
            chosen=chosen,
            by_id=desk.actor.person_id,
            by_name=by_name.strip() or desk.actor.name,
            at=desk.now,
        )
    )
    desk.db.flush()
    return True


def _ask_second_person(desk: Desk, case: Case, on: date, clause: str) -> None:
    """A manager confirms a day outside the window; where none is recorded, nobody is invented to do it."""
    meeting = case.meeting
    known = cast(desk, meeting.child_id, placement_id=meeting.placement_id)
    above = [*known.holders("social_worker_manager")]
    above += [known.people[m.manager_id] for m in above if m.manager_id in known.people]
    second = next((m for m in above if m.id != desk.actor.person_id), None)
    _withdraw(desk, meeting)
    if second is None:
        return
    desk.db.add(
        Task(
            kind="confirm",
            child_id=meeting.child_id,
            meeting_id=meeting.id,
            key=OUTSIDE,
            title="Confirm a day outside the window",
            detail=f"{meeting.title} on {british(on)}, judged by {desk.actor.name}",
            clause=clause,
            sum="A local setting: a second person confirms a day outside the window before invitations go out.",
            owed_by="social_worker_manager",
            owner_id=second.id,
            owner_name=second.name,
            asked_by_id=desk.actor.person_id,
            due=desk.today,
        )
    )
    desk.db.flush()


def _withdraw(desk: Desk, meeting: Meeting) -> None:
    """What a second person was asked about an earlier day no longer counts."""
    asked = select(Task).where(Task.meeting_id == meeting.id, Task.kind == "confirm", Task.key == OUTSIDE)
    for task in desk.db.scalars(asked):
        if task.done_on is None or task.state == "sent back":
            task.state = "withdrawn"
