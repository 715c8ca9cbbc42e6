"""Opening a sign-in for a member of staff: an invitation, with which they choose a password that nobody else sees.

One address is one sign-in everywhere: an authority opens a new one only, and one that is there already is let in by the
people who run the instance, see `admitting`. Whoever invites may be shown the link, where no mail is sent. So where
somebody else looks after roles too, that is not the one who gave this person a role, nor the one who changed where the
letter goes: nobody alone makes up somebody who may read records, or takes their place.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select

from core.models import IdentityProvider, Membership, Person, PersonRole, RoleGiven, SignInLink, User
from core.services import roles_told as told
from core.services import sign_in_links
from core.services.desk import Desk, Refused
from core.services.keepers import keepers
from core.services.likeness import address_changed_by_actor, like_actor
from core.services.sign_in_links import INVITATION

ELSEWHERE = "This address cannot be opened here. Ask the people who run this instance to let its owner in."


@dataclass(frozen=True, kw_only=True)
class Invited:
    """An invitation that was made now. `token` is "" where the authority is entered by its own single sign-on only: the
    sign-in is open at once, and has no password."""

    email: str
    token: str = ""
    until: datetime | None = None


def address_of(desk: Desk, person: Person) -> str:
    """The address with which somebody signs in here; "" where they have no sign-in."""
    statement = select(User.email).join(Membership, Membership.user_id == User.id)
    found = desk.db.scalar(statement.where(Membership.tenant_id == desk.tenant.id, Membership.person_id == person.id))
    return found or ""


def waiting(desk: Desk, person: Person) -> SignInLink | None:
    """The invitation that is open for somebody; None where there is none, or it has run out."""
    return desk.db.scalar(_open(desk).where(SignInLink.person_id == person.id))


def invite(desk: Desk, person: Person) -> Invited:
    """Invite somebody; a second invitation takes the place of the first. Refused without an address; where anybody
    signs in with it, here or anywhere, or is invited with it here; for whoever looks like oneself; and to whoever gave
    the person a role, or changed the address of somebody who holds one."""
    desk.lock()
    email = person.email.strip().lower()
    if not email:
        raise Refused("Record the work email address first.", field="email")
    if address_of(desk, person):
        raise Refused(f"{person.name} has a sign-in already.")
    if desk.db.scalar(_here(desk, email)) is not None or _somebody_else_invited(desk, person, email):
        raise Refused("Somebody else here signs in with this address. Check it.", field="email")
    if desk.db.scalar(select(User.id).where(User.email == email)) is not None:
        raise Refused(ELSEWHERE, field="email")
    alone = _refuse_to_the_giver(desk, person)
    sign_in_links.withdraw(desk.db, desk.now, tenant_id=desk.tenant.id, person_id=person.id)
    if desk.db.scalar(select(IdentityProvider.only)):
        made = _opened_at_once(desk, person, email)
    else:
        token, until = sign_in_links.make(
            desk.db, INVITATION, desk.now, email=email, tenant_id=desk.tenant.id, person_id=person.id,
            by=desk.actor.name,
        )  # fmt: skip
        made = Invited(email=email, token=token, until=until)
    desk.note("opened a sign-in", "person", person.id, email=email, alone=alone)
    if alone:
        told.of_alone(desk, person, f"opened a sign-in for {person.name}", f"opened:{person.id}")
    return made


def withdraw(desk: Desk, person: Person) -> None:
    """The invitation that is open is good no longer. Refused where there is none."""
    if not sign_in_links.withdraw(desk.db, desk.now, tenant_id=desk.tenant.id, person_id=person.id):
        raise Refused(f"No invitation of {person.name} is open.")
    desk.note("withdrew an invitation", "person", person.id)


def _opened_at_once(desk: Desk, person: Person, email: str) -> Invited:
    user = User(email=email, name=person.name, password_hash="")
    desk.db.add(user)
    desk.db.flush()
    desk.db.add(Membership(user_id=user.id, tenant_id=desk.tenant.id, person_id=person.id))
    desk.db.flush()
    return Invited(email=email)


def _open(desk: Desk) -> Select[SignInLink]:
    statement = select(SignInLink).where(SignInLink.tenant_id == desk.tenant.id, SignInLink.kind == INVITATION)
    return statement.where(SignInLink.used_at.is_(None), SignInLink.withdrawn_at.is_(None), SignInLink.until > desk.now)


def _somebody_else_invited(desk: Desk, person: Person, email: str) -> bool:
    asked = _open(desk).where(SignInLink.email == email, SignInLink.person_id != person.id)
    return desk.db.scalars(asked.limit(1)).first() is not None


def _refuse_to_the_giver(desk: Desk, person: Person) -> bool:
    """Whether there is nobody else who could open it. Refused to whoever gave the person a role, and for oneself."""
    if like_actor(desk, person):
        raise Refused(f"{person.name} has your own name or address. Somebody else opens this sign-in.", field="email")
    seconds = keepers(desk, but=(desk.actor.person_id, person.id))
    gave = select(RoleGiven.id).where(
        RoleGiven.person_id == person.id,
        RoleGiven.given_by_id == desk.actor.person_id,
        RoleGiven.state.in_(("waiting", "confirmed", "alone")),
        or_(RoleGiven.until.is_(None), RoleGiven.until >= desk.today),
    )
    if seconds and desk.db.scalars(gave.limit(1)).first() is not None:
        raise Refused(
            f"You gave {person.name} a role. {seconds[0].name} opens the sign-in, so that nobody gives a role and "
            "holds the invitation as well."
        )
    if seconds and _holds_a_role(desk, person) and address_changed_by_actor(desk, person):
        raise Refused(
            f"You changed the email address of {person.name}. {seconds[0].name} checks it and opens the sign-in, so "
            "that nobody alone takes the place of somebody who has a role.",
            field="email",
        )
    return not seconds


def _holds_a_role(desk: Desk, person: Person) -> bool:
    held = select(PersonRole.id).where(PersonRole.person_id == person.id)
    held = held.where(or_(PersonRole.until.is_(None), PersonRole.until >= desk.today))
    return desk.db.scalars(held.limit(1)).first() is not None


def _here(desk: Desk, email: str) -> Select[str]:
    statement = select(Membership.id).join(User, User.id == Membership.user_id)
    return statement.where(User.email == email, Membership.tenant_id == desk.tenant.id)
