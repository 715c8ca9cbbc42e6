"""A program at the door: the authority it may enter with its token, as whom, and within which scopes.

One statement finds the token together with all that entering asks of its maker, so that whatever is taken from either
holds at the next request.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, update

from core import db
from core.domain.days import local_day
from core.models import ApiToken, Person, Tenant
from core.services import entering, tries
from core.services.api_tokens import PREFIX, hash_of
from core.services.committing import Busy, named
from core.services.desk import Actor

SHAPE = re.compile(rf"{PREFIX}[\w-]{{43}}", re.ASCII)
MARKED = timedelta(minutes=1)
ALWAYS = frozenset({"authority.enter"})
BY_TOKEN = (
    entering.ENTRY.add_columns(ApiToken)
    .join(ApiToken, (ApiToken.tenant_id == Person.tenant_id) & (ApiToken.person_id == Person.id))
    .where(ApiToken.token_hash == bindparam("hash"), ApiToken.revoked_at.is_(None))
)


class NoToken(Exception):
    """No token, or none that opens this authority now: unknown, expired, revoked, of another, or of somebody who may
    not enter. The answer is the same."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A token that opened the door; kept apart from its row, which a rollback empties."""

    id: str
    authority: str
    name: str
    scopes: tuple[str, ...]
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """An authority entered by a program: its database session, its row, as whom, and with which token."""

    db: db.TenantSession
    tenant: Tenant
    actor: Actor
    token: Sent


def enter(url: str, tenant_id: str, text: str, address: str, now: datetime, *, writes: bool) -> Admitted:
    """The authority `tenant_id`, for whoever sends the token `text` from the network address.

    Raises `NoToken`; and `tries.TooMany` where ten wrong ones came from there within five minutes.
    """
    if not text:
        raise NoToken
    session = db.session(url, tenant_id, writes=writes)
    wanted = {"tenant": tenant_id, "hash": hash_of(text), "today": local_day(now), "moment": None}
    rows = session.execute(BY_TOKEN, wanted).all() if SHAPE.fullmatch(text) else []
    if not rows or rows[0][-1].expires_at <= now:
        session.close()
        tries.count(url, (tries.key("token", address),), now)
        raise NoToken
    row: ApiToken = rows[0][-1]
    sent = Sent(id=row.id, authority=tenant_id, name=row.name, scopes=tuple(row.scopes), expires_at=row.expires_at,
                used_at=row.used_at)  # fmt: skip
    actor = entering.actor_of(session, rows, frozenset(sent.scopes) | ALWAYS)
    return Admitted(db=session, tenant=rows[0][0], actor=replace(actor, program=sent.name), token=sent)


def mark(url: str, tenant_id: str, token_id: str, now: datetime) -> None:
    """Note that the token is in use, once a minute. Left out while others write: the next request notes it."""
    unmarked = or_(ApiToken.used_at.is_(None), ApiToken.used_at <= now - MARKED)
    try:
        with named(), db.in_passing(url, tenant_id) as session:
            session.execute(update(ApiToken).where(ApiToken.id == token_id, unmarked).values(used_at=now))
            session.commit()
    except Busy:
        return
