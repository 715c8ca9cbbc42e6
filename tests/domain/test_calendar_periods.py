"""Periods: what may be one, months that clip, counts in a period, and hours across the changes of the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.domain.calendar import (
    Calendar,
    Period,
    Unit,
    UnknownTimeOfDay,
    counted,
    days,
    hours,
    in_period_ending,
    months,
    weeks,
    working_days,
)

ENGLAND = Calendar()
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (hours(72), "72 hours"),
        (hours(1), "1 hour"),
        (days(1), "1 day"),
        (months(1), "1 month"),
        (weeks(6), "6 weeks"),
        (working_days(10), "10 working days"),
        (working_days(1), "1 working day"),
    ],
)
def test_a_period_is_said_in_words(period: Period, said: str) -> None:
    assert str(period) == said


@pytest.mark.parametrize("make", [hours, days, working_days, weeks, months])
@pytest.mark.parametrize("n", [0, -1, -72, 1.5, True, "7", None])
def test_a_period_that_is_not_a_positive_whole_number_is_refused_with_a_sentence(
    make: Callable[[Any], Period], n: object
) -> None:
    with pytest.raises(ValueError, match=r"^A period of [a-z ]+ must be .*\.$"):
        make(n)


def test_an_unknown_unit_is_refused_and_a_known_word_is_its_unit() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        Period(n=1, unit="fortnights")  # type: ignore[arg-type]

    assert Period(n=2, unit="working_days") == working_days(2)  # type: ignore[arg-type]
    assert Period(n=2, unit="weeks").unit is Unit.WEEKS  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("anchor", "period", "expected"),
    [
        (date(2026, 1, 31), months(1), date(2026, 2, 28)),
        (date(2028, 1, 31), months(1), date(2028, 2, 29)),
        (date(2026, 8, 31), months(6), date(2027, 2, 28)),
        (date(2027, 8, 31), months(6), date(2028, 2, 29)),
        (date(2028, 2, 29), months(12), date(2029, 2, 28)),
        (date(2028, 2, 29), months(48), date(2032, 2, 29)),
        (date(2026, 12, 31), months(2), date(2027, 2, 28)),
        (date(2026, 11, 30), months(1), date(2026, 12, 30)),
        (date(2026, 12, 31), days(1), date(2027, 1, 1)),
        (date(2028, 2, 28), days(1), date(2028, 2, 29)),
        (date(2028, 2, 22), weeks(1), date(2028, 2, 29)),
    ],
)
def test_periods_after_the_ends_of_months_and_years(anchor: date, period: Period, expected: date) -> None:
    assert period.after(anchor, ENGLAND) == expected


@pytest.mark.parametrize(
    ("anchor", "period", "expected"),
    [
        (date(2026, 8, 31), months(6), date(2026, 2, 28)),
        (date(2028, 8, 31), months(6), date(2028, 2, 29)),
        (date(2026, 3, 31), months(1), date(2026, 2, 28)),
        (date(2028, 2, 29), months(12), date(2027, 2, 28)),
        (date(2027, 1, 31), months(2), date(2026, 11, 30)),
        (date(2027, 1, 1), days(1), date(2026, 12, 31)),
        (date(2028, 3, 7), weeks(1), date(2028, 2, 29)),
    ],
)
def test_periods_before_the_ends_of_months_and_years(anchor: date, period: Period, expected: date) -> None:
    assert period.before(anchor, ENGLAND) == expected


def test_moves_three_months_apart_to_the_day_are_not_in_one_period_of_three_months() -> None:
    first, last = in_period_ending(date(2026, 4, 15), months(3))

    assert (first, last) == (date(2026, 1, 16), date(2026, 4, 15))
    moves = [date(2026, 4, 15), date(2026, 1, 15), date(2026, 1, 16)]
    assert counted(moves, date(2026, 4, 15), months(3)) == (date(2026, 1, 16), date(2026, 4, 15))


def test_two_moves_on_one_day_are_both_counted_and_later_ones_are_not() -> None:
    day = date(2026, 4, 15)

    assert counted([day, day, day + timedelta(days=1)], day, months(3)) == (day, day)


@pytest.mark.parametrize(
    ("ending", "first"), [(date(2026, 8, 31), date(2026, 3, 1)), (date(2028, 8, 31), date(2028, 3, 1))]
)
def test_a_period_of_six_months_to_the_end_of_august_begins_after_february(ending: date, first: date) -> None:
    assert in_period_ending(ending, months(6)) == (first, ending)


def test_a_period_of_seven_days_holds_seven_days() -> None:
    assert in_period_ending(date(2026, 3, 7), days(7)) == (date(2026, 3, 1), date(2026, 3, 7))
    assert in_period_ending(date(2026, 3, 7), weeks(1)) == (date(2026, 3, 1), date(2026, 3, 7))


@pytest.mark.parametrize("period", [hours(72), working_days(10)])
def test_moves_are_not_counted_over_hours_or_working_days(period: Period) -> None:
    with pytest.raises(ValueError, match=str(period)):
        in_period_ending(date(2026, 4, 15), period)


@pytest.mark.parametrize("direction", ["after", "before"])
def test_hours_from_an_unknown_time_of_day_cannot_be_told(direction: str) -> None:
    with pytest.raises(UnknownTimeOfDay) as caught:
        getattr(hours(72), direction)(date(2026, 3, 27), ENGLAND)

    assert caught.value.sentence == "The time of day is not recorded, so 72 hours cannot be counted."


@pytest.mark.parametrize("period", [hours(72), days(7), working_days(5), months(1)])
def test_a_moment_without_a_zone_is_never_guessed(period: Period) -> None:
    with pytest.raises(UnknownTimeOfDay, match="time zone"):
        period.after(datetime(2026, 3, 27, 23, 30), ENGLAND)


@pytest.mark.parametrize("period", [days(1), working_days(1)])
def test_days_count_from_the_day_of_a_moment_in_the_united_kingdom(period: Period) -> None:
    late_on_tuesday_in_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    result = period.after(late_on_tuesday_in_utc, ENGLAND)

    assert result == date(2026, 7, 2)
    assert not isinstance(result, datetime)


@pytest.mark.parametrize("year", range(2025, 2036))
@pytest.mark.parametrize(("month", "hour"), [(3, 19), (10, 17)])
def test_72_hours_are_elapsed_time_across_both_changes_of_the_clock(year: int, month: int, hour: int) -> None:
    change = last_sunday(year, month)
    friday = datetime(year, month, change.day - 2, 18, tzinfo=LONDON)
    monday = datetime.combine(change + timedelta(days=1), datetime.min.time()).replace(hour=hour)

    after = hours(72).after(friday, ENGLAND)

    assert isinstance(after, datetime)
    assert after.utcoffset() == timedelta(0)
    assert after.timestamp() - friday.timestamp() == 72 * 3600
    assert after.astimezone(LONDON).replace(tzinfo=None) == monday
    assert hours(72).before(after, ENGLAND) == friday.astimezone(UTC)


def test_the_hour_that_comes_twice_in_october_is_two_different_moments() -> None:
    first = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)

    assert hours(72).after(first, ENGLAND) == datetime(2026, 10, 28, 0, 30, tzinfo=UTC)
    assert hours(72).after(second, ENGLAND) == datetime(2026, 10, 28, 1, 30, tzinfo=UTC)


def last_sunday(year: int, month: int) -> date:
    return max(d for d in (date(year, month, n) for n in range(1, 32)) if d.isoweekday() == 7)
