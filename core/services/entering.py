"""Signing in, and entering an authority: from an e-mail address and a password to an actor with roles."""

from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, func, or_, select

from core import db
from core.db import TenantSession
from core.models import Membership, Notice, Person, PersonRole, Tenant, User
from core.services.desk import Actor


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
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
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


class SignedOut(Exception):
    """The session was ended elsewhere: its stamp is not the user's any more."""


def _in_force(table: type[PersonRole] | type[Membership], day: BindParameter[date]) -> ColumnElement[bool]:
    return or_(table.until.is_(None), table.until >= day)


TODAY = bindparam("today", type_=Date)
UNSEEN = (
    select(func.count())
    .where(Notice.tenant_id == Person.tenant_id, Notice.person_id == Person.id, Notice.seen_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
)
ENTRY = (
    select(Tenant, Person, PersonRole.role, User.stamp, UNSEEN)
    .join(Membership, Membership.tenant_id == Tenant.id)
    .join(User, User.id == Membership.user_id)
    .join(Person, (Person.tenant_id == Membership.tenant_id) & (Person.id == Membership.person_id))
    .outerjoin(
        PersonRole,
        (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id) & PersonRole.held_on(TODAY),
    )
    .where(Membership.user_id == bindparam("user"), Tenant.id == bindparam("tenant"), User.active, Person.active)
    .where(_in_force(Membership, TODAY))
)
"""Written once: putting a statement together costs as much as half of running it."""


def enter(
    url: str, tenant_id: str, user_id: str, today: date, *, writes: bool, stamp: str | None = None
) -> tuple[TenantSession, Tenant, Actor] | None:
    """A session of `tenant_id`, its row, and the user as an actor there; None without an active membership.

    `stamp` is the one of the session that asks. Raises `SignedOut` where that session has been ended since.
    """
    session = db.session(url, tenant_id, writes=writes)
    rows = session.execute(ENTRY, {"tenant": tenant_id, "user": user_id, "today": today}).all()
    if not rows:
        session.close()
        return None
    tenant, person, _, now, unseen = rows[0]
    if stamp not in (None, now):
        session.close()
        raise SignedOut
    actor = Actor(
        user_id=user_id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        team=person.team,
        roles=frozenset(row[2] for row in rows if row[2]),
        unseen=unseen,
    )
    return session, tenant, actor
