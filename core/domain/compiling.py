"""From what plugins declare to one immutable `Procedure`, or to a refusal that names every conflict.

Pure: the registry asks the hooks and hands the declarations over; nothing here knows pluggy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from core.domain.procedure import Clause, Edition, PluginInfo, Role, Trigger
from core.domain.roles import ROLES
from core.domain.steps import ATTENDED, EVENTS, MeetingKind, Report, Route, Slot, SupportPlan


class CannotCompile(Exception):
    """The declarations contradict each other; `faults` are sentences, each naming what to mend."""

    def __init__(self, faults: Iterable[str]):
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True, kw_only=True)
class Declared:
    """All that one plugin declares for one edition and one configuration."""

    info: PluginInfo
    clauses: tuple[Clause, ...] = ()
    roles: tuple[Role, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    kinds: tuple[MeetingKind, ...] = ()
    plans: tuple[SupportPlan, ...] = ()
    routes: tuple[Route, ...] = ()
    reports: tuple[Report, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One authority's compiled procedure in one edition: what every request reads."""

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
    slots: tuple[Slot, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def clause(self, id: str) -> Clause:
        """The clause with this id; KeyError where there is none (compiling refuses such a rule)."""
        return self.clauses[id]

    def role(self, key: str) -> str:
        """A role's title, the key itself for one that a later edition no longer declares."""
        return self.roles.get(key, key.replace("_", " ").capitalize())


def combine(declared: tuple[Declared, ...], edition: Edition, digest: str) -> Procedure:
    """One procedure from several plugins' declarations. Raises `CannotCompile` with every fault found."""
    faults = [*_authority_faults(declared), *_key_faults(declared)]
    roles = dict(ROLES) | {role.key: role.title for one in declared for role in one.roles}
    for one in declared:
        faults += _clause_faults(one)
        faults += _role_faults(one, roles)
        for kind in one.kinds:
            faults += _kind_faults(one.info.name, kind)
        faults += _target_faults(one, declared)
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
        slots=tuple(slot for one in declared for slot in one.slots),
        words=words,
    )


def _authority_faults(declared: tuple[Declared, ...]) -> list[str]:
    names = [one.info.name for one in declared if one.info.kind == "authority"]
    if len(names) > 1:
        return [f"Only one authority plugin can be in force at once; {' and '.join(names)} are both enabled."]
    return []


def _key_faults(declared: tuple[Declared, ...]) -> list[str]:
    faults = []
    for noun, attribute, key in (
        ("meeting kind", "kinds", "key"), ("trigger", "triggers", "key"), ("role", "roles", "key"),
        ("clause", "clauses", "id"), ("report", "reports", "key"), ("route", "routes", "key"), ("plan", "plans", "key"),
    ):  # fmt: skip
        owners: dict[str, list[str]] = {}
        for one in declared:
            for value in getattr(one, attribute):
                owners.setdefault(getattr(value, key), []).append(one.info.name)
        faults += [
            f"The {noun} '{name}' is declared twice: by {' and by '.join(by)}."
            for name, by in owners.items()
            if len(by) > 1
        ]
    return faults


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
    used: set[str] = set()
    for rule in rules_of((declared.triggers, declared.kinds, declared.plans, declared.routes, declared.reports)):
        for name in ("clause", "arranged_clause"):
            if getattr(rule, name, ""):
                used.add(getattr(rule, name))
    return used


def _clause_faults(one: Declared) -> list[str]:
    known = {clause.id for clause in one.clauses}
    unknown = sorted(clauses_used(one) - known)
    return [
        f"{one.info.name}: a rule names clause {id}, which is not in its procedure.md; add it there or mend the rule."
        for id in unknown
    ]


def _role_faults(one: Declared, roles: Mapping[str, str]) -> list[str]:
    named: list[tuple[str, str]] = []
    for rule in rules_of((one.triggers, one.kinds, one.routes, one.reports)):
        where = (
            f"{type(rule).__name__} '{getattr(rule, 'title', '') or getattr(rule, 'key', '') or rule.clause}'"
            if (hasattr(rule, "clause"))
            else type(rule).__name__
        )
        for name in ("role", "owed_by", "arranged_by", "supported_by", "otherwise", "via"):
            value = getattr(rule, name, None)
            if isinstance(value, str):
                named.append((value, where))
        for name in ("roles", "audience", "to", "by", "override_by"):
            value = getattr(rule, name, ()) or ()
            for key in (value,) if isinstance(value, str) else value:
                named.append((key, where))
    return [
        f"{one.info.name}: {where} names the role '{key}', which is neither the core's nor declared by roles()."
        for key, where in named
        if key not in roles and key != ATTENDED
    ]


def _kind_faults(plugin: str, kind: MeetingKind) -> list[str]:
    faults = []
    for noun, values in (
        ("step", kind.steps),
        ("output", kind.outputs),
        ("part", kind.parts),
        ("theme", kind.agenda),
    ):
        counted = Counter(v.key for v in values)
        faults += [f"{plugin}: {kind.key} declares the {noun} '{k}' twice." for k, n in counted.items() if n > 1]
    steps = {step.key: step for step in kind.steps}
    parts = {part.key for part in kind.parts}
    outputs = {output.key for output in kind.outputs}
    for step in kind.steps:
        if step.after not in steps and step.after not in EVENTS:
            faults.append(
                f"{plugin}: the step '{step.key}' of {kind.key} waits for '{step.after}', which nothing sets."
            )
        elif _in_circle(step.key, steps):
            faults.append(f"{plugin}: the step '{step.key}' of {kind.key} waits for itself, in a circle.")
    placed: tuple[Any, ...] = (*kind.invitees, *kind.steps, *kind.outputs, *kind.agenda, *kind.chairs)
    for rule in placed:
        if rule.part is not None and rule.part not in parts:
            faults.append(f"{plugin}: {kind.key} names the part '{rule.part}', which it does not declare.")
    for circulation in kind.circulation:
        if circulation.output not in outputs:
            faults.append(f"{plugin}: {kind.key} circulates '{circulation.output}', which is not one of its outputs.")
        if circulation.after not in steps and circulation.after not in EVENTS:
            faults.append(f"{plugin}: {kind.key} circulates after '{circulation.after}', which nothing sets.")
    for output in kind.outputs:
        if not output.audience:
            faults.append(f"{plugin}: the output '{output.key}' of {kind.key} has no audience; name who may read it.")
    return faults


def _in_circle(key: str, steps: Mapping[str, Any]) -> bool:
    seen, at = set(), key
    while at in steps:
        if at in seen:
            return True
        seen.add(at)
        at = steps[at].after
    return False


def _target_faults(one: Declared, declared: tuple[Declared, ...]) -> list[str]:
    kinds = {kind.key for each in declared for kind in each.kinds}
    named = [(t.proposes, f"trigger '{t.key}'") for t in one.triggers]
    named += [(r.kind, f"route '{r.key}'") for r in one.routes]
    named += [(p.agreed_at, f"plan '{p.key}'") for p in one.plans] + [(p.review, f"plan '{p.key}'") for p in one.plans]
    return [
        f"{one.info.name}: the {where} names the meeting kind '{k}', which is not declared."
        for k, where in named
        if k not in kinds
    ]
