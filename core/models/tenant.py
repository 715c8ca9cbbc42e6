"""The few tables that belong to no authority: authorities, sign-ins, and who may enter where."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class Tenant(Base):
    """One authority. `versions` are the approved versions of its procedure, see `core.domain.versions`: what compiles
    hangs on this row alone, which every request reads, so that a change holds in every process at once.

    `second_factor` is the operator's to set, not the authority's: whether it is entered with a second factor only.
    """

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    accent: Mapped[str] = mapped_column(default="#3fa79a")
    nation: Mapped[str] = mapped_column(default="england")
    versions: Mapped[list[Any]] = mapped_column(default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closures: Mapped[list[Any]] = mapped_column(default=list)
    second_factor: Mapped[bool] = mapped_column(default=True, server_default=true())


class User(Base):
    """A sign-in: one person at one e-mail address, whichever authorities they work with.

    `factor` is the secret of their second factor, sealed, set up at `factor_since`; `factor_step` the last 30 seconds
    whose code was taken. `factor_by_link`: it was reset, so a password alone does not open the way to a new one.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None]
    factor: Mapped[str] = mapped_column(Text, default="", server_default="")
    factor_since: Mapped[datetime | None]
    factor_step: Mapped[int] = mapped_column(default=0, server_default="0")
    factor_by_link: Mapped[bool] = mapped_column(default=False, server_default=false())


class Membership(Base):
    """That a sign-in may enter an authority, as which person there, between which days."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "tenant_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    person_id: Mapped[str] = mapped_column(String(32))
    until: Mapped[date | None]
