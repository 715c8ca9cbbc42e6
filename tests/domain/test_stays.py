"""How cleaned episodes become stays and moves, by example."""

from __future__ import annotations

from datetime import date

import pytest

from core.adapters.ssda903.cells import coded
from core.domain.episodes import Episode
from core.domain.moves import moves_of
from core.domain.stays import Change, History, Stay, history_of


def row(
    start: str,
    rne: str,
    place: str = "U6",
    end: str = "",
    rec: str = "",
    reason: str = "",
    post: str = "A1",
    ls: str = "C2",
    provider: str = "PR1",
) -> Episode:
    said = coded((rne, ls, "N1", place, "" if place[0] == "T" else provider, rec, reason))
    return Episode(date.fromisoformat(start), date.fromisoformat(end) if end else None, said, post, "SC900001", 2)


def stays_of(*rows: Episode) -> tuple[Stay, ...]:
    return history_of("C1", rows).stays


def remarks_of(history: History) -> list[str]:
    return [remark.code for remark in history.remarks]


def test_the_worked_example_is_one_move_and_two_stays() -> None:
    history = history_of(
        "C1",
        [
            row("2025-03-01", "S", "U6", "2025-03-05", "X1", "CREQB", "A1"),
            row("2025-03-05", "P", "U6", "2025-05-10", "X1", post="B2"),
            row("2025-05-10", "L", "U6", "2025-08-01", "X1", post="B2", ls="C1"),
            row("2025-08-01", "P", "T3", "2025-08-15", "X1", post="H1"),
            row("2025-08-15", "P", "U6", "2025-11-20", "X1", "CARPL", "B2"),
            row("2025-11-20", "T", "U4", post="B2"),
        ],
    )

    first, second = history.stays
    (move,) = moves_of(history.stays)
    assert (first.start, first.end) == (date(2025, 3, 1), date(2025, 3, 5))
    assert (first.end_reason, first.end_kind, first.ended_how) == ("CREQB", "move", "disruption")
    assert first.unplanned is True
    assert (second.start, second.end, second.episodes, second.temp_absences) == (date(2025, 3, 5), None, 5, 1)
    assert (second.place_first, second.place_last, second.group) == ("U6", "U4", "foster long term")
    assert second.long_term_since == date(2025, 11, 20)
    assert second.changes == (Change(date(2025, 11, 20), "type", "U6", "U4"),)
    assert (move.day, move.from_start, move.to_start) == (date(2025, 3, 5), first.start, second.start)
    assert move.unplanned is True
    assert history.remarks == ()


def test_coming_back_into_care_is_a_new_period_and_no_move() -> None:
    home = row("2024-01-01", "S", end="2024-03-01", rec="E4B")
    again = row("2024-06-01", "S", "K2", post="C3")

    first, second = stays_of(home, again)

    assert (first.end, first.end_reason, first.end_kind, first.unplanned) == (
        date(2024, 3, 1),
        "E4B",
        "left care",
        True,
    )
    assert (second.period, second.seq) == (2, 2)
    assert moves_of([first, second]) == ()


@pytest.mark.parametrize("rne", ["L", "T", "U"])
def test_the_same_carer_is_the_same_stay(rne: str) -> None:
    (stay,) = stays_of(row("2024-01-01", "S", end="2024-03-01", rec="X1"), row("2024-03-01", rne))

    assert (stay.start, stay.end, stay.episodes) == (date(2024, 1, 1), None, 2)


@pytest.mark.parametrize("rne", ["P", "B"])
def test_a_new_carer_is_a_move_even_when_the_placement_looks_the_same(rne: str) -> None:
    history = history_of(
        "C1", [row("2024-01-01", "S", end="2024-03-01", rec="X1", reason="CARPL"), row("2024-03-01", rne)]
    )

    assert [stay.end_kind for stay in history.stays] == ["move", ""]
    assert remarks_of(history) == ["p_unchanged"]


@pytest.mark.parametrize(
    ("reason", "how", "unplanned"),
    [
        ("CARPL", "planned", False),
        ("CLOSE", "planned", False),
        ("CREQB", "disruption", True),
        ("ALLEG", "disruption", True),
        ("CUSTOD", "unplanned", True),
        ("OTHER", "ask", None),
        ("PLACE", "ask", None),
        ("", "ask", None),
    ],
)
def test_an_ending_is_planned_unplanned_or_asked(reason: str, how: str, unplanned: bool | None) -> None:
    first, _ = stays_of(
        row("2024-01-01", "S", end="2024-03-01", rec="X1", reason=reason), row("2024-03-01", "P", post="B2")
    )

    assert (first.ended_how, first.unplanned) == (how, unplanned)


def test_not_back_to_the_same_place_after_time_away_is_one_move() -> None:
    history = history_of(
        "C1",
        [
            row("2024-01-01", "S", end="2024-03-01", rec="X1"),
            row("2024-03-01", "P", "T1", "2024-03-20", "X1", post="H1"),
            row("2024-03-20", "P", "K2", post="B2"),
        ],
    )

    first, second = history.stays
    assert (first.end, first.temp_absences, first.place_last) == (date(2024, 3, 20), 1, "U6")
    assert second.place_first == "K2"
    assert remarks_of(history) == ["temp_no_return", "reason_missing"]


def test_away_now_while_the_last_row_is_temporary_and_open() -> None:
    (stay,) = stays_of(row("2024-01-01", "S", end="2024-03-01", rec="X1"), row("2024-03-01", "P", "T1"))

    assert stay.away_now
    assert (stay.end, stay.place_last, stay.group) == (None, "U6", "foster other")


def test_care_that_begins_in_a_temporary_place_begins_no_stay_of_its_own() -> None:
    (stay,) = stays_of(row("2024-01-01", "S", "T0", "2024-01-04", "X1"), row("2024-01-04", "P", "U6", post="B2"))

    assert (stay.start, stay.place_first, stay.temp_absences, stay.episodes) == (date(2024, 1, 1), "U6", 1, 2)


def test_placed_for_adoption_with_the_same_carers_is_no_move() -> None:
    (stay,) = stays_of(row("2024-01-01", "S", "U5", "2024-09-01", "X1"), row("2024-09-01", "T", "A5"))

    assert (stay.place_first, stay.place_last, stay.group) == ("U5", "A5", "adoption")


def test_long_term_counts_from_the_match_and_ends_with_it() -> None:
    matched = [row("2024-01-01", "S", "U6", "2024-09-01", "X1"), row("2024-09-01", "T", "U4")]
    unmatched = [
        matched[0],
        row("2024-09-01", "T", "U4", "2025-01-01", "X1"),
        row("2025-01-01", "T", "U6"),
    ]

    assert [stay.long_term_since for stay in stays_of(*matched)] == [date(2024, 9, 1)]
    assert [stay.long_term_since for stay in stays_of(*unmatched)] == [None]


def test_a_legal_change_with_another_placement_is_left_to_a_person() -> None:
    history = history_of(
        "C1", [row("2024-01-01", "S", end="2024-03-01", rec="X1"), row("2024-03-01", "L", "K2", post="B2")]
    )

    assert len(history.stays) == 1
    assert remarks_of(history) == ["l_but_moved"]


def test_start_of_care_while_in_care_is_read_as_a_move() -> None:
    history = history_of(
        "C1",
        [
            row("2024-01-01", "S", end="2024-03-01", rec="X1", reason="CARPL"),
            row("2024-03-01", "S", post="B2"),
        ],
    )

    assert [(stay.period, stay.end_kind) for stay in history.stays] == [(1, "move"), (1, "")]
    assert remarks_of(history) == ["s_in_continuation"]


def test_short_breaks_are_out_of_every_count() -> None:
    history = history_of("C1", [row("2024-01-01", "S", end="2024-01-08", rec="E4A", ls="V3")])

    assert (history.stays, len(history.short_breaks)) == ((), 1)


def test_a_stay_before_short_breaks_has_ended_though_its_row_says_it_goes_on() -> None:
    history = history_of(
        "C1",
        [row("2024-01-01", "S", end="2024-02-01", rec="X1"), row("2024-02-01", "L", ls="V4")],
    )

    assert [(stay.end, stay.end_kind, stay.unplanned) for stay in history.stays] == [
        (date(2024, 2, 1), "left care", None)
    ]


def test_the_start_is_unknown_where_the_first_row_says_the_carer_was_there_before() -> None:
    assert [stay.start_known for stay in stays_of(row("2024-01-01", "L"))] == [False]
    assert [stay.start_known for stay in stays_of(row("2024-01-01", "P"))] == [True]


def test_neither_postcode_nor_urn_leaves_with_a_change() -> None:
    (stay,) = stays_of(
        row("2024-01-01", "S", end="2024-03-01", rec="X1", post="SECRET1"),
        row("2024-03-01", "T", post="SECRET2"),
    )

    assert stay.changes == (Change(date(2024, 3, 1), "postcode", "", ""),)
    assert "SECRET" not in repr(stay)
