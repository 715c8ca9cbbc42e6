"""Links that are good once and for a while: to choose a first password, another one, or to set up a second factor.

Only a hash of what stands in a link is kept. A link of a sign-in is void once its password has changed.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, select

from core import db
from core.db import TenantSession
from core.models import SignInLink, Tenant, User
from core.services.user_sessions import key_of

INVITATION, PASSWORD, FACTOR = "invitation", "password", "second factor"
LASTS = {INVITATION: timedelta(days=7), PASSWORD: timedelta(minutes=60), FACTOR: timedelta(days=7)}
KEPT = timedelta(days=30)


class Void(Exception):
    """The link is not good, or no longer: used, withdrawn, too old, or made for what has changed since."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link that is good. `name` is that of the sign-in's owner, `authority` the one that invites; "" for none."""

    kind: str
    email: str
    user_id: str | None
    tenant_id: str | None
    person_id: str | None
    name: str
    authority: str


def make(
    session: TenantSession, kind: str, now: datetime, *, email: str, user: User | None = None, tenant_id: str = "",
    person_id: str = "", by: str = "", lasts: timedelta | None = None,
) -> tuple[str, datetime]:  # fmt: skip
    """The token of a new link, and until when it is good, in the transaction of what asks for it."""
    token, until = token_urlsafe(32), now + (lasts or LASTS[kind])
    session.execute(delete(SignInLink).where(SignInLink.until < now - KEPT))
    session.add(
        SignInLink(
            id=key_of(token),
            kind=kind,
            user_id=user.id if user else None,
            tenant_id=tenant_id or None,
            person_id=person_id or None,
            email=email,
            bound=_bound(user) if user else "",
            made_at=now,
            made_by=by,
            until=until,
        )
    )
    session.flush()
    return token, until


def read(url: str, token: str, now: datetime) -> Link:
    """What a link is for. Reading it does not use it up: whatever looks into mail may do so. Raises `Void`."""
    with db.session(url, None) as session:
        row, user = _good(session, token, now)
        tenant = session.get(Tenant, row.tenant_id) if row.tenant_id else None
        return Link(
            kind=row.kind,
            email=row.email,
            user_id=row.user_id,
            tenant_id=row.tenant_id,
            person_id=row.person_id,
            name=user.name if user else "",
            authority=tenant.name if tenant else "",
        )


def use(session: TenantSession, token: str, now: datetime) -> None:
    """The link is used up, in the transaction of what it was good for. Raises `Void`, of two at once for one."""
    session.get(SignInLink, key_of(token), with_for_update=True)
    row, _ = _good(session, token, now)
    row.used_at = now
    session.flush()


def withdraw(session: TenantSession, now: datetime, *, tenant_id: str, person_id: str) -> int:
    """Withdraw what is open for a person of an authority; how many links that were."""
    waiting = select(SignInLink).where(SignInLink.tenant_id == tenant_id, SignInLink.person_id == person_id)
    rows = list(session.scalars(waiting.where(SignInLink.used_at.is_(None), SignInLink.withdrawn_at.is_(None))))
    for row in rows:
        row.withdrawn_at = now
    return len(rows)


def _good(session: TenantSession, token: str, now: datetime) -> tuple[SignInLink, User | None]:
    row = session.get(SignInLink, key_of(token))
    if row is None or row.used_at or row.withdrawn_at or row.until <= now:
        raise Void
    user = session.get(User, row.user_id) if row.user_id else None
    if row.user_id and (user is None or not user.active or row.bound != _bound(user)):
        raise Void
    return row, user


def _bound(user: User) -> str:
    return hashlib.sha256(user.password_hash.encode()).hexdigest()
