"""Runs of an import: what was uploaded, what was found row by row, and where a file and a worker disagree."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantScoped, to


class ImportRun(TenantScoped, Base):
    """One import. `state` is uploaded, checking, checked, loading, loaded, unreadable or cancelled.

    `attempt` counts how often checking or loading was begun: whoever works for an earlier attempt stops. `beat` is the
    last sign of life of the work going on. `summary` holds what was found, and what loading will do or did.
    """

    __tablename__ = "import_runs"
    __table_args__ = (to("people", "by_id"), Index(None, "tenant_id", "at"))

    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(String(32))
    by_name: Mapped[str]
    state: Mapped[str] = mapped_column(String(12), default="uploaded")
    files: Mapped[list[Any]] = mapped_column(default=list)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=0)
    beat: Mapped[datetime | None]


class ImportIssue(TenantScoped, Base):
    """One line of a run's report; columns as in the report file."""

    __tablename__ = "import_issues"
    __table_args__ = (to("import_runs", "run_id"), Index(None, "tenant_id", "run_id", "number"))

    run_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    file: Mapped[str]
    line: Mapped[int]
    child: Mapped[str] = mapped_column(String(40))
    column: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(10))
    action: Mapped[str] = mapped_column(Text)


class ImportConflict(TenantScoped, Base):
    """A field that a worker edited and a later file says otherwise; the worker's value stands until settled."""

    __tablename__ = "import_conflicts"
    __table_args__ = (
        to("import_runs", "run_id"),
        to("children", "child_id"),
        Index(None, "tenant_id", "run_id"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "settled", "id"),
    )

    run_id: Mapped[str] = mapped_column(String(32))
    child_id: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(12))
    about_id: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(40))
    ours: Mapped[str]
    theirs: Mapped[str]
    settled: Mapped[str] = mapped_column(String(12), default="")
    settled_by: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
