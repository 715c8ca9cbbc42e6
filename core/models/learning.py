"""Learning across meetings: reports made from the records, gatherings that see recommendations through, and notices."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class LearningReport(TenantScoped, Base):
    """One report over one period. While a draft its figures are made anew; once issued, `figures` and `sources` (ids of
    the records it was made from, with their versions) are frozen. `comment` is what its author adds, without names."""

    __tablename__ = "learning_reports"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key", "first_day"),
        Index(None, "tenant_id", "state", "last_day"),
    )

    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    clause: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    to: Mapped[list[Any]] = mapped_column(default=list)
    measures: Mapped[list[Any]] = mapped_column(default=list)
    about: Mapped[list[Any]] = mapped_column(default=list)
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    comment: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GatheringHeld(TenantScoped, Base):
    """One time that people met to collate learning or to see recommendations through. `state` is open or closed;
    `learned` is what they learned, as [theme, text]; `put_forward` what they ask the role `put_to` to change."""

    __tablename__ = "gatherings_held"
    __table_args__ = (Index(None, "tenant_id", "key", "day"),)

    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    clause: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    present: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[list[Any]] = mapped_column(default=list)
    put_forward: Mapped[str] = mapped_column(Text, default="")
    put_to: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    by_name: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Looked(TenantScoped, Base):
    """That a gathering looked at one recommendation, and what it found."""

    __tablename__ = "looked"
    __table_args__ = (
        to("gatherings_held", "gathering_id"),
        to("recommendations", "recommendation_id"),
        UniqueConstraint("tenant_id", "gathering_id", "recommendation_id"),
    )

    gathering_id: Mapped[str] = mapped_column(String(32))
    recommendation_id: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(String(16), default="")
    after: Mapped[str] = mapped_column(String(16), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str]
    at: Mapped[datetime]


class Notice(TenantScoped, Base):
    """Something Mooring tells one person: a reminder, an escalation, an answer. One of each `key`; no case detail."""

    __tablename__ = "notices"
    __table_args__ = (
        to("people", "person_id"),
        to("tasks", "task_id"),
        to("meetings", "meeting_id"),
        UniqueConstraint("tenant_id", "person_id", "key"),
        Index(None, "tenant_id", "person_id", "seen_at"),
    )

    person_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    task_id: Mapped[str | None] = mapped_column(String(32))
    meeting_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
