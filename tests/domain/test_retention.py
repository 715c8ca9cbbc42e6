"""How long a child's record is kept: table by table as each nation's law has it, and never a day less."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.calendar import Nation
from core.domain.retention import LAWS, Life, anniversary, keep

ENGLAND, WALES, SCOTLAND, NORTH = Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("nation", "born", "died", "adopted", "until", "event"),
    [
        (ENGLAND, "2010-05-17", "", "", "2085-05-17", "birth"),
        (ENGLAND, "2010-05-17", "2020-03-02", "", "2035-03-02", "death"),
        (ENGLAND, "2010-05-17", "2028-05-16", "", "2043-05-16", "death"),  # the day before 18
        (ENGLAND, "2010-05-17", "2028-05-17", "", "2085-05-17", "birth"),  # the 18th birthday itself
        (ENGLAND, "2010-05-17", "", "2014-09-30", "2114-09-30", "adoption order"),
        (ENGLAND, "2010-05-17", "2020-03-02", "2014-09-30", "2114-09-30", "adoption order"),
        (ENGLAND, "2012-02-29", "", "", "2087-03-01", "birth"),  # 2087 has no 29 February
        (ENGLAND, "2012-02-29", "2029-12-31", "", "2044-12-31", "death"),
        (ENGLAND, "2012-02-29", "2030-02-28", "", "2045-02-28", "death"),  # 18 on 1 March 2030
        (ENGLAND, "2012-02-29", "2030-03-01", "", "2087-03-01", "birth"),
        (ENGLAND, "2010-05-17", "2024-02-29", "", "2039-03-01", "death"),
        (WALES, "2010-05-17", "", "", "2085-05-17", "birth"),
        (WALES, "2010-05-17", "2020-03-02", "", "2035-03-02", "death"),
        (WALES, "2010-05-17", "", "2014-09-30", "2114-09-30", "adoption order"),
        (SCOTLAND, "2010-05-17", "", "", "2110-05-17", "birth"),
        (SCOTLAND, "2012-02-29", "", "", "2112-02-29", "birth"),  # 2112 has one
        (SCOTLAND, "2000-02-29", "", "", "2100-03-01", "birth"),  # 2100 has none
        (SCOTLAND, "2010-05-17", "2020-03-02", "", "2045-03-02", "death"),
        (SCOTLAND, "2010-05-17", "2028-05-17", "", "2110-05-17", "birth"),
        (SCOTLAND, "2010-05-17", "", "2014-09-30", "2114-09-30", "adoption order"),
        (NORTH, "2010-05-17", "", "", "2110-05-17", "birth"),  # not read: the longest is kept
        (NORTH, "2010-05-17", "2020-03-02", "", "2110-05-17", "birth"),
        (NORTH, "2010-05-17", "", "2014-09-30", "2110-05-17", "birth"),
    ],
)  # fmt: skip
def test_the_last_day_of_a_record(nation: Nation, born: str, died: str, adopted: str, until: str, event: str) -> None:
    found = keep(Life(born=day(born), died=day(died), adopted=day(adopted)), nation)

    assert (found.until, found.from_event) == (day(until), event)
    assert found.source and found.needs == ()
    assert not found.over(day(until)) and found.over(day(until) + timedelta(days=1))  # type: ignore[arg-type,operator]


def test_the_sum_is_told_with_where_each_date_comes_from() -> None:
    life = Life(born=date(2010, 5, 17), died=date(2020, 3, 2), died_source="as the return has it (E2)")

    found = keep(life, ENGLAND, longer=2)

    assert found.because == (
        "Born on 17 May 2010.",
        "Died on 2 March 2020, as the return has it (E2).",
        "That was before 18: kept for 15 years from the day of death.",
        "The authority adds 2 years.",
        "The last day is 2 March 2037; from the day after, two people may dispose of it.",
    )
    assert found.source.endswith("regulation 50")


@pytest.mark.parametrize("life", [Life(), Life(died=date(2020, 3, 2)), Life(adopted=date(2001, 1, 1))])
@pytest.mark.parametrize("nation", Nation)
def test_without_a_birth_nothing_is_ever_over(life: Life, nation: Nation) -> None:
    found = keep(life, nation)

    assert found.until is None and found.needs == ("the date of birth",)
    assert not found.over(date.max)


def test_what_no_text_before_us_says_is_called_silent_and_the_longest_period_is_kept() -> None:
    longest = max(law.born_years for law in LAWS.values())

    assert "not before us" in LAWS[NORTH].silent
    assert LAWS[NORTH].born_years == longest and LAWS[NORTH].died_years is None


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(nation=st.sampled_from(Nation), born=DAYS, died=st.none() | DAYS, adopted=st.none() | DAYS,
       longer=st.integers(0, 30))  # fmt: skip
def test_nothing_is_over_before_any_period_that_applies(
    nation: Nation, born: date, died: date | None, adopted: date | None, longer: int
) -> None:
    law, found = LAWS[nation], keep(Life(born=born, died=died, adopted=adopted), nation, longer=longer)

    assert found.until is not None
    young = died is not None and (died.year - born.year, died.month, died.day) < (18, born.month, born.day)
    if young and law.died_years is not None:
        assert died is not None and found.until >= anniversary(died, law.died_years)
    else:
        assert found.until.year >= born.year + law.born_years + longer
        assert (found.until.year, found.until.month, found.until.day) >= (
            born.year + law.born_years + longer, born.month, born.day)  # fmt: skip
    if adopted:
        assert found.until >= anniversary(adopted, law.adopted_years)
