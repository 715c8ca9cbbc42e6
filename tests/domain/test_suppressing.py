"""Small numbers: hidden, and not to be worked out from what is shown. Small tables are tried without exception: a
reader who lists every table that fits what is printed finds more than one number in each hidden place."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from core.domain.suppressing import Cell, Grid, Hidden, alone, grid, line, words

FEWER, WITHHELD = Hidden.FEWER, Hidden.WITHHELD


def allowed(cell: Cell, small: int, total: int, floor: int) -> range:
    """What a reader thinks possible in a place by itself."""
    if isinstance(cell, int):
        return range(cell, cell + 1)
    return range(0, min(small, total + 1)) if cell is FEWER else range(floor, total + 1)


def floor_of(cells: Sequence[Cell], small: int) -> int:
    """The least that a reader expects where nothing is said: beside a small number, no other small number."""
    return small if FEWER in cells else 0


def fitting(cells: Sequence[Cell], total: int, small: int, floor: int) -> Iterator[tuple[int, ...]]:
    """Every list of counts that could stand behind these, with this sum."""
    if len(cells) == 1:
        if total in allowed(cells[0], small, total, floor):
            yield (total,)
        return
    for count in allowed(cells[0], small, total, floor):
        if count <= total:
            for rest in fitting(cells[1:], total - count, small, floor):
                yield (count, *rest)


@pytest.mark.parametrize("length", [2, 3, 4])
def test_no_small_count_in_a_line_can_be_worked_out_from_its_total(length: int) -> None:
    small = 3
    for counts in product(range(6), repeat=length):
        shown = line(counts, small)
        behind = list(fitting(shown, sum(counts), small, floor_of(shown, small)))

        for place, count in enumerate(counts):
            if 0 < count < small:
                assert len({one[place] for one in behind}) > 1, (counts, shown)
        assert tuple(counts) in behind, (counts, shown)


@pytest.mark.parametrize(("height", "width", "most"), [(2, 2, 5), (2, 3, 3), (3, 2, 2)])
def test_no_small_count_in_a_table_can_be_worked_out_from_any_of_its_totals(height: int, width: int, most: int) -> None:
    small = 3
    for flat in product(range(most + 1), repeat=height * width):
        rows = [flat[start : start + width] for start in range(0, len(flat), width)]
        shown = grid(rows, small)
        behind = list(tables(shown, small))

        assert any(list(map(tuple, rows)) == list(one) for one in behind), (rows, shown)
        for row, column in product(range(height), range(width)):
            if 0 < rows[row][column] < small:
                assert len({one[row][column] for one in behind}) > 1, (rows, shown)
        for row in range(height):
            if 0 < sum(rows[row]) < small:
                assert len({sum(one[row]) for one in behind}) > 1, (rows, shown)
        for column in range(width):
            if 0 < sum(row[column] for row in rows) < small:
                assert len({sum(row[column] for row in one) for one in behind}) > 1, (rows, shown)


def tables(shown: Grid, small: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every table that could stand behind a printed one, totals included."""
    every = [cell for row in shown.cells for cell in row] + [*shown.row_totals, *shown.column_totals]
    floor = floor_of(every, small)
    columns = [allowed(total, small, shown.total, floor) for total in shown.column_totals]
    for totals in product(*(allowed(total, small, shown.total, floor) for total in shown.row_totals)):
        if sum(totals) != shown.total:
            continue
        lines = [list(fitting(cells, total, small, floor)) for cells, total in zip(shown.cells, totals, strict=True)]
        for one in product(*lines):
            if all(sum(row[c] for row in one) in possible for c, possible in enumerate(columns)):
                yield one


def test_a_count_below_five_is_hidden_and_none_besides_where_no_total_gives_it_away() -> None:
    assert alone([7, 4, 0, 5]) == (7, FEWER, 0, 5)


def test_a_single_small_count_takes_the_smallest_other_with_it() -> None:
    assert line([20, 3, 9, 12]) == (20, FEWER, WITHHELD, 12)


def test_two_small_counts_hide_each_other() -> None:
    assert line([20, 3, 2]) == (20, FEWER, FEWER)


def test_none_hides_behind_a_small_count_where_it_must() -> None:
    assert line([3, 0, 9]) == (FEWER, FEWER, 9)


def test_counts_at_the_very_top_of_what_is_hidden_are_not_given_away_by_their_sum() -> None:
    assert line([4, 4]) == (WITHHELD, WITHHELD)
    assert line([4, 4, 4, 9]) == (FEWER, FEWER, FEWER, WITHHELD)


def test_a_table_without_small_counts_is_shown_whole() -> None:
    shown = grid([[12, 5], [0, 8]])

    assert shown == Grid(cells=((12, 5), (0, 8)), row_totals=(17, 8), column_totals=(12, 13), total=25)


def test_a_small_row_total_is_hidden_with_another_and_the_total_over_all_is_shown() -> None:
    shown = grid([[3, 0], [20, 9], [30, 11]])

    assert shown.row_totals[0] is FEWER and FEWER not in shown.row_totals[2:]
    assert shown.cells[0][0] is FEWER
    assert shown.total == 73
    assert sum(isinstance(total, int) for total in shown.row_totals) < 3


def test_the_threshold_is_the_authoritys_own() -> None:
    assert alone([9, 10], small=10) == (FEWER, 10)
    assert line([1, 2], small=1) == (1, 2)


def test_a_hidden_count_is_said_in_words() -> None:
    assert [words(cell, 10) for cell in (FEWER, WITHHELD, 1200)] == ["fewer than 10", "not shown", "1,200"]


def test_a_large_table_is_settled_quickly_and_keeps_most_of_what_it_may_show() -> None:
    rows = [[120, 31, 0], [40, 3, 2], [18, 9, 0], [0, 0, 0], [61, 12, 7], [9, 1, 0], [5, 0, 0], [2, 2, 1]]

    shown = grid(rows)

    assert shown.total == sum(map(sum, rows))
    assert all(
        (cell is FEWER) or not 0 < count < 5
        for line_, counts in zip(shown.cells, rows, strict=True)
        for cell, count in zip(line_, counts, strict=True)
    )
    assert shown.cells[0] == (120, 31, 0) and shown.cells[4] == (61, 12, 7)
