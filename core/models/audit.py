"""The audit of each authority: entries that are only ever added, chained by hash, and the head of each chain.

Nothing here is changed or deleted by Mooring: the database forbids it. Rows are written by `core.audit` alone.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, PrimaryKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped


class AuditEntry(TenantScoped, Base):
    """One entry. `entry` is all of it as JSON, and what `hash` stands for; the other columns repeat what is searched.

    `kind` is change, send, export, read, refusal, sign_in or operator.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "seq"),
        Index(None, "tenant_id", "child_id", "seq"),
        Index(None, "tenant_id", "actor_id", "seq"),
        Index(None, "tenant_id", "kind", "seq"),
        Index(None, "tenant_id", "at"),
    )

    id = None  # type: ignore[assignment]  # its number is its key
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    request_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[str] = mapped_column(String(32))
    actor_name: Mapped[str]
    verb: Mapped[str] = mapped_column(String(60))
    endpoint: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[str] = mapped_column(String(64))
    child_id: Mapped[str | None] = mapped_column(String(32))
    entry: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(TenantScoped, Base):
    """How far an authority's chain goes: the number and hash of its last entry."""

    __tablename__ = "audit_heads"

    id = None  # type: ignore[assignment]  # one for each authority
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime | None]
