"""Whether a plugin's questions stand on a case of which nothing is known: asked before it is enabled, so that a page is
not the first to find out."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from core.domain.declared import Declared, rules_of
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.fault import Fault
from core.domain.knowing import Verdict, ask
from core.domain.owed import who_owes
from core.domain.proposing import weigh
from core.domain.signalling import look

DAY = date(2026, 3, 13)
CONDITIONS = ("when", "suspended_by")
OWNERS = ("owed_by", "arranged_by", "supported_by")


def blank(anchor: Anchor) -> Facts:
    """A case with a placement and a day, and nothing else that anybody has recorded."""
    return Facts(anchor=anchor, day=DAY, placement=PlacementFacts(ref="this", started=date(2026, 1, 5)))


def blank_faults(declared: Declared, at: Callable[[str], None]) -> Iterator[Fault]:
    """A sentence for every question that raises. `at` is told where it is before each one that might not return."""
    for anchor in Anchor:
        facts = blank(anchor)
        for trigger in declared.triggers:
            if trigger.anchor is anchor:
                at(f"in the questions of the trigger '{trigger.key}'")
                answer = weigh(trigger, facts).answer
                if answer.verdict is Verdict.COULD_NOT_CHECK:
                    yield Fault(f"The trigger {trigger.key} could not be checked: {answer.error}.", trigger)
        at("in the questions of its signals")
        for seen in look(declared.signals, facts):
            if seen.verdict is Verdict.COULD_NOT_CHECK:
                yield Fault(f"The signal {seen.key} could not be checked: {seen.answer.error}.", seen.signal)
        for noun, values in (("meeting kind", declared.kinds), ("route", declared.routes)):
            for value in values:
                at(f"in the questions of the {noun} '{value.key}'")
                yield from _raised(value.key, value, facts)


def _raised(key: str, value: Any, facts: Facts) -> Iterator[Fault]:
    for rule in rules_of(value):
        where = f"{key}, clause {getattr(rule, 'clause', '')}"
        for name in CONDITIONS:
            answer = ask(getattr(rule, name, None), facts)
            if answer.verdict is Verdict.COULD_NOT_CHECK:
                yield Fault(f"{where}: the condition could not be checked: {answer.error}.", rule)
        for name in OWNERS:
            for need in who_owes(getattr(rule, name, None), facts)[1]:
                if need.startswith("a decision by hand"):
                    yield Fault(f"{where}: {need}.", rule)
