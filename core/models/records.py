"""What is owed and what went out: tasks, outputs and their audiences, circulation, events, repeated forms."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class Task(TenantScoped, Base):
    """Something somebody owes: a decision, a confirmation, a step, a pack item, an offer, an action, a review.

    `state` is open, asked, done, received, not available or withdrawn; a task counts as owed while `done_on` is empty.
    `sum` is the arithmetic behind `due`; a date that is not `firm` is projected. `form` is how something came where it
    need not be a paper; `about_id` is the person whom an offer is made to; `read_on` when the chair had read it.
    `escalated_because` says why somebody other than the owner's manager was told that it is late.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        to("children", "child_id"),
        to("meetings", "meeting_id"),
        to("endings", "ending_id"),
        to("people", "owner_id"),
        to("people", "asked_by_id"),
        to("people", "about_id"),
        to("people", "escalated_to_id"),
        Index(None, "tenant_id", "escalated_to_id", "done_on", "due"),
        Index(None, "tenant_id", "owner_id", "done_on", "due", "id"),
        Index(None, "tenant_id", "asked_by_id", "done_on", "due"),
        Index(None, "tenant_id", "meeting_id", "kind", "position"),
        Index(None, "tenant_id", "child_id", "done_on"),
        Index(None, "tenant_id", "ending_id"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    child_id: Mapped[str] = mapped_column(String(32))
    meeting_id: Mapped[str | None] = mapped_column(String(32))
    ending_id: Mapped[str | None] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(40), default="")
    key: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[str] = mapped_column(default="")
    sum: Mapped[str] = mapped_column(Text, default="")
    owed_by: Mapped[str | None]
    owner_id: Mapped[str | None] = mapped_column(String(32))
    owner_name: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[str | None] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(60), default="")
    due: Mapped[date | None]
    firm: Mapped[bool] = mapped_column(default=True)
    flagged: Mapped[str] = mapped_column(default="")
    advise: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="open")
    because: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[str] = mapped_column(Text, default="")
    theme: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="", server_default="")
    about_id: Mapped[str | None] = mapped_column(String(32))
    about_name: Mapped[str] = mapped_column(default="", server_default="")
    read_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    escalated_to_id: Mapped[str | None] = mapped_column(String(32))
    escalated_to_name: Mapped[str] = mapped_column(default="", server_default="")
    escalated_on: Mapped[date | None]
    escalated_because: Mapped[str] = mapped_column(default="", server_default="")
    done_on: Mapped[date | None]
    done_by: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Output(TenantScoped, Base):
    """A record of a meeting with its audience (role keys, or "attended"). Outside it, it does not exist.

    `body` is what `written_by` writes; one that is `drafted` goes to people who are asked for corrections of fact, from
    `draft_sent_on` to `corrections_by`. `state` is draft, correction, corrected, agreed, sent, or
    withdrawn where it is not asked for any more.
    """

    __tablename__ = "outputs"
    __table_args__ = (to("meetings", "meeting_id"), UniqueConstraint("tenant_id", "meeting_id", "key"))

    meeting_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    part: Mapped[str] = mapped_column(String(40), default="")
    audience: Mapped[list[Any]] = mapped_column(default=list)
    sections: Mapped[list[Any]] = mapped_column(default=list)
    clause: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    text: Mapped[list[Any]] = mapped_column(default=list)
    written_by: Mapped[str | None]
    drafted: Mapped[bool] = mapped_column(default=False, server_default="0")
    body: Mapped[str] = mapped_column(Text, default="", server_default="")
    drafted_on: Mapped[date | None]
    draft_sent_on: Mapped[date | None]
    corrections_by: Mapped[date | None]
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Delivery(TenantScoped, Base):
    """One output to one recipient: prepared, checked by a person, sent, or withdrawn with a reason.

    `draft` is the draft that asks for corrections of fact; what is final goes again, in a row of its own.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        to("meetings", "meeting_id"),
        to("outputs", "output_id"),
        to("people", "person_id"),
        Index(None, "tenant_id", "meeting_id"),
        Index(None, "tenant_id", "person_id"),
    )

    meeting_id: Mapped[str] = mapped_column(String(32))
    output_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str]
    role: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    clause: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="prepared")
    draft: Mapped[bool] = mapped_column(default=False, server_default="0")
    because: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(default="")


class Event(TenantScoped, Base):
    """That somebody did something: one row a change, in the change's own transaction."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "tenant_id", "at", "id"),
        Index(None, "tenant_id", "meeting_id", "at"),
        Index(None, "tenant_id", "child_id", "at"),
        Index(None, "tenant_id", "about", "about_id", "at"),
    )

    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(String(32))
    actor_name: Mapped[str]
    verb: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(20), default="")
    about_id: Mapped[str] = mapped_column(String(40), default="")
    child_id: Mapped[str | None] = mapped_column(String(32))
    meeting_id: Mapped[str | None] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Answered(TenantScoped, Base):
    """The answer to a form that was sent: the same form sent again gets the same answer and does nothing."""

    __tablename__ = "answered"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    status: Mapped[int]
    location: Mapped[str] = mapped_column(default="")
