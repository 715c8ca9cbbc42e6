"""What is recorded of a home while it lasts: notice on it, and the child's changes of school."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class PlacementNotice(TenantScoped, Base):
    """That notice was `given` on `day`, by whom; or, with `given` False, that there was none on that day.

    `by` is one of `notice_given.BY`. A notice that was taken back keeps its row: `withdrawn_on`, with `because`.
    """

    __tablename__ = "placement_notices"
    __table_args__ = (
        to("children", "child_id"),
        to("placements", "placement_id"),
        to("people", "recorded_by_id"),
        Index(None, "tenant_id", "placement_id", "day"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    placement_id: Mapped[str] = mapped_column(String(32))
    given: Mapped[bool]
    day: Mapped[date]
    by: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[str] = mapped_column(String(32))
    recorded_by: Mapped[str]
    at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SchoolChange(TenantScoped, Base):
    """That a child left one school for another on `day`; either may be "", where there was or is none."""

    __tablename__ = "school_changes"
    __table_args__ = (
        to("children", "child_id"),
        to("people", "recorded_by_id"),
        Index(None, "tenant_id", "child_id", "day"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[str] = mapped_column(String(32))
    recorded_by: Mapped[str]
    at: Mapped[datetime]
