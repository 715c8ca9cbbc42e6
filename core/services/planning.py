"""Planning a placement: what the procedure asks of its start, the meeting that plans it, and the reminder to arrange
that meeting. A placement that is only planned is weighed like one that has started."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.compiling import Procedure
from core.domain.days import british, local_day
from core.domain.facts import Facts
from core.domain.lifecycle import Stage
from core.domain.planning import PlannedWindow, planned_window
from core.domain.proposing import Proposals, propose
from core.models import Child, Meeting, Placement, Task
from core.services import facts, inviting, meetings, placements, planning_dates, proposing, scheduling, tasks
from core.services.casting import cast
from core.services.desk import Desk, Refused, Stale
from core.services.endings import PLACEMENT_FACTS
from core.services.planned_homes import NOT_TAKEN, PLANNED

ARRANGE, DECLINED = "plan", "declined"
"""The kind of task that asks for a planning meeting (its key is the placement's id); its state once decided against."""


@dataclass(frozen=True, kw_only=True)
class Started:
    """A placement's start held against the procedure of its day. `meetings` are those it led to, by kind."""

    child: Child
    placement: Placement
    facts: Facts
    procedure: Procedure | None
    proposals: Proposals = field(default_factory=Proposals)
    windows: Mapping[str, PlannedWindow | None] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    task: Task | None = None

    @property
    def asks(self) -> bool:
        """Whether the procedure asks for anything when a placement starts, or may."""
        found = self.proposals
        return bool(found.applies or found.cannot_tell or found.could_not_check)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What a child's page shows of planning: a planned home or one whose planning meeting is to be arranged."""

    placement: Placement
    task: Task | None

    @property
    def planned(self) -> bool:
        """Whether the move is still to come."""
        return self.placement.planned == PLANNED


def find(desk: Desk, placement_id: str) -> Started:
    """One placement's start, weighed; `Missing` as `placements.find`."""
    placement, child = placements.find(desk, placement_id)
    return weigh(desk, placement, child)


def weigh(desk: Desk, placement: Placement, child: Child) -> Started:
    """What the procedure in force on the day of the start asks for."""
    known = facts.of_start(desk, placement, child)
    procedure = desk.procedure(placement.started)
    proposals = propose(known, procedure) if procedure else Proposals()
    windows: dict[str, PlannedWindow | None] = {}
    for key in proposals.kinds if procedure else ():
        rules = procedure.kinds[key].window if procedure and not procedure.kinds[key].elsewhere else ()
        planned = [w for rule in rules if (w := planned_window(rule, known, desk.calendar)) is not None]
        windows[key] = next((w for w in planned if w.answer), planned[0] if planned else None)
    there = desk.db.scalars(select(Meeting).where(Meeting.start_of_id == placement.id))
    return Started(
        child=child, placement=placement, facts=known, procedure=procedure, proposals=proposals, windows=windows,
        meetings={meeting.kind: meeting for meeting in there}, task=_task_of(desk, placement),
    )  # fmt: skip


def ask(desk: Desk, started: Started) -> Task | None:
    """Put arranging the meeting on the list of the child's social worker, once; asked again, its date follows.

    None where the procedure asks for nothing, or what it asks for has been arranged.
    """
    task, strongest = started.task, started.proposals.strongest
    if not started.asks or started.placement.planned not in ("", PLANNED):
        if task is not None and task.done_on is None:
            task.state = "withdrawn"
        return None
    if task is not None and task.done_on is not None:
        return None
    kind = started.procedure.kinds[strongest.kind] if strongest and started.procedure else None
    if task is None:
        workers = cast(desk, started.child.id, placement_id=started.placement.id).holders("social_worker")
        owner = (workers[0].id, workers[0].name) if workers else (desk.actor.person_id, desk.actor.name)
        task = Task(kind=ARRANGE, child_id=started.child.id, key=started.placement.id, owed_by="social_worker",
                    owner_id=owner[0], owner_name=owner[1], asked_by_id=desk.actor.person_id or None,
                    title="")  # fmt: skip
        desk.db.add(task)
    title = kind.title[0].lower() + kind.title[1:] if kind else "planning meeting"
    task.title = f"Arrange the {title}" if strongest else "Find out whether a planning meeting is called for"
    task.detail = started.placement.carer
    task.clause = strongest.clause if strongest else ""
    task.due, task.sum = planning_dates.due(
        started.placement, started.windows.get(strongest.kind) if strongest else None
    )
    task.state = "open"
    desk.db.flush()
    return task


def arrange(desk: Desk, started: Started, kind: str, *, version: int | None = None) -> Meeting:
    """The planning meeting of this start, proposed; the one already there, if somebody has arranged it."""
    if kind in started.meetings:
        return started.meetings[kind]
    _current(started, version)
    if kind not in started.proposals.kinds:
        raise Refused("The procedure does not ask for this meeting when a placement starts.")
    if started.placement.planned not in ("", PLANNED):
        raise Refused("This placement was planned and did not happen, so there is no start to plan.")
    origin = proposing.Origin(child=started.child, placement=started.placement, facts=started.facts,
                              procedure=started.procedure)  # fmt: skip
    _touch(started)
    meeting = proposing.open_meeting(desk, origin, kind)
    if started.task is not None and started.task.state == DECLINED:
        tasks.reopen(desk, started.task)
    return meeting


def arranged(desk: Desk, meeting: Meeting) -> None:
    """The invitations to a planning meeting are recorded, so that nobody need arrange it any more."""
    if meeting.start_of_id is None:
        return
    task = desk.db.scalar(select(Task).where(Task.kind == ARRANGE, Task.key == meeting.start_of_id))
    if task is not None:
        tasks.complete(desk, task)


def decline(desk: Desk, started: Started, reason: str, *, version: int | None = None) -> Task:
    """Record that no planning meeting is arranged, and why; it may be arranged later all the same."""
    _current(started, version)
    if not reason.strip():
        raise Refused("Enter why no planning meeting is arranged.", field="reason")
    if started.meetings:
        raise Refused("A planning meeting has been arranged. Change it on its own page.", field="reason")
    task = started.task or ask(desk, started)
    if task is None:
        raise Refused("The procedure asks for no planning meeting here, so there is nothing to decide.")
    if task.done_on is not None:
        raise Refused(f"{task.done_by} recorded this already, on {british(task.done_on)}.", field="reason")
    _touch(started)
    tasks.complete(desk, task, note=reason.strip(), state=DECLINED)
    return task


def record_time(desk: Desk, started: Started, moment: datetime, *, version: int | None = None) -> None:
    """Record the time of day at which a placement started; every window in hours follows."""
    placement = started.placement
    _current(started, version)
    if local_day(moment) != placement.started:
        raise Refused(f"The placement started on {british(placement.started)}. Enter a time on that day.", field="at")
    if placement.planned or moment > desk.now:
        raise Refused("The placement has not started yet. Enter the time once it has.", field="at")
    placement.started_at = moment
    placement.edited = sorted({*placement.edited, "started_at"})
    desk.db.flush()
    desk.note("recorded when a placement started", "placement", placement.id, child_id=started.child.id)
    revisit(desk, placement, started.child)


def complete(desk: Desk, started: Started, values: Mapping[str, Any], *, version: int | None = None) -> None:
    """Change what is recorded of a placement while it lasts (`PLACEMENT_FACTS`); None says that it is not known."""
    _current(started, version)
    placement = started.placement
    changed = [name for name in PLACEMENT_FACTS if name in values and getattr(placement, name) != values[name]]
    for name in changed:
        setattr(placement, name, values[name])
    placement.edited = sorted({*placement.edited, *changed})
    _touch(started)
    desk.db.flush()
    desk.note("completed a placement's facts", "placement", placement.id, child_id=started.child.id, fields=changed)
    revisit(desk, placement, started.child)


def revisit(desk: Desk, placement: Placement, child: Child) -> Started:
    """Weigh a start again after it changed: the reminder's date follows, and so do meetings not held yet."""
    started = weigh(desk, placement, child)
    ask(desk, started)
    if placement.planned == NOT_TAKEN:
        _no_longer_held(desk, started)
        return started
    for meeting in started.meetings.values():
        if meeting.held_on is None:
            meeting.anchor_day = placement.started
            desk.db.flush()
            case = meetings.find(desk, meeting.id)
            inviting.renew(desk, case)
            if case.declared is not None:
                scheduling.refresh(desk, case)
    return started


def ahead(desk: Desk, child: Child) -> list[Ahead]:
    """Planned homes of a child, and homes whose planning meeting is still to be arranged: one query."""
    asked = and_(Task.tenant_id == Placement.tenant_id, Task.kind == ARRANGE, Task.key == Placement.id,
                 Task.done_on.is_(None), Task.state != "withdrawn")  # fmt: skip
    statement = (
        select(Placement, Task)
        .outerjoin(Task, asked)
        .where(Placement.child_id == child.id, or_(Placement.planned == PLANNED, Task.id.is_not(None)))
        .where(Placement.planned.in_(("", PLANNED)))
        .order_by(Placement.started)
    )
    return [Ahead(placement=placement, task=task) for placement, task in desk.db.execute(statement)]


def _task_of(desk: Desk, placement: Placement) -> Task | None:
    return desk.db.scalar(select(Task).where(Task.kind == ARRANGE, Task.key == placement.id))


def _current(started: Started, version: int | None) -> None:
    if version is not None and version != started.placement.version:
        raise Stale(started.placement)


def _no_longer_held(desk: Desk, started: Started) -> None:
    """A move that does not happen needs no meeting; one whose invitations went out is for its people to call off."""
    for meeting in started.meetings.values():
        if meeting.stage in (Stage.PROPOSED.value, Stage.POSTPONED.value):
            meeting.stage = Stage.DECLINED.value
            desk.note("decided that it is not held", "meeting", meeting.id, child_id=meeting.child_id,
                      meeting_id=meeting.id, reason=started.placement.not_taken)  # fmt: skip


def _touch(started: Started) -> None:
    """Count a decision as a change of the placement, so that of two people at once the second is told of the first."""
    flag_modified(started.placement, "edited")
