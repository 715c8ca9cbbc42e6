"""Until when records are kept, reckoned for one child in words and for all of them by the database: the same day, from
what workers recorded and from how care ended in a return."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from core.domain.calendar import Nation
from core.models import Child
from core.services.desk import Desk
from core.services.retention import listing, lives
from tests import factories as made


def some_day(luck: Random) -> date:
    """Any day, and often one about which people disagree."""
    day = date(1920, 1, 1) + timedelta(days=luck.randrange(40_000))
    leap = date(luck.choice((1924, 1952, 2000, 2004, 2008)), 2, 29)
    return luck.choice((day, day, leap, leap + timedelta(days=1), leap - timedelta(days=1)))


def children(desk: Desk, luck: Random) -> Iterator[Child]:
    """Children of whom more or less is known, some of them from a return."""
    for number in range(60):
        born = luck.choice((None, *[some_day(luck)] * 5))
        said = {"date_of_death": some_day(luck)} if luck.random() < 0.3 else {}
        said |= {"adopted_on": some_day(luck)} if luck.random() < 0.2 else {}
        if born and luck.random() < 0.3:
            said["date_of_death"] = born.replace(day=min(born.day, 28), year=born.year + 18)
        child = made.child(desk, f"Child {number}", f"N-{number}", born=born, **said)
        for code in luck.sample(("E2", "E11", "E12", "E4A", ""), 2):
            day = some_day(luck)
            home = made.placement(desk, child, day - timedelta(days=9), ended=day, source_key=code)
            made.ending(desk, home, left_care=luck.random() < 0.8, reason_code=code)
        yield child


@pytest.mark.parametrize("nation", Nation)
def test_the_database_reckons_the_same_day_as_the_sum_that_is_told(desk: Desk, nation: Nation) -> None:
    desk.tenant.nation = nation.value
    desk.tenant.settings = {"kept_longer": 3}
    every = {child.id: child for child in children(desk, Random(nation.value))}

    statement, last = lives.last_day(desk, select(Child.id))
    found = {ref: day for ref, day in desk.db.execute(statement.add_columns(last))}

    assert len(found) == len(every)
    for ref, child in every.items():
        until = lives.kept(desk, child).until
        leap = found[ref] is not None and found[ref] % 10_000 == 229
        expected = lives.number(until) if until else None
        assert found[ref] == expected or (leap and until and (until.month, until.day) == (3, 1)), child


def test_what_a_worker_recorded_stands_before_what_a_return_says(desk: Desk) -> None:
    child = made.child(desk, born=date(2001, 4, 5))
    home = made.placement(desk, child, date(2005, 1, 1), ended=date(2009, 6, 7))
    made.ending(desk, home, left_care=True, reason_code="E2")

    from_return = lives.kept(desk, child)
    child.date_of_death = date(2009, 6, 8)
    from_worker = lives.kept(desk, child)

    assert (from_return.until, from_worker.until) == (date(2024, 6, 7), date(2024, 6, 8))
    assert "Died on 7 June 2009, as the return says (care ended, E2)." in from_return.because
    assert "Died on 8 June 2009, recorded by a worker." in from_worker.because


def test_the_list_holds_what_is_due_within_a_year_in_order_a_page_at_a_time(desk: Desk) -> None:
    every = list(children(desk, Random(7)))
    horizon = date(desk.today.year + 1, desk.today.month, desk.today.day)
    expected = {c.id: until for c in every if (until := lives.kept(desk, c).until) and until <= horizon}

    found: list[Any] = []
    page = listing.due(desk, size=3)
    while True:
        found += page.rows
        if not page.last:
            break
        page = listing.due(desk, after=page.last, size=3)

    assert len(expected) > 9
    assert {line.child.id: line.until for line in found} == expected and len(found) == len(expected)
    assert [line.until for line in found] == sorted(expected.values())
    unborn = {c.id for c in every if c.born is None}
    assert {line.child.id for line in listing.undecided(desk).rows} == unborn != set()


def test_whoever_reads_no_childrens_records_gets_the_lists_and_nobody_elses_place_is_one(desk: Desk) -> None:
    made.child(desk, born=date(1940, 1, 2))

    assert [line.until for line in listing.due(desk, after="x|y").rows] == [date(2015, 1, 2)]
    assert listing.due(desk, after="99999999|z").rows == ()
