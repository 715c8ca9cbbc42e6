"""What speaks against one set of declarations, each a sentence that names the plugin and what to mend.

Between plugins: keys, clauses, roles, targets. What speaks against a single meeting kind stands in `kind_faults`,
against a plan, a report or a gathering in `lasting_faults`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from core.domain.declared import Declared, clauses_used, rules_of
from core.domain.kind_faults import kind_faults
from core.domain.lasting import Gathering, Report, Route, Slot, SupportPlan
from core.domain.lasting_faults import lasting_faults
from core.domain.procedure import Role, Trigger
from core.domain.roles import ROLES
from core.domain.shape import wrong_shapes
from core.domain.steps import ATTENDED, EVENTS, INVITED, MeetingKind

EXPECTED: tuple[tuple[str, type], ...] = (
    ("roles", Role), ("triggers", Trigger), ("kinds", MeetingKind), ("plans", SupportPlan), ("routes", Route),
    ("reports", Report), ("gatherings", Gathering), ("slots", Slot),
)  # fmt: skip


ONE_ROLE = (
    "role", "owed_by", "arranged_by", "supported_by", "otherwise", "via", "written_by", "read_by", "puts_to",
)  # fmt: skip
SEVERAL_ROLES = ("roles", "audience", "to", "by", "override_by", "readers", "authors", "agreed_with")


def conflicts(declared: tuple[Declared, ...], roles: Mapping[str, str]) -> list[str]:
    """Every fault found; values of the wrong shape first, and alone, because nothing else can be said of them."""
    faults = [fault for one in declared for fault in _shape_faults(one)]
    if faults:
        return faults
    faults = [*_authority_faults(declared), *_key_faults(declared)]
    for one in declared:
        faults += _clause_faults(one)
        faults += _core_role_faults(one)
        faults += _role_faults(one, roles)
        for kind in one.kinds:
            faults += kind_faults(one.info.name, kind)
        faults += [f"{one.info.name}: {said}" for said in lasting_faults(one)]
        faults += _target_faults(one, declared)
        faults += _route_faults(one, declared)
    return faults


def _shape_faults(one: Declared) -> list[str]:
    faults = []
    for attribute, expected in EXPECTED:
        for value in getattr(one, attribute):
            if isinstance(value, expected):
                faults += [f"{one.info.name}: {said}" for said in wrong_shapes(value)]
            else:
                faults.append(f"{one.info.name}: among its {attribute} is {value!r}, which is no {expected.__name__}.")
    return faults


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
        ("gathering", "gatherings", "key"),
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


def _clause_faults(one: Declared) -> list[str]:
    known = {clause.id for clause in one.clauses}
    unknown = sorted(clauses_used(one) - known)
    unnamed = [
        f"{one.info.name}: a {type(rule).__name__} names no clause; every rule says where it comes from."
        for rule in rules_of((one.triggers, one.kinds, one.plans, one.routes, one.reports, one.gatherings))
        for field in fields(rule)
        if field.name == "clause" and field.default is MISSING and not rule.clause
    ]
    return unnamed + [
        f"{one.info.name}: a rule names clause {id}, which is not in its procedure.md; add it there or mend the rule."
        for id in unknown
    ]


def _role_faults(one: Declared, roles: Mapping[str, str]) -> list[str]:
    named: list[tuple[str, str]] = []
    for rule in rules_of((one.triggers, one.kinds, one.plans, one.routes, one.reports, one.gatherings)):
        where = (
            f"{type(rule).__name__} '{getattr(rule, 'title', '') or getattr(rule, 'key', '') or rule.clause}'"
            if (hasattr(rule, "clause"))
            else type(rule).__name__
        )
        for name in ONE_ROLE:
            value = getattr(rule, name, None)
            if isinstance(value, str):
                named.append((value, where))
        for name in SEVERAL_ROLES:
            value = getattr(rule, name, ()) or ()
            named += [(key, where) for key in _flat(value)]
    return [
        f"{one.info.name}: {where} names the role '{key}', which is neither the core's nor declared by roles()."
        for key, where in named
        if key not in roles and key not in (ATTENDED, INVITED)
    ]


def _flat(value: Any) -> Iterator[str]:
    """The roles in one role, in several, or in groups of several."""
    if isinstance(value, str):
        yield value
    else:
        for one in value:
            yield from _flat(one)


def _core_role_faults(one: Declared) -> list[str]:
    return [
        f"{one.info.name}: the role '{role.key}' is the core's already; give it a local name with `words` instead."
        for role in one.roles
        if role.key in ROLES
    ]


def _target_faults(one: Declared, declared: tuple[Declared, ...]) -> list[str]:
    kinds = {kind.key for each in declared for kind in each.kinds}
    named = [(t.proposes, f"trigger '{t.key}'") for t in one.triggers]
    named += [(r.kind, f"route '{r.key}'") for r in one.routes]
    named += [(p.agreed_at, f"plan '{p.key}'") for p in one.plans] + [(p.review, f"plan '{p.key}'") for p in one.plans]
    reports = {report.key for each in declared for report in each.reports}
    unfed = [g for g in one.gatherings if g.feeds and g.feeds not in reports]
    return [
        f"{one.info.name}: the gathering '{g.key}' feeds the report '{g.feeds}', which is not declared." for g in unfed
    ] + [
        f"{one.info.name}: the {where} names the meeting kind '{k}', which is not declared."
        for k, where in named
        if k not in kinds
    ]


def _route_faults(one: Declared, declared: tuple[Declared, ...]) -> list[str]:
    kinds = {kind.key: kind for each in declared for kind in each.kinds}
    faults = []
    for route in one.routes:
        if route.kind not in kinds:
            continue
        kind = kinds[route.kind]
        unknown = [key for key in route.sends if key not in {output.key for output in kind.outputs}]
        faults += [
            f"{one.info.name}: the route '{route.key}' sends '{key}', which {kind.key} does not produce."
            for key in unknown
        ]
        audience = {output.key: output.audience for output in kind.outputs}
        faults += [
            f"{one.info.name}: the route '{route.key}' shows '{key}' to '{role}', who is not in its audience."
            for key in route.sends
            for role in (*((route.via,) if route.via else ()), *route.readers)
            if key in audience and role not in audience[key]
        ]
        if route.after not in EVENTS and route.after not in {step.key for step in kind.steps}:
            faults.append(f"{one.info.name}: the route '{route.key}' waits for '{route.after}', which nothing sets.")
    return faults
