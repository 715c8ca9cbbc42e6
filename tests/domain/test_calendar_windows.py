"""Due dates in words, and windows with two bounds, one, or none."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.domain.calendar import (
    Calendar,
    UnknownTimeOfDay,
    WindowDates,
    days,
    due_after,
    due_before,
    hours,
    months,
    weeks,
    window_dates,
    working_days,
)

ENGLAND = Calendar()
LONDON = ZoneInfo("Europe/London")


def test_a_due_date_explains_its_arithmetic() -> None:
    before = due_before(date(2026, 3, 25), days(7), ENGLAND)
    after = due_after(date(2026, 3, 25), working_days(10), ENGLAND)

    assert before.explain("Meeting") == "Meeting on 25 March 2026, less 7 days"
    assert after.explain("Meeting held") == "Meeting held on 25 March 2026, plus 10 working days"


def test_hours_are_due_at_a_moment_and_explained_by_the_local_clock() -> None:
    started = datetime(2026, 3, 27, 18, 0, tzinfo=LONDON)

    due = due_after(started, hours(72), ENGLAND)

    assert due.moment == datetime(2026, 3, 30, 18, 0, tzinfo=UTC)
    assert due.day == date(2026, 3, 30)
    assert due.explain("Placement started") == "Placement started at 18:00 on 27 March 2026, plus 72 hours"


def test_a_moment_in_summer_is_said_by_the_summer_clock() -> None:
    due = due_before(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), hours(24), ENGLAND)

    assert due.explain("Panel") == "Panel at 00:30 on 2 July 2026, less 24 hours"


def test_hours_due_just_after_local_midnight_belong_to_the_local_day() -> None:
    due = due_after(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), hours(24), ENGLAND)

    assert due.day == date(2026, 7, 3)


def test_days_counted_from_a_moment_have_no_moment_of_their_own() -> None:
    due = due_after(datetime(2026, 7, 1, 12, 0, tzinfo=UTC), days(7), ENGLAND)

    assert (due.day, due.moment) == (date(2026, 7, 8), None)
    assert due.sum == "on 1 July 2026, plus 7 days"


def test_hours_due_on_a_closed_day_are_kept_and_flagged() -> None:
    due = due_after(datetime(2026, 7, 1, 12, 0, tzinfo=UTC), hours(72), ENGLAND)

    assert (due.day, due.flagged, due.advise) == (date(2026, 7, 4), "Saturday", date(2026, 7, 3))


def test_hours_from_a_plain_date_are_not_due_at_midnight() -> None:
    with pytest.raises(UnknownTimeOfDay):
        due_after(date(2026, 7, 1), hours(72), ENGLAND)


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 2, 13), "before"),
        (date(2026, 2, 14), "inside"),
        (date(2026, 3, 14), "inside"),
        (date(2026, 3, 15), "after"),
    ],
)
def test_too_early_and_too_late_both_lie_outside(day: date, place: str) -> None:
    window = window_dates(date(2026, 1, 31), opens=weeks(2), closes=weeks(6), calendar=ENGLAND)

    assert window.place(day) == place


def test_a_window_with_one_bound_is_open_on_the_other_side() -> None:
    opening = WindowDates(opens=date(2026, 2, 14))
    closing = WindowDates(closes=date(2026, 3, 14))

    assert (opening.place(date(2026, 2, 13)), opening.place(date(2099, 1, 1))) == ("before", "inside")
    assert (closing.place(date(1999, 1, 1)), closing.place(date(2026, 3, 15))) == ("inside", "after")


def test_a_window_without_bounds_has_no_dates_even_with_a_target() -> None:
    assert WindowDates().place(date(2026, 3, 14)) == "no dates"
    assert WindowDates(target=date(2026, 3, 14)).place(date(2026, 3, 15)) == "no dates"


def test_a_closed_opening_day_advises_the_next_open_day_because_the_one_before_is_too_early() -> None:
    window = window_dates(date(2026, 1, 31), opens=weeks(2), target=weeks(4), closes=weeks(6), calendar=ENGLAND)

    assert [(f.bound, f.because, f.advise) for f in window.flags] == [
        ("opens", "Saturday", date(2026, 2, 16)),
        ("target", "Saturday", date(2026, 2, 27)),
        ("closes", "Saturday", date(2026, 3, 13)),
    ]


def test_no_open_day_is_advised_when_the_window_holds_none() -> None:
    window = window_dates(date(2026, 7, 3), opens=days(1), closes=days(2), calendar=ENGLAND)

    assert [(f.bound, f.advise) for f in window.flags] == [("opens", None), ("closes", None)]


def test_a_window_in_hours_is_exact_for_a_moment_and_by_the_day_for_a_date() -> None:
    started = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    window = window_dates(started, opens=hours(24), closes=hours(72), calendar=ENGLAND)

    assert window.place(datetime(2026, 6, 2, 8, 59, tzinfo=UTC)) == "before"
    assert window.place(datetime(2026, 6, 2, 9, 0, tzinfo=UTC)) == "inside"
    assert window.place(datetime(2026, 6, 4, 9, 0, tzinfo=UTC)) == "inside"
    assert window.place(datetime(2026, 6, 4, 9, 1, tzinfo=UTC)) == "after"
    assert window.place(date(2026, 6, 4)) == "inside"
    assert window.place(date(2026, 6, 5)) == "after"


def test_a_moment_is_placed_in_a_window_of_days_by_its_local_day() -> None:
    window = WindowDates(opens=date(2026, 6, 2), closes=date(2026, 6, 4))

    assert window.place(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == "inside"
    assert window.place(datetime(2026, 6, 4, 23, 30, tzinfo=UTC)) == "after"


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match=r"close on 29 March 2026, before it opens on 1 April 2026"):
        window_dates(date(2026, 3, 1), opens=months(1), closes=weeks(4), calendar=ENGLAND)
