"""What has been put before a panel or body, as its administrator and its readers may find it: exactly the papers that
were sent, and nothing else of the meeting. Apart from `referrals`, where case staff send them."""

from sqlalchemy import ColumnElement, String, cast, or_, select

from core.models import Output, Referral
from core.services.desk import Desk
from core.services.settling import FINAL


def mine(desk: Desk) -> ColumnElement[bool]:
    """A condition on `Referral`: it came to a body that the actor administers or sits on, and was not withdrawn."""
    readers = cast(Referral.readers, String)
    sits = [readers.contains(f'"{role}"', autoescape=True) for role in sorted(desk.actor.roles)]
    return or_(Referral.via.in_(desk.actor.roles), *sits) & (Referral.state != "withdrawn")


def granted(desk: Desk, meeting_id: str, output_id: str) -> ColumnElement[bool]:
    """Whether this output of this meeting was sent to a body of the actor's, and is still the final text."""
    sent = select(Referral.id).where(
        mine(desk), Referral.meeting_id == meeting_id, cast(Referral.output_ids, String).contains(f'"{output_id}"')
    )
    final = select(Output.id).where(Output.id == output_id, Output.meeting_id == meeting_id, Output.state.in_(FINAL))
    return sent.exists() & final.exists()
