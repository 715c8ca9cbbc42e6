"""Opening a sign-in for a member of staff. One address is one sign-in everywhere; an authority adds its own door."""

from dataclasses import dataclass
from secrets import choice

from sqlalchemy import select

from core.models import Membership, Person, User
from core.services.desk import Desk, Refused
from core.services.entering import Passwords

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A sign-in that opens this authority now. `password` is "" where the address had a sign-in already."""

    email: str
    password: str = ""


def address_of(desk: Desk, person: Person) -> str:
    """The address with which somebody signs in here; "" where they have no sign-in."""
    statement = select(User.email).join(Membership, Membership.user_id == User.id)
    found = desk.db.scalar(statement.where(Membership.tenant_id == desk.tenant.id, Membership.person_id == person.id))
    return found or ""


def open_for(desk: Desk, passwords: Passwords, person: Person) -> Opened:
    """Let somebody in. Refused without an address, or where another person here signs in with it."""
    email = person.email.strip().lower()
    if not email:
        raise Refused("Record the work email address first.", field="email")
    if address_of(desk, person):
        raise Refused(f"{person.name} has a sign-in already.")
    user = desk.db.scalar(select(User).where(User.email == email))
    password = ""
    if user is None:
        password = "-".join("".join(choice(LETTERS) for _ in range(5)) for _ in range(4))
        user = User(email=email, name=person.name, password_hash=passwords.hash(password))
        desk.db.add(user)
        desk.db.flush()
    there = select(Membership).where(Membership.user_id == user.id, Membership.tenant_id == desk.tenant.id)
    if desk.db.scalar(there) is not None:
        raise Refused("Somebody else here signs in with this address. Check it.", field="email")
    desk.db.add(Membership(user_id=user.id, tenant_id=desk.tenant.id, person_id=person.id))
    desk.db.flush()
    desk.note("opened a sign-in", "person", person.id)
    return Opened(email=email, password=password)
