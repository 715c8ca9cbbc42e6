"""From what plugins declare to one immutable `Procedure`, or to a refusal that names every conflict.

Pure: the registry asks the hooks and hands the declarations over; nothing here knows pluggy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.domain.conflicts import conflicts, misshapen
from core.domain.declared import Declared as Declared
from core.domain.declared import clauses_used as clauses_used
from core.domain.declared import rules_of as rules_of
from core.domain.knowing import Answer, Verdict
from core.domain.lasting import Gathering, Report, Route, Signal, Slot, SupportPlan
from core.domain.procedure import Clause, Edition, Trigger
from core.domain.roles import ROLES
from core.domain.steps import MeetingKind


class CannotCompile(Exception):
    """The declarations contradict each other; `faults` are sentences, each naming what to mend."""

    def __init__(self, faults: Iterable[str]):
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One authority's compiled procedure in one edition: what every request reads.

    `settings` are those it was compiled with, by plugin: read-only, defaults filled in. `owners` is which plugin a
    clause is from.
    """

    plugins: tuple[tuple[str, str], ...]
    edition: Edition
    digest: str = ""
    title: str = ""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    kinds: Mapping[str, MeetingKind] = field(default_factory=dict)
    plans: tuple[SupportPlan, ...] = ()
    routes: tuple[Route, ...] = ()
    reports: tuple[Report, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    signals: tuple[Signal, ...] = ()
    slots: tuple[Slot, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    def clause(self, id: str) -> Clause:
        """The clause with this id; KeyError where there is none (compiling refuses such a rule)."""
        return self.clauses[id]

    def role(self, key: str) -> str:
        """A role's title in local words, the key itself for one that a later edition no longer declares."""
        return self.words.get(key) or self.roles.get(key, key.replace("_", " ").capitalize())

    def word(self, standard: str) -> str:
        """This authority's word for a standard term ("disruption meeting"), the term itself where it has none."""
        return self.words.get(standard, standard)

    def plugin(self, clause: str) -> str:
        """The name of the plugin that a clause is from, and so of every rule that names it."""
        return self.owners.get(clause) or " or ".join(name for name, _ in self.plugins)

    def fault(self, answer: Answer, clause: str) -> str:
        """Whose fault it is that the condition of a rule with this clause could not be checked, as a sentence; "" for
        any other answer."""
        if answer.verdict is not Verdict.COULD_NOT_CHECK:
            return ""
        name = self.plugin(clause)
        return f"The plugin {name} could not check this ({answer.error}). Decide by hand; tell configuration staff."


def combine(declared: tuple[Declared, ...], edition: Edition, digest: str) -> Procedure:
    """One procedure from several plugins' declarations. Raises `CannotCompile` with every fault found."""
    faults = misshapen(declared)
    if faults:
        raise CannotCompile(faults)
    roles = dict(ROLES) | {role.key: role.title for one in declared for role in one.roles}
    faults = conflicts(declared, roles)
    if faults:
        raise CannotCompile(faults)
    words: dict[str, str] = {}
    for one in declared:
        words |= dict(one.info.words or {})
    return Procedure(
        plugins=tuple((one.info.name, one.info.version) for one in declared),
        edition=edition,
        digest=digest,
        title=next((one.info.title for one in declared if one.info.kind == "authority"), ""),
        clauses={clause.id: clause for one in declared for clause in one.clauses},
        roles=roles,
        triggers=tuple(trigger for one in declared for trigger in one.triggers),
        kinds={kind.key: kind for one in declared for kind in one.kinds},
        plans=tuple(plan for one in declared for plan in one.plans),
        routes=tuple(route for one in declared for route in one.routes),
        reports=tuple(report for one in declared for report in one.reports),
        gatherings=tuple(gathering for one in declared for gathering in one.gatherings),
        signals=tuple(signal for one in declared for signal in one.signals),
        slots=tuple(slot for one in declared for slot in one.slots),
        words=words,
        settings={one.info.name: one.settings for one in declared},
        owners={clause.id: one.info.name for one in declared for clause in one.clauses},
    )
