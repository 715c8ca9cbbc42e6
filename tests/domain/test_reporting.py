"""The periods of reports: calendar months, half-years, years from a month of the authority's own."""

from datetime import date
from itertools import pairwise

import pytest

from core.domain.periods import days, hours, months, weeks
from core.domain.reporting import Span, cadence, ended, span_on


@pytest.mark.parametrize(
    ("every", "day", "first", "last", "title"),
    [
        (months(1), date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (months(1), date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), "December 2026"),
        (months(6), date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), "January to June 2026"),
        (months(6), date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31), "July to December 2026"),
        (months(12), date(2026, 3, 16), date(2026, 1, 1), date(2026, 12, 31), "January to December 2026"),
        (months(5), date(2026, 3, 16), date(2025, 11, 1), date(2026, 3, 31), "November 2025 to March 2026"),
        (weeks(2), date(2026, 3, 16), date(2026, 3, 9), date(2026, 3, 22), "9 March 2026 to 22 March 2026"),
    ],
)
def test_a_day_lies_in_one_period_of_the_calendar(every, day, first, last, title) -> None:
    span = span_on(every, day)

    assert span == Span(first, last)
    assert span.title == title


def test_a_year_may_start_in_april_and_a_half_year_still_starts_in_january() -> None:
    assert span_on(months(12), date(2026, 3, 31), 4) == Span(date(2025, 4, 1), date(2026, 3, 31))
    assert span_on(months(12), date(2026, 4, 1), 4).title == "April 2026 to March 2027"
    assert span_on(months(6), date(2026, 3, 31), 4) == Span(date(2026, 1, 1), date(2026, 6, 30))


def test_every_day_lies_in_exactly_one_period_and_they_follow_one_another() -> None:
    for every, starts in ((months(1), 1), (months(6), 1), (months(12), 4), (months(24), 9), (days(10), 1)):
        spans = ended(every, date(2019, 1, 1), date(2026, 3, 16), starts, most=200)
        assert all((later.first - earlier.last).days == 1 for later, earlier in pairwise(spans))
        assert all(span_on(every, day, starts) == span for span in spans for day in (span.first, span.last))
        assert spans[0].last < date(2026, 3, 16) <= span_on(every, date(2026, 3, 16), starts).last


def test_only_periods_that_have_ended_and_reach_the_first_record_are_due() -> None:
    spans = ended(months(1), date(2026, 1, 20), date(2026, 3, 16))

    assert [span.title for span in spans] == ["February 2026", "January 2026"]


def test_the_last_day_of_a_period_belongs_to_it_and_the_next_day_it_has_ended() -> None:
    assert ended(months(1), date(2026, 2, 1), date(2026, 2, 28))[0].title == "January 2026"
    assert ended(months(1), date(2026, 2, 1), date(2026, 3, 1))[0].title == "February 2026"


def test_the_newest_period_is_due_even_where_nothing_was_recorded_in_it() -> None:
    assert [span.title for span in ended(months(12), date(2026, 3, 1), date(2026, 3, 16))] == [
        "January to December 2025"
    ]


def test_a_cadence_is_said_in_words_and_hours_are_none() -> None:
    said = [cadence(every) for every in (months(1), months(6), months(12), months(3), weeks(1))]

    assert said == ["Every month", "Twice a year", "Every year", "Every 3 months", "Every week"]
    with pytest.raises(ValueError, match="not every 72 hours"):
        span_on(hours(72), date(2026, 3, 16))
