"""People an authority names: its staff, and the carers, parents and professionals around a child."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, String, Text, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Person(TenantScoped, Base):
    """Somebody known by name; staff have a job title and may have a sign-in."""

    __tablename__ = "people"
    __table_args__ = (
        to("people", "manager_id"),
        Index(None, "tenant_id", "name"),
        Index(None, "tenant_id", "manager_id"),
    )

    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    manager_id: Mapped[str | None] = mapped_column(String(32))
    staff: Mapped[bool] = mapped_column(default=True)
    employed_here: Mapped[bool] = mapped_column(default=True)
    operational: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PersonRole(TenantScoped, Base):
    """A role across the authority, with its days (`until` is the last).

    `through` is "oidc" where single sign-on gives it and takes it away; "" for one that people gave.
    """

    __tablename__ = "person_roles"
    __table_args__ = (to("people", "person_id"), Index(None, "tenant_id", "person_id"))

    person_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    through: Mapped[str] = mapped_column(String(12), default="", server_default="")

    @classmethod
    def held_on(cls, day: Any) -> ColumnElement[bool]:
        """The condition that a role is in force on `day`, a date or a parameter that stands for one."""
        return and_(or_(cls.since.is_(None), cls.since <= day), or_(cls.until.is_(None), cls.until >= day))


class RoleGiven(TenantScoped, Base):
    """That somebody gave a role across the authority: the row of the role itself is made once it takes effect.

    `state` is waiting (for a second person), confirmed, alone (there was no second person), refused or withdrawn; a
    role that was never given by anybody here came with the authority. `role_id` is the role that was made.
    """

    __tablename__ = "roles_given"
    __table_args__ = (
        to("people", "person_id"),
        to("people", "given_by_id"),
        to("people", "answered_by_id"),
        to("person_roles", "role_id"),
        Index(None, "tenant_id", "person_id", "given_at"),
        Index(None, "tenant_id", "state"),
    )

    person_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    given_by_id: Mapped[str] = mapped_column(String(32))
    given_by_name: Mapped[str]
    given_at: Mapped[datetime]
    answered_by_id: Mapped[str | None] = mapped_column(String(32))
    answered_by_name: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    role_id: Mapped[str | None] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Team(TenantScoped, Base):
    """A team of the authority's own list. People and children carry its name; `former` are names it had before."""

    __tablename__ = "teams"
    __table_args__ = (to("people", "manager_id"), UniqueConstraint("tenant_id", "name"))

    name: Mapped[str] = mapped_column(String(100))
    manager_id: Mapped[str | None] = mapped_column(String(32))
    former: Mapped[list[Any]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CaseRole(TenantScoped, Base):
    """A role for one child: social worker, reviewing officer, mother, carer of one placement …"""

    __tablename__ = "case_roles"
    __table_args__ = (
        to("people", "person_id"),
        to("children", "child_id"),
        to("placements", "placement_id"),
        UniqueConstraint("tenant_id", "child_id", "person_id", "role", "placement_id"),
        Index(None, "tenant_id", "person_id"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    placement_id: Mapped[str | None] = mapped_column(String(32))
    since: Mapped[date | None]
    until: Mapped[date | None]
