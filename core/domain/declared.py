"""What one plugin declares, and walks over it: every rule inside, every clause that a rule names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from core.domain.lasting import Gathering, Report, Route, Signal, Slot, SupportPlan
from core.domain.procedure import Clause, PluginInfo, Role, Trigger
from core.domain.steps import MeetingKind


@dataclass(frozen=True, kw_only=True)
class Declared:
    """All that one plugin declares for one edition and one configuration."""

    info: PluginInfo
    settings: Mapping[str, Any] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    roles: tuple[Role, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    kinds: tuple[MeetingKind, ...] = ()
    plans: tuple[SupportPlan, ...] = ()
    routes: tuple[Route, ...] = ()
    reports: tuple[Report, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    signals: tuple[Signal, ...] = ()
    slots: tuple[Slot, ...] = ()

    @property
    def rules(self) -> tuple[Any, ...]:
        """Everything declared that names a clause."""
        return (*self.triggers, *self.kinds, *self.plans, *self.routes, *self.reports, *self.gatherings, *self.signals)


def rules_of(value: Any) -> Iterator[Any]:
    """Every declared value inside `value`, itself included, depth first: triggers, windows, steps, pack items …"""
    if isinstance(value, tuple):
        for item in value:
            yield from rules_of(item)
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for one in fields(value):
            inner = getattr(value, one.name)
            if isinstance(inner, tuple) or is_dataclass(inner):
                yield from rules_of(inner)


def clauses_used(declared: Declared) -> set[str]:
    """The ids of all clauses that a rule of this plugin names."""
    return {id for rule in rules_of(declared.rules) for id in clauses_of(rule)}


def clauses_of(rule: Any) -> Iterator[str]:
    """The ids of the clauses that this one rule names, without the rules inside it."""
    for one in fields(rule):
        if (one.name == "clause" or one.name.endswith("_clause")) and getattr(rule, one.name):
            yield getattr(rule, one.name)
