"""Letting a sign-in that exists already into one more authority: for the people who run the instance, who can ask its
owner. Apart from opening one, which an authority does for its own staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from core.db import TenantSession
from core.models import Membership, Person, User
from core.services import second_factor, sign_in_links
from core.services.desk import Desk, Refused
from core.services.opening import address_of
from core.services.sign_in_links import INVITATION


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """Whom a sign-in stands for in the authority now. `token` is that of the link with which its owner chooses a new
    password and sets up a second factor, good until `until`; "" where they keep both."""

    email: str
    name: str
    authority: str
    token: str
    until: datetime | None


def admit(desk: Desk, email: str, person: str, *, keep: bool) -> Admitted:
    """Let the sign-in with this address into the desk's authority as `person`, named exactly or by e-mail address.

    Unless it is to `keep` them, its password and second factor end, and its sessions: whoever opened it elsewhere may
    have been the one who chose them. Refused with a sentence for an address or a person that is not there, or is taken.
    """
    user = desk.db.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise Refused(f"Nobody signs in with {email}. Open a sign-in on the person's page instead.")
    if not user.active:
        raise Refused(f"The sign-in with {user.email} is closed.")
    found = _person(desk, person)
    if held := address_of(desk, found):
        raise Refused(f"{found.name} signs in to {desk.tenant.name} with {held} already.")
    if other := _as_whom(desk, user):
        raise Refused(f"{user.email} opens {desk.tenant.name} already, as {other}.")
    token, until = ("", None) if keep else anew(desk.db, user, desk.now, by=desk.actor.name)
    desk.db.add(Membership(user_id=user.id, tenant_id=desk.tenant.id, person_id=found.id))
    desk.db.flush()
    desk.note("let in a sign-in", "person", found.id)
    return Admitted(email=user.email, name=found.name, authority=desk.tenant.name, token=token, until=until)


def anew(session: TenantSession, user: User, now: datetime, *, by: str) -> tuple[str, datetime]:
    """Take away a sign-in's password and second factor and end its sessions; the token of the link with which its
    owner chooses them anew, and until when it is good."""
    user.password_hash = ""
    second_factor.reset(session, user, now)
    session.flush()
    return sign_in_links.make(session, INVITATION, now, email=user.email, user=user, by=by)


def _person(desk: Desk, named: str) -> Person:
    staff = select(Person).where(Person.staff, Person.active)
    asked = or_(Person.name == named, func.lower(Person.email) == named.strip().lower())
    found = list(desk.db.scalars(staff.where(asked)))
    if not found or not named.strip():
        raise Refused(f"Nobody called '{named}', by name or e-mail address, works at {desk.tenant.name}.")
    if len(found) > 1:
        raise Refused(f"{len(found)} people called '{named}' work at {desk.tenant.name}. Give the e-mail address.")
    return found[0]


def _as_whom(desk: Desk, user: User) -> str | None:
    statement = select(Person.name).join(Membership, Membership.person_id == Person.id)
    return desk.db.scalar(statement.where(Membership.user_id == user.id, Membership.tenant_id == desk.tenant.id))
