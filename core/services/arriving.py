"""Before an authority is entered: signing in within limits, and the authorities that somebody may choose between.

Apart from `entering`, which every request needs and which knows one authority only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import db, metrics
from core.audit.entries import Trail
from core.domain.days import local_day
from core.models import Event, User
from core.services import entering, tries
from core.services.entering import Passwords


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An authority that somebody may enter, and as what."""

    slug: str
    name: str
    role: str


def sign_in(url: str, passwords: Passwords, email: str, password: str, address: str, now: datetime) -> str | None:
    """The id of the active user with this e-mail address and password; None for anything else, without saying which.

    Each wrong try counts for the account and for the network `address`; see `tries`. Raises `TooMany`, right or wrong.
    """
    counted = tries.count(url, (tries.key("email", email.strip().lower()), tries.key("address", address)), now)
    with db.session(url, None) as session:
        user = entering.sign_in(session, passwords, email, password, now)
        found = user.id if user else None
        session.rollback()
    if found is None:
        metrics.sign_in_failed("password")
    else:
        _forgive(url, counted, found, now)
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
        session.info["trail"] = Trail(at=now, actor_id=actor.person_id, actor_name=actor.name)
        about = {"about": "authority", "about_id": tenant.id}
        session.add(Event(at=now, actor_id=actor.person_id, actor_name=actor.name, verb="entered", **about))
        session.commit()


def note(url: str, user_id: str, verb: str, now: datetime) -> None:
    """Record, in each authority that somebody may enter, what they did with their own sign-in."""
    with db.session(url, None) as session:
        places = [place.id for place in entering.authorities(session, user_id, local_day(now))]
    for place in places:
        entered = entering.enter(url, place, user_id, local_day(now), writes=True)
        if entered is None:
            continue
        session, _, actor = entered
        with session:
            session.info["trail"] = Trail(at=now, actor_id=actor.person_id, actor_name=actor.name)
            about = {"about": "person", "about_id": actor.person_id}
            session.add(Event(at=now, actor_id=actor.person_id, actor_name=actor.name, verb=verb, **about))
            session.commit()


def _forgive(url: str, counted: Sequence[str], user_id: str, now: datetime) -> None:
    """A right password was no wrong try; and the moment is kept with the account."""
    with db.session(url, None, writes=True) as session:
        tries.forgive(session, counted)
        user = session.get(User, user_id)
        if user:
            user.signed_in_at = now
        session.commit()
