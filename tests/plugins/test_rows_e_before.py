"""Authority E, rows E01 to E06, as far as the domain answers for them: the way to the meeting."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.domain.chairing import Standing
from core.domain.compiling import CannotCompile
from core.domain.facts import Anchor, Facts, PlacementType
from core.domain.knowing import Verdict
from core.domain.parts import asked_to, not_asked_to, out_of_order
from core.domain.procedure import Strength
from core.domain.steps import ATTENDED
from tests.plugins.trying import DAY, chair, facts, keys, placement, planned, procedure, roles, weighed

E = "authority_e"
CONCERN = facts(anchor=Anchor.CONCERN)
ENDED = facts(placement(unplanned=True))
HOME = facts(placement(PlacementType.RESIDENTIAL, unplanned=True))


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


def test_an_unknown_kind_of_placement_leaves_the_carers_lines_open() -> None:
    unknown = facts(placement(None))
    meeting = planned(E, "disruption", unknown)

    lines = [row for row in (*meeting.pack, *meeting.offers, *meeting.invitees) if not row.answer]
    assert {row.answer.verdict for row in lines} == {Verdict.CANNOT_TELL} and len(lines) == 3
