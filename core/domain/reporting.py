"""The periods that a report covers, from its cadence: which one a day lies in, which have ended, what each is called.
Apart from `periods`, which counts from an anchor: a report's periods stand in the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.days import british
from core.domain.periods import Period, Unit

ORIGIN = date(2000, 1, 3)
"""The Monday from which periods of days and weeks are counted."""


@dataclass(frozen=True, order=True)
class Span:
    """One period, both days included."""

    first: date
    last: date

    @property
    def title(self) -> str:
        """ "March 2026", "January to June 2026", "April 2025 to March 2026", or two days where no whole months fit."""
        if self.first.day != 1 or (self.last + timedelta(days=1)).day != 1:
            return f"{british(self.first)} to {british(self.last)}"
        begin, end = british(self.first).split(" ", 1)[1], british(self.last).split(" ", 1)[1]
        if begin == end:
            return end
        return f"{begin.split(' ')[0]} to {end}" if self.first.year == self.last.year else f"{begin} to {end}"

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it; never for no day."""
        return day is not None and self.first <= day <= self.last


def span_on(every: Period, day: date, year_starts: int = 1) -> Span:
    """The period in which `day` lies. Months count from January; whole years from the month `year_starts` (1 to 12).

    ValueError for hours and working days, in which nobody reports.
    """
    match every.unit:
        case Unit.MONTHS:
            shift = (year_starts - 1) % 12 if every.n % 12 == 0 else 0
            month = day.year * 12 + day.month - 1 - shift
            begins = month - month % every.n + shift
            return Span(_first_of(begins), _first_of(begins + every.n) - timedelta(days=1))
        case Unit.WEEKS | Unit.DAYS:
            length = every.n * (7 if every.unit is Unit.WEEKS else 1)
            first = day - timedelta(days=(day - ORIGIN).days % length)
            return Span(first, first + timedelta(days=length - 1))
    raise ValueError(f"Reports are made every so many months, weeks or days, not every {every}.")


def ended(every: Period, since: date, today: date, year_starts: int = 1, most: int = 12) -> tuple[Span, ...]:
    """The periods that have ended before `today` and reach `since` or beyond, newest first, at most `most` of them.

    The newest of all is always among them, however little there is to tell.
    """
    found: list[Span] = []
    for span in _backwards(every, today, year_starts):
        if len(found) == most or (found and span.last < since):
            break
        found.append(span)
    return tuple(found)


def cadence(every: Period) -> str:
    """How often, in words: "Every month", "Twice a year", "Every year", "Every 3 months"."""
    if every.unit is Unit.MONTHS and every.n in (1, 6, 12):
        return {1: "Every month", 6: "Twice a year", 12: "Every year"}[every.n]
    return f"Every {every}" if every.n > 1 else f"Every {every.unit.words[:-1]}"


def _backwards(every: Period, today: date, year_starts: int) -> Iterator[Span]:
    span = span_on(every, today, year_starts)
    while span.first.year > 1900:
        span = span_on(every, span.first - timedelta(days=1), year_starts)
        yield span


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
