"""Authority A, rows A08 to A19, as far as the domain answers for them: the meeting, its people, papers and record."""

from datetime import date

from core.domain.chairing import Standing
from core.domain.facts import Education, Facts, PlacementFacts, PlacementType
from core.domain.knowing import Verdict
from core.domain.periods import months
from core.domain.procedure import Relation, Strictness
from core.domain.steps import ATTENDED
from tests.plugins.trying import chair, facts, placement, planned, procedure, roles

A = "authority_a"
RESIDENTIAL, CONNECTED = PlacementType.RESIDENTIAL, PlacementType.CONNECTED


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
