"""Children, where they have lived, and how each placement ended."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Child(TenantScoped, Base):
    """A child in care. `local_id` is the authority's own; `words` is what the child said, from whom and when."""

    __tablename__ = "children"
    __table_args__ = (
        UniqueConstraint("tenant_id", "local_id"),
        Index(None, "tenant_id", "name", "id"),
        Index(None, "tenant_id", "team"),
    )

    local_id: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    born: Mapped[date | None]
    date_of_death: Mapped[date | None]
    adopted_on: Mapped[date | None]
    sex: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    in_care_since: Mapped[date | None]
    care_plan: Mapped[str | None]
    care_plan_on: Mapped[date | None]
    education: Mapped[str | None]
    school: Mapped[str] = mapped_column(default="")
    school_since: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    words_from: Mapped[str] = mapped_column(default="")
    words_on: Mapped[date | None]
    history_from: Mapped[date | None]
    quarantined: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="worker")
    edited: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Placement(TenantScoped, Base):
    """Time with one carer or in one setting. None in a nullable fact means: nobody has recorded it.

    `planned` is "" for where a child has lived, "planned" for a home that is prepared and not yet moved into, "not
    taken" for one that came to nothing, with `not_taken` saying why.
    """

    __tablename__ = "placements"
    __table_args__ = (
        to("children", "child_id"),
        UniqueConstraint("tenant_id", "child_id", "started", "source_key"),
        Index(None, "tenant_id", "child_id", "started"),
        Index(None, "tenant_id", "carer_ref"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    source_key: Mapped[str] = mapped_column(String(60), default="")
    care_period: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=1)
    started: Mapped[date]
    started_at: Mapped[datetime | None]
    ended: Mapped[date | None]
    kind: Mapped[str | None]
    provider: Mapped[str | None]
    place_first: Mapped[str] = mapped_column(String(4), default="")
    place_last: Mapped[str] = mapped_column(String(4), default="")
    provider_code: Mapped[str] = mapped_column(String(4), default="")
    carer: Mapped[str] = mapped_column(default="")
    carer_ref: Mapped[str | None] = mapped_column(String(40))
    long_term: Mapped[bool | None]
    matched_at_panel: Mapped[bool | None]
    until_independence: Mapped[bool | None]
    emergency: Mapped[bool | None]
    urgent: Mapped[bool | None]
    commissioned: Mapped[bool | None]
    out_of_area: Mapped[bool | None]
    temp_absences: Mapped[int] = mapped_column(default=0)
    episodes: Mapped[int] = mapped_column(default=1)
    planned: Mapped[str] = mapped_column(String(10), default="", server_default="")
    not_taken: Mapped[str] = mapped_column(Text, default="", server_default="")
    source: Mapped[str] = mapped_column(default="worker")
    edited: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Ending(TenantScoped, Base):
    """How one placement ended. `unplanned` None waits in the queue "was this unplanned?".

    `state` is open (a decision waits), convened, asked (of a manager), declining (waits for confirmation), declined,
    or history (imported: no decision was asked for).
    """

    __tablename__ = "endings"
    __table_args__ = (
        to("children", "child_id"),
        to("placements", "placement_id"),
        to("placements", "next_placement_id"),
        to("people", "classified_by_id"),
        UniqueConstraint("tenant_id", "placement_id"),
        Index(None, "tenant_id", "child_id", "day"),
        Index(None, "tenant_id", "state", "day"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    placement_id: Mapped[str] = mapped_column(String(32))
    next_placement_id: Mapped[str | None] = mapped_column(String(32))
    day: Mapped[date]
    moment: Mapped[datetime | None]
    requested_at: Mapped[datetime | None]
    unplanned: Mapped[bool | None]
    abrupt: Mapped[bool | None]
    notice_by_carer: Mapped[bool | None]
    pathway_plan: Mapped[bool | None]
    complaint: Mapped[bool | None]
    education_disrupted: Mapped[bool | None]
    left_care: Mapped[bool] = mapped_column(default=False)
    reason_code: Mapped[str] = mapped_column(String(8), default="")
    what_happened: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    classified_by_id: Mapped[str | None] = mapped_column(String(32))
    classified_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="worker")
    edited: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Decision(TenantScoped, Base):
    """What was decided about one ending and one kind of meeting, by whom, why, and who confirmed it."""

    __tablename__ = "decisions"
    __table_args__ = (
        to("endings", "ending_id"),
        to("people", "by_id"),
        to("people", "confirmed_by_id"),
        Index(None, "tenant_id", "ending_id"),
    )

    ending_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str]
    choice: Mapped[str] = mapped_column(String(12))
    strength: Mapped[str] = mapped_column(default="")
    clause: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    confirmed_by_id: Mapped[str | None] = mapped_column(String(32))
    confirmed_by_name: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    confirmation: Mapped[str] = mapped_column(default="")
    confirmation_note: Mapped[str] = mapped_column(Text, default="")
