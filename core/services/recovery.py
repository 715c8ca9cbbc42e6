"""Recovery codes: ten ways past a lost second factor, each good once, told once, kept as hashes."""

import hashlib
from datetime import datetime
from secrets import choice

from sqlalchemy import delete, func, select, update

from core import db
from core.db import TenantSession
from core.models import RecoveryCode

HOW_MANY = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None of them looks like another."""


def renewed(session: TenantSession, user_id: str) -> list[str]:
    """Ten new codes, three groups of five letters and figures (74 bits); the ones before are void."""
    forget(session, user_id)
    codes = ["-".join("".join(choice(LETTERS) for _ in range(5)) for _ in range(3)) for _ in range(HOW_MANY)]
    session.add_all(RecoveryCode(id=_hash(user_id, code), user_id=user_id) for code in codes)
    session.flush()
    return codes


def forget(session: TenantSession, user_id: str) -> None:
    """Void all codes of a sign-in."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def use(url: str, user_id: str, code: str, now: datetime) -> bool:
    """Whether this is a code of theirs that was not used before; it is used now."""
    with db.session(url, None, writes=True) as session:
        unused = RecoveryCode.id == _hash(user_id, code), RecoveryCode.used_at.is_(None)
        found = session.scalar(update(RecoveryCode).where(*unused).values(used_at=now).returning(RecoveryCode.id))
        session.commit()
        return found is not None


def left(session: TenantSession, user_id: str) -> int:
    """How many codes are still good."""
    unused = RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def _hash(user_id: str, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"{user_id} {plain}".encode()).hexdigest()
