"""A meeting as boxes that wait for each other: everything that is owed is in it, in an order, with whoever owes it."""

from dataclasses import replace
from typing import Any

import pytest

from core.domain.compiling import Procedure
from core.domain.steps import MEETING_HELD, PANEL_DATE, Circulation, MeetingKind, Output, Step
from core.domain.telling.flow import DEPENDS, SILENT, Box, flow
from tests.domain.telling import FULL, KIND
from tests.plugins.trying import procedure

AUTHORITIES = [f"authority_{letter}" for letter in "abcde"]


def step(key: str, **more: object) -> Step:
    given: dict[str, object] = {"title": key.capitalize(), "clause": "X1", "owed_by": "chair"}
    return Step(key=key, **(given | more))  # type: ignore[arg-type]


def boxes(kind: MeetingKind, of: Procedure = FULL) -> dict[str, Box]:
    return {box.key: box for box in flow(replace(of, kinds={kind.key: kind}), kind)}


@pytest.mark.parametrize("name", AUTHORITIES)
def test_everything_owed_is_in_the_flow_after_what_it_waits_for(name: str) -> None:
    here = procedure(name)

    for kind in here.kinds.values():
        drawn = flow(here, kind)
        told = [words for box in drawn for words in (box.title, *box.items)]
        rules: tuple[Any, ...] = (*kind.steps, *kind.pack, *kind.offers, *kind.outcomes, *kind.parts)
        assert [rule.title for rule in rules if rule.title not in told] == [], kind.key
        assert [
            route.panel for route in here.routes if route.kind == kind.key and route.panel not in _lanes(drawn)
        ] == []
        keys = [box.key for box in drawn]
        assert len(set(keys)) == len(keys)
        assert all(keys.index(first) < keys.index(box.key) for box in drawn for first in box.after)
        assert all(box.after for box in drawn if box.look != "event"), kind.key


def test_what_is_owed_beforehand_is_gathered_by_who_does_it_and_leads_to_the_meeting() -> None:
    early = tuple(step(key, after=MEETING_HELD, direction="before", owed_by="social_worker") for key in ("book", "ask"))
    kind = replace(KIND, steps=early, parts=())

    found = boxes(kind)

    prepared = found["before Social worker"]
    assert (prepared.title, prepared.items) == ("Preparation", ("Book", "Ask", "Meet the chair"))
    assert prepared.note == "book, and 2 more" and prepared.after == ("event placement_ended",)
    assert found["before papers"].note == "1 paper, 7 days before"
    assert set(found["held"].after) == {"before Social worker", "before papers"}


def test_who_is_not_named_or_depends_on_the_case_has_a_lane_that_says_so() -> None:
    kind = replace(KIND, steps=(step("record", owed_by=None), step("send", owed_by=lambda facts: "iro")), parts=())

    found = boxes(kind)

    assert found["step record"].lane == SILENT and found["step send"].lane == DEPENDS


def test_the_parts_of_a_meeting_come_in_their_order_each_with_its_own_record() -> None:
    records = (step("first_record", part="first"), step("all"), step("second_record", part="second"))

    found = boxes(replace(KIND, steps=records))

    assert found["held second"].after == ("held first",)
    assert found["step first_record"].after == ("held first",)
    assert found["step second_record"].after == found["step all"].after == ("held second",)


def test_the_panel_waits_for_what_is_sent_and_for_what_is_due_before_its_day() -> None:
    steps = (step("send", completes="referral"), step("brief", after=PANEL_DATE, direction="before"))
    route = replace(FULL.routes[0], asks_attendance=True)

    found = boxes(replace(KIND, steps=steps, parts=()), replace(FULL, routes=(route,)))

    assert found["date panel"].after == ("step send", "step brief")
    assert found["panel panel"].after == ("date panel",) and found["panel panel"].at_once
    assert found["date panel"].lane == found["panel panel"].lane == "Panel"


def test_a_circulation_says_to_whom_and_stands_alone_where_no_step_carries_it_out() -> None:
    sent = Circulation(output="record", to=("attended", "service_manager"), clause="X1", after="minutes")
    kind = replace(KIND, circulation=(sent,), outputs=(Output(key="record", title="Record", clause="X1", audience=()),))

    by_step = boxes(replace(kind, steps=(step("minutes"), step("circulate", after="minutes", completes="circulation"))))
    alone = boxes(replace(kind, steps=(step("minutes"),)))

    assert by_step["step circulate"].note == "to everyone at the meeting and 1 more"
    assert by_step["step circulate"].at_once and "sent" not in by_step
    assert alone["sent"].title == "Sent out" and alone["sent"].lane == SILENT


def test_a_review_begins_with_the_plan_that_was_agreed() -> None:
    review = replace(KIND, key="again", title="Review")
    plan = replace(FULL.plans[0], review="again")
    both = replace(FULL, kinds={"disruption": KIND, "again": review}, plans=(plan,))

    first, *_ = flow(both, review)

    assert (first.look, first.title, first.note) == ("event", "Plan", "agreed at: disruption meeting")
    assert "plan plan" in {box.key for box in flow(both, KIND)}


def _lanes(drawn: tuple[Box, ...]) -> set[str]:
    return {box.lane for box in drawn}
