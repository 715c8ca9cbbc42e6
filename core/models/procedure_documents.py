"""An authority's own document of its procedure, as it was uploaded, beside the rules that Mooring follows."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class ProcedureDocument(TenantScoped, Base):
    """One uploaded document. `kind` is a key of `core.adapters.documents.KINDS`; `dated` the date that the document
    gives itself.

    A document that another replaced stays readable. One that was taken away (`removed_at`) is empty: the row says that
    it was there, who took it away and why.
    """

    __tablename__ = "procedure_documents"
    __table_args__ = (
        to("people", "uploaded_by_id"),
        to("procedure_documents", "replaces_id"),
        Index(None, "tenant_id", "uploaded_at"),
    )

    title: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    dated: Mapped[date | None]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[str | None] = mapped_column(String(32))
    uploaded_by: Mapped[str]
    replaces_id: Mapped[str | None] = mapped_column(String(32))
    replaced_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")
    removed_because: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def current(self) -> bool:
        """Whether it stands beside the procedure today."""
        return self.replaced_at is None and self.removed_at is None
