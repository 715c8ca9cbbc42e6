"""Which version of a procedure rules a day."""

from datetime import date

import pytest

from core.domain.versions import Version, always, read, ruling

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TODAY = date(2026, 4, 15)


def version(number: int, starts: date | None) -> Version:
    return Version(number=number, starts=starts, enabled={"harrowmere": {"pack_days": number}})


ALL = (version(1, None), version(2, APRIL), version(3, MAY))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 1, 1), 1),
        (date(2026, 3, 31), 1),
        (APRIL, 2),
        (date(2026, 4, 30), 2),
        (MAY, 3),
        (date(2027, 1, 1), 3),
    ],
)
def test_a_version_rules_from_its_first_day_until_the_next_one_starts(day: date, number: int) -> None:
    found = ruling(ALL, day, TODAY)

    assert found is not None and found.number == number


def test_a_correction_that_starts_on_the_same_day_takes_the_place_of_what_it_corrects() -> None:
    kept = read([version(3, APRIL).row, version(1, None).row, version(2, APRIL).row])

    assert [one.number for one in kept] == [1, 2, 3]
    assert ruling(kept, APRIL, TODAY) == version(3, APRIL)


def test_what_happened_before_an_authority_began_is_ruled_by_its_first_version_once_that_has_started() -> None:
    only = (version(1, APRIL),)

    assert ruling(only, MARCH, date(2026, 3, 20)) is None
    assert ruling(only, MARCH, APRIL) == only[0]
    assert ruling((), MARCH, TODAY) is None


def test_no_plugin_is_no_version_and_a_row_reads_back_as_it_was_written() -> None:
    assert always({}) == []
    assert read(always({"harrowmere": {}}))[0] == Version(number=1, starts=None, enabled={"harrowmere": {}})
