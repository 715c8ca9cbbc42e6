"""The picture of placements: everything stands inside it, texts do not touch, unusual records are drawn too."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from core.web.pictures.shapes import levels, shorten, text_width
from core.web.pictures.timeline import Counted, Meeting, Placement, Timeline, timeline
from tests.web.extents import extent, touching

TODAY = date(2026, 9, 16)


def stay(start: date, end: date | None = None, unplanned: bool | None = False, kind: str = "long-term") -> Placement:
    return Placement(label="The Fenwicks", sub="Foster", kind=kind, start=start, end=end, unplanned=unplanned)


def test_rows_stand_in_the_order_in_which_placements_began() -> None:
    later, earlier = stay(date(2025, 3, 1)), stay(date(2024, 1, 8), date(2025, 3, 1))

    t = timeline([later, earlier], [], TODAY)

    assert [r.length.text for r in t.rows] == ["13 months", "since 1 March 2025"]
    assert t.rows[0].bar.right == pytest.approx(t.rows[1].bar.x)
    assert t.rows[0].bar.y < t.rows[1].bar.y


def test_an_open_placement_lasts_until_today_and_points_on() -> None:
    t = timeline([stay(date(2026, 1, 1))], [], TODAY)

    assert t.rows[0].arrow
    assert t.rows[0].bar.right == pytest.approx(t.today.x1)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "same day"), (1, "1 night"), (13, "13 nights"), (14, "2 weeks"), (181, "25 weeks"), (365, "12 months")],
)
def test_how_long_a_placement_lasted_is_told_in_fitting_units(days: int, words: str) -> None:
    begun = date(2025, 1, 1)

    t = timeline([stay(begun, begun + timedelta(days=days))], [], TODAY)

    assert t.rows[0].length.text == words


def test_years_are_told_with_their_months() -> None:
    t = timeline([stay(date(2020, 1, 1), date(2023, 4, 2))], [], TODAY)

    assert t.rows[0].length.text == "3 years 3 months"


def test_the_shortest_placement_can_still_be_seen() -> None:
    t = timeline([stay(date(2010, 5, 5), date(2010, 5, 5)), stay(date(2010, 5, 5))], [], TODAY)

    assert t.rows[0].bar.width >= 7


def test_only_unplanned_and_unrecorded_endings_carry_a_diamond() -> None:
    day = date(2025, 1, 1)
    days = [day + timedelta(days=i) for i in range(4)]
    stays = [stay(days[i], days[i + 1], how) for i, how in enumerate((True, False, None))]

    t = timeline(stays, [], TODAY)

    assert [r.diamond.text if r.diamond else "" for r in t.rows] == ["U", "", "?"]
    assert t.unplanned and t.unrecorded
    assert t.links[0].css == "p-unplanned" and t.links[-1].css == "p-planned"


def test_meetings_close_together_do_not_hide_each_other() -> None:
    held = [Meeting(letter="D", day=TODAY + timedelta(days=i), label="Disruption meeting") for i in range(4)]

    t = timeline([stay(date(2020, 1, 1))], held, TODAY)

    assert all(abs(a.x - b.x) >= 26 or a.y != b.y for a, b in combinations(t.dots, 2))
    assert t.rows[0].bar.y > max(d.y for d in t.dots) + 13


def test_a_proposed_meeting_ahead_lies_to_the_right_of_today() -> None:
    ahead = Meeting(letter="D", day=TODAY + timedelta(days=60), label="Disruption meeting", proposed=True)

    t = timeline([stay(date(2025, 1, 1))], [ahead], TODAY)

    assert t.today.x1 < t.dots[0].x < t.width
    assert t.dots[0].title == "Disruption meeting, proposed for 15 November 2026"


def test_the_time_counted_is_shaded_from_its_first_to_its_last_day() -> None:
    ended = stay(date(2024, 1, 1), date(2026, 9, 9))
    counted = Counted(first=date(2026, 3, 9), last=date(2026, 9, 9), label="6 months to 9 September")

    t = timeline([ended], [], TODAY, counted)

    assert t.counted and t.counted_label
    assert t.counted.right == pytest.approx(t.rows[0].bar.right)
    assert extent(t.counted_label)[1] <= t.width


def test_a_kind_nobody_has_heard_of_is_another_arrangement() -> None:
    t = timeline([stay(date(2026, 1, 1), kind="lighthouse")], [], TODAY)

    assert t.rows[0].bar.css == "p-other"
    assert t.kinds == (("other", "Other arrangement"),)


def test_no_placements_is_said() -> None:
    t = timeline([], [], TODAY)

    assert t.rows == () and t.nothing and t.nothing.text == "No placements recorded"
    assert t.height > t.bottom > 0


def test_the_description_tells_the_whole_story() -> None:
    t = timeline([stay(date(2024, 1, 8), date(2025, 3, 1), True), stay(date(2025, 3, 1))], [], TODAY)

    assert t.description == (
        "The Fenwicks, Foster, 8 January 2024 to 1 March 2025, unplanned ending; "
        "The Fenwicks, Foster, 1 March 2025 to now"
    )


@pytest.mark.parametrize("count", [1, 5, 24, 60])
@pytest.mark.parametrize("apart", [1, 9, 200])
def test_everything_stands_inside_the_picture(count: int, apart: int) -> None:
    days = [TODAY - timedelta(days=apart * i) for i in range(count, -1, -1)]
    stays = [stay(days[i], days[i + 1], i % 2 == 0) for i in range(count)]

    t = timeline(stays, [], TODAY)

    assert len(t.rows) == count
    assert_inside(t)
    assert touching(t.months) == []
    assert len(t.months) >= 2


def assert_inside(t: Timeline) -> None:
    for row in t.rows:
        assert row.bar.x >= 0 and row.bar.right <= t.width
        assert row.bar.y + row.bar.height <= t.bottom
        assert extent(row.length)[0] >= 0 and extent(row.length)[1] <= t.width
        assert extent(row.name)[1] < 250


def test_what_fits_is_not_shortened() -> None:
    assert shorten("The Fenwicks", 200) == "The Fenwicks"


def test_what_does_not_fit_ends_in_an_ellipsis_and_fits() -> None:
    short = shorten("A very long name of a household, with the place it is in", 120)

    assert short.endswith("…") and text_width(short) <= 120


def test_spans_that_touch_get_different_levels() -> None:
    assert levels([(0, 10), (5, 15), (40, 50), (12, 41)]) == (0, 1, 0, 2)
