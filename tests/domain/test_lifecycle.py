"""The stages of a meeting: each may be followed only by what makes sense, and a refusal says what comes first."""

from itertools import pairwise

import pytest

from core.domain.lifecycle import FIRST, MOVES, NotYet, Stage, move, moves

ROAD = [
    Stage.PROPOSED, Stage.CONVENED, Stage.HELD, Stage.RECORDED, Stage.CIRCULATED, Stage.CONSIDERED, Stage.CLOSED,
]  # fmt: skip


def test_the_whole_road_can_be_walked() -> None:
    for here, there in pairwise(ROAD):
        assert move(here, there) is there


@pytest.mark.parametrize("here", list(Stage))
@pytest.mark.parametrize("there", list(Stage))
def test_what_may_not_follow_is_refused_with_a_sentence(here: Stage, there: Stage) -> None:
    if there in MOVES[here]:
        assert move(here, there) is there
        return
    with pytest.raises(NotYet) as caught:
        move(here, there)
    assert str(caught.value).endswith(".")
    if there in FIRST:
        assert str(caught.value) == FIRST[there]


def test_nothing_leaves_closed_and_every_other_stage_leads_there() -> None:
    assert MOVES[Stage.CLOSED] == ()
    for stage in Stage:
        reached, todo = {stage}, [stage]
        while todo:
            new = set(MOVES[todo.pop()]) - reached
            reached |= new
            todo += new
        assert Stage.CLOSED in reached


def test_a_meeting_that_was_declined_can_be_proposed_again_and_a_postponed_one_convened() -> None:
    assert move(Stage.DECLINED, Stage.PROPOSED) is Stage.PROPOSED
    assert move(Stage.POSTPONED, Stage.CONVENED) is Stage.CONVENED


def test_a_report_on_paper_is_never_held() -> None:
    assert Stage.HELD not in {stage for each in Stage for stage in moves(each, "report")}
    assert move(Stage.CONVENED, Stage.RECORDED, "report") is Stage.RECORDED


def test_open_and_convened() -> None:
    assert [stage for stage in Stage if not stage.open] == [Stage.CLOSED, Stage.DECLINED]
    assert not Stage.PROPOSED.convened_or_later and not Stage.POSTPONED.convened_or_later
    assert all(stage.convened_or_later for stage in ROAD[1:])
