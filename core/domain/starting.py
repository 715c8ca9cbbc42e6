"""Which meetings a placement's start called for, by when, and whether they were held: for a placement that lasts.

Apart from planning, which plans the one meeting that somebody arranges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.domain.calendar import Calendar
from core.domain.compiling import Procedure
from core.domain.days import LONDON, local_day, utc
from core.domain.facts import Facts
from core.domain.knowing import Unknown
from core.domain.ongoing import StartMeeting
from core.domain.periods import Unit
from core.domain.planning import PlannedWindow, planned_window
from core.domain.proposing import propose
from core.domain.steps import MeetingKind


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What is recorded of one meeting that a start called for: the day it was held, or that it is not held at all."""

    held: date | None = None
    declined: bool = False


def start_meetings(
    procedure: Procedure,
    start: Facts,
    recorded: Mapping[str, Recorded],
    *,
    asked: bool,
    calendar: Calendar,
    today: date,
) -> tuple[StartMeeting, ...]:
    """The meetings that `procedure` asks for on these facts of a start, each kind once, strongest first.

    `recorded` is what is known of them by kind; one that was decided against is left out. `asked`: Mooring has put
    arranging them on somebody's list, so that one without a record has not been held; else nobody can tell.
    """
    found = propose(start, procedure)
    meetings: dict[str, StartMeeting] = {}
    for proposal in (*found.applies, *found.cannot_tell, *found.could_not_check):
        kind = procedure.kinds[proposal.kind]
        known = recorded.get(kind.key)
        if kind.key in meetings or kind.elsewhere or (known and known.declined):
            continue
        held: date | Unknown | None = Unknown(f"whether the {_small(kind.title)} was held")
        if known or asked:
            held = known.held if known else None
        due = _due(kind, start, calendar, today) if proposal.answer else Unknown(_needs(proposal.answer.needs))
        meetings[kind.key] = StartMeeting(kind=kind.key, title=kind.title, due=due, held=held)
    return tuple(meetings.values())


def _due(kind: MeetingKind, start: Facts, calendar: Calendar, today: date) -> date | Unknown | None:
    """The latest day of a meeting; None where the text gives none, or while its window does not run."""
    windows = [w for rule in kind.window if (w := planned_window(rule, start, calendar)) is not None]
    window = next((w for w in windows if w.answer), windows[0] if windows else None)
    if window is None or window.rule.closes is None or window.suspended:
        return None
    if window.dates.closes is not None:
        return window.dates.closes
    if window.rule.closes.unit is Unit.HOURS and window.anchor is not None:
        return _without_its_time(window, today)
    return Unknown(_needs(window.needs))


def _without_its_time(window: PlannedWindow, today: date) -> date | Unknown:
    """A window in hours whose event has a day and no time: the last day that is possible, or the first that is, where
    today is past the one or not past the other; between them it cannot be told."""
    assert window.anchor is not None and window.rule.closes is not None
    day, within = local_day(window.anchor), timedelta(hours=window.rule.closes.n)
    bounds = (utc(datetime.combine(day, at, LONDON)) + within for at in (time(0), time(23, 59)))
    soonest, latest = map(local_day, bounds)
    if today > latest:
        return latest
    return soonest if today <= soonest else Unknown("the time of day at which the placement started")


def _needs(needs: tuple[str, ...]) -> str:
    return "; ".join(needs) or "a check of the condition by hand"


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
