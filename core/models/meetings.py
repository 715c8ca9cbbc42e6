"""Meetings, their parts, who was asked, what was departed from, and what was said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Meeting(TenantScoped, Base):
    """One meeting of one kind. `pin` holds plugins and versions, edition, settings and digest it was proposed under.

    It comes from an ending, a concern, a placement's start, or the meeting before it (`previous_id`), whose anchor and
    pin it keeps. `wanted_by` is the day agreed for it, where one was. `outcome` is the key of what it came to.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        to("children", "child_id"),
        to("placements", "placement_id"),
        to("endings", "ending_id"),
        to("concerns", "concern_id"),
        to("meetings", "previous_id"),
        to("placements", "start_of_id"),
        to("people", "chair_id"),
        to("people", "minute_taker_id"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "stage", "day", "id"),
        Index(None, "tenant_id", "chair_id", "day"),
        UniqueConstraint("tenant_id", "ending_id", "kind"),
        UniqueConstraint("tenant_id", "concern_id", "kind"),
        UniqueConstraint("tenant_id", "start_of_id", "kind"),
        UniqueConstraint("tenant_id", "previous_id", "kind"),
    )

    child_id: Mapped[str] = mapped_column(String(32))
    placement_id: Mapped[str] = mapped_column(String(32))
    ending_id: Mapped[str | None] = mapped_column(String(32))
    concern_id: Mapped[str | None] = mapped_column(String(32))
    start_of_id: Mapped[str | None] = mapped_column(String(32))
    previous_id: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[str]
    title: Mapped[str]
    family: Mapped[str] = mapped_column(String(12))
    stage: Mapped[str] = mapped_column(String(12), default="proposed")
    anchor: Mapped[str]
    anchor_day: Mapped[date]
    day: Mapped[date | None]
    pin: Mapped[dict[str, Any]] = mapped_column(default=dict)
    arranged_by: Mapped[str | None]
    chair_id: Mapped[str | None] = mapped_column(String(32))
    chair_name: Mapped[str] = mapped_column(default="")
    chair_standing: Mapped[str] = mapped_column(default="")
    minute_taker_id: Mapped[str | None] = mapped_column(String(32))
    voice: Mapped[str] = mapped_column(String(12), default="")
    voice_note: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wanted_by: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(60), default="", server_default="")
    outcome_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    outcome_on: Mapped[date | None]
    outcome_by: Mapped[str] = mapped_column(default="", server_default="")
    held_on: Mapped[date | None]
    agreed_on: Mapped[date | None]
    circulated_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MeetingPart(TenantScoped, Base):
    """One part of a meeting, with its own day, time, place and record; a meeting in one part has the key "main"."""

    __tablename__ = "meeting_parts"
    __table_args__ = (to("meetings", "meeting_id"), UniqueConstraint("tenant_id", "meeting_id", "key"))

    meeting_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    day: Mapped[date | None]
    starts: Mapped[str] = mapped_column(String(5), default="")
    ends: Mapped[str] = mapped_column(String(5), default="")
    place: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class Invitation(TenantScoped, Base):
    """One person (or role still without a name) asked to one part; `left_out` says why somebody listed is not asked."""

    __tablename__ = "invitations"
    __table_args__ = (
        to("meetings", "meeting_id"),
        to("people", "person_id"),
        Index(None, "tenant_id", "meeting_id"),
        Index(None, "tenant_id", "person_id"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(40), default="main")
    role: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(default="")
    how: Mapped[str] = mapped_column(default="")
    supported_by: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(String(20), default="not invited yet")
    attended: Mapped[bool | None]
    left_out: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[str] = mapped_column(default="")
    strength: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Judgement(TenantScoped, Base):
    """A departure from the procedure, or a judgement it asks for: what, why, by whom; shown ever after."""

    __tablename__ = "judgements"
    __table_args__ = (to("meetings", "meeting_id"), to("people", "by_id"), Index(None, "tenant_id", "meeting_id"))

    meeting_id: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(20))
    clause: Mapped[str] = mapped_column(default="")
    party: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text)
    usual: Mapped[str] = mapped_column(default="")
    chosen: Mapped[str] = mapped_column(default="")
    by_id: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str]
    at: Mapped[datetime]


class Minute(TenantScoped, Base):
    """The record of one theme in one part; every saved text is kept as a version. One that is `withdrawn` is not asked
    for any more, and nothing was written of it."""

    __tablename__ = "minutes"
    __table_args__ = (
        to("meetings", "meeting_id"),
        UniqueConstraint("tenant_id", "meeting_id", "part", "theme"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(40), default="main")
    theme: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    prompts: Mapped[list[Any]] = mapped_column(default=list)
    clause: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default="0")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MinuteVersion(TenantScoped, Base):
    """A text that a theme once held."""

    __tablename__ = "minute_versions"
    __table_args__ = (to("minutes", "minute_id"), UniqueConstraint("tenant_id", "minute_id", "version"))

    minute_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str]
    at: Mapped[datetime]


class Recommendation(TenantScoped, Base):
    """What the meeting recommends to a body; an action (a task) is owed by a person instead.

    `state` is open, accepted, not accepted or done; `response` is what the body said, `progress` how far it is.
    """

    __tablename__ = "recommendations"
    __table_args__ = (
        to("meetings", "meeting_id"),
        Index(None, "tenant_id", "meeting_id"),
        Index(None, "tenant_id", "state", "id"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(40), default="main")
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16), default="open", server_default="open")
    response: Mapped[str] = mapped_column(Text, default="", server_default="")
    responded_on: Mapped[date | None]
    responded_by: Mapped[str] = mapped_column(default="", server_default="")
    progress: Mapped[str] = mapped_column(Text, default="", server_default="")
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
