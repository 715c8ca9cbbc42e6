"""A meeting as a case: found for somebody who may see it, with the procedure it is pinned to and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.domain.compiling import CannotCompile, Procedure
from core.domain.facts import Facts
from core.domain.steps import MEETING_HELD, PANEL_DATE, MeetingKind
from core.models import Child, Ending, Invitation, Meeting, Placement, Task
from core.services import children, facts
from core.services.desk import Desk, Missing, Refused


@dataclass(frozen=True, kw_only=True)
class Case:
    """One meeting with what is needed to act on it: child, placement, ending, and the procedure it is pinned to."""

    meeting: Meeting
    child: Child
    placement: Placement
    ending: Ending | None
    procedure: Procedure | None
    facts: Facts

    @property
    def kind(self) -> MeetingKind:
        """The declaration this meeting follows. Refused where its plugin is no longer here to say."""
        if self.procedure is None or self.meeting.kind not in self.procedure.kinds:
            raise Refused(
                "The procedure of this meeting could not be read, so nothing new can be planned. "
                "What was recorded stays as it was; ask your configuration staff."
            )
        return self.procedure.kinds[self.meeting.kind]


def find(desk: Desk, meeting_id: str) -> Case:
    """One meeting as a case; `Missing` where there is none or its child is not this actor's to see.

    Somebody who chairs, takes minutes or is invited may see a meeting whose child is not of their team.
    """
    row = desk.db.execute(
        select(Meeting, Child, Placement, Ending)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .where(Meeting.id == meeting_id)
    ).first()
    if row is None:
        raise Missing(meeting_id)
    meeting, child, placement, ending = row
    if not _takes_part(desk, meeting):
        children.find(desk, child.id)
    known = facts.of_ending(desk, ending, child) if ending else facts.of_start(desk, placement, child)
    return Case(
        meeting=meeting,
        child=child,
        placement=placement,
        ending=ending,
        procedure=pinned(desk, meeting),
        facts=known,
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


def _takes_part(desk: Desk, meeting: Meeting) -> bool:
    me = desk.actor.person_id
    if me in (meeting.chair_id, meeting.minute_taker_id):
        return True
    invited = select(Invitation.id).where(Invitation.meeting_id == meeting.id, Invitation.person_id == me)
    return desk.db.scalar(invited.limit(1)) is not None


def happened(meeting: Meeting, rows: list[Task]) -> Mapping[str, date]:
    """What has happened of a meeting: events and step keys, each with its day."""
    found: dict[str, date] = {t.key: t.done_on for t in rows if t.kind == "step" and t.done_on is not None}
    if meeting.held_on is not None:
        found[MEETING_HELD] = meeting.held_on
    panel = meeting.answers.get(PANEL_DATE)
    if panel:
        found[PANEL_DATE] = date.fromisoformat(panel)
    return found
