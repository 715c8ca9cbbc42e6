"""Single sign-on of an authority: the identity provider it trusts for its own people, and who is who there."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class IdentityProvider(TenantScoped, Base):
    """The one identity provider of an authority. `secret` is sealed; "" for a client that has none.

    `roles` are the roles for the values of the claim `roles_claim`. `second_factor` are pairs of claim and value, each
    of which says that the provider asked for one. `only`: a password does not open this authority. `vouches`: its word
    for an e-mail address counts although it does not say that it has checked it.
    """

    __tablename__ = "identity_providers"
    __table_args__ = (UniqueConstraint("tenant_id"),)

    issuer: Mapped[str]
    client_id: Mapped[str]
    secret: Mapped[str] = mapped_column(Text, default="")
    roles_claim: Mapped[str] = mapped_column(default="")
    roles: Mapped[dict[str, Any]] = mapped_column(default=dict)
    second_factor: Mapped[list[Any]] = mapped_column(default=list)
    only: Mapped[bool] = mapped_column(default=False)
    vouches: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime]


class FederatedIdentity(TenantScoped, Base):
    """Whom the provider means by `subject`: bound at their first sign-in, and from then on whatever their address."""

    __tablename__ = "federated_identities"
    __table_args__ = (
        to("people", "person_id"),
        UniqueConstraint("tenant_id", "issuer", "subject"),
        UniqueConstraint("tenant_id", "issuer", "person_id"),
    )

    issuer: Mapped[str]
    subject: Mapped[str] = mapped_column(String(255))
    person_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32))
    bound_at: Mapped[datetime]
    used_at: Mapped[datetime]
