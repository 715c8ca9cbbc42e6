"""The replay of an authority's recent endings under a procedure that it considers: asking for one, looking at it,
stopping it. Nothing of a replay is kept but its own row, and nobody is told of it. The work itself goes on beside the
request, see `replaying_running`; what is compared stands in `core.domain.replaying`."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from core.domain.compiling import CannotCompile, Procedure
from core.domain.replaying import Timeline
from core.domain.versions import Enabled
from core.models import Replay
from core.services.desk import Desk, Missing, Refused

AT_WORK = ("waiting", "working")
STALE = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Uncompiled:
    """Days, from `first` to `last`, for which a procedure does not compile; `because` are sentences."""

    first: date
    last: date
    because: str


def present(desk: Desk) -> Timeline:
    """The authority's own procedure by day, as its versions rule; where a plugin is at fault it raises why."""

    def ruling(day: date) -> tuple[int, Enabled]:
        version = desk.version(day)
        return (version.number, version.enabled) if version else (0, {})

    return _by_day(desk, ruling)


def considered(desk: Desk, candidate: Enabled) -> Timeline:
    """The procedure that these plugins and settings make for a day, as if they had always run."""
    return _by_day(desk, lambda day: (0, candidate))


def ask(desk: Desk, about: str, candidate: Enabled, first: date, last: date, *, again: bool = False) -> Replay:
    """The replay of the endings from `first` to `last`, both included, under `candidate` for the draft `about`.

    One that is done for the same two procedures and days is used again, unless `again`; one that somebody is at work on
    goes on. Else it waits (state "waiting") to be begun by whoever asked, once this transaction is committed.
    Refused where the candidate compiles for no day of the period.
    """
    if first > last:
        raise Refused("The first day of a replay comes before its last.")
    faults = uncompiled(considered(desk, candidate), first, last)
    if len(faults) == 1 and (faults[0].first, faults[0].last) == (first, last):
        raise Refused(f"These settings cannot be replayed. {faults[0].because}")
    replay = desk.db.scalar(select(Replay).where(Replay.about == about).with_for_update())
    asked = _asked(desk, candidate, first, last)
    if replay is None:
        replay = Replay(about=about, attempt=0)
        desk.db.add(replay)
    elif _answers(replay, asked) and ((replay.state == "done" and not again) or working(replay, desk.now)):
        return replay
    replay.candidate = {name: dict(settings) for name, settings in candidate.items()}
    replay.before, replay.after, replay.first_day, replay.last_day = asked
    replay.asked_at, replay.asked_by_id, replay.asked_by = desk.now, desk.actor.person_id or None, desk.actor.name
    _wait(replay, desk.now)
    desk.db.flush()
    return replay


def of(desk: Desk, about: str) -> Replay | None:
    """The last replay asked for about this draft; None where nobody has asked."""
    return desk.db.scalar(select(Replay).where(Replay.about == about))


def find(desk: Desk, about: str) -> Replay:
    """As `of`; `Missing` where there is none."""
    replay = of(desk, about)
    if replay is None:
        raise Missing(about)
    return replay


def working(replay: Replay, now: datetime) -> bool:
    """Whether somebody is at work on it, or about to be, and has given a sign of life within half a minute."""
    return replay.state in AT_WORK and replay.beat is not None and now - replay.beat < STALE


def interrupted(replay: Replay, now: datetime) -> bool:
    """Whether the process that worked on it has ended in the middle."""
    return replay.state in AT_WORK and not working(replay, now)


def take_up(desk: Desk, replay: Replay) -> Replay:
    """Begin again what was interrupted, stopped or at fault; unchanged where it is done or somebody works on it."""
    if replay.state != "done" and not working(replay, desk.now):
        _wait(replay, desk.now)
        desk.db.flush()
    return replay


def stop(desk: Desk, about: str) -> None:
    """Stop a replay, wherever it is at work; nothing of it is kept. One that has ended stays as it is."""
    at_work = Replay.state.in_(AT_WORK)
    statement = update(Replay).where(Replay.about == about, at_work).values(
        state="stopped", attempt=Replay.attempt + 1, version=Replay.version + 1, ended_at=desk.now
    )  # fmt: skip
    desk.db.execute(statement, execution_options={"synchronize_session": "fetch"})


def forget(desk: Desk, about: str) -> None:
    """Delete the replay of a draft that is given up; whoever works on it stops."""
    desk.db.execute(delete(Replay).where(Replay.about == about), execution_options={"synchronize_session": "fetch"})


def current(desk: Desk, replay: Replay, candidate: Enabled) -> bool:
    """Whether the procedures that a replay compares are still the authority's own and this candidate's."""
    return _answers(replay, _asked(desk, candidate, replay.first_day, replay.last_day))


def digest(desk: Desk, timeline: Timeline, first: date, last: date) -> str:
    """What a procedure says of every day from `first` to `last`: the same for the same rules, texts and calendar."""
    runs = [[day.isoformat(), said] for day, _, said in _runs(timeline, first, last)]
    return hashlib.sha256(json.dumps([runs, repr(desk.calendar)]).encode()).hexdigest()


def uncompiled(timeline: Timeline, first: date, last: date) -> list[Uncompiled]:
    """The days of a period for which a procedure does not compile, and why."""
    return [
        Uncompiled(first=begin, last=end, because=said.removeprefix("!"))
        for begin, end, said in _runs(timeline, first, last)
        if said.startswith("!")
    ]


def _by_day(desk: Desk, enabled_on: Callable[[date], tuple[int, Enabled]]) -> Timeline:
    """A timeline that asks each text of each version once, and remembers a refusal: hundreds of days ask for it."""
    known: dict[tuple[int, str], Procedure | CannotCompile] = {}

    def of(day: date) -> Procedure | None:
        number, enabled = enabled_on(day)
        if not enabled:
            return None
        key = number, desk.registry.edition_on(enabled, day).key
        if key not in known:
            try:
                known[key] = desk.registry.compile(enabled, key[1])
            except CannotCompile as refused:
                known[key] = refused
        found = known[key]
        if isinstance(found, CannotCompile):
            raise CannotCompile(found.faults)
        return found

    return of


def _asked(desk: Desk, candidate: Enabled, first: date, last: date) -> tuple[str, str, date, date]:
    before, after = present(desk), considered(desk, candidate)
    return digest(desk, before, first, last), digest(desk, after, first, last), first, last


def _answers(replay: Replay, asked: tuple[str, str, date, date]) -> bool:
    return (replay.before, replay.after, replay.first_day, replay.last_day) == asked


def _wait(replay: Replay, now: datetime) -> None:
    replay.state, replay.attempt, replay.beat = "waiting", replay.attempt + 1, now
    replay.done, replay.total, replay.problem, replay.result, replay.ended_at = 0, None, "", {}, None


def _runs(timeline: Timeline, first: date, last: date) -> list[list[Any]]:
    """First day, last day, and the digest of the procedure for the days between; "" for none, "!…" for why not."""
    runs: list[list[Any]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        try:
            procedure = timeline(day)
            said = procedure.digest if procedure else ""
        except CannotCompile as refused:
            said = f"!{refused}"
        if runs and runs[-1][2] == said:
            runs[-1][1] = day
        else:
            runs.append([day, day, said])
    return runs
