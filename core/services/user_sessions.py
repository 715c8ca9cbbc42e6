"""Sessions of sign-ins: begun, judged and ended as rows, so that every process knows at the next request.

Apart from `entering`, which reads the same row together with the authority that somebody enters.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, Date, and_, bindparam, delete, exists, or_, select, update

from core import db
from core.db import TenantSession
from core.domain.days import local_day
from core.models import Membership, Tenant, User, UserSession
from core.services.committing import Busy, named

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
MARKED = timedelta(minutes=1)
KEPT = timedelta(days=30)
"""A session that is over stays in its owner's list for a while, then its row goes."""


class SignedOut(Exception):
    """The session is over: signed out, too old, ended elsewhere, or its sign-in was closed."""


class Waits(Exception):
    """The session opens nothing yet: a second factor has still to be given in it, or set up."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A session in force: whose it is and how far it opens. `key` stands for its token in the database.

    `waits`: a second factor is asked for and has not been given. `by_link`: it began with a link that lets its owner
    set one up.
    """

    key: str
    user_id: str
    via: str
    only_in: str | None
    begun_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None
    by_link: bool
    waits: bool


def key_of(token: str) -> str:
    """What is stored of a token: its SHA-256, with which nobody can sign in."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    url: str, user_id: str, now: datetime, *, via: str, second_factor: bool, only_in: str = "", by_link: bool = False,
    instead_of: str = "",
) -> str:  # fmt: skip
    """The token of a new session (256 bits). The one with the token `instead_of` ends; rows of long ago go."""
    token = token_urlsafe(32)
    with db.session(url, None, writes=True) as session:
        session.execute(delete(UserSession).where(UserSession.begun_at < now - KEPT))
        if instead_of:
            _end(session, UserSession.id == key_of(instead_of), now)
        session.add(
            UserSession(
                id=key_of(token),
                user_id=user_id,
                via=via,
                only_in=only_in or None,
                begun_at=now,
                seen_at=now,
                second_factor_at=now if second_factor else None,
                by_link=by_link,
            )
        )
        session.commit()
    return token


REQUIRED = (
    exists()
    .where(Membership.user_id == User.id, Tenant.id == Membership.tenant_id, Tenant.second_factor)
    .where(or_(Membership.until.is_(None), Membership.until >= bindparam("today", type_=Date)))
    .where(or_(UserSession.only_in.is_(None), UserSession.only_in == Tenant.id))
    .correlate(User, UserSession)
)
ALIVE = (
    select(UserSession, or_(User.factor_since.is_not(None), REQUIRED))
    .join(User, User.id == UserSession.user_id)
    .where(UserSession.id == bindparam("session"), User.active)
)


def alive(url: str, token: str, now: datetime) -> Held | None:
    """The session with this token while it is in force; None once it is not. It waits for a second factor where its
    owner has one, or where any authority that it opens asks for one."""
    with db.session(url, None) as session:
        row = session.execute(ALIVE, {"session": key_of(token), "today": local_day(now)}).first()
        return held(row[0], now, asked=bool(row[1])) if row else None


def held(row: UserSession, now: datetime, *, asked: bool) -> Held | None:
    """The session that this row stands for; None where it was ended, lay idle, or began too long ago. `asked`: it opens
    nothing without a second factor."""
    if row.ended_at is not None or now - row.begun_at > LONGEST or now - row.seen_at > IDLE:
        return None
    return Held(
        key=row.id,
        user_id=row.user_id,
        via=row.via,
        only_in=row.only_in,
        begun_at=row.begun_at,
        seen_at=row.seen_at,
        second_factor_at=row.second_factor_at,
        by_link=row.by_link,
        waits=asked and row.second_factor_at is None,
    )


def mark(url: str, key: str, now: datetime) -> None:
    """Note that the session is in use. Left out while others write: the next request notes it."""
    unmarked = UserSession.id == key, UserSession.seen_at <= now - MARKED, UserSession.ended_at.is_(None)
    try:
        with named(), db.in_passing(url) as session:
            session.execute(update(UserSession).where(*unmarked).values(seen_at=now))
            session.commit()
    except Busy:
        return


def end(url: str, token: str, now: datetime) -> None:
    """End the session with this token, wherever its cookie is kept."""
    with db.session(url, None, writes=True) as session:
        _end(session, UserSession.id == key_of(token), now)
        session.commit()


def end_all(session: TenantSession, user_id: str, now: datetime, *, but: str = "") -> None:
    """End every session of a sign-in but the one with the key `but`, in the transaction of what asks for it."""
    _end(session, and_(UserSession.user_id == user_id, UserSession.id != but), now)


def end_others(session: TenantSession, held: Held, now: datetime) -> None:
    """End every other session that this one reaches, in the transaction of what asks for it."""
    _end(session, and_(within_reach(held), UserSession.id != held.key), now)


def within_reach(held: Held) -> ColumnElement[bool]:
    """Which sessions the owner of this one sees and ends from it: all of theirs; from one for which an authority's own
    sign-on vouches only those that it vouches for, so that a provider learns and ends nothing of the others."""
    mine = UserSession.user_id == held.user_id
    return mine if held.only_in is None else and_(mine, UserSession.only_in == held.only_in)


def _end(session: TenantSession, which: ColumnElement[bool], now: datetime) -> None:
    over = update(UserSession).where(which, UserSession.ended_at.is_(None))
    session.execute(over.values(ended_at=now))
