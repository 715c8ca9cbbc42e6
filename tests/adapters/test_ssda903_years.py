"""Several yearly returns become one history; where they do not meet, the older one gives way, aloud."""

from __future__ import annotations

from datetime import date

from core.adapters.ssda903 import ChildReturn, Return, read_return
from tests.fixtures.ssda903 import (
    TODAY,
    Row,
    codes_of,
    episode,
    episodes_file,
    header,
    header_file,
    only_child,
    read_years,
)

OPEN_2023 = episode("01/05/2023")
"""Open at the end of the collection year 2023/24."""


def touching(year: int) -> Row:
    """Another child, whose row only serves to say which year a file is."""
    return episode(f"01/06/{year}", child="OTHER")


def both(older: list[Row], newer: list[Row]) -> Return:
    """Two returns, 2023/24 and 2024/25."""
    closed = touching(2023) | {"DEC": "02/07/2023", "REC": "E4A"}
    return read_years([closed, *older], [touching(2024), *newer], headers=[header(), header("OTHER")])


def first(result: Return) -> ChildReturn:
    return next(child for child in result if child.child == "C1")


def spans(result: Return) -> list[tuple[str, str, str]]:
    return [
        (f"{stay.start:%d/%m/%Y}", f"{stay.end:%d/%m/%Y}" if stay.end else "", stay.end_kind)
        for stay in first(result).stays
    ]


def actions(result: Return) -> list[tuple[str, str]]:
    return [(one.code, one.action) for one in first(result).issues]


def test_an_episode_told_again_a_year_later_is_one_episode() -> None:
    result = both([OPEN_2023], [OPEN_2023 | {"DEC": "05/07/2024", "REC": "E4A"}])

    assert spans(result) == [("01/05/2023", "05/07/2024", "left care")]
    assert actions(result) == []
    assert result.summary()["accounting"]["told_again"] == 1
    assert result.summary()["years"] == [2023, 2024]
    assert first(result).years == (2023, 2024)


def test_the_order_in_which_years_are_given_does_not_matter() -> None:
    files = [
        episodes_file(OPEN_2023, name="a.csv"),
        episodes_file(OPEN_2023 | {"DEC": "05/07/2024", "REC": "E4A"}, name="b.csv"),
    ]

    made = [read_return([header_file(header())], order, today=TODAY) for order in (files, files[::-1])]

    assert only_child(made[0]).stays == only_child(made[1]).stays
    assert [codes_of(one) for one in made] == [[], []]


def test_a_later_year_that_tells_it_otherwise_is_used_and_the_change_shown() -> None:
    result = both([OPEN_2023 | {"DEC": "01/02/2024", "REC": "E8"}], [OPEN_2023 | {"PLACE": "K2"}])

    assert [stay.place_last for stay in first(result).stays] == ["K2"]
    assert actions(result) == [("later_year_wins", "The later year used")]
    assert result.summary()["accounting"]["ignored"] == 1


def test_a_row_refused_in_one_year_and_right_in_the_next_sets_nobody_aside() -> None:
    refused = OPEN_2023 | {"REC": "E4A"}

    result = both([refused], [OPEN_2023 | {"DEC": "05/07/2024", "REC": "E4A"}])
    still_refused = both([refused], [episode("01/09/2024")])

    assert (first(result).quarantined, [code for code, _ in actions(result)]) == (False, ["later_year_wins"])
    assert first(still_refused).quarantined
    for one in (result, still_refused):
        assert sum(one.summary()["accounting"].values()) == one.summary()["rows"]


def test_open_and_followed_by_a_row_that_goes_on_is_ended_when_that_begins() -> None:
    result = both([OPEN_2023], [episode("10/05/2024", "P", "K2")])

    assert spans(result) == [("01/05/2023", "10/05/2024", "move"), ("10/05/2024", "", "")]
    assert actions(result)[0] == ("repaired", "Ended on 10/05/2024, continues")


def test_open_and_followed_by_a_new_start_is_ended_with_its_year_at_the_latest() -> None:
    after = both([OPEN_2023], [episode("10/05/2024")])
    within = both([OPEN_2023], [episode("10/02/2024", "S", "K2", dec="10/05/2024", rec="E4A")])

    assert spans(after) == [("01/05/2023", "31/03/2024", "left care"), ("10/05/2024", "", "")]
    assert spans(within)[0] == ("01/05/2023", "09/02/2024", "left care")
    assert actions(after) == [("repaired", "Ended on 31/03/2024, reason unknown")]
    assert first(after).stays[0].unplanned is None


def test_open_with_nothing_after_it_is_ended_with_its_year() -> None:
    result = both([OPEN_2023], [])

    assert spans(result) == [("01/05/2023", "31/03/2024", "left care")]
    assert actions(result) == [("repaired", "Ended on 31/03/2024, reason unknown")]


def test_said_to_go_on_with_nothing_after_it_has_left_on_its_last_day() -> None:
    result = both([OPEN_2023 | {"DEC": "10/02/2024", "REC": "X1"}], [])

    assert spans(result) == [("01/05/2023", "10/02/2024", "left care")]
    assert actions(result) == [("repaired", "Ended on 10/02/2024, reason unknown")]


def test_the_same_episode_with_a_corrected_start_is_dropped_from_the_older_year() -> None:
    result = both([OPEN_2023], [OPEN_2023 | {"DECOM": "03/05/2023"}])

    assert spans(result) == [("03/05/2023", "", "")]
    assert actions(result) == [("repaired", "Dropped: a later year tells it with another start")]


def test_an_older_row_that_overlaps_a_later_year_ends_when_that_begins() -> None:
    older = OPEN_2023 | {"DEC": "20/03/2024", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"}

    result = both([older], [episode("10/03/2024", "P", "K2")])

    assert spans(result)[0] == ("01/05/2023", "10/03/2024", "move")
    assert actions(result) == [("repaired", "Ended on 10/03/2024, continues")]


def test_an_older_row_with_a_gap_before_a_later_year_is_joined() -> None:
    older = OPEN_2023 | {"DEC": "20/03/2024", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"}

    result = both([older], [episode("02/04/2024", "P", "K2")])

    assert spans(result)[0] == ("01/05/2023", "02/04/2024", "move")
    assert actions(result) == [("repaired", "Ended on 02/04/2024, continues")]


def test_an_overlap_within_one_year_is_still_refused() -> None:
    rows = [OPEN_2023 | {"DEC": "20/03/2024", "REC": "X1"}, episode("10/03/2024", "P", "K2")]

    assert first(both(rows, [])).quarantined


def test_history_is_complete_from_the_first_row_of_a_child_cut_off_at_the_left() -> None:
    result = both([episode("01/02/2020", "L")], [episode("01/02/2020", "L")])

    assert first(result).first_day_known == date(2020, 2, 1)
    assert actions(result) == []
    assert result.summary()["complete_from"] == "2023-04-01"
