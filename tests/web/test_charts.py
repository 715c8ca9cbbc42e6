"""The charts of reports: lengths in proportion, hidden counts without a length, everything within its picture, and the
finding, the description and the printed rows beside them."""

import csv
import io
from itertools import pairwise
from typing import Any

import pytest

from core.web import charts
from core.web.pictures.bars import STUB, bars
from core.web.pictures.columns import columns
from core.web.pictures.dots import LEFT, RIGHT, dots
from tests.web.extents import extent, touching


def day(days: int, place: str = "inside", *, judged: bool = False, opens: Any = 14, closes: Any = 42) -> dict[str, Any]:
    return {"days": days, "place": place, "judged": judged, "opens": opens, "closes": closes}


def test_bars_are_as_long_as_their_counts_and_say_them() -> None:
    drawn = bars(["Matching", "School"], [[8], [4]], ["Meetings"], title="Matching came up most", small=5)

    long, short = (row.parts[0] for row in drawn.rows)
    assert long.width == pytest.approx(2 * short.width)
    assert [row.tail.text for row in drawn.rows] == ["8", "4"]
    assert drawn.title == "Matching came up most" and drawn.description == "Matching: 8; School: 4."


def test_a_hidden_count_has_a_mark_and_no_length_that_tells_it() -> None:
    drawn = bars(["A", "B", "C"], [[90], ["fewer"], ["withheld"]], ["Meetings"], title="", small=5)

    assert [row.parts[0].width for row in drawn.rows[1:]] == [STUB, STUB]
    assert [row.parts[0].css for row in drawn.rows[1:]] == ["p-bar-hidden"] * 2
    assert [row.tail.text for row in drawn.rows[1:]] == ["fewer than 5", "not shown"]


def test_none_has_no_bar_and_is_said() -> None:
    drawn = bars(["A"], [[0]], ["Meetings"], title="", small=5)

    assert drawn.rows[0].parts == () and drawn.rows[0].tail.text == "0"


def test_parts_of_a_bar_follow_one_another_and_differ_by_more_than_colour() -> None:
    drawn = bars(["Foster care"], [[12, 6, "fewer"]], ["Planned", "Unplanned", "Not recorded"], title="", small=5)

    parts = drawn.rows[0].parts
    assert all(left.right == pytest.approx(right.x) for left, right in pairwise(parts))
    assert [part.css for part in parts] == ["p-bar", "p-bar-hatch", "p-bar-hidden"]
    assert drawn.rows[0].tail.text == "12 planned, 6 unplanned, fewer than 5 not recorded"
    assert [words for _, words in drawn.key] == ["Planned", "Unplanned", "Not recorded"]


@pytest.mark.parametrize("count", [1, 7, 40, 12_000])
@pytest.mark.parametrize("name", ["School", "What should be put in place so that the next home can last " * 2])
def test_every_bar_stands_within_its_picture(count: int, name: str) -> None:
    every: list[int | str] = [count, "withheld", "fewer"]
    for series in (["Meetings"], ["Planned", "Unplanned", "Not recorded"]):
        row = every[: len(series)]
        drawn = bars([name, "Other"], [row, row], series, title="", small=5)

        for one in drawn.rows:
            assert extent(one.name)[0] >= 0 and extent(one.tail)[1] <= drawn.width
            assert one.tail.x >= max(part.right for part in one.parts)
        assert touching([label for one in drawn.rows for label in (one.name, one.tail)]) == []


def test_a_meeting_stands_where_its_days_are_against_its_own_window() -> None:
    drawn = dots(
        [day(14), day(42), day(21, opens=None, closes=28), day(30, "no dates", opens=None, closes=None)], title=""
    )

    first, last, other, free = drawn.rows
    assert first.band and last.band and other.band
    assert first.x == pytest.approx(first.band.x) and last.x == pytest.approx(last.band.right)
    assert other.band.x == LEFT and free.band is None
    assert not any(row.outside for row in drawn.rows) and not drawn.any_outside


def test_a_meeting_outside_its_window_is_told_apart_by_shape_and_words() -> None:
    drawn = dots([day(10, "before"), day(58, "after", judged=True), day(20)], title="")

    assert [row.outside for row in drawn.rows] == [True, True, False]
    assert [row.tail.text for row in drawn.rows] == [
        "10 days, early, no judgement recorded", "58 days, late, judgement recorded", "20 days",
    ]  # fmt: skip
    assert drawn.description.startswith("Meeting 1: 10 days, early")


@pytest.mark.parametrize("days", [[-3, 0, 1], [20], [400, 30], [3000, 1]])
def test_every_meeting_stands_within_the_picture(days: list[int]) -> None:
    drawn = dots([day(one, "after") for one in days], title="")

    for row in drawn.rows:
        assert LEFT <= row.x <= RIGHT and extent(row.tail)[1] <= drawn.width and extent(row.name)[0] >= 0
    assert len(drawn.ticks) <= 20 and touching(drawn.ticks) == []


def test_many_meetings_are_drawn_by_the_week() -> None:
    drawn = columns([1, 2, 3], [2, 8, 0], [1, 0, 0], title="")

    assert [number.text for number in drawn.numbers] == ["3", "8"]
    solid = [part for part in drawn.parts if part.css == "p-bar"]
    assert solid[1].height == pytest.approx(4 * solid[0].height)
    assert [part.css for part in drawn.parts].count("p-bar-hatch") == 1
    assert drawn.description == "week 1: 3, of these 1 outside; week 2: 8, of these 0 outside."
    wide = columns(list(range(200)), [1] * 200, [0] * 200, title="")
    assert touching(wide.labels) == []


def test_figures_are_drawn_from_what_is_kept_and_totals_are_no_bars() -> None:
    table = {"caption": "C", "columns": ["How", "Meetings"], "rows": [["Came", 7], ["Views", "fewer"], ["All", 9]]}

    drawn = charts.picture({"kind": "bars", "title": "T", "table": table, "drawn": [1], "dots": []}, 5)

    assert [row.title for row in drawn.rows] == ["Came", "Views"]
    assert charts.picture({"kind": "none", "title": "T", "table": table, "drawn": [1], "dots": []}, 5) is None


def test_a_file_tells_hidden_counts_in_words_and_numbers_as_numbers() -> None:
    table = {"caption": "@C", "columns": ["How", "Meetings"], "rows": [["Came", 1200], ["-Views", "fewer"]]}
    figures = {"small": 5, "measures": [{"title": "Views", "sentences": ["=1+1"], "figures": [{"table": table}]}]}
    out = io.StringIO(newline="")

    charts.write(figures, [("Report", "R")], out)

    rows = [row for row in csv.reader(io.StringIO(out.getvalue())) if row]
    assert rows == [["Report", "R"], ["Views"], ["'=1+1"], ["'@C"], ["How", "Meetings"], ["Came", "1200"],
                    ["'-Views", "fewer than 5"]]  # fmt: skip
