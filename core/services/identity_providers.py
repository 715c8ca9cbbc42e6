"""The identity provider of an authority: found by whoever signs in, set by the people who run the instance.

What it is trusted with holds for this one authority. How somebody arrives through it is in `federating`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from core import db
from core.adapters.sealing import seal, unseal
from core.domain.roles import CASE_STAFF, ROLES
from core.models import FederatedIdentity, IdentityProvider, Tenant, UserSession
from core.services import claimed_roles
from core.services.desk import Desk, Refused
from core.services.roles import BESIDE
from core.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True)
class Trusted:
    """An authority's provider, as a row of its own: `sealed` is the client's secret, `roles` value of claim -> role."""

    authority: str
    name: str
    issuer: str
    client_id: str
    sealed: str
    roles_claim: str
    roles: Mapping[str, str]
    second_factor: Sequence[Sequence[str]]
    only: bool
    vouches: bool

    def secret(self, settings: Settings) -> str:
        """The client's secret, "" where it has none. Raises `core.adapters.sealing.Unreadable`."""
        return unseal(settings, self.sealed) if self.sealed else ""


def trusted(url: str, authority: str) -> Trusted | None:
    """The provider that an authority trusts; None where there is none, or no such authority."""
    statement = select(Tenant.short, IdentityProvider).join(Tenant, Tenant.id == IdentityProvider.tenant_id)
    with db.session(url, authority) as session:
        row = session.execute(statement).first()
    return _trusted(row[0], row[1]) if row else None


def of(desk: Desk) -> Trusted | None:
    """The provider of the desk's authority."""
    row = desk.db.scalar(select(IdentityProvider))
    return _trusted(desk.tenant.short, row) if row else None


def put(desk: Desk, settings: Settings, issuer: str, client_id: str, secret: str | None, **more: Any) -> bool:
    """Trust this provider from now on; whether it takes the place of another issuer, whose sessions end.

    `secret` None leaves the one there is. `more` are the columns `roles_claim`, `second_factor`, `only`, `vouches`;
    what is None stays as it is. Refused where the issuer could be read or changed on the way.
    """
    _refuse_issuer(issuer)
    desk.lock()
    row = desk.db.scalar(select(IdentityProvider))
    moved = row is not None and row.issuer != issuer
    if moved:
        _end_sessions(desk)
    if row is None:
        row = IdentityProvider(issuer=issuer, client_id=client_id, set_at=desk.now)
        desk.db.add(row)
    row.issuer, row.client_id, row.set_at = issuer, client_id, desk.now
    row.secret = row.secret or "" if secret is None else seal(settings, secret) if secret else ""
    given = {key: value for key, value in more.items() if value is not None}
    for key, value in given.items():
        setattr(row, key, value)
    desk.db.flush()
    desk.note("set single sign-on", "authority", desk.tenant.id, issuer=issuer, client=client_id, **given)
    return moved


def map_value(desk: Desk, value: str, role: str) -> None:
    """Whoever the provider says `value` of holds `role` from their next sign-in on."""
    row = _row(desk)
    known = known_roles(desk)
    if role not in known:
        raise Refused(f"There is no role '{role}' to give at {desk.tenant.name}. There is: {', '.join(sorted(known))}.")
    if not row.roles_claim:
        raise Refused("Say first in which claim the roles stand: mooring oidc set … --roles-claim NAME.")
    row.roles = {**row.roles, value: role}
    desk.note("mapped a claim to a role", "authority", desk.tenant.id, value=value, role=role)


def unmap(desk: Desk, value: str) -> None:
    """The value means no role any more."""
    row = _row(desk)
    if value not in row.roles:
        raise Refused(f"'{value}' is not mapped to a role.")
    row.roles = {key: role for key, role in row.roles.items() if key != value}
    desk.note("mapped a claim to no role", "authority", desk.tenant.id, value=value)


def remove(desk: Desk) -> int:
    """Trust no provider any more: its sessions and the roles that came with it end; how many roles did."""
    row = _row(desk)
    _end_sessions(desk)
    ended = claimed_roles.end_all(desk)
    desk.db.execute(delete(FederatedIdentity))
    desk.db.delete(row)
    desk.note("removed single sign-on", "authority", desk.tenant.id, issuer=row.issuer)
    return ended


def known_roles(desk: Desk) -> dict[str, str]:
    """The roles across the authority with their titles, the procedure's own among them. That of an operator is none:
    no authority gives it."""
    procedure = desk.procedure(desk.today)
    core = {key: title for key, title in ROLES.items() if key in CASE_STAFF or key in BESIDE}
    own = {key: title for key, title in procedure.roles.items() if key not in ROLES} if procedure else {}
    return {key: title for key, title in (core | own).items() if key != "operator"}


def _row(desk: Desk) -> IdentityProvider:
    desk.lock()
    row = desk.db.scalar(select(IdentityProvider))
    if row is None:
        raise Refused(f"{desk.tenant.name} has no single sign-on.")
    return row


def _refuse_issuer(issuer: str) -> None:
    parts = urlsplit(issuer)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.scheme == "https" or plain) or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise Refused("The issuer is an address that begins with https://, without a question mark.")


def _end_sessions(desk: Desk) -> None:
    """Whoever came in by this provider's word goes out with it."""
    theirs = UserSession.only_in == desk.tenant.id, UserSession.ended_at.is_(None)
    desk.db.execute(update(UserSession).where(*theirs).values(ended_at=desk.now))


def _trusted(name: str, row: IdentityProvider) -> Trusted:
    return Trusted(
        authority=row.tenant_id, name=name, issuer=row.issuer, client_id=row.client_id, sealed=row.secret,
        roles_claim=row.roles_claim, roles=row.roles, second_factor=row.second_factor, only=row.only,
        vouches=row.vouches,
    )  # fmt: skip
