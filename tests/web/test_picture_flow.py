"""The picture of a meeting's flow: boxes keep apart, words keep inside them, every arrow joins two boxes."""

import re
from itertools import combinations
from typing import Any

import pytest

from core.domain.telling.flow import Box
from core.domain.telling.flow import flow as boxes_of
from core.web.pictures.flow import GAP, Flow, flow
from core.web.pictures.shapes import Rect
from core.web.pictures.ways import way
from core.web.pictures.wrapping import wrapped
from tests.plugins.trying import procedure
from tests.web.extents import extent, touching

AUTHORITIES = [f"authority_{letter}" for letter in "abcde"]


def box(key: str, *after: str, lane: str = "Chair", at_once: bool = False, **more: str) -> Box:
    return Box(key=key, lane=lane, title=more.pop("title", key), after=after, at_once=at_once, **more)  # type: ignore[arg-type]


def places(picture: Flow) -> dict[str, tuple[int, float]]:
    return {one.key: (one.column, one.rect.y) for one in picture.boxes}


@pytest.mark.parametrize("name", AUTHORITIES)
def test_nothing_touches_in_any_picture_of_the_five(name: str) -> None:
    here = procedure(name)

    for kind in here.kinds.values():
        boxes = boxes_of(here, kind)
        picture = flow(boxes, kind.title)
        assert len(picture.arrows) == sum(len(one.after) for one in boxes)
        drawn: list[Any] = [*picture.boxes, *picture.lanes]
        assert touching(label for one in drawn for label in one.labels) == []
        for one in picture.boxes:
            assert one.rect.x >= 0 and one.rect.right <= picture.width
            assert one.rect.y + one.rect.height <= picture.height
            for label in one.labels:
                left, right = extent(label)
                assert one.rect.x <= left and right <= one.rect.right, label.text
                assert one.rect.y + 10 <= label.y <= one.rect.y + one.rect.height - 3, label.text
        assert [(a.key, b.key) for a, b in combinations(picture.boxes, 2) if overlap(a.rect, b.rect)] == []


def test_columns_follow_the_order_and_lanes_the_people() -> None:
    picture = flow([box("a", lane="Worker"), box("b", "a"), box("c", "b", lane="Worker"), box("d", "b", "c")], "Flow")

    assert [one.column for one in picture.boxes] == [0, 1, 2, 3]
    assert [lane.labels[0].text for lane in picture.lanes] == ["Worker", "Chair"]
    assert [lane.shaded for lane in picture.lanes] == [True, False]
    assert picture.description == "a (Worker); then b (Chair); then c (Worker); then d (Chair)"


def test_what_follows_at_once_by_the_same_hand_stands_beneath() -> None:
    drawn = [box("a"), box("b", "a", at_once=True), box("x", "a", at_once=True), box("c", "b", at_once=True),
             box("y", "b", lane="Other", at_once=True)]  # fmt: skip

    found = places(flow(drawn, "Flow"))

    assert [found[key][0] for key in ("a", "b", "c")] == [0, 0, 0]
    assert found["a"][1] < found["b"][1] < found["c"][1]
    assert found["x"][0] == found["y"][0] == 1


def test_boxes_of_one_column_and_lane_stand_under_each_other() -> None:
    found = places(flow([box("a"), box("b", "a"), box("c", "a")], "Flow"))

    assert found["b"][0] == found["c"][0] == 1 and found["b"][1] != found["c"][1]


def test_an_arrow_over_several_columns_passes_between_the_boxes() -> None:
    picture = flow([box("a"), box("b", "a"), box("c", "b"), box("d", "c", "a")], "Flow")
    middle = next(one.rect for one in picture.boxes if one.key == "b")
    long = next(arrow for arrow in picture.arrows if arrow.count("V") == 2)

    level = float(re.findall(r"V([\d.]+)", long)[0])
    assert level < middle.y


def test_arrows_that_leave_one_column_turn_at_different_places() -> None:
    picture = flow([box("s", lane="A"), box("a", "s", lane="A"), box("b", "s", lane="B"), box("c", "a", "b", lane="C")],
                   "Flow")  # fmt: skip
    ways = [arrow for arrow in picture.arrows if arrow.count("H") == 2]
    turns = {re.findall(r"H([\d.]+)", arrow)[0] for arrow in ways[-2:]}

    assert len(turns) == 2


def test_a_long_picture_scrolls_and_a_short_one_is_not_blown_up() -> None:
    many = [box(str(n), *([str(n - 1)] if n else [])) for n in range(12)]

    assert flow(many, "Flow").long and flow(many, "Flow").width > 1600
    assert not flow(many[:2], "Flow").long and flow(many[:2], "Flow").width == 1120
    assert flow([], "Nothing").boxes == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Rect(x=130, y=0, width=100, height=80), "M100 40H130"),
        (Rect(x=0, y=100, width=100, height=80), "M50 80V100"),
        (Rect(x=130, y=100, width=100, height=80), "M100 40H110V140H130"),
        (Rect(x=390, y=100, width=100, height=80), "M100 40H110V95H376V140H390"),
    ],
)
def test_an_arrow_goes_straight_down_round_a_corner_or_round_what_is_between(other: Rect, expected: str) -> None:
    assert way(Rect(x=0, y=0, width=100, height=80), other, 110, 95) == expected
    assert GAP > 14


def test_words_are_broken_into_lines_and_cut_only_at_the_last() -> None:
    assert wrapped("Book a venue that suits", 90, 3) == ("Book a venue", "that suits")
    cut = wrapped("Arrange an advocate through the children's rights service", 80, 2)
    assert len(cut) == 2 and cut[-1].endswith("…")
    assert wrapped("Anything", 80, 0) == () and wrapped("", 80, 2) == ()
    (long,) = wrapped("Donaudampfschifffahrtsgesellschaft", 80, 2)
    assert long.endswith("…")


def overlap(one: Rect, other: Rect) -> bool:
    return (one.x < other.right and other.x < one.right and one.y < other.y + other.height
            and other.y < one.y + one.height)  # fmt: skip
