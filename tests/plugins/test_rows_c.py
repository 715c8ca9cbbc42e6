"""Authority C, row by row, as far as the domain answers for it; the pages' own tests prove the rest."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.chairing import Standing
from core.domain.facts import Anchor, Facts, PlacementType
from core.domain.knowing import Verdict
from core.domain.procedure import Relation, Strength, Strictness
from core.domain.steps import ATTENDED, INVITED
from tests.plugins.trying import DAY, chair, facts, keys, placement, planned, procedure, roles, weighed

C = "authority_c"
FOSTER, HOME = PlacementType.FOSTER, PlacementType.RESIDENTIAL


def concern(kind: PlacementType = FOSTER, **known: Any) -> Facts:
    return facts(placement(kind, **known), anchor=Anchor.CONCERN)


IN_HOUSE = concern(in_house=True)
LONG: dict[str, Any] = {
    "long_term": True, "abrupt": False, "unplanned": False, "part_of_pathway_plan": True, "notice_by_carer": False,
}  # fmt: skip


def ended(**known: bool) -> Facts:
    return facts(placement(**LONG | known))


def settings_of(case: Facts, kind: str = "stability", **settings: Any) -> list[str]:
    """The settings that this meeting waits for."""
    return [one.rule.setting for one in planned(C, kind, case, **settings).blocked]


def test_c01_a_concern_should_bring_several_agencies_together() -> None:
    said = weighed(C, IN_HOUSE)

    assert keys(said.applies) == ["concern"] and said.cannot_tell == ()
    assert (said.applies[0].strength, said.applies[0].clause) == (Strength.SHOULD, "C01a")
    kind = procedure(C).kinds[said.applies[0].kind]
    assert (kind.family, kind.purposes_clause) == ("stability", "C01b")
    assert {"social_worker", "virtual_school", "children_in_care_nurse"} <= set(
        roles(planned(C, kind.key, IN_HOUSE).invitees)
    )


def test_c01_what_was_learned_can_feed_the_assessment_of_risk() -> None:
    [prompt] = planned(C, "stability", IN_HOUSE).prompts

    assert (prompt.rule.key, prompt.rule.clause, prompt.rule.strength) == ("risk", "C01c", Strength.MAY)
    assert len(prompt.rule.options) == 2


def test_c02_a_support_plan_with_core_professionals_and_an_agreed_interval() -> None:
    [plan] = procedure(C).plans

    assert (plan.agreed_at, plan.review, plan.supports) == ("stability", "stability_review", True)
    assert (plan.clause, plan.interval_clause) == ("C02a", "C02c")
    themes = {theme.key: theme.clause for theme in procedure(C).kinds["stability"].agenda}
    assert (themes["plan"], themes["core"], themes["interval"]) == ("C02a", "C02b", "C02c")


def test_c02_reviews_recur_until_the_plan_is_closed() -> None:
    review = procedure(C).kinds["stability_review"]

    assert review.family == "review"
    assert {one.key for one in review.outcomes if not one.ends_plan} == {"support_continues"}
    assert {one.key for one in review.outcomes if one.ends_plan} == {"no_longer_suitable", "plan_closed"}
    assert procedure(C).clause("C02c").interpretation


def test_c03_a_fostering_team_manager_chairs_for_in_house_foster_carers() -> None:
    manager = chair(C, "stability", IN_HOUSE, "fostering_team_manager")
    other = chair(C, "stability", IN_HOUSE, "service_manager")

    assert (manager.standing, manager.clause) == (Standing.ELIGIBLE, "C03a")
    assert (other.standing, other.departure) == (Standing.NEEDS_REASON, True)


@pytest.mark.parametrize("kind", ["stability", "stability_review"])
def test_c03_or_an_experienced_supervising_social_worker_with_the_reason_recorded(kind: str) -> None:
    found = chair(C, kind, IN_HOUSE, "supervising_social_worker")

    assert (found.standing, found.clause, found.departure) == (Standing.NEEDS_REASON, "C03b", False)
    assert "experience" in found.because[0]


def test_c04_contributors_of_an_in_house_placement() -> None:
    asked = planned(C, "stability", IN_HOUSE)

    assert set(roles(asked.invitees)) == {
        "social_worker", "personal_adviser", "advocate", "other_professional", "child", "foster_carer",
        "supervising_social_worker", "virtual_school", "children_in_care_nurse",
    }  # fmt: skip
    assert {one.rule.clause for one in asked.invitees} == {"C04"}
    assert {one.rule.contributes for one in asked.invitees} == {"attends or views"}
    assert procedure(C).role("children_in_care_nurse") == "Children in care nurse"


@pytest.mark.parametrize("kind", ["stability", "stability_review"])
def test_c05_support_continues_or_the_placement_no_longer_suits(kind: str) -> None:
    outcomes = {one.key: one for one in procedure(C).kinds[kind].outcomes}

    continues, ends = outcomes["support_continues"], outcomes["no_longer_suitable"]
    assert (continues.clause, continues.ends_plan, continues.leads_to) == ("C05a", False, "")
    assert (ends.clause, ends.ends_plan, ends.leads_to) == ("C05b", True, "ending")


@pytest.mark.parametrize("kind", ["stability", "stability_review"])
@pytest.mark.parametrize(
    ("case", "waits", "clause"),
    [
        (concern(agency=True), ["agency_chair", "agency_invitees"], "C06a"),
        (concern(HOME, agency=True), ["residential_chair", "residential_invitees"], "C06b"),
        (concern(HOME, in_house=True), ["residential_chair", "residential_invitees"], "C06b"),
    ],
)
def test_c06_a_gap_blocks_only_the_meetings_it_is_about(kind: str, case: Facts, waits: list[str], clause: str) -> None:
    blocked = planned(C, kind, case).blocked

    assert [one.rule.setting for one in blocked] == waits
    assert {one.rule.clause for one in blocked} == {clause} and procedure(C).clause(clause).silent
    assert all(one.rule.sentence.startswith("Your configuration staff settle this") for one in blocked)
    assert roles(planned(C, kind, case).invitees, sure=False) == []
    assert settings_of(IN_HOUSE, kind) == []


def test_c06_settling_chair_and_people_lifts_the_block() -> None:
    case = concern(agency=True)
    settled: dict[str, Any] = {"agency_chair": "team_manager", "agency_invitees": ["child", "placement_service"]}

    assert settings_of(case, agency_chair="team_manager") == ["agency_invitees"]
    assert settings_of(case, **settled) == []
    assert roles(planned(C, "stability", case, **settled).invitees) == ["child", "placement_service"]
    found = chair(C, "stability", case, "team_manager", **settled)
    assert (found.standing, found.clause) == (Standing.ELIGIBLE, "C06a")
    assert settings_of(concern(HOME, agency=True), **settled) == ["residential_chair", "residential_invitees"]


def test_c06_an_unknown_provider_is_not_taken_for_in_house() -> None:
    blocked = planned(C, "stability", concern()).blocked

    assert {one.answer.verdict for one in blocked} == {Verdict.CANNOT_TELL}
    assert {need for one in blocked for need in one.answer.needs} == {"who provided the placement"}


@pytest.mark.parametrize(
    ("known", "trigger", "clause"),
    [
        ({"abrupt": True}, "abrupt_or_unplanned", "C07b"),
        ({"unplanned": True}, "abrupt_or_unplanned", "C07b"),
        ({"part_of_pathway_plan": False}, "outside_pathway_plan", "C07c"),
        ({"notice_by_carer": True, "matched_at_panel": True}, "notice_on_a_match", "C07d"),
    ],
)
def test_c07_each_ground_after_a_long_term_placement_is_to_be_considered(
    known: dict[str, Any], trigger: str, clause: str
) -> None:
    said = weighed(C, ended(**known))

    assert keys(said.applies) == [trigger] and said.cannot_tell == ()
    assert (said.applies[0].strength, said.applies[0].clause) == (Strength.CONSIDER, clause)
    assert weighed(C, ended(**known | {"long_term": False})).applies == ()
    unsure = replace(placement(**LONG | known), long_term=placement().long_term)
    assert keys(weighed(C, facts(unsure)).cannot_tell) == [trigger]


def test_c07_notice_counts_only_on_a_match() -> None:
    assert weighed(C, ended(notice_by_carer=True, matched_at_panel=False)).applies == ()
    assert keys(weighed(C, ended(notice_by_carer=True)).cannot_tell) == ["notice_on_a_match"]


def test_c07_in_house_and_agency_fostering_follow_one_format() -> None:
    formats = [
        planned(C, "disruption", facts(placement(FOSTER, unplanned=True, in_house=ours, agency=not ours)))
        for ours in (True, False)
    ]

    ours, theirs = ([row.rule for rows in (one.invitees, one.agenda, one.steps) for row in rows] for one in formats)
    assert ours == theirs
    assert formats[0].window is not None and formats[0].window.place(date(2026, 9, 1)) == "no dates"


def test_c08_a_reviewing_officer_chairs_and_never_the_childs_own() -> None:
    case = ended(unplanned=True)
    other, own = chair(C, "disruption", case, "iro"), chair(C, "disruption", case, "iro", Relation.OWN_IRO)
    manager = chair(C, "disruption", case, "service_manager")

    assert (other.standing, other.clause) == (Standing.ELIGIBLE, "C08")
    assert (own.standing, own.clause) == (Standing.NOT_ELIGIBLE, "C08")
    assert (manager.standing, manager.departure) == (Standing.NEEDS_REASON, True)
    assert procedure(C).kinds["disruption"].chairs[0].strength is Strictness.MUST


def test_c09_eight_kinds_of_invitee() -> None:
    everyone = [i.role for i in procedure(C).kinds["disruption"].invitees]
    foster = set(roles(planned(C, "disruption", ended(unplanned=True)).invitees))
    home = set(roles(planned(C, "disruption", facts(placement(HOME, unplanned=True))).invitees))

    assert everyone == [
        "child", "parent", "social_worker", "social_worker_manager", "keyworker", "home_manager", "foster_carer",
        "supervising_social_worker", "iro", "current_carer", "other_professional",
    ]  # fmt: skip
    assert foster == set(everyone) - {"keyworker", "home_manager"}
    assert home == set(everyone) - {"foster_carer", "supervising_social_worker"}


def test_c09_the_chair_keeps_minutes_that_go_to_all_concerned_without_a_day() -> None:
    kind = procedure(C).kinds["disruption"]
    steps = {step.rule.key: step for step in planned(C, "disruption", ended(unplanned=True), day=DAY).steps}

    assert (steps["minutes"].owner, steps["minutes"].due) == ("chair", None)
    assert (steps["circulate"].owner, steps["circulate"].due) == ("chair", None)
    assert (steps["minutes"].rule.strength, steps["circulate"].rule.strength) == (Strength.SHOULD, Strength.MUST)
    [minutes] = kind.circulation
    assert (minutes.to, minutes.clause) == ((ATTENDED, INVITED), "C09c")
    within = planned(C, "disruption", ended(unplanned=True), day=date(2026, 12, 18), minutes_within=10).steps
    target = next(step for step in within if step.rule.key == "minutes")
    assert target.due is not None and target.due.day == date(2027, 1, 6)
    assert target.rule.strictness is Strictness.ADVISORY


def test_c10_five_aims_steer_the_record_and_each_has_an_outcome() -> None:
    kind = procedure(C).kinds["disruption"]

    assert (len(kind.aims), kind.aims_clause) == (5, "C10c")
    assert [theme.title for theme in kind.agenda if theme.clause == "C10c"] == list(kind.aims)
    assert [prompt.title for prompt in kind.prompts] == list(kind.aims)
    assert all(prompt.options and prompt.clause == "C10c" for prompt in kind.prompts)
