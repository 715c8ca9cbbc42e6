"""The work on an upload, in a thread of this process: checking it, and loading it. What is going on stands in the run's
row, so that any page can show it and a run whose process ended can be taken up again."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import select, update

from core import db
from core.adapters.logs import carried
from core.adapters.ssda903 import ChildReturn, Return, UnreadableFile, read_return
from core.audit.entries import Trail
from core.db import TenantSession
from core.domain.days import local_day
from core.models import ImportRun, Tenant
from core.registry import Registry
from core.services import sight
from core.services.committing import Busy, named
from core.services.desk import Actor, Desk, Refused, Stale
from core.services.imports_files import drop, folder, sources
from core.services.imports_issues import IssueRows, forget
from core.services.imports_loading import load

EVERY = 0.5
"""Seconds between two signs of life."""
log = structlog.get_logger("mooring")


class Stopped(Exception):
    """The run was cancelled, or somebody began a later attempt."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """One attempt at checking or loading one run, with what it needs from outside a request."""

    database_url: str
    uploads: Path
    registry: Registry
    clock: Callable[[], datetime]
    tenant: str
    run_id: str
    attempt: int

    @property
    def place(self) -> Path:
        """Where the run's files are."""
        return folder(self.uploads, self.tenant, self.run_id)

    @property
    def trail(self) -> Trail:
        """The work itself acts, where nobody's name stands."""
        return Trail(at=self.clock(), actor_name="Mooring", endpoint="import", about="import", about_id=self.run_id)


def begin(work: Work) -> threading.Thread:
    """Start the work in a thread and come back at once. Its transaction must have been committed before."""
    thread = threading.Thread(target=carried(run), args=(work,), name=f"import {work.run_id}", daemon=True)
    thread.start()
    return thread


def run(work: Work) -> None:
    """Check or load, as the run's state says; whatever goes wrong is written on the run."""
    state = ""
    try:
        with db.session(work.database_url, work.tenant) as session:
            found = session.scalar(select(ImportRun).where(ImportRun.id == work.run_id))
        if found is None or found.attempt != work.attempt or found.state not in ("checking", "loading"):
            return
        state = found.state
        with named():
            (_check if state == "checking" else _load)(work, found)
    except Stopped:
        return
    except UnreadableFile as unreadable:
        _end(work, "unreadable", str(unreadable))
    except (Refused, Busy, Stale) as said:
        _end(work, "uploaded" if state == "checking" else "checked", _sentence(said))
    except Exception as error:  # written on the run and in the log: nobody waits for a thread
        reference = token_hex(4)
        log.error(
            "import_fault",
            reference=reference,
            run=work.run_id,
            error=f"{type(error).__module__}.{type(error).__name__}",
        )
        sentence = f"Something went wrong on our side, and nothing was loaded. Reference {reference}."
        _end(work, "uploaded" if state == "checking" else "checked", sentence)


def _sentence(said: Exception) -> str:
    if isinstance(said, Stale):
        return "Somebody changed one of these children meanwhile. Nothing was loaded: load again."
    return str(said) if isinstance(said, Refused) else "The database is busy. Try again in a minute."


@dataclass(kw_only=True)
class Beat:
    """Signs of life: what is going on and how far, in a transaction of its own, at most twice a second.

    `quiet` while a transaction of ours holds SQLite's one write lock.
    """

    work: Work
    last: float = 0.0
    quiet: bool = False
    now: str = ""
    over: list[str] = field(default_factory=list)

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what != self.now:
            self.over += [self.now] if self.now else []
            self.now = what
        if self.quiet or monotonic() - self.last < EVERY:
            return
        progress = {"what": what, "done": done, "total": total, "over": self.over}
        if not _update(self.work, progress=progress, beat=self.work.clock()):
            raise Stopped
        self.last = monotonic()


def _check(work: Work, found: ImportRun) -> None:
    beat = Beat(work=work)
    result = read_return(sources(work.place, found.files), [], today=local_day(work.clock()), progress=beat)
    with db.session(work.database_url, work.tenant, writes=True, trail=work.trail) as session:
        forget(session, work.run_id)
        session.commit()
        issues = IssueRows(db=session, run_id=work.run_id)
        issues.add_all(result.file_issues, first=True)
        for child in result:
            issues.add(child)
            if not issues.waiting:
                session.commit()
        issues.close()
        session.commit()
    summary = result.summary()
    plan = _rehearse(work, found, result, beat)
    _update(work, state="checked", summary=summary | {"plan": plan}, progress={}, beat=work.clock())


def _rehearse(work: Work, found: ImportRun, result: Return, beat: Beat) -> dict[str, int]:
    """Load everything and keep nothing: what loading will do, exactly."""
    with db.session(work.database_url, work.tenant, writes=True) as session:
        try:
            return _loaded(work, found, result, session, beat, "working out what loading will do")
        finally:
            session.rollback()


def _load(work: Work, found: ImportRun) -> None:
    beat = Beat(work=work)
    result = read_return(sources(work.place, found.files), [], today=local_day(work.clock()), progress=beat)
    with db.session(work.database_url, work.tenant, writes=True) as session:
        counts = _loaded(work, found, result, session, beat, "loading children")
        summary = {**found.summary, **result.summary(), "loaded": counts}
        if not _set(session, work, state="loaded", summary=summary, progress={}, beat=work.clock()):
            raise Stopped
        session.commit()
    drop(work.place)


def _loaded(
    work: Work, found: ImportRun, result: Return, session: TenantSession, beat: Beat, what: str
) -> dict[str, int]:
    tenant = session.scalars(select(Tenant).where(Tenant.id == work.tenant)).one()
    actor = Actor(user_id="", person_id=found.by_id or "", name=found.by_name)
    desk = Desk(db=session, tenant=tenant, actor=actor, registry=work.registry, now=work.clock())
    beat.quiet = session.get_bind().dialect.name == "sqlite"
    try:
        total = found.summary.get("children")
        unseen = sight.hidden_from(session, actor.person_id, desk.now)
        return load(desk, work.run_id, _children(result), lambda done: beat(what, done, total), unseen=unseen)
    finally:
        beat.quiet = False


def _children(result: Return) -> Iterator[ChildReturn]:
    yield from result


def _end(work: Work, state: str, problem: str) -> None:
    _update(work, state=state, problem=problem, progress={}, beat=work.clock())


def _update(work: Work, **values: Any) -> bool:
    with db.session(work.database_url, work.tenant, writes=True, trail=work.trail) as session:
        kept = _set(session, work, **values)
        session.commit()
        return kept


def _set(session: TenantSession, work: Work, **values: Any) -> bool:
    """Change the run, unless it was cancelled or a later attempt began; whether it was changed."""
    statement = update(ImportRun).where(
        ImportRun.id == work.run_id, ImportRun.attempt == work.attempt, ImportRun.state.in_(("checking", "loading"))
    )
    done: Any = session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    return bool(done.rowcount)
