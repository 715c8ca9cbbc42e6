"""Keeping and disposing of records: legal holds, disposals by two people, and authorities that left."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, new_id, to


class LegalHold(TenantScoped, Base):
    """That nothing of one child, or of the whole authority (`child_id` None), is disposed of until it is lifted."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        to("children", "child_id"),
        to("people", "placed_by_id"),
        to("people", "lifted_by_id"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "lifted_at", "review_on", "id"),
    )

    child_id: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    placed_by_id: Mapped[str] = mapped_column(String(32))
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]
    lifted_by_id: Mapped[str | None] = mapped_column(String(32))
    lifted_by: Mapped[str] = mapped_column(default="")
    lifted_at: Mapped[datetime | None]
    lifted_because: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Disposal(TenantScoped, Base):
    """That a child's record is to go: proposed by one person, answered by another.

    `state` is proposed, disposed, sent back or withdrawn. Once disposed, the row is all that is left: `mark` is a
    digest of the authority's own ID of the child, salted with the row's id, `counts` how many rows went from which
    table. `child_id` points to nothing any more then, so it is no foreign key. No name of a child stands here.
    """

    __tablename__ = "disposals"
    __table_args__ = (
        to("people", "proposed_by_id"),
        to("people", "answered_by_id"),
        Index(None, "tenant_id", "child_id", "state"),
        Index(None, "tenant_id", "state", "proposed_at", "id"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    reason: Mapped[str] = mapped_column(Text)
    kept_until: Mapped[date]
    rule: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[str] = mapped_column(String(32))
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    answered_by_id: Mapped[str | None] = mapped_column(String(32))
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    mark: Mapped[str] = mapped_column(String(64), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Offboarding(Base):
    """That an authority leaves: asked for by one operator, confirmed by a second; afterwards all that is left of it.

    `state` is asked, deleted (its rows are gone, its files may not be) or done. `code_hash` is of the code that the
    second operator types; `manifest` the digest of the export's list of files; `counts` rows by table. It belongs to no
    authority, because there is none any more.
    """

    __tablename__ = "offboardings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    state: Mapped[str] = mapped_column(String(12), default="asked")
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    manifest: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
