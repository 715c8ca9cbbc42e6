"""Arriving through single sign-on: from what an authority's provider says of somebody to a sign-in that is there.

Nobody comes by an account here. Whom the provider means is settled at the first sign-in, by an e-mail address that it
has checked and a membership in this very authority; from then on it is the subject alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import Select, or_, select

from core import db
from core.models import FederatedIdentity, Membership, Person, Tenant, User
from core.registry import Registry
from core.services import claimed_roles, user_sessions
from core.services.committing import commit, named
from core.services.desk import Actor, Desk, Refused
from core.services.identity_providers import Trusted

log = structlog.get_logger("mooring")
NAME, WAY, REFUSED = "Single sign-on", "sign-in oidc", "refused single sign-on"


class NotLetIn(Exception):
    """Nobody who may enter this authority. The reason is a word for the log, and for nobody who asks."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """Whose sign-in it is, and whether the provider has asked for a second factor."""

    user_id: str
    second_factor: bool


def arrive(
    url: str, registry: Registry, trusted: Trusted, claims: Mapping[str, Any], now: datetime, address: str = ""
) -> Arrived:
    """Whose sign-in the believed `claims` open, with their roles brought in line. `address` is the network's.

    Raises `NotLetIn`, which the authority's audit keeps without a word of who it was.
    """
    with named(), db.session(url, trusted.authority, writes=True) as session:
        tenant = session.scalar(select(Tenant).where(Tenant.id == trusted.authority))
        if tenant is None:
            raise NotLetIn("no authority")
        actor = Actor(user_id="", person_id="", name=NAME)
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=now)
        desk.lock()
        try:
            identity = _identity(desk, trusted, claims)
        except NotLetIn as refused:
            session.rollback()
            told = {"reason": str(refused), "from": address}
            session.info["entries"] = [desk.trail.entry("refusal", verb=REFUSED, endpoint=WAY, detail=told)]
            commit(desk)
            raise
        desk.trail.actor_id = identity.person_id
        user = session.get(User, identity.user_id)
        assert user is not None
        identity.used_at = user.signed_in_at = now
        if trusted.roles_claim:
            claimed_roles.follow(desk, identity.person_id, _claimed(trusted, claims))
        arrived = Arrived(user_id=identity.user_id, second_factor=_twice(trusted, claims))
        commit(desk)
        return arrived


def _identity(desk: Desk, trusted: Trusted, claims: Mapping[str, Any]) -> FederatedIdentity:
    """Who this is: bound before, or bound now. Raises `NotLetIn`."""
    subject = str(claims["sub"])
    known = select(FederatedIdentity).where(FederatedIdentity.issuer == trusted.issuer)
    identity = desk.db.scalar(known.where(FederatedIdentity.subject == subject))
    if identity is not None:
        members = _members(desk.tenant.id, desk.today).where(Person.id == identity.person_id)
        if desk.db.execute(members.where(User.id == identity.user_id)).first() is None:
            raise NotLetIn("no longer a member")
        return identity
    if len(subject) > 255:
        raise NotLetIn("no subject")
    row = desk.db.execute(_members(desk.tenant.id, desk.today).where(User.email == _email(trusted, claims))).first()
    if row is None:
        raise NotLetIn("not a member")
    person_id, user_id = row
    if desk.db.scalar(known.where(FederatedIdentity.person_id == person_id)) is not None:
        raise NotLetIn("bound to another subject")
    identity = FederatedIdentity(
        issuer=trusted.issuer, subject=subject, person_id=person_id, user_id=user_id, bound_at=desk.now,
        used_at=desk.now,
    )  # fmt: skip
    desk.db.add(identity)
    desk.db.flush()
    desk.note("bound single sign-on", "person", person_id)
    return identity


def _members(tenant_id: str, today: date) -> Select[str, str]:
    """The ids of the people who may enter today with those of their sign-ins."""
    return (
        select(Person.id, User.id)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .join(User, User.id == Membership.user_id)
        .where(Membership.tenant_id == tenant_id, User.active, Person.active)
        .where(or_(Membership.until.is_(None), Membership.until >= today))
    )


def _email(trusted: Trusted, claims: Mapping[str, Any]) -> str:
    """The address that the provider has checked, as sign-ins keep it. Raises `NotLetIn`."""
    email = claims.get("email")
    if not isinstance(email, str) or not email.strip():
        raise NotLetIn("no email address")
    if not trusted.vouches and claims.get("email_verified") not in (True, "true"):
        raise NotLetIn("email address not verified")
    return email.strip().lower()


def _claimed(trusted: Trusted, claims: Mapping[str, Any]) -> Iterable[str]:
    """The roles that the provider's claim stands for; a value that is not mapped is none."""
    values = _values(claims.get(trusted.roles_claim))
    unknown = sum(value not in trusted.roles for value in values)
    if unknown:
        log.info("claim_not_mapped", authority=trusted.authority, values=unknown)
    return [trusted.roles[value] for value in values if value in trusted.roles]


def _twice(trusted: Trusted, claims: Mapping[str, Any]) -> bool:
    return any(value in _values(claims.get(claim)) for claim, value in trusted.second_factor)


def _values(said: Any) -> list[str]:
    """A claim's values: one text, or a list of them; whatever else it is says nothing."""
    every = said if isinstance(said, list) else [said]
    return [value for value in every if isinstance(value, str)]


def unbind(desk: Desk, email: str) -> str:
    """Forget whom the provider means by the person with this sign-in; their name. What they came in by ends."""
    statement = select(FederatedIdentity, Person.name).join(
        Person, (Person.tenant_id == FederatedIdentity.tenant_id) & (Person.id == FederatedIdentity.person_id)
    )
    wanted = select(User.id).where(User.email == email.strip().lower())
    rows = desk.db.execute(statement.where(FederatedIdentity.user_id.in_(wanted))).all()
    if not rows:
        raise Refused(f"Nobody who signs in with {email} is bound at {desk.tenant.name}.")
    for identity, _ in rows:
        user_sessions.end_all(desk.db, identity.user_id, desk.now)
        desk.db.delete(identity)
        desk.note("unbound single sign-on", "person", identity.person_id)
    return str(rows[0][1])
