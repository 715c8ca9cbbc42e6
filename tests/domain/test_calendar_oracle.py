"""The calendar against a slow second opinion that shares no method with it: holidays from first principles, working
days by position in a list, months by trying days, hours by seconds since 1970. Four nations, 2025 to 2035."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.calendar import (
    Calendar,
    Closure,
    Nation,
    Period,
    Unit,
    bank_holidays,
    counted,
    due_after,
    due_before,
    hours,
    in_period_ending,
    window_dates,
    working_days,
)

YEARS = range(2025, 2036)
EVERY_DAY = [date.fromordinal(n) for n in range(date(2025, 1, 1).toordinal(), date(2036, 1, 1).toordinal())]
PROCLAIMED = {(Nation.SCOTLAND, 2026): {date(2026, 6, 15)}}
EASTERS = ["0420", "0405", "0328", "0416", "0401", "0421", "0413", "0328", "0417", "0409", "0325"]

nations = st.sampled_from(list(Nation))
dates = st.dates(date(2025, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
day_periods = st.builds(Period, n=st.integers(1, 60), unit=st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS]))
closures = st.builds(
    lambda first, length: Closure(first, first + timedelta(days=length), "Snow"), dates, st.integers(0, 9)
)
calendars = st.builds(Calendar, nations, st.lists(closures, max_size=3).map(tuple), st.booleans())
thorough = settings(max_examples=300, deadline=None)


def easter(year: int) -> date:
    """Gauss's method for 1900 to 2099; the years it gets wrong (1954, 1981, 2049, 2076) are not among ours."""
    moon = (19 * (year % 19) + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    return date(year, 3, 22) + timedelta(days=moon + sunday)


def nth_monday(year: int, month: int, n: int) -> date:
    return [d for d in EVERY_DAY if (d.year, d.month) == (year, month) and d.isoweekday() == 1][n]


def oracle_holidays(nation: Nation, year: int) -> set[date]:
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    moving = {easter(year) - timedelta(days=2), nth_monday(year, 5, 0), nth_monday(year, 5, -1)}
    if nation is Nation.SCOTLAND:
        fixed += [date(year, 1, 2), date(year, 11, 30)]
        moving.add(nth_monday(year, 8, 0))
    else:
        moving |= {easter(year) + timedelta(days=1), nth_monday(year, 8, -1)}
    if nation is Nation.NORTHERN_IRELAND:
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    taken = moving | {day for day in fixed if day.isoweekday() < 6}
    for day in sorted(day for day in fixed if day.isoweekday() > 5):
        while day.isoweekday() > 5 or day in taken:
            day += timedelta(days=1)
        taken.add(day)
    return taken | PROCLAIMED.get((nation, year), set())


@cache
def oracle_shut(nation: Nation) -> frozenset[date]:
    shut = {day for day in EVERY_DAY if day.strftime("%w") in "06"}
    return frozenset(shut.union(*(oracle_holidays(nation, year) for year in YEARS)))


@cache
def oracle_open(nation: Nation) -> list[date]:
    return [day for day in EVERY_DAY if day not in oracle_shut(nation)]


def oracle_working_days(open_days: list[date], day: date, n: int) -> date | None:
    """None when the answer lies outside the years of the list."""
    at = bisect_right(open_days, day) + n - 1 if n > 0 else bisect_left(open_days, day) + n
    return open_days[at] if 0 <= at < len(open_days) else None


def oracle_months(day: date, n: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for number in range(day.day, 27, -1) if day.day > 28 else [day.day]:
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def oracle_shift(day: date, period: Period, sign: int) -> date:
    if period.unit is Unit.MONTHS:
        return oracle_months(day, sign * period.n)
    length = period.n * (7 if period.unit is Unit.WEEKS else 1)
    return date.fromordinal(day.toordinal() + sign * length)


def oracle_london_day(moment: datetime) -> date:
    """British Summer Time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on that of October."""

    def change(month: int) -> datetime:
        day = next(n for n in range(31, 24, -1) if date(moment.year, month, n).isoweekday() == 7)
        return datetime(moment.year, month, day, 1, tzinfo=UTC)

    summer = change(3) <= moment < change(10)
    return (moment + timedelta(hours=1 if summer else 0)).date()


def test_the_oracle_knows_the_printed_dates_of_easter() -> None:
    assert [easter(year).strftime("%m%d") for year in YEARS] == EASTERS


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("year", YEARS)
def test_bank_holidays_agree_with_first_principles(nation: Nation, year: int) -> None:
    assert set(bank_holidays(nation, year)) == oracle_holidays(nation, year)


@pytest.mark.parametrize("nation", Nation)
def test_every_day_is_open_or_closed_as_first_principles_say(nation: Nation) -> None:
    calendar = Calendar(nation)

    wrong = [d for d in EVERY_DAY if calendar.is_working_day(d) == (d in oracle_shut(nation))]
    unsaid = [d for d in EVERY_DAY if (calendar.closed_because(d) is None) != calendar.is_working_day(d)]

    assert (wrong, unsaid) == ([], [])


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("n", [1, 2, 5, 10, 20])
def test_working_days_from_every_day_agree_in_both_directions(nation: Nation, n: int) -> None:
    calendar, open_days = Calendar(nation), oracle_open(nation)
    checked = 0

    for day in EVERY_DAY:
        for sign, count in ((1, working_days(n).after), (-1, working_days(n).before)):
            expected = oracle_working_days(open_days, day, sign * n)
            if expected is not None:
                assert count(day, calendar) == expected, (day, sign)
                checked += 1

    assert checked > 2 * len(EVERY_DAY) - 100


@thorough
@given(calendars, dates, st.integers(-60, 60).filter(bool))
def test_working_days_with_closures_agree(calendar: Calendar, day: date, n: int) -> None:
    shut = {d for d in EVERY_DAY for c in calendar.closures if c.first <= d <= c.last}
    open_days = [d for d in oracle_open(calendar.nation) if not (calendar.closures_move_dates and d in shut)]

    expected = oracle_working_days(open_days, day, n)

    assert expected is None or calendar.add_working_days(day, n) == expected


@thorough
@given(calendars, dates, day_periods)
def test_days_weeks_and_months_agree_and_are_never_moved(calendar: Calendar, day: date, period: Period) -> None:
    assert due_after(day, period, calendar).day == oracle_shift(day, period, 1)
    assert due_before(day, period, calendar).day == oracle_shift(day, period, -1)


@thorough
@given(calendars, dates, st.integers(1, 300))
def test_a_closed_due_date_is_flagged_with_the_nearest_open_day_before_it(
    calendar: Calendar, day: date, n: int
) -> None:
    due = due_after(day, Period(n=n, unit=Unit.DAYS), calendar)

    if due.flagged is None:
        assert due.advise is None
        assert calendar.closed_because(due.day) is None
    else:
        assert due.advise is not None
        between = (due.day - due.advise).days
        assert all(calendar.closed_because(due.day - timedelta(days=k)) for k in range(between))
        assert calendar.closed_because(due.advise) is None


@thorough
@given(moments, st.integers(1, 5000), nations)
def test_hours_agree_with_seconds_since_1970(moment: datetime, n: int, nation: Nation) -> None:
    after = hours(n).after(moment, Calendar(nation))
    before = hours(n).before(moment, Calendar(nation))

    assert isinstance(after, datetime) and isinstance(before, datetime)
    assert after.timestamp() == moment.timestamp() + n * 3600
    assert before.timestamp() == moment.timestamp() - n * 3600


@thorough
@given(moments, day_periods)
def test_days_from_a_moment_count_from_its_day_by_the_rule_for_summer_time(moment: datetime, period: Period) -> None:
    assert period.after(moment, Calendar()) == oracle_shift(oracle_london_day(moment), period, 1)


@thorough
@given(dates, day_periods, st.lists(st.integers(-2000, 60), max_size=12))
def test_counts_in_a_period_agree_with_asking_each_day(ending: date, period: Period, offsets: list[int]) -> None:
    moves = [date.fromordinal(ending.toordinal() + offset) for offset in offsets]

    expected = sorted(d for d in moves if oracle_shift(ending, period, -1) < d <= ending)

    assert list(counted(moves, ending, period)) == expected
    first, last = in_period_ending(ending, period)
    assert last == ending
    assert first - timedelta(days=1) == oracle_shift(ending, period, -1)


@thorough
@given(calendars, dates, st.integers(1, 60), st.integers(0, 60), st.integers(-10, 140))
def test_a_day_is_inside_a_window_exactly_when_it_is_one_of_its_days(
    calendar: Calendar, anchor: date, opens: int, length: int, offset: int
) -> None:
    window = window_dates(
        anchor,
        opens=Period(n=opens, unit=Unit.DAYS),
        closes=Period(n=opens + length, unit=Unit.DAYS),
        calendar=calendar,
    )
    allowed = {anchor.toordinal() + n for n in range(opens, opens + length + 1)}
    day = date.fromordinal(anchor.toordinal() + offset)

    assert (window.place(day) == "inside") == (day.toordinal() in allowed)
    assert all(flag.advise is None or flag.advise.toordinal() in allowed for flag in window.flags)
