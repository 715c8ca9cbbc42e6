"""What holds of stays and moves for any history of episodes that can be made up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.adapters.ssda903.cells import coded
from core.domain.episodes import Episode
from core.domain.moves import moves_of
from core.domain.stays import history_of


@st.composite
def histories(draw: st.DrawFn) -> list[Episode]:
    """A child's rows, one after another, as they come out of the checks."""
    count = draw(st.integers(1, 12))
    day = draw(st.dates(date(2010, 1, 1), date(2020, 1, 1)))
    rows: list[Episode] = []
    starts_care = True
    for index in range(count):
        end = day + timedelta(days=draw(st.integers(1, 400)))
        last = index == count - 1
        leaves = draw(st.integers(0, 4)) == 0
        still_open = last and draw(st.booleans())
        rec = "" if still_open else draw(st.sampled_from(["E4A", "E4B", "E8"])) if leaves or last else "X1"
        rne = "S" if starts_care else draw(st.sampled_from("LPTBU"))
        place = draw(st.sampled_from(["U6", "U4", "U1", "K2", "T1", "T3", "A5", "P1"]))
        said = coded((rne, draw(st.sampled_from(["C1", "C2", "V2"])), "N1", place, "", rec, ""))
        post = draw(st.sampled_from(["A1", "B2"]))
        rows.append(Episode(day, None if still_open else end, said, post, "", index + 2))
        starts_care = rec not in ("X1", "")
        day = end + timedelta(days=draw(st.integers(0, 90)) if starts_care else 0)
    return rows


@given(histories())
def test_moves_and_one_make_the_stays_of_each_period(rows: list[Episode]) -> None:
    stays = history_of("C1", rows).stays
    moves = moves_of(stays)

    for period in {stay.period for stay in stays}:
        within = [stay for stay in stays if stay.period == period]
        assert len(within) == 1 + sum(within[0].start < move.day <= within[-1].start for move in moves)


@given(histories())
def test_stays_cover_every_row_once_in_order_and_touch_within_a_period(rows: list[Episode]) -> None:
    stays = history_of("C1", rows).stays

    assert sum(stay.episodes for stay in stays) == len(rows)
    assert sum(stay.temp_absences for stay in stays) == sum(row.said.temporary for row in rows)
    assert [stay.seq for stay in stays] == list(range(1, len(stays) + 1))
    assert len({stay.key for stay in stays}) == len(stays)
    for before, after in pairwise(stays):
        assert before.end is not None and before.start < before.end <= after.start
        assert (before.end == after.start) or before.end_kind == "left care"
        assert (before.period == after.period) == (before.end_kind == "move")


@given(histories())
def test_periods_are_as_many_as_times_care_began(rows: list[Episode]) -> None:
    stays = history_of("C1", rows).stays

    assert stays[-1].period == sum(row.said.rne == "S" for row in rows)


@given(histories())
def test_time_away_and_same_carer_rows_never_make_a_move(rows: list[Episode]) -> None:
    days = {move.day for move in moves_of(history_of("C1", rows).stays)}
    new_carer = {row.start for row in rows if row.said.rne in "PB" and not row.said.temporary}

    assert days <= new_carer
