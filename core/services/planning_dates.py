"""By when a placement's planning meeting is due, as a day with its sum and in sentences. Apart from `planning` because
nothing here is kept."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from core.domain.days import LONDON, british, clock, local_day, utc
from core.domain.periods import Unit
from core.domain.planning import PlannedWindow
from core.models import Placement


def due_words(window: PlannedWindow | None, placement: Placement) -> Iterable[str]:
    """When the meeting is due, in sentences: the latest moment, or what is needed before it can be told."""
    if window is None or window.rule.closes is None:
        return
    if placement.planned:
        yield f"Before the placement starts, which is planned for {british(placement.started)}."
        return
    if window.dates.closes_at:
        yield f"At the latest on {british(window.dates.closes_at, weekday=True)}, {clock(window.dates.closes_at)}."
    elif window.dates.closes:
        yield f"At the latest on {british(window.dates.closes, weekday=True)}."
    else:
        yield "Cannot tell to the hour: record the time at which the placement started."


def due(placement: Placement, window: PlannedWindow | None) -> tuple[date | None, str]:
    """The day by which the meeting is due, with its sum; of a planned placement the day it is to start."""
    if window is None or window.rule.closes is None:
        return None, ""
    if placement.planned:
        return placement.started, f"Before the placement starts, planned for {british(placement.started)}"
    if window.dates.closes:
        at = placement.started_at if window.dates.closes_at and placement.started_at else None
        since = f"{f'at {clock(at)} ' if at else ''}on {british(placement.started)}"
        return window.dates.closes, f"Placement started {since}, plus {window.rule.closes}"
    if window.rule.closes.unit is not Unit.HOURS:
        return None, ""
    soonest = utc(datetime.combine(placement.started, time(0), LONDON)) + timedelta(hours=window.rule.closes.n)
    sure = local_day(soonest) - timedelta(days=1)
    said = f"Placement started on {british(placement.started)}, plus {window.rule.closes}. Its time is not recorded: "
    return sure, f"{said}{british(sure)} is the last day that lies within them in any case"
