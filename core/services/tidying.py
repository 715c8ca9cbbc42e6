"""Housekeeping: what is merely technical goes once its time is over, as `core.domain.schedule` says. Nothing that is
under a legal hold goes, and what went is noted in numbers. A second run on the same day finds nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select

from core import db
from core.db import TenantSession
from core.domain.schedule import LINES
from core.models import (
    Answered,
    Child,
    ImportIssue,
    ImportRun,
    LegalHold,
    Notice,
    ProcedureVersion,
    Replay,
    SignInAttempt,
    SignInLink,
    Task,
    Tenant,
    UserSession,
)
from core.services import imports
from core.services.desk import Desk
from core.services.operating import operating
from core.settings import Settings

DRAFTS = timedelta(days=365)
"""So long a draft of the procedure waits for somebody to take it up."""
Over = Callable[[datetime], ColumnElement[bool]]

SHARED: dict[Any, Over] = {
    SignInAttempt: lambda before: SignInAttempt.at < before,
    UserSession: lambda before: UserSession.begun_at < before,
    SignInLink: lambda before: SignInLink.until < before,
}
"""Tables of no authority: which rows are past their time."""
OWN: dict[Any, Over] = {
    Answered: lambda before: Answered.at < before,
    Replay: lambda before: Replay.ended_at < before,
    Notice: lambda before: and_(Notice.seen_at < before, Notice.task_id.in_(_done()), Notice.task_id.not_in(_held())),
    ImportIssue: lambda before: and_(ImportIssue.run_id.in_(_runs(before)), ImportIssue.child.not_in(_held_ids())),
}
"""Tables of an authority, likewise; none of them has a row that a hold on a child keeps."""


def run_everywhere(settings: Settings, now: datetime) -> dict[str, dict[str, int]]:
    """Tidy what is shared, under "", and every authority; rows that went, by table, where any did. Raises `Refused`."""
    found = {"": _shared(settings, now)}
    with db.session(settings.database_url, None) as session:
        every = list(session.scalars(select(Tenant.id).order_by(Tenant.id)))
    for authority in every:
        with operating(settings, authority, now, name="Housekeeping") as desk:
            found[authority] = tidy(desk, settings)
    return {where: counts for where, counts in found.items() if counts}


def tidy(desk: Desk, settings: Settings) -> dict[str, int]:
    """Tidy one authority; nothing but answers to forms where everything is held."""
    counts: dict[str, int] = {}
    held = select(LegalHold.id).where(LegalHold.lifted_at.is_(None), LegalHold.child_id.is_(None))
    everything_held = desk.db.scalars(held.limit(1)).first() is not None
    for model, over in OWN.items():
        if model is Answered or not everything_held:
            _delete(desk.db, model, over(_before(model, desk.now)), counts)
    if not everything_held:
        drafts = and_(ProcedureVersion.state == "draft", ProcedureVersion.prepared_at < desk.now - DRAFTS)
        old = select(ProcedureVersion.id).where(drafts)
        _delete(desk.db, Replay, Replay.about.in_(list(desk.db.scalars(old))), counts)
        _delete(desk.db, ProcedureVersion, drafts, counts)
        given_up = imports.forget_old(desk, settings.upload_folder)
        counts |= {"uploads": given_up} if given_up else {}
    if counts:
        desk.note("tidied", "authority", desk.tenant.id, **counts)
    return counts


def _shared(settings: Settings, now: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    with db.session(settings.database_url, None, writes=True) as session:
        for model, over in SHARED.items():
            _delete(session, model, over(_before(model, now)), counts)
        session.commit()
    return counts


def _before(model: Any, now: datetime) -> datetime:
    return now - timedelta(days=LINES[model.__tablename__].days)


def _delete(session: TenantSession, model: Any, over: ColumnElement[bool], counts: dict[str, int]) -> None:
    done: Any = session.execute(delete(model).where(over), execution_options={"synchronize_session": False})
    if done.rowcount:
        counts[model.__tablename__] = counts.get(model.__tablename__, 0) + done.rowcount


def _done() -> Any:
    """Tasks that are done, so that nobody is reminded of them again."""
    return select(Task.id).where(Task.done_on.is_not(None))


def _held() -> Any:
    """Tasks of children whose record is held."""
    return select(Task.id).where(Task.child_id.in_(_held_children()))


def _held_ids() -> Any:
    return select(Child.local_id).where(Child.id.in_(_held_children()))


def _held_children() -> Any:
    return select(LegalHold.child_id).where(LegalHold.lifted_at.is_(None), LegalHold.child_id.is_not(None))


def _runs(before: datetime) -> Any:
    return select(ImportRun.id).where(ImportRun.at < before)
