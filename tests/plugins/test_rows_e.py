"""Authority E, row by row, as far as the domain answers for it; the pages' own tests prove the rest."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.calendar import Calendar
from core.domain.chairing import Standing
from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementType
from core.domain.knowing import Verdict
from core.domain.parts import asked_to, not_asked_to, out_of_order
from core.domain.periods import months, working_days
from core.domain.planning import plan
from core.domain.procedure import Strength
from core.domain.routing import planned_routes
from core.domain.steps import ATTENDED, MEETING_HELD, PANEL_DATE
from tests.plugins.trying import DAY, chair, facts, keys, placement, planned, procedure, roles, weighed

E = "authority_e"
CONCERN = facts(anchor=Anchor.CONCERN)
ENDED = facts(placement(unplanned=True))
HOME = facts(placement(PlacementType.RESIDENTIAL, unplanned=True))
OUTPUTS = ("summary", "action_plan", "practice_feedback", "general_recommendations")
HELD = date(2026, 12, 18)


def test_e01_a_concern_offers_a_stability_meeting_that_hears_everybody() -> None:
    said = weighed(E, CONCERN)
    meeting = planned(E, "stability", CONCERN)

    assert keys(said.applies) == ["concern"]
    assert (said.applies[0].strength, said.applies[0].clause, said.applies[0].kind) == (
        Strength.MAY, "E01a", "stability",
    )  # fmt: skip
    assert "silent" in said.applies[0].trigger.interpretation
    assert set(roles(meeting.invitees)) == {
        "child", "parent", "social_worker", "current_carer", "supervising_social_worker",
    }  # fmt: skip
    assert len(meeting.kind.aims) == 4 and "lower the risk" in meeting.kind.aims[2]
    assert weighed(E, CONCERN, stability_call="should").applies[0].strength is Strength.SHOULD


def test_e01_the_child_is_usually_included_and_in_a_home_its_staff_are() -> None:
    home = replace(CONCERN, placement=placement(PlacementType.RESIDENTIAL))

    child = next(one for one in planned(E, "stability", CONCERN).invitees if one.rule.role == "child")
    assert (child.rule.clause, child.rule.strength, child.rule.contributes) == ("E01b", Strength.SHOULD, "attends")
    assert "Usually" in child.rule.note
    assert {"keyworker", "home_manager"} <= set(roles(planned(E, "stability", home).invitees))


def test_e01_what_the_text_leaves_open_is_a_setting() -> None:
    open_ = chair(E, "stability", CONCERN, "team_manager")
    settled = chair(E, "stability", CONCERN, "team_manager", stability_chair="team_manager")

    assert (open_.standing, open_.clause, open_.departure) == (Standing.NEEDS_REASON, "E01d", False)
    assert (settled.standing, settled.clause) == (Standing.ELIGIBLE, "E01d")
    assert planned(E, "stability", CONCERN).arranged_by is None
    assert planned(E, "stability", CONCERN, stability_arranged_by="social_worker").arranged_by == "social_worker"


def test_e02_the_adults_first_is_an_exception_with_a_reason_and_the_child_is_not_asked_to_it() -> None:
    meeting = planned(E, "stability", CONCERN)
    adults, together = meeting.kind.parts

    assert (adults.exceptional, adults.needs_reason, adults.clause) == (True, True, "E02")
    assert not together.exceptional and together.not_before == adults.key
    assert not_asked_to(meeting, "adults") == ("child",)
    assert set(roles(asked_to(meeting, "together"))) - set(roles(asked_to(meeting, "adults"))) == {"child"}
    assert out_of_order(meeting.kind, {"adults": DAY, "together": DAY.replace(day=12)})
    records = {output.part: output.audience for output in meeting.kind.outputs}
    assert records == {"adults": (ATTENDED, "chair"), "together": (ATTENDED, "chair")}


def owed(case: Facts, clause: str) -> list[tuple[str, str | None]]:
    return [(s.rule.key, s.owner) for s in planned(E, "disruption", case).steps if s.rule.clause == clause]


def test_e03_venue_child_parents_advocate_and_carers_are_prepared_by_their_own_workers() -> None:
    assert owed(ENDED, "E03a") == [("venue", "social_worker")]
    assert owed(ENDED, "E03b") == [("prepare_child", "social_worker"), ("prepare_parents", "social_worker")]
    assert owed(ENDED, "E03c") == [("advocate", "social_worker")]
    assert owed(ENDED, "E03d") == [("prepare_carers", "supervising_social_worker")]
    adopted = facts(placement(PlacementType.ADOPTION))
    assert owed(adopted, "E03d") == owed(ENDED, "E03d") and owed(HOME, "E03d") == []
    before = [s.rule for s in planned(E, "disruption", ENDED).steps if s.rule.clause.startswith("E03")]
    assert all(rule.direction == "before" and rule.outcome and rule.within is None for rule in before)


def test_e03_the_text_is_silent_on_when_so_staff_are_asked_after_every_ending() -> None:
    for case in (ENDED, facts(placement(unplanned=False)), HOME):
        found = weighed(E, case).applies
        assert [(one.kind, one.strength, one.clause) for one in found] == [("disruption", Strength.MAY, "E03e")]
    assert procedure(E).clause("E03e").silent

    narrowed: dict[str, Any] = {"disruption_after": "unplanned", "disruption_call": "should"}
    assert weighed(E, ENDED, **narrowed).applies[0].strength is Strength.SHOULD
    assert keys(weighed(E, facts(placement(unplanned=False, abrupt=False)), **narrowed).not_met) == ["ending"]
    assert keys(weighed(E, facts(placement(abrupt=False)), **narrowed).cannot_tell) == ["ending"]


def test_e03_chair_window_and_invitees_are_settings_until_which_staff_say() -> None:
    meeting = planned(E, "disruption", ENDED, day=date(2026, 9, 30))
    assert meeting.window.place(date(2026, 9, 30)) == "no dates"
    assert [(ask.key, ask.required) for ask in meeting.kind.asks] == [("target", True)]
    assert chair(E, "disruption", ENDED, "iro").standing is Standing.NEEDS_REASON

    settled: dict[str, Any] = {
        "disruption_not_before": 2, "disruption_within": 6, "disruption_chair": "iro", "others_invited": ["iro"],
    }  # fmt: skip
    meeting = planned(E, "disruption", facts(placement(), day=date(2026, 1, 31)), **settled)
    assert (meeting.window.dates.opens, meeting.window.dates.closes) == (date(2026, 2, 14), date(2026, 3, 14))
    assert meeting.kind.asks == () and "iro" in roles(meeting.invitees)
    assert chair(E, "disruption", ENDED, "iro", **settled).standing is Standing.ELIGIBLE


def test_e03_a_window_that_would_close_before_it_opens_is_refused_with_its_clause() -> None:
    with pytest.raises(CannotCompile, match="E03h: The window would close on"):
        procedure(E, disruption_not_before=6, disruption_within=2)


def test_e04_child_parents_and_carers_are_offered_to_meet_or_be_in_touch_with_the_chair() -> None:
    def offered(case: Facts) -> dict[str, str | None]:
        rows = planned(E, "disruption", case).offers
        return {role: row.owner for row in rows if row.answer and row.rule.clause == "E04" for role in row.rule.to}

    family = {"child": "social_worker", "parent": "social_worker"}
    assert offered(ENDED) == family | {"previous_carer": "supervising_social_worker"}
    assert offered(HOME) == family
    answers = {row.rule.answers for row in planned(E, "disruption", ENDED).offers}
    assert len(answers) == 1 and "In touch with the chair another way" in answers.pop()


def test_e05_one_report_of_two_authors_and_the_carers_five_working_days_before() -> None:
    pack = {row.rule.clause: row for row in planned(E, "disruption", ENDED, day=date(2026, 4, 10)).pack}

    assert pack["E05a"].rule.authors == ("social_worker", "supervising_social_worker")
    assert (pack["E05b"].owner, pack["E05b"].rule.supported_by) == ("previous_carer", "supervising_social_worker")
    for clause in ("E05a", "E05b"):
        assert pack[clause].due.day == date(2026, 4, 1)
    assert "E05b" not in {row.rule.clause for row in planned(E, "disruption", HOME).pack}


def test_e05_the_childs_and_parents_report_may_take_another_form_and_has_no_day() -> None:
    rows = [row for row in planned(E, "disruption", ENDED, day=date(2026, 4, 10)).pack if row.rule.clause == "E05c"]

    assert [row.owner for row in rows] == ["child", "parent"]
    assert all(row.due is None and row.rule.alternatives and row.rule.supported_by for row in rows)
    assert "Where appropriate" in rows[1].rule.note


def test_e06_the_chair_reads_the_file_and_speaks_with_the_social_workers() -> None:
    assert owed(ENDED, "E06") == [("read_file", "chair"), ("speak", "chair")]


def after(**happened: date) -> dict[str, Any]:
    kind = procedure(E).kinds["disruption"]
    rows = plan(kind, ENDED, day=HELD, calendar=Calendar(), happened=happened).steps
    return {row.rule.key: row for row in rows}


def test_e07_each_date_runs_from_what_happened_before_it() -> None:
    projected = after()
    assert (projected["report"].owner, projected["report"].due.day) == ("business_support", date(2026, 12, 29))
    assert (projected["drafts"].due.day, projected["drafts"].firm) == (date(2027, 1, 6), False)

    on_time = after(meeting_held=HELD, report=date(2026, 12, 29), receipt=date(2026, 12, 29))
    assert (on_time["drafts"].due.day, on_time["drafts"].firm) == (date(2027, 1, 6), True)

    late = after(meeting_held=HELD, report=date(2027, 1, 4), receipt=date(2027, 1, 5))
    assert late["report"].due.day == date(2026, 12, 29) < late["report"].done_on
    assert late["drafts"].due.day == date(2027, 1, 12)
    assert late["drafts"].rule.after == "receipt" and late["receipt"].rule.completes == "receipt"


def test_e07_the_chair_drafts_four_outputs_from_the_administrators_report() -> None:
    outputs = {output.key: output for output in procedure(E).kinds["disruption"].outputs}

    assert tuple(key for key, output in outputs.items() if output.written_by == "chair") == OUTPUTS
    assert all(outputs[key].drafted for key in OUTPUTS)
    assert set(outputs["report"].audience) == {"chair", "business_support"} and not outputs["report"].drafted
    assert {"child", "previous_carer"} <= set(outputs["action_plan"].audience)
    assert procedure(E).role("business_support") == "Team administrator"


def test_e08_participants_are_asked_for_corrections_and_have_ten_working_days() -> None:
    drafts = {c.output: c for c in procedure(E).kinds["disruption"].circulation if c.as_draft}

    assert set(drafts) == set(OUTPUTS)
    assert all(one.corrections == working_days(10) for one in drafts.values())
    assert all(drafts[key].to == (ATTENDED,) for key in OUTPUTS if key != "practice_feedback")
    out = after(meeting_held=HELD, draft_out=date(2027, 1, 11))
    assert out["corrections"].due.day == date(2027, 1, 25) and out["draft_out"].due is None


def test_e08_a_setting_makes_the_ten_days_the_chairs_own() -> None:
    kind = procedure(E, ten_days="chair").kinds["disruption"]
    steps = {step.key: step for step in kind.steps}

    assert steps["draft_out"].within == working_days(10) and steps["corrections"].within is None
    assert {c.corrections for c in kind.circulation} == {None}


def test_e08_practice_feedback_is_for_workers_and_managers_only() -> None:
    kind = procedure(E, practice_feedback_to_panel="no").kinds["disruption"]
    [feedback] = [output for output in kind.outputs if output.key == "practice_feedback"]
    readers = {"social_worker", "supervising_social_worker", "adoption_social_worker", "social_worker_manager",
               "fostering_team_manager"}  # fmt: skip

    assert set(feedback.audience) == {"chair", *readers}
    assert not {ATTENDED, "child", "parent", "previous_carer", "business_support"} & set(feedback.audience)
    sent = {role for c in kind.circulation if c.output == "practice_feedback" for role in c.to}
    assert sent == readers


def test_e09_finals_to_the_social_worker_and_four_outputs_to_the_panels_administrator() -> None:
    kind, [route] = procedure(E).kinds["disruption"], procedure(E).routes

    finals = {c.output for c in kind.circulation if c.clause == "E09a" and c.to == ("social_worker",)}
    assert finals == set(OUTPUTS)
    assert (route.via, route.readers, set(route.sends)) == ("panel_administrator", ("panel",), set(OUTPUTS))
    assert route.asks_attendance and (route.clause, route.owed_by) == ("E09b", "chair")
    not_yet, ready = (planned_routes([route], "disruption", happened, Calendar())[0].ready
                      for happened in ({MEETING_HELD: HELD}, {"final": HELD}))  # fmt: skip
    assert (not_yet, ready) == (False, True)
    assert procedure(E).role("panel_administrator") == "Permanence Panel administrator"


def test_e09_both_passages_on_practice_feedback_are_shown_and_a_setting_withholds_it() -> None:
    clauses = [procedure(E).clause(id) for id in ("E08b", "E09b")]
    withheld = procedure(E, practice_feedback_to_panel="no")

    assert clauses[0].silent and "E09b" in clauses[0].interpretation
    assert "E08b" in clauses[1].interpretation
    assert "practice_feedback" not in withheld.routes[0].sends and len(withheld.routes[0].sends) == 3
    audience = {o.key: set(o.audience) for o in withheld.kinds["disruption"].outputs}
    assert not {"panel", "panel_administrator"} & audience["practice_feedback"]
    assert {"panel", "panel_administrator"} <= audience["summary"]
    assert {"panel", "panel_administrator"} <= {
        role for o in procedure(E).kinds["disruption"].outputs if o.key == "practice_feedback" for role in o.audience
    }


def test_e09_a_setting_lets_those_who_took_part_have_the_final_versions() -> None:
    def finals(**settings: Any) -> set[str]:
        rows = procedure(E, **settings).kinds["disruption"].circulation
        return {c.output for c in rows if ATTENDED in c.to and not c.as_draft}

    assert finals() == set()
    assert finals(finals_to_participants="yes") == set(OUTPUTS) - {"practice_feedback"}


def test_e10_the_panel_considers_what_it_is_sent_and_its_outcome_comes_back() -> None:
    [route] = procedure(E).routes

    assert route.considers and route.considers_clause == "E10"
    assert "comes back" in procedure(E).clause("E10").interpretation
    assert PANEL_DATE not in {step.after for step in procedure(E).kinds["disruption"].steps}


def test_e11_a_yearly_summary_of_all_disruption_meetings_by_the_reviewing_officer_team() -> None:
    [report] = procedure(E).reports

    assert (report.by, report.every, report.about) == ("reviewing_officer_team", months(12), ("disruption",))
    assert report.clause == "E11" and len(report.measures) == 6 and report.interpretation
    assert procedure(E).role(report.by) == "Reviewing officer team"


def test_e12_all_recommendations_are_monitored_regularly_and_changes_put_to_the_decision_maker() -> None:
    [monitoring] = procedure(E).gatherings

    assert monitoring.by == ("reviewing_team_manager", "panel_adviser")
    assert (monitoring.monitors, monitoring.every) == ("recommendations", None)
    assert monitoring.puts_to == "agency_decision_maker" and procedure(E).clause("E12").silent


def test_an_unknown_kind_of_placement_leaves_the_carers_lines_open() -> None:
    unknown = facts(placement(None))
    meeting = planned(E, "disruption", unknown)

    lines = [row for row in (*meeting.pack, *meeting.offers, *meeting.invitees) if not row.answer]
    assert {row.answer.verdict for row in lines} == {Verdict.CANNOT_TELL} and len(lines) == 3
