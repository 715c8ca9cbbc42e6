"""Authority A, rows A01 to A06, as far as the domain answers for them: planning a placement."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.chairing import Standing
from core.domain.facts import Anchor, Facts, PlacementType
from core.domain.knowing import Verdict, ask
from core.domain.procedure import Relation
from tests.plugins.trying import DAY, at, chair, facts, keys, placement, planned, procedure, roles, weighed

A = "authority_a"
STARTED = facts(anchor=Anchor.STARTED, moment=at(16, 30))
RESIDENTIAL = PlacementType.RESIDENTIAL


def test_a01_first_planning_meeting_before_the_start_else_within_72_hours_with_the_urgency_recorded() -> None:
    window = planned(A, "planning", STARTED).window

    assert keys(weighed(A, STARTED).applies) == ["first_planning"]
    assert window is not None and window.rule.clause == "A01"
    assert window.dates.closes_at == at(16, 30) + timedelta(hours=72)
    assert window.place(DAY - timedelta(days=3)) == "inside"
    assert window.place(at(16, 31) + timedelta(hours=72)) == "after"
    assert "urgent" in window.rule.reason_after_anchor


def test_a01_hours_are_elapsed_across_a_clock_change_and_unknown_without_a_time() -> None:
    spring = replace(STARTED, day=date(2026, 3, 27), moment=datetime(2026, 3, 27, 18, 0, tzinfo=UTC))
    untimed = planned(A, "planning", facts(anchor=Anchor.STARTED)).window

    window = planned(A, "planning", spring).window

    assert window is not None and window.dates.closes_at == datetime(2026, 3, 30, 18, 0, tzinfo=UTC)
    assert untimed is not None and untimed.dates.closes is None and untimed.needs


def test_a02_further_meetings_at_an_agreed_interval_or_when_something_needs_resolving() -> None:
    plans = procedure(A).plans

    assert {(plan.agreed_at, plan.review) for plan in plans} == {
        ("planning", "further_planning"),
        ("further_planning", "further_planning"),
    }
    for plan in plans:
        assert not plan.supports and plan.interval_clause == "A02a"
        assert plan.agreed_with == (("home_manager",), ("foster_carer", "supervising_social_worker"))
    concern = facts(anchor=Anchor.CONCERN)
    assert weighed(A, concern).kinds[0] == "further_planning" and weighed(A, concern).applies[0].clause == "A02b"
    assert planned(A, "further_planning", concern).windows == ()


def test_a03_the_childs_social_worker_chairs_by_default_and_another_by_agreement() -> None:
    own = chair(A, "planning", STARTED, "social_worker", Relation.OWN_SOCIAL_WORKER)
    other = chair(A, "planning", STARTED, "home_manager")
    colleague = chair(A, "planning", STARTED, "social_worker")

    assert (own.standing, own.clause) == (Standing.ELIGIBLE, "A03b")
    assert (other.standing, other.clause, other.departure) == (Standing.NEEDS_REASON, "A03a", False)
    assert (colleague.standing, colleague.clause) == (Standing.NEEDS_REASON, "A03a")
    assert "agreement" in other.because[0]


@pytest.mark.parametrize(
    ("kind", "extra"),
    [
        (PlacementType.FOSTER, {"foster_carer", "supervising_social_worker"}),
        (RESIDENTIAL, {"keyworker", "home_manager"}),
        (PlacementType.SUPPORTED, set()),
    ],
)
def test_a04_contributors_by_placement_type(kind: PlacementType, extra: set[str]) -> None:
    case = replace(STARTED, placement=placement(kind))

    asked = set(roles(planned(A, "planning", case).invitees))

    assert asked == {"social_worker", "personal_adviser", "advocate", "other_professional", "child", "parent"} | extra


def test_a05_the_chair_is_brought_up_to_date_and_other_procedures_are_pointed_to() -> None:
    case = replace(STARTED, placement=placement(out_of_area=True), education_disrupted=False)

    meeting = planned(A, "planning", case)

    assert [item.rule.title for item in meeting.pack] == [
        "Placement plan", "Work done to support the placement", "Care plan", "Personal education plan", "Pathway plan",
    ]  # fmt: skip
    assert all(item.owner == "social_worker" and item.rule.if_available for item in meeting.pack)
    prompted = {one.rule.key: one.answer.verdict for one in meeting.prompts}
    assert prompted["out_of_area"] is Verdict.YES and "education" not in prompted
    assert {"purpose", "views", "delegated_authority"} <= {one.rule.key for one in meeting.agenda}


def test_a06_a_concern_about_suitability_weighs_three_courses() -> None:
    def courses(case: Facts) -> dict[str, Verdict]:
        return {one.key: ask(one.when, case).verdict for one in procedure(A).kinds["planning"].outcomes}

    every = ("sustain", "bring_forward", "end")
    assert courses(STARTED) == dict.fromkeys(every, Verdict.CANNOT_TELL)
    assert courses(replace(STARTED, answers={"suitability_concern": True})) == dict.fromkeys(every, Verdict.YES)
    assert courses(replace(STARTED, answers={"suitability_concern": False})) == dict.fromkeys(every, Verdict.NO)
    assert courses(facts(anchor=Anchor.CONCERN)) == dict.fromkeys(every, Verdict.YES)
    further = procedure(A).kinds["further_planning"].outcomes
    assert [(one.leads_to, one.clause) for one in further] == [("", "A06"), ("review", "A06"), ("ending", "A06")]
