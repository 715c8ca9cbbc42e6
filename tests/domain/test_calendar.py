"""Open and closed days, and the dates the design promises."""

from datetime import UTC, date, datetime

import pytest

from core.domain.calendar import (
    Calendar,
    Closure,
    Nation,
    bank_holidays,
    british,
    days,
    due_after,
    due_before,
    months,
    relative,
    weeks,
    window_dates,
    working_days,
)

ENGLAND = Calendar()
CHRISTMAS = Closure(date(2026, 12, 29), date(2026, 12, 31), "Christmas")


def test_two_to_six_weeks_after_the_end_of_january() -> None:
    window = window_dates(date(2026, 1, 31), opens=weeks(2), closes=weeks(6), calendar=ENGLAND)

    assert (window.opens, window.closes) == (date(2026, 2, 14), date(2026, 3, 14))


def test_one_month_to_six_weeks_is_clipped_to_the_end_of_february() -> None:
    window = window_dates(date(2026, 1, 31), opens=months(1), closes=weeks(6), calendar=ENGLAND)

    assert (window.opens, window.closes) == (date(2026, 2, 28), date(2026, 3, 14))


def test_a_window_that_closes_on_new_years_day_keeps_it_and_advises_the_last_open_day() -> None:
    window = window_dates(date(2026, 11, 20), opens=days(28), closes=days(42), calendar=ENGLAND)

    assert (window.opens, window.closes) == (date(2026, 12, 18), date(2027, 1, 1))
    (flag,) = window.flags
    assert (flag.bound, flag.day, flag.advise) == ("closes", date(2027, 1, 1), date(2026, 12, 31))
    assert flag.because == "New Year’s Day"


def test_ten_working_days_over_christmas_and_new_year() -> None:
    due = due_after(date(2026, 12, 18), working_days(10), ENGLAND)

    assert due.day == date(2027, 1, 6)
    assert british(due.day, weekday=True) == "Wednesday 6 January 2027"
    assert (due.flagged, due.advise) == (None, None)
    assert due.passed_over == (
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2027, 1, 1), "New Year’s Day"),
    )


def test_the_days_passed_over_lie_strictly_between_the_two_dates() -> None:
    between_holidays = due_after(date(2026, 4, 3), working_days(1), ENGLAND)

    assert between_holidays.day == date(2026, 4, 7)
    assert between_holidays.passed_over == ((date(2026, 4, 6), "Easter Monday"),)


def test_papers_five_working_days_before_a_meeting_after_easter() -> None:
    due = due_before(date(2026, 4, 10), working_days(5), ENGLAND)

    assert (due.day, due.flagged, due.advise) == (date(2026, 4, 1), None, None)
    assert [why for _, why in due.passed_over] == ["Good Friday", "Easter Monday"]


def test_papers_seven_days_before_fall_on_good_friday_and_stay_there() -> None:
    due = due_before(date(2026, 4, 10), days(7), ENGLAND)

    assert (due.day, due.flagged, due.advise) == (date(2026, 4, 3), "Good Friday", date(2026, 4, 2))
    assert due.passed_over == ()


def test_a_late_receipt_moves_the_step_that_follows_it_and_not_the_step_before() -> None:
    administrator = due_after(date(2026, 12, 18), working_days(5), ENGLAND)
    on_time = due_after(administrator.day, working_days(5), ENGLAND)
    received_late = due_after(date(2026, 12, 31), working_days(5), ENGLAND)

    assert administrator.day == date(2026, 12, 29)
    assert on_time.day == date(2027, 1, 6)
    assert received_late.day == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        (Nation.ENGLAND, date(2026, 4, 7)),
        (Nation.WALES, date(2026, 4, 7)),
        (Nation.SCOTLAND, date(2026, 4, 6)),
        (Nation.NORTHERN_IRELAND, date(2026, 4, 7)),
    ],
)
def test_easter_monday_is_open_in_scotland_only(nation: Nation, expected: date) -> None:
    assert Calendar(nation).add_working_days(date(2026, 4, 2), 1) == expected


def test_every_closed_day_says_why() -> None:
    assert ENGLAND.closed_because(date(2026, 4, 4)) == "Saturday"
    assert ENGLAND.closed_because(date(2026, 4, 5)) == "Sunday"
    assert ENGLAND.closed_because(date(2026, 4, 3)) == "Good Friday"
    assert ENGLAND.closed_because(date(2026, 4, 7)) is None
    scotland = Calendar(Nation.SCOTLAND)
    assert scotland.closed_because(date(2030, 12, 2)) == "St Andrew’s Day (substitute day)"
    assert scotland.closed_because(date(2034, 1, 2)) == "New Year’s Day (substitute day)"
    assert scotland.closed_because(date(2034, 1, 3)) == "2 January (substitute day)"
    assert Calendar(Nation.NORTHERN_IRELAND).closed_because(date(2026, 3, 17)) == "St Patrick’s Day"


def test_a_holiday_on_a_weekend_is_listed_on_its_substitute_day_only() -> None:
    december = [day for day in bank_holidays(Nation.ENGLAND, 2027) if day.month == 12]

    assert december == [date(2027, 12, 27), date(2027, 12, 28)]


def test_bank_holidays_are_read_only() -> None:
    with pytest.raises(TypeError):
        bank_holidays(Nation.ENGLAND, 2026)[date(2026, 6, 1)] = "Ours"  # type: ignore[index]


def test_a_closure_is_advice_and_moves_nothing() -> None:
    calendar = Calendar(closures=(CHRISTMAS,))

    due = due_after(date(2026, 12, 18), working_days(5), calendar)

    assert due.day == date(2026, 12, 29)
    assert due.flagged == "Town hall closed: Christmas"
    assert due.advise == date(2026, 12, 24)
    assert calendar.is_working_day(date(2026, 12, 30))


def test_a_closure_moves_working_days_when_the_authority_says_so() -> None:
    calendar = Calendar(closures=(CHRISTMAS,), closures_move_dates=True)

    due = due_after(date(2026, 12, 18), working_days(5), calendar)

    assert due.day == date(2027, 1, 4)
    assert (date(2026, 12, 30), "Town hall closed: Christmas") in due.passed_over
    assert not calendar.is_working_day(date(2026, 12, 30))


def test_a_closure_that_moves_working_days_still_keeps_a_count_of_plain_days() -> None:
    calendar = Calendar(closures=(CHRISTMAS,), closures_move_dates=True)

    due = due_after(date(2026, 12, 1), weeks(4), calendar)

    assert (due.day, due.flagged, due.advise) == (
        date(2026, 12, 29),
        "Town hall closed: Christmas",
        date(2026, 12, 24),
    )


def test_no_working_days_is_the_day_itself_and_the_anchor_is_never_counted() -> None:
    saturday = date(2026, 7, 4)

    assert ENGLAND.add_working_days(saturday, 0) == saturday
    assert ENGLAND.add_working_days(saturday, 1) == date(2026, 7, 6)
    assert ENGLAND.add_working_days(saturday, -1) == date(2026, 7, 3)


def test_a_moment_is_judged_by_its_day_in_the_united_kingdom() -> None:
    just_after_midnight_on_easter_monday = datetime(2026, 4, 5, 23, 30, tzinfo=UTC)

    assert ENGLAND.closed_because(just_after_midnight_on_easter_monday) == "Easter Monday"
    assert british(just_after_midnight_on_easter_monday) == "6 April 2026"


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [(date(2026, 1, 2), date(2026, 1, 1), "Snow"), (date(2026, 1, 1), date(2026, 1, 1), " ")],
)
def test_a_closure_backwards_or_without_a_name_is_refused(first: date, last: date, name: str) -> None:
    with pytest.raises(ValueError, match=r"closure.*\.$"):
        Closure(first, last, name)


def test_a_year_whose_bank_holidays_are_not_published_is_warned_about() -> None:
    last = ENGLAND.last_known_holiday_year

    assert not ENGLAND.warns_beyond(date(last, 12, 31))
    assert ENGLAND.warns_beyond(date(last + 1, 1, 1))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 4, 14), "Today"),
        (date(2026, 4, 15), "Tomorrow"),
        (date(2026, 4, 16), "In 2 days"),
        (date(2026, 4, 20), "In 6 days"),
        (date(2026, 4, 13), "1 day past"),
        (date(2026, 4, 12), "2 days past"),
    ],
)
def test_relative_words(day: date, said: str) -> None:
    assert relative(day, date(2026, 4, 14)) == said


def test_dates_are_said_in_the_british_way() -> None:
    assert british(date(2026, 3, 14)) == "14 March 2026"
    assert british(date(2026, 4, 14), weekday=True) == "Tuesday 14 April 2026"
    assert british(date(2028, 2, 1)) == "1 February 2028"
