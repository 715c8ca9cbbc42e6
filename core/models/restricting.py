"""Children's records that only named people may open, for how long, and who opened one all the same."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to

IN_FORCE = text("ended = ''")


class Restriction(TenantScoped, Base):
    """That a child's record is restricted until somebody lifts it; past `review_on` it stays so, to be looked at again.

    A row is never changed but to end it: renewing, or choosing other readers, ends one and begins the next, so that one
    at most is in force. `ended` is "", renewed or lifted.
    """

    __tablename__ = "restrictions"
    __table_args__ = (
        to("children", "child_id"),
        to("people", "set_by_id"),
        to("people", "ended_by_id"),
        Index(None, "tenant_id", "ended", "child_id"),
        Index(None, "tenant_id", "child_id", "set_at"),
        Index(None, "tenant_id", "child_id", unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    set_at: Mapped[datetime]
    set_by_id: Mapped[str] = mapped_column(String(32))
    set_by: Mapped[str]
    ended: Mapped[str] = mapped_column(String(8), default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(32))
    ended_by: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RestrictionReader(TenantScoped, Base):
    """Somebody who may open the record while one restriction lasts."""

    __tablename__ = "restriction_readers"
    __table_args__ = (
        to("restrictions", "restriction_id"),
        to("people", "person_id"),
        Index(None, "tenant_id", "restriction_id", "person_id", unique=True),
    )

    restriction_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(String(32))


class Opening(TenantScoped, Base):
    """That somebody whom a restriction keeps out opened the record, or tried to: `asked` is the ID they gave, and a try
    that opened nothing has no child. It is open `until` a moment, or until they closed it.

    `told` are the people whom Mooring told, as [id, name]. `verdict` is "", justified or not justified.
    """

    __tablename__ = "openings"
    __table_args__ = (
        to("children", "child_id"),
        to("people", "person_id"),
        to("people", "reviewed_by_id"),
        Index(None, "tenant_id", "person_id", "at"),
        Index(None, "tenant_id", "child_id", "until"),
    )

    person_id: Mapped[str] = mapped_column(String(32))
    person_name: Mapped[str]
    asked: Mapped[str] = mapped_column(String(20))
    child_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    told: Mapped[list[Any]] = mapped_column(default=list)
    verdict: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[str | None] = mapped_column(String(32))
    reviewed_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
