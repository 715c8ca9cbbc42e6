"""Signing in, and entering an authority: from an e-mail address and a password to an actor with roles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import BindParameter, ColumnElement, Date, Row, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from core import db
from core.db import TenantSession
from core.domain.days import local_day
from core.models import IdentityProvider, Membership, Notice, Person, PersonRole, Tenant, User, UserSession
from core.services import sight, user_sessions
from core.services.desk import Actor
from core.services.user_sessions import Held, SignedOut, Waits


class Passwords:
    """argon2 with this instance's cost; an unknown address costs as much as a wrong password."""

    def __init__(self, time_cost: int, memory_kib: int):
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """The hash to store."""
        return self._hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one stored; never for a missing account, in the same time."""
        try:
            return self._hasher.verify(stored or self._nobody, password) and bool(stored)
        except (VerifyMismatchError, InvalidHashError):
            return False


def sign_in(session: TenantSession, passwords: Passwords, email: str, password: str, now: datetime) -> User | None:
    """The active user with this address and password; None for anything else, without saying which."""
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    fits = passwords.fits(user.password_hash if user and user.active else None, password)
    if user is None or not fits:
        return None
    user.signed_in_at = now
    return user


def authorities(session: TenantSession, user_id: str, today: date) -> list[Tenant]:
    """The authorities that a user may enter today, by name."""
    statement = (
        select(Tenant)
        .join(Membership, Membership.tenant_id == Tenant.id)
        .where(Membership.user_id == user_id, (Membership.until.is_(None)) | (Membership.until >= today))
        .order_by(Tenant.name)
    )
    return list(session.scalars(statement))


class OnlyBySingleSignOn(Exception):
    """This authority (its id is the argument) is entered by its own single sign-on, and this session is of another."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """An authority entered: its database session, its row, who acts there, and the session of their sign-in."""

    db: TenantSession
    tenant: Tenant
    actor: Actor
    held: Held


def _in_force(table: type[PersonRole] | type[Membership], day: BindParameter[date]) -> ColumnElement[bool]:
    return or_(table.until.is_(None), table.until >= day)


TODAY = bindparam("today", type_=Date)
UNSEEN = (
    select(func.count())
    .where(Notice.tenant_id == Person.tenant_id, Notice.person_id == Person.id, Notice.seen_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
)
OTHER = aliased(Membership)
ELSEWHERE = (
    exists()
    .where(OTHER.user_id == Membership.user_id, OTHER.tenant_id != Membership.tenant_id, _in_force(OTHER, TODAY))
    .correlate(Membership)
)
ENTRY = (
    select(
        Tenant,
        Person,
        PersonRole.role,
        Membership.user_id,
        UNSEEN,
        ELSEWHERE,
        IdentityProvider.only,
        sight.RESTRICTED,
    )
    .join(Membership, Membership.tenant_id == Tenant.id)
    .join(User, User.id == Membership.user_id)
    .join(Person, (Person.tenant_id == Membership.tenant_id) & (Person.id == Membership.person_id))
    .outerjoin(
        PersonRole,
        (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id) & PersonRole.held_on(TODAY),
    )
    .outerjoin(IdentityProvider, IdentityProvider.tenant_id == Tenant.id)
    .where(Tenant.id == bindparam("tenant"), User.active, Person.active)
    .where(_in_force(Membership, TODAY))
)
OF_USER = ENTRY.where(Membership.user_id == bindparam("user"))
OF_SESSION = (
    ENTRY.add_columns(User.factor_since, UserSession)
    .join(UserSession, UserSession.user_id == User.id)
    .where(UserSession.id == bindparam("session"))
)
"""Written once: putting a statement together costs as much as half of running it."""


def enter(
    url: str, tenant_id: str, user_id: str, today: date, *, writes: bool, now: datetime | None = None
) -> tuple[TenantSession, Tenant, Actor] | None:
    """A session of `tenant_id`, its row, and the user as an actor there; None without an active membership.

    The session knows nothing of restricted records that are not for this user; what they opened for some hours counts
    where the moment is given.
    """
    session = db.session(url, tenant_id, writes=writes)
    given = {"tenant": tenant_id, "user": user_id, "today": today, "moment": now}
    rows = session.execute(OF_USER, given).all()
    if not rows:
        session.close()
        return None
    return session, rows[0][0], actor_of(session, rows)


def enter_with(url: str, tenant_id: str, token: str, now: datetime, *, writes: bool) -> Entered | None:
    """As `enter`, for whoever holds the session with this token; in one statement.

    None without an active membership. Raises `SignedOut` where the session is over, `OnlyBySingleSignOn`, and `Waits`
    where the authority asks for a second factor, or its owner has one, that was not given in it.
    """
    session = db.session(url, tenant_id, writes=writes)
    wanted = {"tenant": tenant_id, "session": user_sessions.key_of(token), "today": local_day(now), "moment": now}
    rows = session.execute(OF_SESSION, wanted).all()
    held = _held(rows[0], now) if rows else user_sessions.alive(url, token, now)
    if rows and held and held.only_in is None and rows[0][6]:
        session.close()
        raise OnlyBySingleSignOn(tenant_id)
    if rows and held and not held.waits and held.only_in in (None, tenant_id):
        actor = actor_of(session, rows)
        actor = actor if held.only_in is None else replace(actor, elsewhere=False)
        return Entered(db=session, tenant=rows[0][0], actor=actor, held=held)
    session.close()
    if held is None:
        raise SignedOut
    if rows and held.waits and held.only_in in (None, tenant_id):
        raise Waits
    return None


def _held(row: Row[*tuple[Any, ...]], now: datetime) -> Held | None:
    tenant, since, kept = row[0], row[-2], row[-1]
    return user_sessions.held(kept, now, asked=tenant.second_factor or since is not None)


def actor_of(
    session: TenantSession, rows: Sequence[Row[*tuple[Any, ...]]], scopes: frozenset[str] | None = None
) -> Actor:
    """Whoever the rows of `ENTRY` are about; from now on the session leaves out what is not theirs to open.

    `scopes` are those within which a program acts as them; no restricted record is a program's to open.
    """
    _, person, _, user_id, unseen, elsewhere, _, restricted, *_ = rows[0]
    seen = sight.read(restricted) if scopes is None else sight.read(restricted).closed
    sight.narrow(session, seen)
    return Actor(
        user_id=user_id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        team=person.team,
        roles=frozenset(row[2] for row in rows if row[2]),
        unseen=unseen,
        elsewhere=bool(elsewhere),
        restricted=seen.opened | seen.reader_of,
        opened=seen.opened,
        scopes=scopes,
    )
