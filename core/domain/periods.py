"""Lengths of time as the procedures give them, and what lies that far from an anchor. Apart from the calendar,
which knows only which days are open, and from due dates, which add the words for a page."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from core.domain.days import UnknownTimeOfDay, local_day, utc

if TYPE_CHECKING:
    from core.domain.calendar import Calendar


class Unit(StrEnum):
    """What a period is counted in; `words` is the plural as it is said."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A whole, positive number of one unit. ValueError otherwise, with a sentence fit for a form."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", _unit(self.unit))
        if isinstance(self.n, bool) or not isinstance(self.n, int):
            raise ValueError(f"A period of {self.unit.words} must be a whole number, not {self.n!r}.")
        if self.n < 1:
            raise ValueError(f"A period of {self.unit.words} must be 1 or more, not {self.n}.")

    def __str__(self) -> str:
        return f"1 {self.unit.words[:-1]}" if self.n == 1 else f"{self.n} {self.unit.words}"

    def after(self, anchor: date | datetime, calendar: Calendar) -> date | datetime:
        """The last day of this period counted from `anchor`, the anchor's own day being day 0.

        Months clip to the month's end. On a moment, days to months count from its day in the United Kingdom and
        give a date. Hours are elapsed time, whatever the clocks do, and give an aware UTC datetime.
        Raises UnknownTimeOfDay for hours on a plain date, and for a datetime without a zone.
        """
        return self._from(anchor, 1, calendar)

    def before(self, anchor: date | datetime, calendar: Calendar) -> date | datetime:
        """The same as `after`, counted back from `anchor`."""
        return self._from(anchor, -1, calendar)

    def _from(self, anchor: date | datetime, sign: int, calendar: Calendar) -> date | datetime:
        match self.unit:
            case Unit.HOURS:
                return _elapsed(anchor, sign * self.n, str(self))
            case Unit.WORKING_DAYS:
                return calendar.add_working_days(local_day(anchor), sign * self.n)
            case _:
                return _shift(local_day(anchor), sign * self.n, self.unit)


def hours(n: int) -> Period:
    return Period(n=n, unit=Unit.HOURS)


def days(n: int) -> Period:
    return Period(n=n, unit=Unit.DAYS)


def working_days(n: int) -> Period:
    return Period(n=n, unit=Unit.WORKING_DAYS)


def weeks(n: int) -> Period:
    return Period(n=n, unit=Unit.WEEKS)


def months(n: int) -> Period:
    return Period(n=n, unit=Unit.MONTHS)


def in_period_ending(day: date, period: Period) -> tuple[date, date]:
    """The first and last day counted "in a period of" days, weeks or months that ends on `day`.

    Counted is every date with `day - period < date <= day`, so 15 January and 15 April do not lie in one period
    of three months. ValueError for hours and working days, in which no rule counts moves.
    """
    if period.unit in (Unit.HOURS, Unit.WORKING_DAYS):
        raise ValueError(f"Moves are counted over days, weeks or months, not over {period}.")
    last = local_day(day)
    return _shift(last, -period.n, period.unit) + timedelta(days=1), last


def counted(days: Iterable[date], ending: date, period: Period) -> tuple[date, ...]:
    """Those of `days` that `in_period_ending(ending, period)` counts, earliest first, repeats kept: two moves on
    one day are two moves."""
    first, last = in_period_ending(ending, period)
    return tuple(sorted(day for day in map(local_day, days) if first <= day <= last))


def _unit(value: object) -> Unit:
    try:
        return Unit(str(value))
    except ValueError:
        known = ", ".join(unit.words for unit in Unit)
        raise ValueError(f"A period is counted in {known}; {value!r} is none of these.") from None


def _elapsed(anchor: date | datetime, n: int, said: str) -> datetime:
    if not isinstance(anchor, datetime):
        raise UnknownTimeOfDay(f"The time of day is not recorded, so {said} cannot be counted.")
    return utc(anchor) + timedelta(hours=n)


def _shift(day: date, n: int, unit: Unit) -> date:
    if unit is Unit.MONTHS:
        year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
        return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
    return day + timedelta(days=n * 7 if unit is Unit.WEEKS else n)
