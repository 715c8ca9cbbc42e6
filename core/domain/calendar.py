"""Which days are open: weekends, the bank holidays of each nation, and an authority's own closures. It is also the
one module from which everything about dates is imported; periods, due dates and wording stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import holidays

from core.domain.days import LONDON, UnknownTimeOfDay, british, local_day, relative, weekday_name
from core.domain.periods import (
    Period,
    Unit,
    counted,
    days,
    hours,
    in_period_ending,
    months,
    weeks,
    working_days,
)
from core.domain.windows import (
    ClosedBound,
    Due,
    WindowDates,
    due_after,
    due_before,
    window_dates,
)

__all__ = [
    "LONDON",
    "Calendar",
    "ClosedBound",
    "Closure",
    "Due",
    "Nation",
    "Period",
    "Unit",
    "UnknownTimeOfDay",
    "WindowDates",
    "bank_holidays",
    "british",
    "counted",
    "days",
    "due_after",
    "due_before",
    "hours",
    "in_period_ending",
    "local_day",
    "months",
    "relative",
    "weeks",
    "window_dates",
    "working_days",
]

# Later years follow the standing rules, but a one-off day may still be proclaimed, or an old one moved.
LAST_PUBLISHED_YEAR = 2027
_ONE_DAY = timedelta(days=1)


class Nation(StrEnum):
    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"


@dataclass(frozen=True)
class Closure:
    """Days from `first` to `last`, both included, on which the authority's own offices are shut."""

    first: date
    last: date
    name: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"The closure “{self.name}” ends before it starts.")
        if not self.name.strip():
            raise ValueError("A closure needs a name, so that a page can say why the day is closed.")


@dataclass(frozen=True)
class Calendar:
    """The open days of one authority. Closures are advice: they are named wherever a date lands on one, and are
    counted as working days unless `closures_move_dates`."""

    nation: Nation = Nation.ENGLAND
    closures: tuple[Closure, ...] = ()
    closures_move_dates: bool = False

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts towards a number of working days."""
        return self._counts(local_day(day))

    def closed_because(self, day: date) -> str | None:
        """Why the offices are shut on `day`: "Saturday", "Good Friday", "Town hall closed: Christmas"; None when
        they are open. Closures are named whether or not they move dates."""
        day = local_day(day)
        if day.weekday() >= 5:
            return weekday_name(day)
        return bank_holidays(self.nation, day.year).get(day) or self._closure_on(day)

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`th working day after `day`, or before it for a negative `n`; `day` itself for 0. `day` is never
        counted, open or not."""
        day = local_day(day)
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self._counts(day)
        return day

    def last_open_day_on_or_before(self, day: date) -> date:
        """`day` itself if the offices are open, else the nearest earlier day on which they are."""
        return self._nearest_open(local_day(day), -_ONE_DAY)

    def first_open_day_on_or_after(self, day: date) -> date:
        """`day` itself if the offices are open, else the nearest later day on which they are."""
        return self._nearest_open(local_day(day), _ONE_DAY)

    def passed_over(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """The days from Monday to Friday strictly between `first` and `last` that are not working days, in order,
        each with its reason: what a page names beside a count of working days."""
        span = (first + timedelta(days=n) for n in range(1, (last - first).days))
        return tuple(
            (day, self.closed_because(day) or "") for day in span if day.weekday() < 5 and not self._counts(day)
        )

    @property
    def last_known_holiday_year(self) -> int:
        """The last year whose bank holidays have been published."""
        return LAST_PUBLISHED_YEAR

    def warns_beyond(self, day: date) -> bool:
        """Whether `day` lies in a year whose bank holidays are worked out, not yet published."""
        return local_day(day).year > self.last_known_holiday_year

    def _counts(self, day: date) -> bool:
        if day.weekday() >= 5 or day in bank_holidays(self.nation, day.year):
            return False
        return not (self.closures_move_dates and self._closure_on(day))

    def _closure_on(self, day: date) -> str | None:
        name = next((c.name for c in self.closures if c.first <= day <= c.last), None)
        return name and f"Town hall closed: {name}"

    def _nearest_open(self, day: date, step: timedelta) -> date:
        while self.closed_because(day) is not None:
            day += step
        return day


_SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.WALES: "WLS",
    Nation.NORTHERN_IRELAND: "NIR",
}
_SAID = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "New Year Holiday": "2 January",
    "Saint Andrew's Day": "St Andrew’s Day",
    "Saint Patrick's Day": "St Patrick’s Day",
}


@lru_cache(maxsize=1024)
def bank_holidays(nation: Nation, year: int) -> Mapping[date, str]:
    """The bank holidays of one nation and year that fall on a weekday, with their names. A holiday that falls on a
    weekend appears on its substitute day only. Read-only; empty after 2100."""
    known = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year)
    return MappingProxyType(
        {day: _said(name) for day, name in sorted(known.items()) if day.weekday() < 5 and day.year == year}
    )


def _said(name: str) -> str:
    # Two holidays can share a day: 2 January 2034 in Scotland stands in for a Sunday's New Year's Day.
    name = name.rsplit("; ", 1)[-1]
    plain = name.removesuffix(" (observed)")
    said = _SAID.get(plain, plain).replace("'", "’")
    return said if plain == name else f"{said} (substitute day)"
