"""Tokens by which programs read what one member of staff may read."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class ApiToken(TenantScoped, Base):
    """A token that a program sends. It acts as whoever made it, within `scopes` and no further than they may.

    `token_hash` is the SHA-256 of the token, which nobody has but the program.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        to("people", "person_id"),
        to("people", "revoked_by_id"),
        UniqueConstraint("tenant_id", "token_hash"),
        Index(None, "tenant_id", "person_id"),
    )

    name: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[str] = mapped_column(String(32))
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    scopes: Mapped[list[Any]]
    token_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[str | None] = mapped_column(String(32))
    revoked_by: Mapped[str] = mapped_column(default="")
    revoked_because: Mapped[str] = mapped_column(Text, default="")

    def state(self, now: datetime) -> str:
        """ "works", "revoked" or "expired"."""
        if self.revoked_at is not None:
            return "revoked"
        return "works" if now < self.expires_at else "expired"
