"""Rules of authorities nobody here has heard of: each fits as a plugin, no line of the core changed, and acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.domain.calendar import Calendar
from core.domain.chairing import Candidate, Standing, chair_rules, consider
from core.domain.compiling import Procedure, clauses_used
from core.domain.deciding import decide
from core.domain.facts import Anchor, Facts, Move, PlacementFacts
from core.domain.lifecycle import NotYet, Stage, move
from core.domain.parts import asked_to, not_asked_to, out_of_order, time_slots, who_would_meet
from core.domain.planning import plan
from core.domain.proposing import propose
from core.domain.routing import planned_routes
from core.domain.steps import PANEL_DATE
from core.domain.together import plan_together
from core.registry import Registry
from core.services.contract import check
from tests.plugins.installing import write

DAY = date(2026, 3, 13)
HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("test_"))
Load = Callable[[str], Procedure]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """The compiled procedure of one of the made-up plugins, found by entry point."""

    def compiled(name: str) -> Procedure:
        write(tmp_path, monkeypatch, name, "", module=f"tests.plugins.made_up.{name}")
        return Registry([name]).procedure({name: {}}, DAY)

    return compiled


def facts(**known: Any) -> Facts:
    placement = known.pop("placement", PlacementFacts(ref="p", started=date(2025, 6, 1), ended=DAY))
    return replace(Facts(anchor=Anchor.ENDED, day=DAY, placement=placement), **known)


def ended(*days: date, **known: Any) -> tuple[Move, ...]:
    return tuple(Move(day=day, from_ref=f"home {n}", **known) for n, day in enumerate(days))


def test_the_made_up_rules_are_all_declared() -> None:
    registry = Registry([])
    used: set[str] = set()
    for name in NAMES:
        module = __import__(f"tests.plugins.made_up.{name}", fromlist=["x"])
        registry.pm.register(module, name=name)
        view = registry.pm.subset_hook_caller
        others = [plugin for other, plugin in registry.pm.list_name_plugin() if other != name]
        for hook in ("triggers", "meeting_kinds", "panel_routes"):
            for answer in view(hook, others)(edition=None, config={}):
                for rule in answer:
                    used |= _clauses(rule)

    assert used == {f"M{n:02}" for n in range(1, 12)}


def _clauses(rule: Any) -> set[str]:
    from core.domain.compiling import Declared

    info: Any = None
    return clauses_used(Declared(info=info, triggers=(rule,)))


@pytest.mark.parametrize("name", NAMES)
def test_each_made_up_plugin_stands_on_a_case_of_which_nothing_is_known(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, monkeypatch, name, "", module=f"tests.plugins.made_up.{name}")

    checked = {one.what: one.faults for one in check(name)}

    checked.pop("Every binding clause is used by a rule")  # they share one procedure.md, each using its own clause
    assert [fault for faults in checked.values() for fault in faults] == []


def test_counts_over_the_carer_as_well_as_the_child(load: Load) -> None:
    procedure = load("carer_counts")
    three = ended(date(2025, 3, 14), date(2025, 9, 1), DAY)
    two = ended(date(2025, 3, 13), date(2025, 9, 1), DAY)

    assert propose(facts(carer_endings=three), procedure).kinds == ("carer_review",)
    assert propose(facts(carer_endings=two), procedure).kinds == ()
    assert propose(facts(moves=three), procedure).kinds == ()
    unsure = propose(facts(carer_endings=two, history_from=date(2025, 8, 1)), procedure)
    assert unsure.needs == ("the moves before 1 August 2025",)


def test_a_placements_length_as_a_test_of_permanence(load: Load) -> None:
    procedure = load("placement_length")

    def lasting_from(started: date) -> Facts:
        return facts(placement=PlacementFacts(ref="p", started=started, ended=DAY))

    assert propose(lasting_from(date(2025, 3, 13)), procedure).kinds == ("disruption",)
    assert propose(lasting_from(date(2025, 3, 14)), procedure).kinds == ()


def test_two_managers_who_must_agree_else_a_third_decides(load: Load) -> None:
    together = load("two_managers").triggers[0].waiver
    assert together is not None

    assert decide(together, {"team_manager": True}).waiting_for == ("fostering_team_manager",)
    agreed = decide(together, {"team_manager": False, "fostering_team_manager": False})
    assert (agreed.outcome, agreed.settled_by) == (False, ("team_manager", "fostering_team_manager"))
    differ = {"team_manager": True, "fostering_team_manager": False}
    assert decide(together, differ).outcome is None
    assert decide(together, differ).waiting_for == ("senior_manager",)
    settled = decide(together, differ | {"senior_manager": True})
    assert (settled.outcome, settled.settled_by) == (True, ("senior_manager",))
    assert decide(replace(together, otherwise=None), differ).waiting_for == together.by


def test_graded_levels_of_one_meeting(load: Load) -> None:
    kind = load("graded_levels").kinds["stability"]
    people = [
        Candidate(ref="senior", roles=frozenset({"senior_manager"})),
        Candidate(ref="team", roles=frozenset({"team_manager"})),
    ]

    def at(case: Facts) -> tuple[str, list[str], str]:
        planned = plan(kind, case, day=DAY, calendar=Calendar())
        assert planned.level is not None
        eligible = [
            v.candidate.ref for v in consider(chair_rules(kind, case), people, case) if v.standing is Standing.ELIGIBLE
        ]
        return planned.level.rule.key, eligible, " ".join(getattr(i.rule, "role", "") for i in planned.invitees)

    assert at(facts()) == ("first", ["team"], "social_worker")
    moved = facts(moves=ended(date(2025, 11, 1), unplanned=True))
    assert at(moved) == ("higher", ["senior"], "virtual_school social_worker")
    unclear = plan(kind, facts(moves=ended(date(2025, 11, 1))), day=DAY, calendar=Calendar())
    assert unclear.level is not None and not unclear.level.answer
    assert unclear.level.answer.needs == ("whether the ending on 1 November 2025 was unplanned",)
    assert not unclear.invitees[0].answer


def test_a_complaint_suspends_the_window(load: Load) -> None:
    kind = load("complaint_suspends").kinds["disruption"]
    late = date(2026, 5, 30)

    def place(case: Facts) -> str:
        window = plan(kind, case, day=late, calendar=Calendar()).window
        assert window is not None and window.dates.closes == date(2026, 4, 24)
        return window.place(late)

    assert place(facts(complaint=True)) == "suspended"
    assert place(facts(complaint=False)) == "after"
    assert place(facts()) == "after"


def test_an_anchor_that_is_a_decision(load: Load) -> None:
    procedure = load("after_a_decision")
    decided = replace(facts(), anchor=Anchor.DECIDED)

    assert propose(facts(), procedure).applies == ()
    assert propose(decided, procedure).kinds == ("planning",)
    window = plan(procedure.kinds["planning"], decided, day=None, calendar=Calendar()).window
    assert window is not None and window.dates.closes == date(2026, 3, 27)
    other = plan(procedure.kinds["planning"], facts(), day=None, calendar=Calendar()).window
    assert other is not None and other.dates.closes is None
    assert other.needs == ("the day of this event: decision made",)


def test_a_report_instead_of_a_meeting(load: Load) -> None:
    kind = load("report_instead").kinds["ending_report"]

    [step] = plan(kind, facts(), day=None, calendar=Calendar()).steps

    assert step.firm and step.due is not None and step.due.day == date(2026, 4, 7)
    assert move(Stage.CONVENED, Stage.RECORDED, kind.form) is Stage.RECORDED
    with pytest.raises(NotYet):
        move(Stage.CONVENED, Stage.HELD, kind.form)
    with pytest.raises(NotYet):
        move(Stage.CONVENED, Stage.RECORDED)


def test_people_attending_by_time_slot(load: Load) -> None:
    kind = load("time_slots").kinds["disruption"]
    planned = plan(kind, facts(), day=DAY, calendar=Calendar())
    guests = [getattr(i.rule, "role", "") for i in asked_to(planned, "conversations")]

    slots = time_slots(datetime(2026, 4, 14, 9, 0, tzinfo=UTC), guests, 40)

    assert [(s.who, f"{s.starts:%H:%M}") for s in slots][:2] == [("previous_carer", "09:00"), ("parent", "09:40")]
    assert who_would_meet(slots) == ()
    early = replace(slots[1], starts=slots[0].starts)
    assert who_would_meet((slots[0], early)) == (("previous_carer", "parent"),)
    assert not_asked_to(planned, "round_up") == ("previous_carer", "parent", "child")
    too_soon = {"conversations": date(2026, 4, 14), "round_up": date(2026, 4, 13)}
    assert out_of_order(kind, too_soon) == (
        "Round-up on 13 April 2026 would come before Conversations on 14 April 2026.",
    )
    assert out_of_order(kind, too_soon | {"round_up": date(2026, 4, 14)}) == ()
    with pytest.raises(ValueError, match="1 minute or more"):
        time_slots(slots[0].starts, guests, 0)


def test_siblings_in_one_meeting_with_separate_plans(load: Load) -> None:
    kind = load("siblings_together").kinds["disruption"]
    older = facts(born=date(2015, 2, 1), siblings=("younger",))
    younger = replace(older, born=date(2023, 2, 1), day=date(2026, 3, 20))

    both = plan_together(kind, {"older": older, "younger": younger}, day=date(2026, 4, 10), calendar=Calendar())

    assert (both.opens, both.closes, both.apart) == (date(2026, 4, 3), date(2026, 4, 24), False)
    papers = {child: [getattr(p.rule, "title", "") for p in own.pack] for child, own in both.plans.items()}
    assert papers == {"older": ["School report", "Health visitor's note"], "younger": ["Health visitor's note"]}
    late = replace(younger, day=date(2026, 5, 20))
    assert plan_together(kind, {"older": older, "younger": late}, day=None, calendar=Calendar()).apart
    with pytest.raises(ValueError, match="one child at a time"):
        plan_together(replace(kind, together=""), {"a": older, "b": younger}, day=None, calendar=Calendar())


def test_papers_due_before_the_panels_date(load: Load) -> None:
    procedure = load("before_the_panel")
    kind = procedure.kinds["disruption"]
    panel = {PANEL_DATE: date(2026, 5, 20)}

    [waiting] = planned_routes(procedure.routes, "disruption", {}, Calendar())
    [known] = planned_routes(procedure.routes, "disruption", {"minutes": date(2026, 4, 20), **panel}, Calendar())
    summary = plan(kind, facts(), day=date(2026, 4, 10), calendar=Calendar(), happened=panel).steps[1]

    assert (waiting.ready, waiting.due, waiting.needs) == (False, None, ("the panel's date",))
    assert known.ready and known.due is not None and known.due.day == date(2026, 5, 6)
    assert summary.firm and summary.due is not None and summary.due.day == date(2026, 5, 17)
    assert plan(kind, facts(), day=date(2026, 4, 10), calendar=Calendar()).steps[1].due is None
    assert planned_routes(procedure.routes, "another", panel, Calendar()) == ()


def test_local_words_for_standard_terms(load: Load) -> None:
    procedure = load("local_words")

    assert procedure.word("disruption meeting") == "placement learning conversation"
    assert procedure.word("ending") == "ending"
    assert procedure.role("chair") == "Convenor"
    assert procedure.role("iro") == "Independent reviewing officer"
