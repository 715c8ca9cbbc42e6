"""One output before somebody who may read it: through their part in the meeting, or because it was sent to them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from core.models import Child, Concern, Correction, Delivery, Ending, Meeting, Output, OutputVersion, Placement
from core.services import meetings, minutes, referred, versions
from core.services.desk import Desk, Missing
from core.services.dossier import Dossier, dossier
from core.services.meetings import Case
from core.services.settling import FINAL


@dataclass(frozen=True, kw_only=True)
class Received:
    """An output with its sections. `meeting_too`: the reader may open the meeting as well.

    Before it is final, one that somebody writes has no sections for those who were not sent the draft (`hidden`);
    `draft` is the text that was sent. `beside` is what was recorded beside the text, once that is final.
    """

    output: Output
    sections: list[dict[str, Any]]
    case: Case
    file: Dossier
    meeting_too: bool
    hidden: bool = False
    draft: OutputVersion | None = None
    beside: tuple[Correction, ...] = ()


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
    if output.state in FINAL:
        beside = _beside(desk, output) if output.drafted else ()
        return Received(output=output, sections=output.text, case=case, file=file, meeting_too=meeting_too,
                        beside=beside)  # fmt: skip
    sections, draft = _before(desk, case, file, output)
    return Received(output=output, sections=sections, case=case, file=file, meeting_too=meeting_too, draft=draft,
                    hidden=not file.reads_draft(output))  # fmt: skip


def _before(desk: Desk, case: Case, file: Dossier, output: Output) -> tuple[list[dict[str, Any]], OutputVersion | None]:
    """What an output holds before it is final: the draft as it was finished, else what is written so far."""
    if output.written_by is None:
        return minutes.text_of(desk, case, output), None
    if not file.reads_draft(output):
        return [], None
    draft = versions.latest(desk, [output], versions.DRAFT).get(output.id) if output.drafted_on else None
    if draft is not None:
        return draft.text, draft
    if not file.reader.writes(output):
        return [], None
    return [*versions.own(output.body), *minutes.text_of(desk, case, output)], None


def _beside(desk: Desk, output: Output) -> tuple[Correction, ...]:
    statement = select(Correction).where(Correction.output_id == output.id, Correction.state == "beside")
    return tuple(desk.db.scalars(statement.order_by(Correction.received_on, Correction.id)))


def _sent(desk: Desk, meeting_id: str, output_id: str) -> Case:
    """The case behind an output that was sent to this person or to a body they belong to, or put before their panel.

    Whoever was sent the draft reads the final text as well, unless that was taken back from them.
    """
    to_me = select(Delivery.id).where(
        Delivery.meeting_id == meeting_id,
        Delivery.output_id == output_id,
        or_(Delivery.person_id == desk.actor.person_id, Delivery.role.in_(desk.actor.roles)),
    )
    final = select(Output.id).where(Output.id == output_id, Output.state.in_(FINAL))
    taken_back = to_me.where(Delivery.draft.is_(False), Delivery.state == "withdrawn")
    sent = to_me.where(
        Delivery.state == "sent", or_(Delivery.draft.is_(False), ~and_(final.exists(), taken_back.exists()))
    )
    row = desk.db.execute(
        select(Meeting, Child, Placement, Ending, Concern)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
        .where(
            Meeting.id == meeting_id,
            or_(sent.exists(), referred.granted(desk, meeting_id, output_id)),
        )
    ).first()
    if row is None:
        raise Missing(output_id)
    meeting, child, placement, ending, concern = row
    return Case(
        desk=desk, meeting=meeting, child=child, placement=placement, ending=ending,
        procedure=meetings.pinned(desk, meeting), concern=concern,
    )  # fmt: skip
