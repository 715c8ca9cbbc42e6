"""Due dates and windows: a period counted from an anchor, with the words and warnings a page shows beside it.
Apart from periods, which only count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from core.domain.days import british, clock, local_day, utc
from core.domain.periods import Period, Unit

if TYPE_CHECKING:
    from core.domain.calendar import Calendar

Bound = Literal["opens", "target", "closes"]
Place = Literal["before", "inside", "after", "no dates"]


@dataclass(frozen=True)
class Due:
    """A date that is owed. It is never moved: a closed day is kept, `flagged` says why it is closed ("Good
    Friday") and `advise` is the last open day before it; both are None when the day is open.

    `moment` is the exact time, aware and in UTC, when the period was in hours. `sum` is the arithmetic in words.
    `passed_over` holds the weekdays that a count of working days left out, each with its reason.
    """

    day: date
    moment: datetime | None
    flagged: str | None
    advise: date | None
    sum: str
    passed_over: tuple[tuple[date, str], ...] = ()

    def explain(self, anchor_label: str) -> str:
        """How the date came about: "Meeting on 25 March 2026, less 7 days"."""
        return f"{anchor_label} {self.sum}"


def due_after(anchor: date | datetime, period: Period, calendar: Calendar) -> Due:
    """What is owed within `period` after `anchor`. Raises UnknownTimeOfDay as `Period.after` does."""
    return _due(anchor, period, period.after(anchor, calendar), "plus", calendar)


def due_before(anchor: date | datetime, period: Period, calendar: Calendar) -> Due:
    """What is owed at least `period` before `anchor`. Raises UnknownTimeOfDay as `Period.before` does."""
    return _due(anchor, period, period.before(anchor, calendar), "less", calendar)


@dataclass(frozen=True)
class ClosedBound:
    """One date of a window that falls on a closed day. `advise` is the nearest open day that keeps within the
    window: earlier for its target and its end, later for its beginning; None when there is no such day."""

    bound: Bound
    day: date
    because: str
    advise: date | None


@dataclass(frozen=True)
class WindowDates:
    """The earliest, intended and latest day of a meeting; any may be absent, and none is invented.

    `opens_at` and `closes_at` are the exact times, in UTC, of bounds counted in hours. ValueError when the window
    would close before it opens.
    """

    opens: date | None = None
    target: date | None = None
    closes: date | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    flags: tuple[ClosedBound, ...] = ()

    def __post_init__(self) -> None:
        if self.opens and self.closes and self.closes < self.opens:
            opens, closes = british(self.opens), british(self.closes)
            raise ValueError(f"The window would close on {closes}, before it opens on {opens}.")

    def place(self, day: date | datetime) -> Place:
        """Where `day` lies; both bounds are inside. Without either bound the answer is "no dates": a target alone
        binds nobody. A bound in hours is held against a moment exactly, and against a plain date by its day."""
        if self.opens is None and self.closes is None:
            return "no dates"
        if _earlier(day, self.opens_at, self.opens):
            return "before"
        return "after" if _later(day, self.closes_at, self.closes) else "inside"


def window_dates(
    anchor: date | datetime,
    *,
    opens: Period | None = None,
    target: Period | None = None,
    closes: Period | None = None,
    calendar: Calendar,
) -> WindowDates:
    """The window whose bounds lie these periods after one anchor. Raises UnknownTimeOfDay for hours on a plain
    date, ValueError when it would close before it opens."""
    first = due_after(anchor, opens, calendar) if opens else None
    aim = due_after(anchor, target, calendar) if target else None
    last = due_after(anchor, closes, calendar) if closes else None
    bounds: tuple[tuple[Bound, Due | None], ...] = (("opens", first), ("target", aim), ("closes", last))
    span = WindowDates(
        opens=first.day if first else None,
        target=aim.day if aim else None,
        closes=last.day if last else None,
        opens_at=first.moment if first else None,
        closes_at=last.moment if last else None,
    )
    flags = tuple(_closed(name, due, span, calendar) for name, due in bounds if due and due.flagged)
    return replace(span, flags=flags)


def _due(anchor: date | datetime, period: Period, result: date | datetime, sign: str, calendar: Calendar) -> Due:
    day = local_day(result)
    flagged = calendar.closed_because(day)
    passed: tuple[tuple[date, str], ...] = ()
    if period.unit is Unit.WORKING_DAYS:
        passed = calendar.passed_over(*sorted((local_day(anchor), day)))
    return Due(
        day=day,
        moment=result if isinstance(result, datetime) else None,
        flagged=flagged,
        advise=calendar.last_open_day_on_or_before(day) if flagged else None,
        sum=f"{_when(anchor, period)}, {sign} {period}",
        passed_over=passed,
    )


def _when(anchor: date | datetime, period: Period) -> str:
    if isinstance(anchor, datetime) and period.unit is Unit.HOURS:
        return f"at {clock(anchor)} on {british(anchor)}"
    return f"on {british(anchor)}"


def _closed(bound: Bound, due: Due, span: WindowDates, calendar: Calendar) -> ClosedBound:
    if bound == "opens":
        advise = calendar.first_open_day_on_or_after(due.day)
    else:
        advise = calendar.last_open_day_on_or_before(due.day)
    outside = (span.opens and advise < span.opens) or (span.closes and advise > span.closes)
    return ClosedBound(bound, due.day, due.flagged or "", None if outside else advise)


def _earlier(day: date | datetime, moment: datetime | None, bound: date | None) -> bool:
    if isinstance(day, datetime) and moment:
        return utc(day) < moment
    return bound is not None and local_day(day) < bound


def _later(day: date | datetime, moment: datetime | None, bound: date | None) -> bool:
    if isinstance(day, datetime) and moment:
        return utc(day) > moment
    return bound is not None and local_day(day) > bound
