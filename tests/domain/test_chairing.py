"""Who may chair: three answers, each with its clause; "usually" never refuses, an exclusion does."""

from datetime import date
from typing import Any

from core.domain.chairing import Candidate, ChairVerdict, Standing, chair_rules, chair_verdict, consider
from core.domain.facts import Anchor, Facts, PlacementFacts, PlacementType
from core.domain.procedure import ChairRule, Part, Relation
from core.domain.steps import MeetingKind

FACTS = Facts(anchor=Anchor.ENDED, day=date(2026, 3, 13), placement=PlacementFacts(ref="p", started=date(2026, 1, 1)))
USUAL = ChairRule(roles=("service_manager",), unless=(Relation.MANAGES_CASE,), clause="X01")
PERTINENT = ChairRule(
    roles=("service_manager",), only_if=(Relation.MANAGES_CASE,), clause="X02", needs_reason="Why is it pertinent?"
)
NOT_OWN = ChairRule(roles=("iro",), not_if=(Relation.OWN_IRO,), clause="X03")


def person(*roles: str, relations: tuple[Relation, ...] = (), ref: str = "x", chaired: int = 0) -> Candidate:
    return Candidate(ref=ref, roles=frozenset(roles), relations=frozenset(relations), chaired_this_year=chaired)


def foster(facts: Facts) -> bool:
    """It was foster care"""
    return facts.placement.kind == PlacementType.FOSTER


def said(verdict: ChairVerdict) -> tuple[Any, ...]:
    return verdict.standing, verdict.clause, verdict.departure


def test_somebody_the_rule_names_is_eligible_and_is_told_why() -> None:
    verdict = chair_verdict((USUAL, PERTINENT), person("service_manager"))

    assert said(verdict) == (Standing.ELIGIBLE, "X01", False)
    assert verdict.because == ("Not someone who has line management of the case",)


def test_usually_asks_for_a_reason_and_cites_the_clause_that_allows_it() -> None:
    verdict = chair_verdict((USUAL, PERTINENT), person("service_manager", relations=(Relation.MANAGES_CASE,)))

    assert said(verdict) == (Standing.NEEDS_REASON, "X02", False)
    assert verdict.because == ("Why is it pertinent?",)


def test_without_such_a_clause_it_is_a_departure_still_not_a_refusal() -> None:
    verdict = chair_verdict((USUAL,), person("service_manager", relations=(Relation.MANAGES_CASE,)))

    assert said(verdict) == (Standing.NEEDS_REASON, "X01", True)
    assert "record why" in verdict.because[0]


def test_anybody_else_needs_a_reason_and_is_shown_as_a_departure() -> None:
    assert said(chair_verdict((USUAL,), person("iro"))) == (Standing.NEEDS_REASON, "X01", True)


def test_where_the_text_is_silent_a_reason_is_needed_and_nothing_is_departed_from() -> None:
    verdict = chair_verdict((), person("iro"))

    assert said(verdict) == (Standing.NEEDS_REASON, None, False)
    assert verdict.because == ("The procedure does not say who chairs",)


def test_an_exclusion_refuses_whatever_other_rule_fits() -> None:
    own = person("iro", "service_manager", relations=(Relation.OWN_IRO,))

    verdict = chair_verdict((USUAL, NOT_OWN), own)

    assert said(verdict) == (Standing.NOT_ELIGIBLE, "X03", False)
    assert "which this clause excludes" in verdict.because[0]


def test_an_exclusion_for_anybody_names_no_role() -> None:
    rule = ChairRule(not_if=(Relation.OWN_SOCIAL_WORKER,), clause="X04")

    refused = chair_verdict((rule, USUAL), person("service_manager", relations=(Relation.OWN_SOCIAL_WORKER,)))

    assert refused.standing is Standing.NOT_ELIGIBLE


def test_the_best_of_several_roles_counts() -> None:
    assert chair_verdict((USUAL, NOT_OWN), person("service_manager", "iro")).standing is Standing.ELIGIBLE


def test_a_relation_that_is_required_and_held_is_the_reason() -> None:
    rule = ChairRule(roles=("practice_manager",), only_if=(Relation.CHILDS_TEAM,), clause="X05")

    assert chair_verdict((rule,), person("practice_manager", relations=(Relation.CHILDS_TEAM,))).because == (
        "Works in the child's team",
    )
    assert said(chair_verdict((rule,), person("practice_manager"))) == (Standing.NEEDS_REASON, "X05", True)


def test_eligible_people_come_first_and_those_who_chaired_least_before_others() -> None:
    people = [
        person("iro", ref="other"),
        person("service_manager", ref="busy", chaired=7),
        person("service_manager", ref="free", chaired=2),
    ]

    assert [v.candidate.ref for v in consider((USUAL,), people, FACTS)] == ["free", "busy", "other"]


def test_a_rule_whose_condition_cannot_be_told_makes_nobody_eligible_yet() -> None:
    rule = ChairRule(roles=("practice_manager",), when=foster, clause="X06")

    [verdict] = consider((rule,), [person("practice_manager")], FACTS)

    assert said(verdict) == (Standing.NEEDS_REASON, "X06", False)
    assert verdict.because == ("Cannot tell yet whether this clause applies: needs the type of placement",)


def test_a_rule_whose_condition_cannot_be_told_excludes_nobody_yet() -> None:
    rule = ChairRule(not_if=(Relation.OWN_IRO,), when=foster, clause="X07")

    [verdict] = consider((rule,), [person("iro", relations=(Relation.OWN_IRO,))], FACTS)

    assert verdict.standing is Standing.NEEDS_REASON


def test_a_condition_that_raises_asks_for_a_reason_and_says_so() -> None:
    def broken(facts: Facts) -> bool:
        raise LookupError("nobody")

    [verdict] = consider((ChairRule(when=broken, clause="X08"),), [person("iro")], FACTS)

    assert verdict.standing is Standing.NEEDS_REASON and "could not be checked" in verdict.because[0]


def test_each_part_has_its_own_rules_and_the_whole_has_all() -> None:
    rules = (
        ChairRule(clause="X01", part="one"),
        ChairRule(clause="X02", part="two"),
        ChairRule(clause="X03"),
    )
    parts = tuple(Part(key=key, title=key, clause="X01") for key in ("one", "two"))
    kind = MeetingKind(key="m", title="M", clause="X01", parts=parts, chairs=rules)

    assert [rule.clause for rule in chair_rules(kind, FACTS, "two")] == ["X02", "X03"]
    assert [rule.clause for rule in chair_rules(kind, FACTS)] == ["X01", "X02", "X03"]
