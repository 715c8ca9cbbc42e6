"""Before anything ends: a concern about a placement, and the plan of support that a meeting agrees and reviews."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Concern(TenantScoped, Base):
    """A concern about the stability of a placement, or an issue to be resolved in it.

    `state` is open (a decision waits), convened, declined (with `because`) or closed. `doubted` says whether the
    placement itself is thought unsuitable (None: nobody has said).
    """

    __tablename__ = "concerns"
    __table_args__ = (
        to("children", "child_id"),
        to("placements", "placement_id"),
        to("people", "raised_by_id"),
        Index(None, "tenant_id", "child_id", "day"),
        Index(None, "tenant_id", "state", "day"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    placement_id: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    raised_by_id: Mapped[str] = mapped_column(String(32))
    raised_by_name: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    worry: Mapped[str] = mapped_column(Text)
    going_well: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    doubted: Mapped[bool | None]
    state: Mapped[str] = mapped_column(String(12), default="open")
    because: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Plan(TenantScoped, Base):
    """A plan agreed at a meeting, reviewed by others until it is closed. `key` is the procedure's own (`SupportPlan`).

    `interval` counts `unit` (days, weeks or months) from one meeting to the next; `next_review` is the day that gives.
    `outcome` is the key of the outcome it was closed with.
    """

    __tablename__ = "plans"
    __table_args__ = (
        to("children", "child_id"),
        to("placements", "placement_id"),
        to("meetings", "meeting_id"),
        UniqueConstraint("tenant_id", "meeting_id", "key"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "state", "next_review"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    placement_id: Mapped[str] = mapped_column(String(32))
    meeting_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    clause: Mapped[str] = mapped_column(default="")
    aim: Mapped[str] = mapped_column(Text, default="")
    interval: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(8), default="weeks")
    agreed_with: Mapped[list[Any]] = mapped_column(default=list)
    agreed_on: Mapped[date | None]
    next_review: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="open")
    outcome: Mapped[str] = mapped_column(String(60), default="")
    because: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Support(TenantScoped, Base):
    """One thing in a plan that helps, and the core professional who sees to it. `state` is agreed, given or ended."""

    __tablename__ = "supports"
    __table_args__ = (to("plans", "plan_id"), to("people", "owner_id"), Index(None, "tenant_id", "plan_id", "position"))

    plan_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    how_often: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[str | None] = mapped_column(String(32))
    owner_name: Mapped[str] = mapped_column(default="")
    owner_role: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    progress: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="agreed")
    because: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PlanReview(TenantScoped, Base):
    """What a plan held when a meeting agreed or reviewed it: frozen, so that the next review can show what changed.

    `supports` are the plan's lines as they stood: text, owner, state, progress.
    """

    __tablename__ = "plan_reviews"
    __table_args__ = (
        to("plans", "plan_id"),
        to("meetings", "meeting_id"),
        UniqueConstraint("tenant_id", "plan_id", "meeting_id"),
    )

    plan_id: Mapped[str] = mapped_column(String(32))
    meeting_id: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    supports: Mapped[list[Any]] = mapped_column(default=list)
    interval: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(8), default="weeks")
    outcome: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
