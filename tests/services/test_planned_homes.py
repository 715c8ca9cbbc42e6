"""Planned homes: what they leave untouched, and how they begin, wait or are set aside."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from core.services.desk import Desk, Refused, Stale
from tests.services.planned import child, member, planned, registry

if TYPE_CHECKING:
    from core.models import Child

__all__ = ["child", "member", "registry"]


def test_a_planned_home_is_no_part_of_where_a_child_has_lived(desk: Desk, child: "Child") -> None:
    from core.services import case_roles, child_record, children, imports_known, placements

    home = planned(desk, child)

    current = placements.current(desk, child)
    assert current is not None and current.id != home.id
    assert [place.id for place, _ in children.history(desk, child)] == [current.id]
    assert children.listed(desk).rows[0][1] == current
    assert child_record.tally(desk, child).placements == 1
    assert [p.id for p in imports_known.known(desk, [child.local_id])[child.local_id].placements] == [current.id]
    carer = case_roles.add(desk, child, "foster_carer", name="Ada Marlowe")
    assert carer.placement_id == current.id


def test_a_move_counted_by_a_rule_is_never_a_planned_one(desk: Desk, child: "Child") -> None:
    from core.services import facts

    home = planned(desk, child)

    known = facts.of_start(desk, home, child)

    assert known.day == date(2026, 3, 30) and known.moves == ()


def test_a_planned_home_has_no_time_of_day_yet(desk: Desk, child: "Child") -> None:
    with pytest.raises(Refused, match="until the placement has started"):
        planned(desk, child, started_at=datetime(2026, 3, 30, 9, 0, tzinfo=UTC))
    with pytest.raises(Refused, match="within the next six months"):
        planned(desk, child, date(2026, 10, 1))


def test_an_ending_may_lie_before_or_after_the_day_planned(desk: Desk, child: "Child") -> None:
    from core.services import placements
    from core.services.placements import HowItEnded, NextHome

    home = planned(desk, child)
    current = placements.current(desk, child)
    assert current is not None

    ending = placements.end(
        desk, current, child, HowItEnded(day=date(2026, 3, 12)), next_home=NextHome(carer="", as_planned=home)
    )

    assert (ending.next_placement_id, home.started, home.planned) == (home.id, date(2026, 3, 12), "")
    assert placements.current(desk, child) == home


def test_a_plan_stays_while_the_child_goes_somewhere_else_first(desk: Desk, child: "Child") -> None:
    from core.services import placements, planned_homes
    from core.services.placements import HowItEnded, NextHome

    home = planned(desk, child)
    current = placements.current(desk, child)
    assert current is not None

    placements.end(desk, current, child, HowItEnded(day=date(2026, 3, 12)), next_home=NextHome(carer="Holt family"))

    assert planned_homes.planned(desk, child) == home
    now = placements.current(desk, child)
    assert now is not None and now.carer == "Holt family"


def test_only_a_home_that_is_still_planned_begins_or_is_set_aside(desk: Desk, child: "Child") -> None:
    from core.services import planned_homes

    home = planned(desk, child)
    with pytest.raises(Stale):
        planned_homes.set_aside(desk, home, child, "No longer wanted.", version=home.version + 1)
    planned_homes.set_aside(desk, home, child, "No longer wanted.")

    with pytest.raises(Refused, match="not planned any more"):
        planned_homes.take_up(desk, home, child, started=date(2026, 3, 16))
    with pytest.raises(Refused, match="not planned any more"):
        planned_homes.put_off(desk, home, child, date(2026, 4, 1))
    assert planned(desk, child).id != home.id
