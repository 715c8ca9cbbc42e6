"""Authority E, rows E07 to E12, as far as the domain answers for them: what is written, sent, decided and learned."""

from datetime import date
from typing import Any

from core.domain.calendar import Calendar
from core.domain.periods import months, working_days
from core.domain.planning import plan
from core.domain.routing import planned_routes
from core.domain.steps import ATTENDED, MEETING_HELD, PANEL_DATE
from tests.plugins.trying import facts, placement, procedure

E = "authority_e"
ENDED = facts(placement(unplanned=True))
OUTPUTS = ("summary", "action_plan", "practice_feedback", "general_recommendations")
HELD = date(2026, 12, 18)


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
