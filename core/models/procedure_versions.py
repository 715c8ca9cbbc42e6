"""The versions of an authority's procedure: prepared, approved, and when each began to rule."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped


class ProcedureVersion(TenantScoped, Base):
    """A change of the procedure: `enabled` is plugin -> settings, whole; `plugins` their versions when it was approved.

    `state` is draft, asked (a second person is to approve), approved or withdrawn. `number` is given on approval; the
    draft was made from the version `based_on`. `worked_on` has everybody who chose any of it, as [id, name];
    `sent_back` is why the second person did not approve.
    """

    __tablename__ = "procedure_versions"
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)

    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    starts: Mapped[date | None]
    enabled: Mapped[dict[str, Any]] = mapped_column(default=dict)
    plugins: Mapped[list[Any]] = mapped_column(default=list)
    based_on: Mapped[int | None]
    because: Mapped[str] = mapped_column(Text, default="")
    prepared_by_id: Mapped[str | None] = mapped_column(String(32))
    prepared_by: Mapped[str] = mapped_column(default="")
    prepared_at: Mapped[datetime]
    worked_on: Mapped[list[Any]] = mapped_column(default=list)
    asked_at: Mapped[datetime | None]
    approved_by_id: Mapped[str | None] = mapped_column(String(32))
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    sent_back: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def authors(self) -> str:
        """Everybody who chose any of it, by name."""
        return " and ".join(name for _, name in self.worked_on) or self.prepared_by
