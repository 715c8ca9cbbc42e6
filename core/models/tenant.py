"""The few tables that belong to no authority: authorities, sign-ins, and who may enter where."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class Tenant(Base):
    """One authority. `versions` are the approved versions of its procedure, see `core.domain.versions`: what compiles
    hangs on this row alone, which every request reads, so that a change holds in every process at once."""

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    short: Mapped[str]
    accent: Mapped[str] = mapped_column(default="#3fa79a")
    nation: Mapped[str] = mapped_column(default="england")
    versions: Mapped[list[Any]] = mapped_column(default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closures: Mapped[list[Any]] = mapped_column(default=list)


class User(Base):
    """A sign-in: one person at one e-mail address, whichever authorities they work with."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None]


class Membership(Base):
    """That a sign-in may enter an authority, as which person there, between which days."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "tenant_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    tenant_id: Mapped[str] = mapped_column(ForeignKey("tenants.id"))
    person_id: Mapped[str] = mapped_column(String(32))
    until: Mapped[date | None]
