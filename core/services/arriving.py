"""Before an authority is entered: signing in within limits, and the authorities that somebody may choose between.

Apart from `entering`, which every request needs and which knows one authority only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select

from core import db
from core.db import new_id
from core.domain.days import local_day
from core.models import Event, SignInAttempt, User
from core.services import entering
from core.services.entering import Passwords

TRIES = 10
WITHIN = timedelta(minutes=5)


class TooMany(Exception):
    """More wrong sign-ins for this account, or from this address, than are let through in five minutes."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An authority that somebody may enter, and as what."""

    slug: str
    name: str
    role: str


def sign_in(url: str, passwords: Passwords, email: str, password: str, address: str, now: datetime) -> str | None:
    """The id of the active user with this e-mail address and password; None for anything else, without saying which.

    Each wrong try counts for the account and for the network `address`. Raises `TooMany` beyond ten within five
    minutes, right or wrong. A try is counted before it is checked, so that many at once are no way round.
    """
    tries = _counted(url, (_key("email", email.strip().lower()), _key("address", address)), now)
    with db.session(url, None) as session:
        user = entering.sign_in(session, passwords, email, password, now)
        found = user.id if user else None
        session.rollback()
    if found is not None:
        _forgive(url, tries, found, now)
    return found


def choices(url: str, user_id: str, today: date, *, only_in: str | None = None) -> tuple[str, list[Choice]]:
    """The user's name, and the authorities they may enter today with their job title there, by name; "" for nobody.

    `only_in` is the one authority that their session opens, where it opens one only.
    """
    with db.session(url, None) as session:
        user = session.get(User, user_id)
        if user is None or not user.active:
            return "", []
        name = user.name
        places = entering.authorities(session, user_id, today)
    found = []
    for place in places:
        entered = entering.enter(url, place.id, user_id, today, writes=False) if only_in in (None, place.id) else None
        if entered:
            entered[0].close()
            found.append(Choice(slug=place.id, name=place.name, role=entered[2].title))
    return name, found


def switch(url: str, slug: str, user_id: str, now: datetime) -> None:
    """Record, in the authority itself, that somebody who works in several has turned to it."""
    entered = entering.enter(url, slug, user_id, local_day(now), writes=True)
    if entered is None:
        return
    session, tenant, actor = entered
    with session:
        about = {"about": "authority", "about_id": tenant.id}
        session.add(Event(at=now, actor_id=actor.person_id, actor_name=actor.name, verb="entered", **about))
        session.commit()


def _counted(url: str, keys: Sequence[str], now: datetime) -> list[str]:
    """The ids of this try, which counts from now on. One that is not let through does not prolong the wait."""
    with db.session(url, None, writes=True) as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - WITHIN))
        tries = [SignInAttempt(id=new_id(), key=key, at=now) for key in keys]
        ids = [one.id for one in tries]
        session.add_all(tries)
        session.commit()
        statement = select(func.count()).where(SignInAttempt.key.in_(keys)).group_by(SignInAttempt.key)
        if max(session.scalars(statement), default=0) <= TRIES:
            return ids
        session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))
        session.commit()
    raise TooMany


def _forgive(url: str, tries: Sequence[str], user_id: str, now: datetime) -> None:
    """A right password was no wrong try; and the moment is kept with the account."""
    with db.session(url, None, writes=True) as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(tries)))
        user = session.get(User, user_id)
        if user:
            user.signed_in_at = now
        session.commit()


def _key(kind: str, value: str) -> str:
    """What is counted, without saying whom it is about."""
    return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()
