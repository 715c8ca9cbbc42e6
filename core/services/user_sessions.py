"""Sessions of sign-ins: begun, judged and ended as rows, so that every process knows at the next request.

Apart from `entering`, which reads the same row together with the authority that somebody enters.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, and_, delete, select, update

from core import db
from core.db import TenantSession
from core.models import User, UserSession
from core.services.committing import Busy, named

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
MARKED = timedelta(minutes=1)
KEPT = timedelta(days=30)
"""A session that is over stays in its owner's list for a while, then its row goes."""


class SignedOut(Exception):
    """The session is over: signed out, too old, ended elsewhere, or its sign-in was closed."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A session in force: whose it is and how far it opens. `key` stands for its token in the database."""

    key: str
    user_id: str
    via: str
    only_in: str | None
    begun_at: datetime
    seen_at: datetime
    second_factor_at: datetime | None


def key_of(token: str) -> str:
    """What is stored of a token: its SHA-256, with which nobody can sign in."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    url: str, user_id: str, now: datetime, *, via: str, second_factor: bool, only_in: str = "", instead_of: str = ""
) -> str:
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
            )
        )
        session.commit()
    return token


def alive(url: str, token: str, now: datetime) -> Held | None:
    """The session with this token while it is in force; None once it is not."""
    statement = select(UserSession).join(User, User.id == UserSession.user_id)
    with db.session(url, None) as session:
        row = session.scalar(statement.where(UserSession.id == key_of(token), User.active))
        return held(row, now) if row else None


def held(row: UserSession, now: datetime) -> Held | None:
    """The session that this row stands for; None where it was ended, lay idle, or began too long ago."""
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


def _end(session: TenantSession, which: ColumnElement[bool], now: datetime) -> None:
    over = update(UserSession).where(which, UserSession.ended_at.is_(None))
    session.execute(over.values(ended_at=now))
