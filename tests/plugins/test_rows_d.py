"""Authority D, row by row, as far as the domain answers for it; the pages' own tests prove the rest."""

from datetime import date
from typing import Any

import pytest

from core.domain.calendar import Calendar
from core.domain.chairing import Standing
from core.domain.facts import Facts, PlacementType
from core.domain.periods import months
from core.domain.procedure import Relation, Strength, Strictness
from core.domain.routing import planned_routes
from core.domain.steps import ATTENDED
from tests.plugins.trying import DAY, chair, facts, keys, placement, planned, procedure, roles, weighed

D, KIND = "authority_d", "disruption"
OWN = Relation.OWN_IRO


def ended(on: date = DAY, kind: PlacementType = PlacementType.FOSTER, **known: Any) -> Facts:
    return facts(placement(kind, **{"long_term": True, "unplanned": True} | known), day=on)


def test_d01_a_long_term_placement_that_ended_without_a_plan_should_have_a_meeting() -> None:
    said = weighed(D, ended())

    assert keys(said.applies) == ["before_its_time"]
    assert (said.applies[0].strength, said.applies[0].clause) == (Strength.SHOULD, "D01")
    assert "before its time" in procedure(D).clause("D01").interpretation


@pytest.mark.parametrize("known", [{"long_term": False}, {"unplanned": False}])
def test_d01_short_term_or_planned_is_no_ground(known: dict[str, Any]) -> None:
    said = weighed(D, ended(**known))

    assert said.applies == said.cannot_tell == ()


@pytest.mark.parametrize(
    ("known", "need"),
    [
        ({"unplanned": True}, "whether the placement was long term"),
        ({"long_term": True}, "whether this ending was unplanned"),
    ],
)
def test_d01_what_nobody_recorded_is_asked_for(known: dict[str, Any], need: str) -> None:
    said = weighed(D, facts(placement(**known)))

    assert keys(said.cannot_tell) == ["before_its_time"] and said.needs == (need,)


def test_d02_from_one_calendar_month_to_six_weeks() -> None:
    window = planned(D, KIND, ended(date(2026, 1, 31))).window

    assert window is not None and window.rule.clause == "D02"
    assert (window.dates.opens, window.dates.closes) == (date(2026, 2, 28), date(2026, 3, 14))
    days = (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 14), date(2026, 3, 15))
    assert [window.place(day) for day in days] == ["before", "inside", "inside", "after"]


def test_d03_a_reviewing_officer_should_chair_and_the_childs_own_is_a_question_of_settings() -> None:
    def standing(role: str, *relations: Relation, **settings: Any) -> tuple[Standing, str | None, bool]:
        found = chair(D, KIND, ended(), role, *relations, **settings)
        return found.standing, found.clause, found.departure

    assert standing("iro") == (Standing.ELIGIBLE, "D03a", False)
    assert standing("service_manager") == (Standing.NEEDS_REASON, "D03a", True)
    assert standing("iro", OWN) == (Standing.ELIGIBLE, "D03c", False)
    assert standing("iro", OWN, own_iro_may_chair="reason") == (Standing.NEEDS_REASON, "D03c", False)
    assert standing("iro", OWN, own_iro_may_chair="no") == (Standing.NOT_ELIGIBLE, "D03c", False)
    assert standing("iro", own_iro_may_chair="no") == (Standing.ELIGIBLE, "D03a", False)
    assert ("whether the child's own reviewing officer may chair", "own_iro_may_chair") in procedure(D).kinds[
        KIND
    ].silent_on


def test_d03_what_child_carers_parents_and_social_workers_can_tell_is_asked_for_one_by_one() -> None:
    papers = [one for one in planned(D, KIND, ended()).pack if one.rule.clause == "D03b"]

    assert [one.rule.title for one in papers] == [
        f"What the {who} can tell" for who in ("child", "carers", "parents", "social workers")
    ]
    assert all(one.rule.alternatives for one in papers)
    assert {one.owner for one in papers} == {None}
    assert roles(planned(D, KIND, ended()).invitees) == ["child", "foster_carer", "parent", "social_worker"]
    home = planned(D, KIND, ended(kind=PlacementType.RESIDENTIAL))
    assert roles(home.invitees) == ["child", "previous_carer", "parent", "social_worker"]


def test_d04_seven_papers_that_the_chair_reads() -> None:
    papers = [one for one in planned(D, KIND, ended(), day=date(2026, 4, 14)).pack if one.rule.clause == "D04a"]

    assert len(papers) == 7
    assert {one.rule.read_by for one in papers} == {"chair"}
    assert {(one.owner, one.due) for one in papers} == {(None, None)}
    settled = planned(D, KIND, ended(), papers_from="social_worker", carer_papers_from="supervising_social_worker")
    owners = {one.rule.title: one.owner for one in settled.pack if one.rule.clause == "D04a"}
    assert owners.pop("Foster carers' annual review") == "supervising_social_worker"
    assert set(owners.values()) == {"social_worker"}


def test_d04_no_annual_review_where_there_were_no_foster_carers() -> None:
    home = planned(D, KIND, ended(kind=PlacementType.RESIDENTIAL))

    assert "Foster carers' annual review" in {one.rule.title for one in home.not_needed if hasattr(one.rule, "title")}


def test_d05_eight_themes_of_which_the_first_draws_on_the_placements() -> None:
    themes = procedure(D).kinds[KIND].agenda

    assert len(themes) == 8
    assert (themes[0].clause, themes[0].draws_on) == ("D05a", "placements")
    assert {(theme.clause, theme.draws_on) for theme in themes[1:]} == {("D05b", "")}


def test_d06_minutes_go_to_those_who_took_part_the_manager_and_the_panels_administrator() -> None:
    procedure_d = procedure(D)
    [minutes] = procedure_d.kinds[KIND].outputs
    sent = [role for one in procedure_d.kinds[KIND].circulation for role in one.to]
    [route] = procedure_d.routes

    assert sent == [ATTENDED, "adoption_fostering_manager"]
    assert (route.panel, route.via, route.sends, route.readers) == (
        "Children's Review Panel", "panel_administrator", ("minutes",), ("panel",)
    )  # fmt: skip
    assert {*sent, route.via, *route.readers} <= set(minutes.audience)
    assert procedure_d.role("panel_administrator") == "Children's Review Panel administrator"
    [waiting] = planned_routes(procedure_d.routes, KIND, {}, Calendar())
    [ready] = planned_routes(procedure_d.routes, KIND, {"minutes": DAY}, Calendar())
    assert (waiting.ready, ready.ready) == (False, True)


def test_d06_the_day_the_convener_and_the_invitees_are_settings_and_never_late() -> None:
    open_, kind = planned(D, KIND, ended(), day=date(2026, 4, 14)), procedure(D).kinds[KIND]
    filled = planned(D, KIND, ended(), day=date(2026, 4, 14), convened_by="business_support", minutes_by="chair",
                     minutes_within=5, invitees=["virtual_school"])  # fmt: skip

    assert open_.arranged_by is None and filled.arranged_by == "business_support"
    assert {(s.owner, s.due) for s in open_.steps if s.rule.clause == "D06c"} == {(None, None)}
    minutes = next(step for step in filled.steps if step.rule.key == "minutes")
    assert (minutes.owner, minutes.due and minutes.due.day) == ("chair", date(2026, 4, 21))
    assert {step.strictness for step in kind.steps} == {Strictness.ADVISORY}
    assert "virtual_school" in roles(filled.invitees) and "virtual_school" not in roles(open_.invitees)
    assert {"minutes_within", "convened_by", "invitees"} <= {setting for _, setting in kind.silent_on}


def test_d07_a_monthly_report_by_cqru() -> None:
    [report] = procedure(D).reports

    assert (report.every, report.by, report.clause) == (months(1), "cqru", "D07")
    assert procedure(D).role("cqru") == "CQRU"
    assert report.measures == (
        "timeliness", "themes", "endings_by_kind", "recommendations", "views_heard", "meetings"
    )  # fmt: skip
    assert report.to == ("service_manager", "senior_manager")
    assert procedure(D, report_to=["group_manager"]).reports[0].to == ("group_manager",)
