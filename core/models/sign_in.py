"""What signing in leaves behind: sessions, recovery codes, links, tries. Like sign-ins they belong to no authority."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class UserSession(Base):
    """A session of a sign-in. `id` is the SHA-256 of a token that only its browser keeps.

    `via` is how it began: "password" or "oidc". `only_in` is the one authority that it opens, where it was that
    authority which vouched for the person. `second_factor_at` is None until a second factor was given in it;
    `by_link`: it began with a link that lets its owner set up a second factor.
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
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())


class RecoveryCode(Base):
    """A way past a lost second factor, good once. `id` is the SHA-256 of the code with its owner's id."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    used_at: Mapped[datetime | None]


class SignInLink(Base):
    """A link, good once and for a while. `id` is the SHA-256 of the token that stands in it.

    `kind` is "invitation" (a person of an authority chooses a password: `tenant_id`, `person_id` and `email`),
    "password" (the owner of a sign-in chooses a new one) or "second factor" (they set up a new one, with their
    password). A link of a sign-in holds while `bound` is the SHA-256 of its password's hash.
    """

    __tablename__ = "sign_in_links"
    __table_args__ = (Index(None, "tenant_id", "person_id"), Index(None, "user_id"), Index(None, "until"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tenant_id: Mapped[str | None] = mapped_column(ForeignKey("tenants.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str]
    bound: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A try that counts, at a password, a code or a link: one row for the account, one for the network address; `key`
    is a hash of it."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "key", "at"), Index(None, "at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
