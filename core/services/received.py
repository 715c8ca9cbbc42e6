"""One output before somebody who may read it: through their part in the meeting, or because it was sent to them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from core.models import Child, Delivery, Ending, Meeting, Output, Placement
from core.services import meetings, minutes
from core.services.desk import Desk, Missing
from core.services.dossier import Dossier, dossier
from core.services.meetings import Case


@dataclass(frozen=True, kw_only=True)
class Received:
    """An output with its sections. `meeting_too`: the reader may open the meeting as well."""

    output: Output
    sections: list[dict[str, Any]]
    case: Case
    file: Dossier
    meeting_too: bool


def find(desk: Desk, meeting_id: str, output_id: str) -> Received:
    """One output; `Missing` for one that is not there, as for one that this person may not read."""
    meeting_too = desk.actor.may("meeting.read")
    case = None
    if meeting_too:
        try:
            case = meetings.find(desk, meeting_id)
        except Missing:
            meeting_too = False
    case = case or _sent(desk, meeting_id, output_id)
    file = dossier(desk, case)
    output = next((o for o in file.outputs if o.id == output_id), None)
    if output is None:
        raise Missing(output_id)
    sections = output.text if output.state != "draft" else minutes.text_of(desk, case, output)
    return Received(output=output, sections=sections, case=case, file=file, meeting_too=meeting_too)


def _sent(desk: Desk, meeting_id: str, output_id: str) -> Case:
    """The case behind an output that was sent to this person or to a body they belong to."""
    row = desk.db.execute(
        select(Meeting, Child, Placement, Ending)
        .join(Delivery, (Delivery.tenant_id == Meeting.tenant_id) & (Delivery.meeting_id == Meeting.id))
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .where(
            Meeting.id == meeting_id,
            Delivery.output_id == output_id,
            Delivery.state == "sent",
            or_(Delivery.person_id == desk.actor.person_id, Delivery.role.in_(desk.actor.roles)),
        )
    ).first()
    if row is None:
        raise Missing(output_id)
    meeting, child, placement, ending = row
    return Case(
        desk=desk, meeting=meeting, child=child, placement=placement, ending=ending,
        procedure=meetings.pinned(desk, meeting),
    )  # fmt: skip
