"""Authority A, row by row, as far as the domain answers for it; the pages' own tests prove the rest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.chairing import Standing
from core.domain.facts import Anchor, Education, Facts, PlacementFacts, PlacementType
from core.domain.knowing import Verdict, ask
from core.domain.periods import months
from core.domain.procedure import Relation, Strength, Strictness
from core.domain.proposing import propose
from core.domain.steps import ATTENDED
from tests.plugins.trying import DAY, at, chair, facts, keys, moves, placement, planned, procedure, roles, weighed

A = "authority_a"
STARTED = facts(anchor=Anchor.STARTED, moment=at(16, 30))
RESIDENTIAL, CONNECTED = PlacementType.RESIDENTIAL, PlacementType.CONNECTED


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


def test_a07_any_abrupt_or_unplanned_ending_is_considered() -> None:
    unplanned = weighed(A, facts(placement(unplanned=True)))
    planned_but_abrupt = weighed(A, facts(placement(unplanned=False, abrupt=True)))

    for said in (unplanned, planned_but_abrupt):
        found = next(one for one in said.applies if one.trigger.key == "abrupt_or_unplanned")
        assert (found.strength, found.clause) == (Strength.CONSIDER, "A07a")
    assert weighed(A, facts(placement(unplanned=False, abrupt=False))).applies == ()


@pytest.mark.parametrize(
    ("place", "key", "clause"),
    [
        (placement(matched_at_panel=True, unplanned=True), "permanent_foster", "A07b"),
        (placement(RESIDENTIAL, until_independence=True, unplanned=True), "until_independence", "A07c"),
    ],
)
def test_a07_a_permanent_placement_that_disrupts_should_have_a_meeting(
    place: PlacementFacts, key: str, clause: str
) -> None:
    found = next(one for one in weighed(A, facts(place)).applies if one.trigger.key == key)

    assert (found.strength, found.clause, found.kind) == (Strength.SHOULD, clause, "disruption")
    assert found.evidence == ("The placement ended on 13 March 2026, recorded as unplanned.",)


def test_a07_request_and_ending_within_24_hours_but_not_for_an_emergency_placement() -> None:
    def applies(hour: int, minute: int, emergency: bool, day: date = DAY) -> bool:
        place = placement(unplanned=True, emergency=emergency)
        case = facts(place, requested_at=at(hour, minute, day), moment=at(19, 15))
        return "within_24_hours" in keys(weighed(A, case).applies)

    yesterday = DAY - timedelta(days=1)
    assert applies(9, 40, False)
    assert applies(19, 15, False, yesterday)
    assert not applies(19, 14, False, yesterday)
    assert not applies(9, 40, True)
    assert not applies(19, 16, False)


def test_a07_an_unknown_request_time_cannot_be_told() -> None:
    place = placement(unplanned=True, emergency=False)

    said = weighed(A, facts(place, moment=at(19, 15)))

    found = next(one for one in said.cannot_tell if one.trigger.key == "within_24_hours")
    assert found.answer.needs == ("when the ending was asked for",)
    assert found.evidence == ()


def test_a07_an_unclassified_ending_cannot_be_told_and_is_never_no() -> None:
    said = weighed(A, facts(placement(matched_at_panel=True, emergency=False), requested_at=at(9), moment=at(10)))

    assert {"abrupt_or_unplanned", "permanent_foster", "within_24_hours"} <= set(keys(said.cannot_tell))
    assert "whether this ending was unplanned" in said.needs


def test_a07_two_unplanned_moves_in_three_months_and_the_moves_are_named() -> None:
    place = placement(unplanned=True)
    inside = moves(date(2025, 12, 14), DAY, unplanned=True)
    outside = moves(date(2025, 12, 13), DAY, unplanned=True)

    found = next(p for p in weighed(A, facts(place, moves=inside)).applies if p.clause == "A07e")

    assert found.evidence[0].startswith("2 unplanned moves from 14 December 2025 to 13 March 2026")
    assert found.counted == inside and "two or more" in found.trigger.interpretation
    assert "unplanned_in_three_months" not in keys(weighed(A, facts(place, moves=outside)).applies)
    four = moves(date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5), DAY, unplanned=True)
    assert "unplanned_in_three_months" in keys(weighed(A, facts(place, moves=four)).applies)


def test_a07_three_moves_in_six_months_planned_or_not() -> None:
    place = placement(unplanned=True)
    inside = (*moves(date(2025, 9, 14), date(2025, 11, 1), unplanned=False), *moves(DAY, unplanned=True))
    outside = (*moves(date(2025, 9, 13), date(2025, 11, 1), unplanned=False), *moves(DAY, unplanned=True))

    assert "three_in_six_months" in keys(weighed(A, facts(place, moves=inside)).applies)
    assert "three_in_six_months" in keys(weighed(A, facts(place, moves=outside)).not_met)


def test_a07_an_adoptive_placement_must_have_a_meeting_that_another_procedure_governs() -> None:
    place = placement(PlacementType.ADOPTION, unplanned=True, abrupt=True)
    many = moves(date(2026, 1, 5), date(2026, 2, 5), DAY, unplanned=True)

    said = weighed(A, facts(place, moves=many, requested_at=at(9), moment=at(10)))

    assert keys(said.applies) == ["adoptive_placement"] and said.cannot_tell == ()
    assert (said.applies[0].strength, said.applies[0].clause) == (Strength.MUST, "A07g")
    meeting = planned(A, "adoption_disruption", facts(place))
    assert meeting.kind.elsewhere and meeting.windows == () and meeting.kind.chairs == ()


def test_a08_four_purposes_five_aims_and_ten_themes_steer_the_record() -> None:
    kind = procedure(A).kinds["disruption"]

    assert (len(kind.purposes), kind.purposes_clause) == (4, "A08a")
    assert (len(kind.aims), kind.aims_clause) == (5, "A08c")
    themes = [theme.title for theme in kind.agenda]
    assert (len(themes), themes[0]) == (10, "The child's progress in the birth family")
    assert themes[-1] == "The chair's decision and recommendations"


def test_a09_between_two_and_six_weeks_with_the_timing_considered() -> None:
    case = facts(placement(unplanned=True), day=date(2026, 1, 31))

    meeting = planned(A, "disruption", case)

    assert meeting.window is not None
    assert (meeting.window.dates.opens, meeting.window.dates.closes) == (date(2026, 2, 14), date(2026, 3, 14))
    assert meeting.window.rule.strictness is Strictness.MUST
    assert meeting.window.place(date(2026, 2, 13)) == "before"
    assert meeting.window.place(date(2026, 3, 15)) == "after"
    assert "A09b" in {one.rule.clause for one in meeting.prompts}


def test_a10_usually_a_service_manager_without_line_management() -> None:
    case = facts(placement(unplanned=True))

    free = chair(A, "disruption", case, "service_manager")
    line = chair(A, "disruption", case, "service_manager", Relation.MANAGES_CASE)
    anyone = chair(A, "disruption", case, "iro", Relation.OWN_IRO)

    assert (free.standing, free.clause, free.departure) == (Standing.ELIGIBLE, "A10a", False)
    assert (line.standing, line.clause, line.departure) == (Standing.NEEDS_REASON, "A10b", False)
    assert (anyone.standing, anyone.clause, anyone.departure) == (Standing.NEEDS_REASON, "A10a", True)


def test_a11_the_social_worker_arranges_with_the_chair_and_sends_the_invitations() -> None:
    meeting = planned(A, "disruption", facts(placement()))

    steps = {step.rule.key: step for step in meeting.steps}
    assert meeting.arranged_by == "social_worker"
    assert (steps["arrange"].owner, steps["arrange"].rule.clause) == ("social_worker", "A11a")
    assert (steps["invitations"].owner, steps["invitations"].rule.clause) == ("social_worker", "A11b")


def test_a12_twelve_kinds_of_invitee_with_their_conditions() -> None:
    kind = procedure(A).kinds["disruption"]
    assert len({invitee.clause for invitee in kind.invitees}) == 12

    foster = facts(placement(in_house=True), education=Education.SCHOOL)
    asked = roles(planned(A, "disruption", foster).invitees)
    assert {"foster_carer", "supervising_social_worker", "designated_teacher", "previous_carer", "iro"} <= set(asked)
    assert not {"keyworker", "home_manager", "virtual_school", "placement_service", "advocate"} & set(asked)

    home = facts(placement(RESIDENTIAL, agency=True), education=Education.FURTHER)
    asked = roles(planned(A, "disruption", home).invitees)
    assert {"keyworker", "home_manager", "virtual_school", "placement_service"} <= set(asked)
    assert not {"foster_carer", "supervising_social_worker", "designated_teacher"} & set(asked)


def test_a12_education_that_nobody_recorded_leaves_both_open_and_a_toddler_needs_neither() -> None:
    unknown = planned(A, "disruption", facts(placement()))
    small = planned(A, "disruption", facts(placement(), born=date(2023, 1, 1)))

    open_roles = {i.rule.role for i in unknown.invitees if i.answer.verdict is Verdict.CANNOT_TELL}
    assert {"designated_teacher", "virtual_school"} <= open_roles
    assert not {"designated_teacher", "virtual_school"} & set(roles(small.invitees, sure=False))


def test_a12_an_advocate_comes_when_the_child_does_not() -> None:
    staying_away = facts(placement(), answers={"child_attends": False})
    coming = facts(placement(), answers={"child_attends": True})

    assert "advocate" in roles(planned(A, "disruption", staying_away).invitees)
    assert "advocate" not in roles(planned(A, "disruption", coming).invitees, sure=False)


def test_a13_support_to_stay_in_touch_is_a_prompt() -> None:
    prompts = {one.rule.clause: one for one in planned(A, "disruption", facts(placement())).prompts}

    assert prompts["A13"].answer


def papers(case: Facts, **settings: str) -> dict[str, str | None]:
    rows = planned(A, "disruption", case, day=date(2026, 4, 10), **settings).pack
    return {row.rule.title: row.owner for row in rows if row.answer}


EARLIER = "Minutes of earlier disruption meetings: the carer's"


def test_a14_twelve_documents_seven_days_before_from_whoever_owes_them() -> None:
    in_house = papers(facts(placement(in_house=True)))
    assert in_house["Last foster carer review"] == in_house["Form F"] == "supervising_social_worker"
    assert in_house[EARLIER] == "supervising_social_worker" and "Contract" not in in_house
    assert in_house["Chronology from birth"] == "social_worker"

    home = papers(facts(placement(RESIDENTIAL, in_house=True)))
    assert home[EARLIER] == "home_manager" and "Form F" not in home

    agency = papers(facts(placement(agency=True)))
    assert agency["Contract"] == agency[EARLIER] == "placement_service" and "Form F" not in agency

    documents = {title.split(": the ")[0] for title in in_house} | {"Contract"}
    assert len(documents) == 12
    due = {row.due.day for row in planned(A, "disruption", facts(), day=date(2026, 4, 10)).pack if row.due}
    assert due == {date(2026, 4, 3)}


def test_a14_where_the_text_is_silent_staff_or_a_setting_name_the_supplier() -> None:
    connected = facts(placement(CONNECTED, in_house=True))

    assert papers(connected)[EARLIER] is None
    assert papers(connected)["Matching report"] is None
    assert papers(connected, carer_papers_from="placement_service")[EARLIER] == "placement_service"
    assert papers(connected, matching_report_from="social_worker")["Matching report"] == "social_worker"


def test_a15_minutes_agreed_and_circulated_by_the_chair_within_ten_working_days() -> None:
    steps = {s.rule.key: s for s in planned(A, "disruption", facts(), day=date(2026, 12, 18)).steps}

    for key in ("minutes", "circulate"):
        assert steps[key].owner == "chair" and steps[key].rule.clause == "A15a"
        assert steps[key].due is not None and steps[key].due.day == date(2027, 1, 6)
        assert not steps[key].firm
    assert "word for word" in procedure(A).clause("A15b").words


def test_a16_minutes_to_those_who_attended_and_only_recommendations_to_the_bodies() -> None:
    kind = procedure(A).kinds["disruption"]
    outputs = {output.key: output for output in kind.outputs}
    bodies = {"corporate_parenting_board", "porg"}

    assert not bodies & set(outputs["minutes"].audience)
    assert bodies <= set(outputs["recommendations"].audience)
    assert outputs["recommendations"].sections == ("recommendations",)
    sent = {(c.output, to) for c in kind.circulation for to in c.to}
    assert sent == {
        ("minutes", ATTENDED), ("minutes", "service_manager"), ("minutes", "panel_adviser"),
        ("minutes", "agency_decision_maker"), ("recommendations", "corporate_parenting_board"),
        ("recommendations", "porg"),
    }  # fmt: skip
    assert "2.4" in procedure(A).clause("A16a").interpretation


def test_a17_a_complaint_points_to_the_allegations_procedure() -> None:
    def answer(complaint: bool | None) -> Verdict | None:
        case = facts() if complaint is None else facts(complaint=complaint)
        found = [p for p in planned(A, "disruption", case).prompts if p.rule.clause == "A17"]
        return found[0].answer.verdict if found else None

    assert (answer(True), answer(False), answer(None)) == (Verdict.YES, None, Verdict.CANNOT_TELL)


def test_a19_an_external_home_and_in_house_carers_have_their_own_questions() -> None:
    def asked(place: PlacementFacts) -> set[str]:
        rows = planned(A, "disruption", facts(place)).prompts
        return {row.rule.clause for row in rows if row.answer} & {"A19a", "A19b"}

    assert asked(placement(RESIDENTIAL, agency=True, unplanned=True)) == {"A19a"}
    assert asked(placement(in_house=True, matched_at_panel=True, unplanned=True)) == {"A19b"}
    assert asked(placement(RESIDENTIAL, in_house=True, unplanned=True)) == set()


def test_a18_chairs_meet_at_least_twice_a_year_and_their_learning_becomes_a_short_report() -> None:
    [chairs], [report] = procedure(A).gatherings, procedure(A).reports

    assert (chairs.by, chairs.every, chairs.monitors) == (("service_manager",), months(6), "learning")
    assert chairs.feeds == report.key == "half_yearly"
    assert (report.by, report.every, report.about) == ("strategic_manager", months(6), ("disruption",))
    assert procedure(A).role(report.by) == "Strategic manager for looked-after children"
    assert {chairs.clause, report.clause} == {"A18a", "A18b"} and procedure(A).clause("A18b").silent


@pytest.mark.parametrize(
    ("on", "key", "clause"),
    [
        (date(2018, 3, 1), "before-2019-09", "A20a"),
        (date(2019, 8, 31), "before-2019-09", "A20a"),
        (date(2019, 9, 1), "2019-09", "A20b"),
        (DAY, "2019-09", "A20b"),
    ],
)
def test_a20_two_editions_of_which_each_points_elsewhere_for_stability(on: date, key: str, clause: str) -> None:
    ruling = procedure(A, on)
    concern = facts(anchor=Anchor.CONCERN, day=on)

    found = next(one for one in propose(concern, ruling).applies if one.kind == "stability")

    assert ruling.edition.key == key
    assert (found.clause, found.strength) == (clause, Strength.MAY)
    pointer = ruling.kinds["stability"]
    assert pointer.elsewhere and not (pointer.chairs or pointer.window or pointer.invitees or pointer.outputs)


def test_a20_the_earlier_section_is_said_to_be_unknown_and_todays_is_held_elsewhere() -> None:
    before, today = procedure(A, date(2019, 8, 31)), procedure(A)

    assert "not known" in before.kinds["stability"].elsewhere and "not known" in before.edition.note
    assert procedure(A).clause("A20a").silent
    assert "held elsewhere" in today.kinds["stability"].elsewhere
    assert today.edition.in_force_from == date(2019, 9, 1) and "day is not given" in today.edition.note
    assert set(before.kinds) == set(today.kinds)
