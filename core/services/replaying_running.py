"""The work on a replay, in a thread of this process. How far it is stands in its row, so that any process can show it,
and one whose process ended can be begun again; of two that work on the same replay only the later attempt goes on."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import select, update

from core import db
from core.adapters.logs import carried
from core.audit.entries import Trail
from core.domain.contrasting import compare
from core.domain.replayed import Tally
from core.models import Replay, Tenant
from core.registry import Registry
from core.services import replaying, replaying_loading
from core.services.committing import Busy, named
from core.services.desk import Actor, Desk

EVERY = 0.5
"""Seconds between two signs of life."""
AT_ONCE = 3
"""How many replays of one process are at work; others wait, so that pages keep connections to the database."""
WAITS = 5.0
"""Seconds between two signs of life of one that waits."""
log = structlog.get_logger("mooring")
_turns = threading.Semaphore(AT_ONCE)
_turn_of: defaultdict[str, threading.Semaphore] = defaultdict(threading.Semaphore)


class Stopped(Exception):
    """The replay was stopped, asked for anew, or begun by somebody else."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """One attempt at one replay, with what it needs from outside a request."""

    database_url: str
    registry: Registry
    clock: Callable[[], datetime]
    tenant: str
    replay_id: str
    attempt: int


def begin(work: Work) -> threading.Thread:
    """Start the work in a thread and come back at once. Its transaction must have been committed before."""
    thread = threading.Thread(target=carried(run), args=(work,), name=f"replay {work.replay_id}", daemon=True)
    thread.start()
    return thread


def run(work: Work) -> None:
    """Replay what waits, and write on the row what came of it; whatever goes wrong is written there too."""
    try:
        with _turn(work, _turn_of[work.tenant]), _turn(work, _turns):
            if not _change(work, ("waiting",), state="working", beat=work.clock()):
                return
            with db.session(work.database_url, work.tenant) as session, named():
                result = _replayed(work, _desk(work, session))
            _change(work, ("working",), state="done", result=result, beat=work.clock(), ended_at=work.clock())
    except Stopped:
        return
    except Busy:
        _fault(work, "The database was busy. Replay again in a minute.")
    except Exception as error:  # written on the replay and in the log: nobody waits for a thread
        reference = token_hex(4)
        kind = f"{type(error).__module__}.{type(error).__name__}"
        log.error("replay_fault", reference=reference, replay=work.replay_id, error=kind)
        _fault(work, f"Something went wrong on our side, and nothing was replayed. Reference {reference}.")


@dataclass(kw_only=True)
class Beat:
    """Signs of life, at most two a second, each in a transaction of its own; one that finds the database busy is left
    out. Raises `Stopped` where the replay is no longer this attempt's."""

    work: Work
    total: int
    last: float = field(default_factory=monotonic)

    def __call__(self, done: int) -> None:
        if monotonic() - self.last < EVERY:
            return
        self.last = monotonic()
        try:
            kept = _change(self.work, ("working",), done=done, total=self.total, beat=self.work.clock())
        except Busy:
            return
        if not kept:
            raise Stopped


@contextmanager
def _turn(work: Work, door: threading.Semaphore) -> Iterator[None]:
    """Inside, this replay is one of those at work: one of its authority, and a few of all. Raises `Stopped` where it is
    no longer this attempt's by then."""
    while not door.acquire(timeout=WAITS):
        with suppress(Busy):
            if not _change(work, ("waiting",), beat=work.clock()):
                raise Stopped
    try:
        yield
    finally:
        door.release()


def _replayed(work: Work, desk: Desk) -> dict[str, Any]:
    replay = desk.db.scalars(select(Replay).where(Replay.id == work.replay_id)).one()
    before, after = replaying.present(desk), replaying.considered(desk, replay.candidate)
    first, last = replay.first_day, replay.last_day
    asked = replaying_loading.endings(desk, first, last)
    calendar, tally = desk.calendar, Tally()
    _begun(work, len(asked))
    beat = Beat(work=work, total=len(asked))
    for past in replaying_loading.past(desk, asked):
        tally.add(compare(past, before, after, calendar))
        beat(tally.endings)
    faults = {"before": replaying.uncompiled(before, first, last), "after": replaying.uncompiled(after, first, last)}
    return tally.result | {
        "uncompiled": {
            side: [[one.first.isoformat(), one.last.isoformat(), one.because] for one in found]
            for side, found in faults.items()
        }
    }


def _begun(work: Work, total: int) -> None:
    if not _change(work, ("working",), done=0, total=total, beat=work.clock()):
        raise Stopped


def _desk(work: Work, session: db.TenantSession) -> Desk:
    tenant = session.scalars(select(Tenant).where(Tenant.id == work.tenant)).one()
    actor = Actor(user_id="", person_id="", name="Mooring")
    return Desk(db=session, tenant=tenant, actor=actor, registry=work.registry, now=work.clock())


def _fault(work: Work, problem: str) -> None:
    with suppress(Busy):  # then it gives no sign of life any more, and can be taken up again
        _change(work, replaying.AT_WORK, state="at fault", problem=problem, ended_at=work.clock())


def _change(work: Work, states: tuple[str, ...], **values: Any) -> bool:
    """Change the replay, if it is in one of these states and this attempt's; whether it was changed."""
    statement = update(Replay).where(
        Replay.id == work.replay_id, Replay.attempt == work.attempt, Replay.state.in_(states)
    )
    at = values.get("beat") or values.get("ended_at")
    trail = Trail(at=at, actor_name="Mooring", endpoint="replay", about="replay", about_id=work.replay_id)
    with db.session(work.database_url, work.tenant, writes=True, trail=trail) as session, named():
        found: Any = session.execute(statement.values(**values), execution_options={"synchronize_session": False})
        session.commit()
        return bool(found.rowcount)
