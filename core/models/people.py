"""People an authority names: its staff, and the carers, parents and professionals around a child."""

from datetime import date

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Person(TenantScoped, Base):
    """Somebody known by name; staff have a job title and may have a sign-in."""

    __tablename__ = "people"
    __table_args__ = (to("people", "manager_id"), Index(None, "tenant_id", "name"))

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
    """A role across the authority, with its days (`until` is the last)."""

    __tablename__ = "person_roles"
    __table_args__ = (to("people", "person_id"), Index(None, "tenant_id", "person_id"))

    person_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]


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
