"""A meeting as a case: found for somebody who may see it, with the procedure it is pinned to and its facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, or_, select

from core.domain.compiling import CannotCompile, Procedure
from core.domain.facts import Facts
from core.domain.steps import MEETING_HELD, PANEL_DATE, MeetingKind
from core.models import Child, Concern, Ending, Invitation, Meeting, Placement, Task
from core.services import children, facts
from core.services.desk import Desk, Missing, Refused

AGREED = "agreed:"
BY_HAND = MeetingKind(key="", title="", clause="")
"""A meeting that asks for nothing: what is left of one whose declaration cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One meeting with what is needed to act on it: child, placement, ending, and the procedure it is pinned to."""

    desk: Desk = field(repr=False, compare=False)
    meeting: Meeting
    child: Child
    placement: Placement
    ending: Ending | None
    procedure: Procedure | None
    concern: Concern | None = None

    @cached_property
    def facts(self) -> Facts:
        """What rules may know of this case, with what was answered on the meeting: two or three queries, once asked."""
        if self.ending is not None:
            known = facts.of_ending(self.desk, self.ending, self.child)
        elif self.concern is not None:
            known = facts.of_concern(self.desk, self.concern, self.placement, self.child)
        elif self.meeting.previous_id is not None:
            known = facts.of_follow_up(self.desk, self.meeting, self.placement, self.child)
        else:
            known = facts.of_start(self.desk, self.placement, self.child)
        return replace(known, answers={**known.answers, **self.meeting.answers})

    @property
    def current_placement_id(self) -> str | None:
        """Where the child lives after an ending; the placement itself where none has ended."""
        return self.ending.next_placement_id if self.ending else self.placement.id

    @property
    def declared(self) -> MeetingKind | None:
        """The declaration this meeting follows; None where its plugin is no longer here to say."""
        return self.procedure.kinds.get(self.meeting.kind) if self.procedure else None

    @property
    def asked(self) -> MeetingKind:
        """As `declared`; where that cannot be read `BY_HAND`, so that what happens can still be recorded."""
        return self.declared or BY_HAND

    @property
    def kind(self) -> MeetingKind:
        """The declaration this meeting follows. Refused where its plugin is no longer here to say."""
        if self.declared is None:
            raise Refused(
                "The procedure of this meeting could not be read, so nothing new can be planned. "
                "What was recorded stays as it was; ask your configuration staff."
            )
        return self.declared


def find(desk: Desk, meeting_id: str) -> Case:
    """One meeting as a case, in one query; `Missing` where there is none or its child is not this actor's to see.

    Somebody who chairs, takes minutes or is invited may see a meeting whose child is not of their team.
    """
    return _case(desk, meeting_id, *visible(desk))


def whole(desk: Desk, meeting_id: str) -> Case:
    """One meeting as a case for somebody whom another meeting of the same plan has let in; else use `find`."""
    return _case(desk, meeting_id)


def _case(desk: Desk, meeting_id: str, *conditions: ColumnElement[bool]) -> Case:
    row = desk.db.execute(
        select(Meeting, Child, Placement, Ending, Concern)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
        .where(Meeting.id == meeting_id, *conditions)
    ).first()
    if row is None:
        raise Missing(meeting_id)
    meeting, child, placement, ending, concern = row
    return Case(
        desk=desk,
        meeting=meeting,
        child=child,
        placement=placement,
        ending=ending,
        procedure=pinned(desk, meeting),
        concern=concern,
    )


def visible(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `Meeting`: the child may be seen, or the actor chairs, takes minutes or is invited."""
    if not children.own_only(desk):
        return ()
    me = desk.actor.person_id
    invited = select(Invitation.meeting_id).where(Invitation.person_id == me)
    seen = children.visible(desk).with_only_columns(Child.id)
    return (
        or_(
            Meeting.chair_id == me,
            Meeting.minute_taker_id == me,
            Meeting.id.in_(invited),
            Meeting.child_id.in_(seen),
        ),
    )


def pinned(desk: Desk, meeting: Meeting) -> Procedure | None:
    """The procedure a meeting was proposed under; None where its plugin is gone or at fault."""
    pin = meeting.pin
    if not pin.get("enabled"):
        return None
    try:
        return desk.registry.compile(pin["enabled"], pin["edition"])
    except CannotCompile:
        return None


def agreed_parts(meeting: Meeting) -> dict[str, date]:
    """The parts whose minutes are agreed, each with its day."""
    mark = AGREED
    found = {k.removeprefix(mark): v for k, v in meeting.answers.items() if k.startswith(mark) and v}
    return {part: date.fromisoformat(day) for part, day in found.items()}


def happened(meeting: Meeting, rows: Iterable[Task]) -> Mapping[str, date]:
    """What has happened of a meeting: events and step keys, each with its day."""
    found: dict[str, date] = {t.key: t.done_on for t in rows if t.kind == "step" and t.done_on is not None}
    if meeting.held_on is not None:
        found[MEETING_HELD] = meeting.held_on
    panel = meeting.answers.get(PANEL_DATE)
    if panel:
        found[PANEL_DATE] = date.fromisoformat(panel)
    return found
