"""What signing in leaves behind: sessions, and tries that count. Like sign-ins they belong to no authority."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class UserSession(Base):
    """A session of a sign-in. `id` is the SHA-256 of a token that only its browser keeps.

    `via` is how it began: "password" or "oidc". `only_in` is the one authority that it opens, where it was that
    authority which vouched for the person. `second_factor_at` is None until a second factor was given in it.
    """

    __tablename__ = "user_sessions"
    __table_args__ = (Index(None, "user_id"), Index(None, "begun_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    via: Mapped[str] = mapped_column(String(12))
    only_in: Mapped[str | None] = mapped_column(ForeignKey("tenants.id"))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A try to sign in that counts: one row for the account, one for the network address; `key` is a hash of it."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "key", "at"), Index(None, "at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
