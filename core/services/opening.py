"""Opening a sign-in for a member of staff. One address is one sign-in everywhere: an authority opens a new one only,
and one that is there already is let in by the people who run the instance, see `admitting`.

Whoever opens one sees its first password. Where somebody else looks after roles too, that is not the one who gave this
person a role, so that nobody alone makes up somebody who may read records.
"""

from dataclasses import dataclass
from secrets import choice

from sqlalchemy import Select, or_, select

from core.models import Membership, Person, RoleGiven, User
from core.services import roles_told as told
from core.services.desk import Desk, Refused
from core.services.entering import Passwords
from core.services.keepers import keepers
from core.services.likeness import like_actor

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ELSEWHERE = "This address cannot be opened here. Ask the people who run this instance to let its owner in."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A sign-in that opens this authority now, and its first password."""

    email: str
    password: str


def address_of(desk: Desk, person: Person) -> str:
    """The address with which somebody signs in here; "" where they have no sign-in."""
    statement = select(User.email).join(Membership, Membership.user_id == User.id)
    found = desk.db.scalar(statement.where(Membership.tenant_id == desk.tenant.id, Membership.person_id == person.id))
    return found or ""


def open_for(desk: Desk, passwords: Passwords, person: Person) -> Opened:
    """Let somebody in. Refused without an address; where anybody signs in with it, here or anywhere: whoever opened
    that sign-in saw its first password; for whoever looks like oneself; and to whoever gave the person a role."""
    desk.lock()
    email = person.email.strip().lower()
    if not email:
        raise Refused("Record the work email address first.", field="email")
    if address_of(desk, person):
        raise Refused(f"{person.name} has a sign-in already.")
    if desk.db.scalar(_here(desk, email)) is not None:
        raise Refused("Somebody else here signs in with this address. Check it.", field="email")
    if desk.db.scalar(select(User.id).where(User.email == email)) is not None:
        raise Refused(ELSEWHERE, field="email")
    alone = _refuse_to_the_giver(desk, person)
    password = first_password()
    user = User(email=email, name=person.name, password_hash=passwords.hash(password))
    desk.db.add(user)
    desk.db.flush()
    desk.db.add(Membership(user_id=user.id, tenant_id=desk.tenant.id, person_id=person.id))
    desk.db.flush()
    desk.note("opened a sign-in", "person", person.id, email=email, alone=alone)
    if alone:
        told.of_alone(desk, person, f"opened a sign-in for {person.name}", f"opened:{person.id}")
    return Opened(email=email, password=password)


def first_password() -> str:
    """A new password to be read out: four groups of five letters and figures that look unlike each other."""
    return "-".join("".join(choice(LETTERS) for _ in range(5)) for _ in range(4))


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
            f"You gave {person.name} a role. {seconds[0].name} opens the sign-in, so that nobody gives a role and has "
            "seen its first password."
        )
    return not seconds


def _here(desk: Desk, email: str) -> Select[str]:
    statement = select(Membership.id).join(User, User.id == Membership.user_id)
    return statement.where(User.email == email, Membership.tenant_id == desk.tenant.id)
