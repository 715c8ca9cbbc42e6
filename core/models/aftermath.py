"""What a record goes through after the meeting: its versions, corrections of fact, and the body that considers it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class OutputVersion(TenantScoped, Base):
    """A text that an output once had, as it was saved, sent as a draft, or made final; never changed afterwards."""

    __tablename__ = "output_versions"
    __table_args__ = (to("outputs", "output_id"), UniqueConstraint("tenant_id", "output_id", "number"))

    output_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    stage: Mapped[str] = mapped_column(String(12))
    text: Mapped[list[Any]] = mapped_column(default=list)
    by_id: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str]
    at: Mapped[datetime]


class Correction(TenantScoped, Base):
    """What somebody says is wrong in a draft they were sent. `state` is open, accepted, beside (recorded beside the
    text, not merged) or declined; `answer` is the chair's word on it. Where a worker wrote it down for somebody,
    `recorded_by` is the worker (by `recorded_by_id`, as two may have one name) and `way` how it reached them."""

    __tablename__ = "corrections"
    __table_args__ = (
        to("meetings", "meeting_id"),
        to("outputs", "output_id"),
        to("people", "person_id"),
        Index(None, "tenant_id", "meeting_id"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    output_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    passage: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text, default="")
    received_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[str | None] = mapped_column(String(32))
    way: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answered_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Referral(TenantScoped, Base):
    """A meeting before a panel or body: exactly the outputs that were sent, its date, and what it made of them.

    `state` is sent, dated or considered, or withdrawn with `because`.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        to("meetings", "meeting_id"),
        UniqueConstraint("tenant_id", "meeting_id", "route"),
        Index(None, "tenant_id", "state", "panel_date"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    route: Mapped[str] = mapped_column(String(60))
    panel: Mapped[str]
    via: Mapped[str | None]
    readers: Mapped[list[Any]] = mapped_column(default=list)
    output_ids: Mapped[list[Any]] = mapped_column(default=list)
    clause: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="sent")
    because: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    panel_date: Mapped[date | None]
    papers_due: Mapped[date | None]
    attendance: Mapped[bool | None]
    attendance_note: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    considered_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_by: Mapped[str] = mapped_column(default="")
    outcome_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
