"""Replays of an authority's recent endings under a procedure that it considers: asked for, at work, done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Replay(TenantScoped, Base):
    """The last replay `about` one draft (its id). `candidate` is plugin -> settings; `before` and `after` are digests
    of the procedures compared, so that a finished replay is known to be still the one that is asked for.

    `state` is waiting, working, done, stopped or at fault. `attempt` counts how often it was begun: whoever works for
    an earlier attempt stops. `beat` is the last sign of life. `result` holds no name, id or day of anybody's case.
    """

    __tablename__ = "replays"
    __table_args__ = (to("people", "asked_by_id"), UniqueConstraint("tenant_id", "about"))

    about: Mapped[str] = mapped_column(String(40))
    candidate: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=0)
    beat: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[str | None] = mapped_column(String(32))
    asked_by: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
