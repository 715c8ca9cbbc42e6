"""Opening a sign-in for a member of staff. One address is one sign-in everywhere: an authority opens a new one only,
and one that is there already is let in by the people who run the instance, see `admitting`."""

from dataclasses import dataclass
from secrets import choice

from sqlalchemy import Select, select

from core.models import Membership, Person, User
from core.services.desk import Desk, Refused
from core.services.entering import Passwords

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
    """Let somebody in. Refused without an address, or where anybody signs in with it, here or anywhere: whoever opened
    that sign-in saw its first password."""
    email = person.email.strip().lower()
    if not email:
        raise Refused("Record the work email address first.", field="email")
    if address_of(desk, person):
        raise Refused(f"{person.name} has a sign-in already.")
    if desk.db.scalar(_here(desk, email)) is not None:
        raise Refused("Somebody else here signs in with this address. Check it.", field="email")
    if desk.db.scalar(select(User.id).where(User.email == email)) is not None:
        raise Refused(ELSEWHERE, field="email")
    password = first_password()
    user = User(email=email, name=person.name, password_hash=passwords.hash(password))
    desk.db.add(user)
    desk.db.flush()
    desk.db.add(Membership(user_id=user.id, tenant_id=desk.tenant.id, person_id=person.id))
    desk.db.flush()
    desk.note("opened a sign-in", "person", person.id)
    return Opened(email=email, password=password)


def first_password() -> str:
    """A new password to be read out: four groups of five letters and figures that look unlike each other."""
    return "-".join("".join(choice(LETTERS) for _ in range(5)) for _ in range(4))


def _here(desk: Desk, email: str) -> Select[str]:
    statement = select(Membership.id).join(User, User.id == Membership.user_id)
    return statement.where(User.email == email, Membership.tenant_id == desk.tenant.id)
