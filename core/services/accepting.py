"""Opening a link: a first password and with it a sign-in, another password, or leave to set up a second factor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import db
from core.adapters import mail
from core.audit.entries import Trail
from core.db import TenantSession
from core.models import Event, Membership, Person, User
from core.services import arriving, letters, own_sign_in, sign_in_links, tries, user_sessions
from core.services.desk import Refused
from core.services.entering import Passwords
from core.services.opening import ELSEWHERE
from core.services.sign_in_links import FACTOR, INVITATION, Link, Void
from core.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Whose sign-in it is. `enters`: they go on from here, and may set up a second factor; else they sign in."""

    user_id: str
    enters: bool


def choose_password(settings: Settings, passwords: Passwords, token: str, new: str, now: datetime) -> Accepted:
    """Use the link and set the password; sessions there were end. Raises `Void`, and `Refused` for a password that will
    not do or an address that is a sign-in already."""
    link = sign_in_links.read(settings.database_url, token, now)
    if link.kind == FACTOR:
        raise Void
    with db.session(settings.database_url, None if link.user_id else link.tenant_id, writes=True) as session:
        sign_in_links.use(session, token, now)
        if link.user_id:
            user = session.get_one(User, link.user_id)
            own_sign_in.choose(session, passwords, user, new)
            user_sessions.end_all(session, user.id, now)
        else:
            user = _let_in(session, passwords, link, new, now)
        session.commit()
        found = Accepted(user_id=user.id, enters=link.kind == INVITATION)
    if link.user_id:
        arriving.note(settings.database_url, found.user_id, "chose a password by link", now)
        if mail.configured(settings):
            told = letters.changed(link.email, "A new password was chosen for your sign-in, by a link that was sent.")
            mail.send_later(settings, lambda: told)
    return found


def confirm(
    settings: Settings, passwords: Passwords, token: str, password: str, network: str, now: datetime
) -> Accepted:
    """Use a link to a second factor, which asks for the password as well. Raises `Void`, `Refused`, `tries.TooMany`."""
    link = sign_in_links.read(settings.database_url, token, now)
    if link.kind != FACTOR:
        raise Void
    user_id = arriving.sign_in(settings.database_url, passwords, link.email, password, network, now)
    if user_id is None or user_id != link.user_id:
        raise Refused("This is not your password. Check it and try again.", field="password")
    with db.session(settings.database_url, None, writes=True) as session:
        sign_in_links.use(session, token, now)
        session.commit()
    return Accepted(user_id=user_id, enters=True)


def ask_for_password(settings: Settings, email: str, network: str, now: datetime) -> None:
    """Somebody has forgotten the password of this address. Nothing tells whether there is such a sign-in: that is only
    looked up after this has been answered, by the thread that writes the letter. Raises `tries.TooMany`."""
    email = email.strip().lower()
    tries.count(settings.database_url, (tries.key("forgotten", email), tries.key("forgotten from", network)), now)
    mail.send_later(settings, lambda: _letter(settings, email, now))


def _letter(settings: Settings, email: str, now: datetime) -> mail.Mail | None:
    with db.session(settings.database_url, None, writes=True) as session:
        user = session.scalar(select(User).where(User.email == email, User.active, User.password_hash != ""))
        if user is None:
            return None
        token, _ = sign_in_links.make(session, sign_in_links.PASSWORD, now, email=email, user=user)
        session.commit()
    return letters.password(settings, email, token)


def _let_in(session: TenantSession, passwords: Passwords, link: Link, new: str, now: datetime) -> User:
    """The new sign-in of whoever was invited, and their membership."""
    person = session.scalar(select(Person).where(Person.id == link.person_id, Person.active))
    held = select(Membership.id).where(Membership.tenant_id == session.tenant, Membership.person_id == link.person_id)
    if person is None or person.email.strip().lower() != link.email or session.scalar(held) is not None:
        raise Void
    if session.scalar(select(User.id).where(User.email == link.email)) is not None:
        raise Refused(ELSEWHERE)
    user = User(email=link.email, name=person.name, password_hash="")
    own_sign_in.choose(session, passwords, user, new)
    session.add(user)
    session.flush()
    session.add(Membership(user_id=user.id, tenant_id=session.tenant, person_id=person.id))
    session.info["trail"] = Trail(at=now, actor_id=person.id, actor_name=person.name)
    about = {"about": "person", "about_id": person.id}
    session.add(Event(at=now, actor_id=person.id, actor_name=person.name, verb="accepted an invitation", **about))
    return user
