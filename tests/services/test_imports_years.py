"""Several years' returns of one child, in whatever order they are loaded, make one history."""

from datetime import date

from sqlalchemy import select

from core.models import Child, Ending
from core.services.desk import Desk
from tests.fixtures.ssda903 import episode, read_years
from tests.services.loaded import TODAY, Load, homes, loading, registry, returned, snapshot

__all__ = ["loading", "registry"]


def test_a_later_year_that_begins_in_the_middle_joins_what_is_known(desk: Desk, loading: Load) -> None:
    loading(returned(episode("01/05/2023", "S", "U6", "01/02/2024", "X1"), episode("01/02/2024", "L", "U6", LS="C1")))

    loading(returned(
        episode("01/02/2024", "L", "U6", "10/09/2025", "X1", "CREQB", LS="C1"),
        episode("10/09/2025", "P", "U4", post="ZZ2 2BB"),
    ))  # fmt: skip

    first, second = homes(desk)
    child = desk.db.scalars(select(Child)).one()
    assert (first.started, first.ended, second.started) == (date(2023, 5, 1), date(2025, 9, 10), date(2025, 9, 10))
    assert (child.history_from, child.in_care_since) == (None, date(2023, 5, 1))


def test_an_earlier_year_loaded_later_fills_in_the_beginning(desk: Desk, loading: Load) -> None:
    later = returned(
        episode("01/02/2024", "L", "U6", "10/09/2025", "X1", "CREQB", LS="C1"),
        episode("10/09/2025", "P", "U4", post="ZZ2 2BB"),
    )
    loading(later)
    assert desk.db.scalars(select(Child)).one().history_from == date(2024, 2, 1)
    earlier = [episode("01/05/2023", "S", "U6", "01/02/2024", "X1"), episode("01/02/2024", "L", "U6", LS="C1")]

    loading(returned(*earlier))
    before = snapshot(desk)
    loading(returned(*earlier))
    loading(later)

    first, second = homes(desk)
    assert (first.started, first.ended, second.ended) == (date(2023, 5, 1), date(2025, 9, 10), None)
    assert desk.db.scalars(select(Child)).one().history_from is None
    assert snapshot(desk) == before


def test_a_placement_left_open_between_two_years_ends_where_the_next_begins(desk: Desk, loading: Load) -> None:
    loading(returned(episode("01/05/2023", "S", "U6")))

    counts = loading(returned(episode("01/02/2025", "P", "K2", "01/08/2025", "E4A", post="ZZ3 3CC")))

    first, second = homes(desk)
    ending = desk.db.scalars(select(Ending).where(Ending.placement_id == first.id)).one()
    assert (first.started, first.ended, second.started) == (date(2023, 5, 1), date(2025, 2, 1), date(2025, 2, 1))
    assert (ending.unplanned, ending.next_placement_id, ending.left_care) == (None, second.id, False)
    assert counts["placements_ended"] == 1 and counts["endings_to_classify"] == 1


def test_a_placement_that_an_earlier_year_told_of_is_not_removed_by_a_later_correction(
    desk: Desk, loading: Load
) -> None:
    second = episode("10/09/2025", "P", "K2", post="ZZ3")
    loading(returned(episode("01/05/2023", "S", "U6", "10/09/2025", "X1"), second))

    counts = loading(returned(second))

    assert len(homes(desk)) == 2 and counts["conflicts"] == 1


def test_several_years_at_once_make_one_history(desk: Desk, loading: Load) -> None:
    result = read_years(
        [episode("01/05/2023", "S", "U6")],
        [
            episode("01/05/2023", "S", "U6", "10/09/2024", "X1", "CREQB"),
            episode("10/09/2024", "P", "K2", post="ZZ3 3CC"),
        ],
        today=TODAY,
    )

    loading(result)

    assert [(one.started, one.kind) for one in homes(desk)] == [
        (date(2023, 5, 1), "foster"),
        (date(2024, 9, 10), "residential"),
    ]
