"""The picture of a meeting's window: bounds that are missing or far away, holidays, marks that must not touch."""

from datetime import date, timedelta

import pytest

from core.web.pictures.window import Window, window
from tests.web.extents import extent, touching


def strip(**changes: object) -> Window:
    """A window of two to six weeks after an ending on 2 September 2026, with some of it changed."""
    given: dict[str, object] = {
        "anchor_day": date(2026, 9, 2),
        "anchor_label": "Placement ended",
        "opens": date(2026, 9, 16),
        "closes": date(2026, 10, 14),
        "today": date(2026, 9, 4),
    }
    return window(**(given | changes))  # type: ignore[arg-type]


def test_the_band_covers_its_first_and_its_last_day() -> None:
    w = strip(note="2 to 6 weeks")

    inside = [c.box for c in w.cells if "p-cell--inside" in c.box.css]
    assert w.days_per_cell == 1 and w.band
    assert len(inside) == 29
    assert w.band.x == pytest.approx(inside[0].x)
    assert w.band.right == pytest.approx(inside[-1].right)
    assert [label.text for label in w.band_labels] == ["16 September", "2 to 6 weeks", "14 October"]


def test_the_strip_begins_with_the_anchor() -> None:
    w = strip()

    assert w.anchor.number and w.anchor.number.text == "2"
    assert w.anchor.box.x == pytest.approx(w.cells[0].box.x)


def test_without_an_earliest_day_the_band_is_open_to_the_left() -> None:
    w = strip(opens=None)

    assert w.band and w.band_open_left and not w.band_open_right
    assert w.band.x == w.cells[0].box.x
    assert w.band_labels[-1].text == "By 14 October"


def test_without_a_latest_day_the_band_is_open_to_the_right() -> None:
    w = strip(closes=None, note="as soon as practicable")

    assert w.band and w.band_open_right and not w.band_open_left
    assert w.band.right == pytest.approx(w.cells[-1].box.right)
    assert w.title == "Window: from 16 September 2026"


def test_without_any_date_there_is_no_band_and_no_invented_day() -> None:
    w = strip(opens=None, closes=None, note="The procedure sets no date")

    assert w.band is None
    assert not any("p-cell--inside" in c.box.css for c in w.cells)
    assert w.title == "No dates bound this meeting: The procedure sets no date"


@pytest.mark.parametrize(("days", "step"), [(40, 1), (100, 7), (400, 7), (900, 28), (3000, 91), (9000, 364)])
def test_a_far_window_is_drawn_in_larger_cells(days: int, step: int) -> None:
    closes = date(2026, 9, 2) + timedelta(days=days)

    w = strip(closes=closes)

    assert w.days_per_cell == step
    assert 14 <= len(w.cells) <= 71
    assert w.band and w.band.right <= w.width
    assert touching(w.months) == []


def test_bank_holidays_in_view_are_marked_and_named() -> None:
    w = strip(bank_holidays={date(2026, 9, 29): "Michaelmas holiday", date(2027, 1, 1): "New Year’s Day"})

    assert [c.holiday for c in w.cells if c.holiday] == ["Michaelmas holiday"]
    assert "Michaelmas holiday" in {label.text for label in w.marks}
    assert w.description.endswith("Bank holidays in view: Michaelmas holiday 29 September.")


def test_the_chosen_day_is_drawn_and_named() -> None:
    w = strip(chosen=date(2026, 9, 24))

    assert w.chosen and w.chosen.number and w.chosen.number.text == "24"
    assert [label.text for label in w.marks if "p-strong" in label.css] == ["Meeting 24 September"]


def test_a_chosen_day_outside_the_window_widens_the_strip() -> None:
    w = strip(chosen=date(2026, 10, 30))

    assert w.chosen and w.chosen.box.right <= w.cells[-1].box.right


def test_what_happens_on_one_day_is_told_in_one_text() -> None:
    w = strip(today=date(2026, 9, 2))

    assert [label.text for label in w.marks] == ["Placement ended, Today"]


def test_a_window_of_one_day_says_its_date_beside_the_band() -> None:
    w = strip(opens=date(2026, 9, 3), closes=date(2026, 9, 3), note="the next day")

    assert [label.text for label in w.band_labels] == ["3 September to 3 September, the next day"]
    assert all(extent(label)[0] >= 0 and extent(label)[1] <= w.width for label in w.band_labels)


@pytest.mark.parametrize("apart", [1, 2, 3])
def test_marks_on_neighbouring_days_do_not_touch(apart: int) -> None:
    marks = [(date(2026, 9, 3) + timedelta(days=i * apart), f"Something due, number {i}") for i in range(14)]

    w = strip(marks=marks, chosen=date(2026, 10, 1))

    assert touching(w.marks) == []
    assert all(extent(label)[0] >= 0 and extent(label)[1] <= w.width for label in w.marks)
    assert max(label.y for label in w.marks) < w.height
