"""Where a page begins, from an address that anybody may have written: a place in the list, or the first page."""

from datetime import UTC, date, datetime

import pytest

from core.services.paging import day_place, moment_place, read_moment

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


def test_a_place_is_what_the_last_line_of_a_list_gave() -> None:
    assert day_place(f"{date(2026, 3, 16)}|abc") == (date(2026, 3, 16), "abc")
    assert day_place(f"{date.max}|abc") == (date.max, "abc")
    assert moment_place(f"{NOON.isoformat()}|abc") == (NOON, "abc")
    assert moment_place("2026-03-16T13:00:00+01:00|abc") == (NOON, "abc")


@pytest.mark.parametrize(
    "after", ["", "|", "x|y", "2026-03-16", "2026-03-16|", "2026-02-30|x", "2026-03-16|a\x00", "1" * 5000]
)
def test_what_is_no_day_with_an_id_is_no_place(after: str) -> None:
    assert day_place(after) is None


@pytest.mark.parametrize(
    "at",
    [
        "",
        "x",
        "2026-03-16",
        "2026-03-16T12:00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "9" * 5000,
    ],
)
def test_what_is_no_moment_on_earth_is_no_place(at: str) -> None:
    assert read_moment(at) is None
    assert moment_place(f"{at}|x") is None


def test_a_moment_without_an_id_is_no_place() -> None:
    assert moment_place(NOON.isoformat()) is None
    assert moment_place(f"{NOON.isoformat()}|a\x00") is None
