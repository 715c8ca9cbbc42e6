"""An addition works beside any authority's plugin and by itself: several plugins make one procedure."""

from datetime import date

import pytest

from core.domain.compiling import Procedure, rules_of
from core.registry import Registry
from tests.fixtures.scenes import AUTHORITIES

ADDITION = "stability_signals"
DAY = date(2026, 3, 16)
CONDITIONS = ["recent_moves", "notice_given", "planning_overdue", "school_change"]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry((*AUTHORITIES, ADDITION))


def said(procedure: Procedure, what: str) -> list[tuple[str, str, str]]:
    """Every rule, what it is and where it comes from; its questions are made anew each time it is compiled."""
    declared = getattr(procedure, what)
    rules = rules_of(tuple(declared.values()) if isinstance(declared, dict) else declared)
    return [(type(rule).__name__, getattr(rule, "clause", ""), getattr(rule, "title", "")) for rule in rules]


@pytest.mark.parametrize("name", AUTHORITIES)
def test_it_adds_its_own_and_leaves_the_authoritys_procedure_as_it_was(registry: Registry, name: str) -> None:
    alone = registry.procedure({name: {}}, DAY)
    both = registry.procedure({name: {}, ADDITION: {}}, DAY)

    assert [signal.key for signal in both.signals] == CONDITIONS
    assert (both.title, both.edition) == (alone.title, alone.edition)
    assert both.digest != alone.digest
    for what in ("triggers", "kinds", "plans", "routes", "reports", "gatherings"):
        assert said(both, what) == said(alone, what)
    assert both.slots[: len(alone.slots)] == alone.slots
    assert {*alone.clauses} < {*both.clauses}


def test_it_stands_by_itself(registry: Registry) -> None:
    procedure = registry.procedure({ADDITION: {}}, DAY)

    assert [signal.key for signal in procedure.signals] == CONDITIONS
    assert (procedure.title, procedure.kinds) == ("", {})
    assert {rule.clause for rule in rules_of(procedure.signals)} <= {*procedure.clauses}


def test_an_authority_chooses_which_conditions_are_in_use(registry: Registry) -> None:
    chosen = {"authority_c": {}, ADDITION: {"conditions": ["school_change"], "months_back": 12}}

    (signal,) = registry.procedure(chosen, DAY).signals

    assert signal.key == "school_change"
    assert signal.when.__doc__ == "The child has changed school in 12 months"


def test_whatever_it_says_of_a_condition_it_says_what_the_condition_is_not(registry: Registry) -> None:
    for signal in registry.procedure({ADDITION: {}}, DAY).signals:
        assert "does not say" in signal.caution, signal.key
