"""Moving an open meeting to another version of the procedure: a deliberate act with a reason, told by its history.

Which versions there are for it stands in `moving_targets`, what would change in `moving_preview`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.days import local_day
from core.domain.lifecycle import Stage
from core.models import Event, Invitation, Meeting, MeetingPart, Minute, Output, Task
from core.services import chairs, following, listing, meetings, moving_preview, pack, proposing, scheduling, tasks
from core.services.casting import Cast
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case
from core.services.moving_preview import Preview
from core.services.moving_preview import for_reader as for_reader
from core.services.moving_preview import preview as preview
from core.services.moving_rows import LEAVES, set_aside
from core.services.moving_targets import Target
from core.services.moving_targets import find as find
from core.services.moving_targets import offered as offered
from core.services.moving_targets import stays as stays
from core.services.moving_targets import targets as targets

MOVED = "moved to another version"
"""The verb of the event."""
BY_CONVENING = ("convening", "invitations")
"""What completes a step when people are told of the meeting."""


def move(desk: Desk, case: Case, key: str, reason: str, *, version: int | None = None) -> Case:
    """Let an open meeting follow another version, and bring its rows up to it; the meeting as it then is.

    What nobody has touched and the version does not ask for is set aside, never deleted; what a person has named,
    answered, supplied, written, done or sent stays. `key` is a target's. Refused without a reason, and where it
    cannot be (`stays`, the target's `why_not`); `Stale` where the meeting has changed since it was looked at.
    """
    desk.require("meeting.move")
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if kept := stays(desk, case):
        raise Refused(kept)
    target = find(desk, case, key)
    if target is None:
        raise Refused("Choose one of the versions listed.", field="to")
    if target.why_not:
        raise Refused(target.why_not, field="to")
    if not reason.strip():
        raise Refused("Enter why this meeting is moved.", field="reason")
    seen = preview(desk, case, target)
    told = _told_on(desk, case)
    _follow_rows(desk, case, seen)
    meeting.pin = _pin(desk, meeting, target, reason.strip())
    moved = _brought_up(desk, meeting, seen)
    _complete_what_convening_does(desk, moved, told)
    if any(step.completes == "pack" for step in moved.kind.steps):
        pack.complete_step(desk, moved)
    desk.db.flush()
    scheduling.refresh(desk, moved)
    desk.note(
        MOVED, "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id, reason=reason.strip(),
        title=target.title, version=target.version.number, edition=target.edition.key,
        moved_from=meeting.pin["moved_from"][-1]["version"], rules=moving_preview.rules_in_sentences(seen),
        rows=moving_preview.sentences(seen),
    )  # fmt: skip
    return moved


def _pin(desk: Desk, meeting: Meeting, target: Target, reason: str) -> dict[str, Any]:
    """The target's pin, with the earlier ones."""
    assert target.procedure is not None
    before = meeting.pin
    number = before.get("version")
    by = {"until": desk.today.isoformat(), "by": desk.actor.name, "because": reason}
    how = f"moved it from version {number}" if number else "moved it"
    return following.pin_of(target.procedure, target.version) | {
        "since": {"on": desk.today.isoformat(), "by": desk.actor.name, "how": how},
        "moved_from": [*before.get("moved_from", []), following.inherited(before) | by],
    }


def _follow_rows(desk: Desk, case: Case, seen: Preview) -> None:
    """Set aside what is not asked for any more, bring back what is again, and give the rest the target's words."""
    people = proposing.cast_of(desk, case, case.meeting)
    why = f"{listing.NOT_ASKED} to version {seen.target.version.number}."
    for one in seen.rows:
        row = one.row
        if row is None:
            continue
        if one.key:
            row.key = one.key
        if one.fate == LEAVES:
            _set_aside(row, why)
        elif one.fields is not None:
            if set_aside(row):
                _bring_back(row)
            _follow(row, one.fields, people)
    desk.db.flush()


def _set_aside(row: Any, why: str) -> None:
    match row:
        case Invitation():
            row.left_out = why
        case Minute():
            row.withdrawn = True
        case Output():
            row.state = "withdrawn"
        case Task():
            row.state, row.because = "withdrawn", why


def _bring_back(row: Any) -> None:
    match row:
        case Invitation():
            row.left_out = ""
        case Minute():
            row.withdrawn = False
        case Output():
            row.state = "draft"
        case Task():
            row.state, row.because = "open", ""


def _follow(row: Any, fields: Mapping[str, Any], people: Cast) -> None:
    """Give a row the columns of the other version; what was done or written keeps its words."""
    finished = (isinstance(row, Task) and row.done_on is not None) or (isinstance(row, Minute) and row.text)
    for name in ("position",) if finished else fields:
        if name == "owed_by":
            _owe(row, fields[name], people)
        elif name in fields:
            setattr(row, name, fields[name])


def _owe(task: Task, owed_by: str | None, people: Cast) -> None:
    """Another role owes this: its holder has it now, unless somebody named a person by hand."""
    if task.owed_by == owed_by:
        return
    holders = {one.id for one in people.holders(task.owed_by)}
    if task.owner_id in holders or not (task.owner_id or task.owner_name):
        listing.give(task, people, owed_by)
        tasks.forget_escalation(task)
    task.owed_by = owed_by


def _brought_up(desk: Desk, meeting: Meeting, seen: Preview) -> Case:
    """The meeting under the target, with what that asks for in addition."""
    kind, planned = seen.plan.kind, seen.plan
    for rule in seen.parts:
        place = kind.parts.index(rule)
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=rule.key, title=rule.title, position=place))
    meeting.title, meeting.family, meeting.arranged_by = kind.title, kind.family, planned.arranged_by
    desk.db.flush()
    moved = meetings.find(desk, meeting.id)
    proposing.relist(desk, meeting, moved, planned)
    if meeting.chair_id and meeting.held_on is None:
        verdict = chairs.verdict_of(desk, moved, meeting.chair_id)
        meeting.chair_standing = chairs.standing_of(verdict) if verdict else meeting.chair_standing
    return moved


def _told_on(desk: Desk, case: Case) -> date | None:
    """The day on which people were told of a meeting; None where they have not been."""
    if not Stage(case.meeting.stage).convened_or_later:
        return None
    convened = (Event.meeting_id == case.meeting.id, Event.verb == "convened")
    at = desk.db.scalar(select(Event.at).where(*convened).order_by(Event.at.desc()).limit(1))
    return local_day(at) if at else desk.today


def _complete_what_convening_does(desk: Desk, case: Case, told: date | None) -> None:
    """A step that comes in addition and was done by inviting people is complete."""
    keys = {step.key for step in case.kind.steps if step.completes in BY_CONVENING}
    for task in scheduling.tasks_of(desk, case.meeting) if told else ():
        if task.kind == "step" and task.key in keys and task.state != "withdrawn":
            tasks.complete(desk, task, on=told)
