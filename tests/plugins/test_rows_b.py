"""Authority B, row by row, as far as the domain answers for it; the pages' own tests prove the rest."""

from datetime import date

import pytest

from core.domain.chairing import Standing
from core.domain.facts import CarePlan, Facts, PlacementType
from core.domain.knowing import Verdict
from core.domain.parts import asked_to, not_asked_to, out_of_order
from core.domain.procedure import Relation, Strength, Strictness
from core.domain.steps import ATTENDED
from core.domain.together import cannot_double
from tests.plugins.trying import DAY, chair, facts, keys, moves, placement, planned, procedure, roles, weighed

B = "authority_b"
FOSTER, CONNECTED, ADOPTION = PlacementType.FOSTER, PlacementType.CONNECTED, PlacementType.ADOPTION
TEAM = Relation.CHILDS_TEAM


def realised_not(kind: PlacementType, plan: CarePlan, **known: bool) -> Facts:
    return facts(placement(kind, **{"unplanned": True, "long_term": True} | known), care_plan=plan)


ADOPTED = realised_not(ADOPTION, CarePlan.ADOPTION)
LONG_TERM = realised_not(FOSTER, CarePlan.LONG_TERM_FOSTER)


@pytest.mark.parametrize(
    ("case", "key", "kind"),
    [
        (ADOPTED, "adoption", "adoption_disruption"),
        (LONG_TERM, "long_term_foster", "foster_disruption"),
        (realised_not(CONNECTED, CarePlan.LONG_TERM_FOSTER), "long_term_foster", "foster_disruption"),
        (realised_not(CONNECTED, CarePlan.CONNECTED_PERSON), "connected_person", "foster_disruption"),
    ],
)
def test_b01_a_plan_that_did_not_come_about_should_have_a_meeting(case: Facts, key: str, kind: str) -> None:
    said = weighed(B, case)

    assert keys(said.applies) == [key] and said.cannot_tell == ()
    assert (said.applies[0].strength, said.applies[0].clause, said.applies[0].kind) == (Strength.SHOULD, "B01a", kind)


@pytest.mark.parametrize("matched", [True, False])
def test_b01_matched_or_not_makes_no_difference(matched: bool) -> None:
    case = realised_not(FOSTER, CarePlan.LONG_TERM_FOSTER, matched_at_panel=matched)

    assert keys(weighed(B, case).applies) == ["long_term_foster"]


def test_b01_an_unrecorded_care_plan_cannot_be_told() -> None:
    said = weighed(B, facts(placement(ADOPTION, unplanned=True, long_term=True)))

    assert keys(said.cannot_tell) == ["adoption"] and said.applies == ()
    assert said.needs == ("the care plan's permanence plan",)


def test_b01_an_ending_that_was_planned_or_a_placement_of_another_kind_is_no_ground() -> None:
    ended_as_planned = facts(placement(unplanned=False, long_term=True), care_plan=CarePlan.LONG_TERM_FOSTER)
    home = realised_not(PlacementType.RESIDENTIAL, CarePlan.LONG_TERM_FOSTER)

    assert weighed(B, ended_as_planned).applies == weighed(B, home).applies == ()


def test_b01_after_a_series_of_short_term_placements_a_meeting_can_be_useful() -> None:
    place = placement(unplanned=True, long_term=False)
    two = moves(date(2024, 5, 1), DAY, disrupted=True, from_long_term=False)
    mixed = (
        *moves(date(2024, 5, 1), disrupted=True, from_long_term=True),
        *moves(DAY, disrupted=True, from_long_term=False),
    )

    found = weighed(B, facts(place, moves=two, care_plan=CarePlan.RETURN_HOME))

    assert keys(found.applies) == ["short_term_series"]
    assert (found.applies[0].strength, found.applies[0].clause) == (Strength.MAY, "B01b")
    assert found.applies[0].counted == two
    assert weighed(B, facts(place, moves=mixed, care_plan=CarePlan.RETURN_HOME)).applies == ()
    open_one = moves(date(2024, 5, 1), from_long_term=False) + two[1:]
    said = weighed(B, facts(place, moves=open_one, care_plan=CarePlan.RETURN_HOME))
    assert said.needs == ("whether the placement that ended on 1 May 2024 was short term and disrupted",)


@pytest.mark.parametrize("kind", ["adoption_disruption", "foster_disruption"])
def test_b02_what_was_tried_is_recorded_before_the_request(kind: str) -> None:
    [asked] = procedure(B).kinds[kind].prerequisites

    assert asked.required and asked.clause == "B02" and asked.kind == "text"


@pytest.mark.parametrize("kind", ["adoption_disruption", "foster_disruption"])
def test_b03_stand_alone_and_without_blame(kind: str) -> None:
    meeting = procedure(B).kinds[kind]

    planning = procedure("authority_a").kinds["planning"]
    assert cannot_double(meeting, planning) == cannot_double(planning, meeting) == "B03a"
    assert cannot_double(planning, procedure("authority_a").kinds["disruption"]) is None
    assert "B03b" in {theme.clause for theme in meeting.agenda}
    assert "not apportion" in procedure(B).clause("B03b").words


@pytest.mark.parametrize("kind", ["adoption_disruption", "foster_disruption"])
def test_b04_seven_purposes_end_in_an_action_plan(kind: str) -> None:
    meeting = procedure(B).kinds[kind]

    assert (len(meeting.purposes), meeting.purposes_clause) == (7, "B04a")
    assert "action_plan" in {output.key for output in meeting.outputs}
    assert [theme.title for theme in meeting.agenda if theme.clause == "B04a"][-1] == "Action plan for the child"
    heard = {invitee.role for invitee in meeting.invitees if invitee.clause == "B04b"}
    assert heard == {"child", "parent"}


def test_b05_the_adoption_team_arranges_and_usually_somebody_from_outside_chairs() -> None:
    def verdict(role: str, *relations: Relation) -> tuple[Standing, bool]:
        found = chair(B, "adoption_disruption", ADOPTED, role, *relations, part="part_one")
        return found.standing, found.departure

    assert planned(B, "adoption_disruption", ADOPTED).arranged_by == "adoption_team"
    assert verdict("independent_chair") == (Standing.ELIGIBLE, False)
    assert verdict("senior_manager", Relation.EMPLOYED_HERE) == (Standing.ELIGIBLE, False)
    assert verdict("independent_chair", Relation.EMPLOYED_HERE) == (Standing.NEEDS_REASON, True)
    assert verdict("senior_manager", Relation.OPERATIONAL) == (Standing.NEEDS_REASON, True)
    assert verdict("group_manager", Relation.MANAGES_CASE) == (Standing.NEEDS_REASON, True)


def test_b06_two_lists_two_records_two_dates_one_process() -> None:
    meeting = planned(B, "adoption_disruption", ADOPTED)
    kind = meeting.kind

    first, second = (roles(asked_to(meeting, part)) for part in ("part_one", "part_two"))
    assert "adopter" in first and "adopter" not in second
    assert not_asked_to(meeting, "part_two") == ("adopter", "child", "parent")
    adopter = next(i for i in meeting.invitees if getattr(i.rule, "role", "") == "adopter")
    assert adopter.owner == "adoption_social_worker"
    records = {output.part: output for output in kind.outputs if output.part}
    assert set(records) == {"part_one", "part_two"} and ATTENDED in records["part_one"].audience
    assert not {"adopter", "child", "parent", ATTENDED} & set(records["part_two"].audience)
    too_soon = {"part_one": date(2026, 4, 14), "part_two": date(2026, 4, 13)}
    assert (
        len(out_of_order(kind, too_soon)) == 1
        and out_of_order(kind, too_soon | {"part_two": DAY.replace(month=5)}) == ()
    )


def test_b06_the_second_meetings_chair_and_window_are_a_reading_that_settings_change() -> None:
    as_first = chair(B, "adoption_disruption", ADOPTED, "independent_chair", part="part_two")
    left_open = chair(B, "adoption_disruption", ADOPTED, "independent_chair", part="part_two", part_two_chair="")
    windows = planned(B, "adoption_disruption", ADOPTED, part_two_window="").windows

    assert (as_first.standing, as_first.clause) == (Standing.ELIGIBLE, "B06c")
    assert (left_open.standing, left_open.clause) == (Standing.NEEDS_REASON, None)
    assert [window.rule.part for window in windows] == ["part_one"]
    assert procedure(B).clause("B06c").silent


def test_b07_from_28_to_42_days_and_departing_takes_a_judgement_from_each_team() -> None:
    case = facts(placement(ADOPTION, unplanned=True), day=date(2026, 11, 20), care_plan=CarePlan.ADOPTION)

    window = planned(B, "adoption_disruption", case).window_of("part_one")

    assert window is not None and window.rule.clause == "B07"
    assert (window.dates.opens, window.dates.closes) == (date(2026, 12, 18), date(2027, 1, 1))
    assert [(flag.bound, flag.advise) for flag in window.dates.flags] == [("closes", date(2026, 12, 31))]
    assert window.rule.strictness is Strictness.ADVISORY
    assert window.rule.override_by == ("adoption_team_manager", "group_manager")
    assert window.rule.after == "placement_ended" and "placement's end" in window.rule.interpretation


def test_b08_the_childs_team_arranges_and_carers_are_supported_by_their_social_worker() -> None:
    meeting = planned(B, "foster_disruption", LONG_TERM)
    carer = next(i for i in meeting.invitees if getattr(i.rule, "role", "") == "foster_carer")
    connected = realised_not(CONNECTED, CarePlan.CONNECTED_PERSON)

    assert meeting.arranged_by == "social_worker" and carer.owner == "supervising_social_worker"
    assert planned(B, "foster_disruption", connected).arranged_by is None
    assert planned(B, "foster_disruption", connected, other_arranged_by="social_worker").arranged_by == "social_worker"
    silent = chair(B, "foster_disruption", connected, "group_manager", TEAM)
    assert (silent.standing, silent.because) == (Standing.NEEDS_REASON, ("The procedure does not say who chairs",))
    assert (
        chair(B, "foster_disruption", connected, "group_manager", other_chair="group_manager").standing
        is Standing.ELIGIBLE
    )


def ordinary(count: int = 1) -> Facts:
    days = [date(2023 + n, 5, 1) for n in range(count - 1)] + [DAY]
    return facts(placement(unplanned=True, long_term=False, matched_at_panel=False), moves=moves(*days, disrupted=True))


def test_b09_the_practice_or_group_manager_of_the_childs_team_chairs() -> None:
    for role in ("practice_manager", "group_manager"):
        found = chair(B, "foster_disruption", ordinary(2), role, TEAM)
        assert (found.standing, found.clause) == (Standing.ELIGIBLE, "B09a")
    elsewhere = chair(B, "foster_disruption", ordinary(2), "group_manager")
    assert (elsewhere.standing, elsewhere.departure) == (Standing.NEEDS_REASON, True)


@pytest.mark.parametrize(("case", "clause"), [(LONG_TERM, "B09b"), (ordinary(3), "B09c")])
def test_b09_the_group_manager_chairs_for_a_permanent_placement_or_the_third_to_disrupt(
    case: Facts, clause: str
) -> None:
    group = chair(B, "foster_disruption", case, "group_manager", TEAM)
    practice = chair(B, "foster_disruption", case, "practice_manager", TEAM)

    assert (group.standing, group.clause) == (Standing.ELIGIBLE, clause)
    assert (practice.standing, practice.clause, practice.departure) == (Standing.NEEDS_REASON, clause, True)


def test_b09_while_permanence_is_not_recorded_only_the_group_manager_is_sure() -> None:
    unsure = facts(placement(unplanned=True), moves=moves(DAY, disrupted=True))

    group = chair(B, "foster_disruption", unsure, "group_manager", TEAM)
    practice = chair(B, "foster_disruption", unsure, "practice_manager", TEAM)

    assert group.standing is Standing.ELIGIBLE
    assert practice.standing is Standing.NEEDS_REASON and "Cannot tell yet" in practice.because[0]


def test_b10_after_three_the_meeting_reviews_four_more_themes() -> None:
    def reviewed(case: Facts) -> list[Verdict]:
        return [t.answer.verdict for t in planned(B, "foster_disruption", case).agenda if t.rule.clause == "B10"]

    assert reviewed(ordinary(3)) == [Verdict.YES] * 4
    assert reviewed(ordinary(2)) == []
    unsure = facts(placement(), moves=moves(date(2024, 5, 1), date(2025, 5, 1), DAY))
    assert reviewed(unsure) == [Verdict.CANNOT_TELL] * 4


def test_b11_no_fixed_dates_but_a_recorded_target() -> None:
    meeting = planned(B, "foster_disruption", LONG_TERM, day=date(2026, 9, 1))

    assert meeting.window is not None and meeting.window.rule.clause == "B11"
    assert meeting.window.place(date(2026, 9, 1)) == "no dates"
    [target] = [ask for ask in meeting.kind.asks if ask.clause == "B11"]
    assert (target.kind, target.required) == ("date", True)
    assert all(step.due is None for step in meeting.steps)
