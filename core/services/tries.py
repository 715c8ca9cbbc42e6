"""Tries that count: so many within a time, for an account or from a network address, whoever asks where. They stand in
the database, which every process shares; what is counted is a hash and says nothing of whom it is about."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from core import db, metrics
from core.db import new_id
from core.models import SignInAttempt

TRIES = 10
WITHIN = timedelta(minutes=5)
LONGEST = timedelta(days=1)


class TooMany(Exception):
    """More wrong tries than are let through within the time."""


def key(kind: str, value: str) -> str:
    """What is counted: tries of one kind at one account, address …"""
    return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()


def count(url: str, keys: Sequence[str], now: datetime, *, most: int = TRIES, within: timedelta = WITHIN) -> list[str]:
    """The ids of this try, which counts from now on for each of `keys`, until it is forgiven. It is counted before it
    is known to be wrong, so that many at once are no way round.

    Raises `TooMany` beyond `most` for one of them; such a try does not prolong the wait. `within` is a day at most.
    """
    with db.session(url, None, writes=True) as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - LONGEST))
        tries = [SignInAttempt(id=new_id(), key=key, at=now) for key in keys]
        ids = [one.id for one in tries]
        session.add_all(tries)
        session.commit()
        counted = SignInAttempt.key.in_(keys), SignInAttempt.at > now - within
        statement = select(func.count()).where(*counted).group_by(SignInAttempt.key)
        if max(session.scalars(statement), default=0) <= most:
            return ids
        session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))
        session.commit()
    metrics.sign_in_failed("too_many")
    raise TooMany


def forgive(session: db.TenantSession, ids: Sequence[str]) -> None:
    """What was right was no wrong try; in the transaction that says so."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))


def forgiven(url: str, ids: Sequence[str]) -> None:
    """As `forgive`, in a transaction of its own."""
    with db.session(url, None, writes=True) as session:
        forgive(session, ids)
        session.commit()
