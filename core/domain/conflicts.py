"""What speaks against one set of declarations, each a sentence that names the plugin and what to mend.

Between plugins: keys, clauses, roles, targets. What speaks against a single meeting kind stands in `kind_faults`,
against a plan, a report or a gathering in `lasting_faults`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from core.domain.declared import Declared, clauses_of, rules_of
from core.domain.fault import Fault, prefixed
from core.domain.kind_faults import kind_faults
from core.domain.lasting import Gathering, Report, Route, Signal, Slot, SupportPlan
from core.domain.lasting_faults import lasting_faults
from core.domain.procedure import Role, Trigger
from core.domain.roles import ROLES
from core.domain.shape import wrong_shapes
from core.domain.steps import ATTENDED, EVENTS, INVITED, MeetingKind

EXPECTED: tuple[tuple[str, type], ...] = (
    ("roles", Role), ("triggers", Trigger), ("kinds", MeetingKind), ("plans", SupportPlan), ("routes", Route),
    ("reports", Report), ("gatherings", Gathering), ("signals", Signal), ("slots", Slot),
)  # fmt: skip
HOOKS = {
    "kinds": "meeting_kinds", "plans": "support_plans", "routes": "panel_routes", "reports": "learning_reports",
    "slots": "page_slots",
}  # fmt: skip
"""What the hooks are called that answer with these; the others have the same name."""

ONE_ROLE = (
    "role", "owed_by", "arranged_by", "supported_by", "otherwise", "via", "written_by", "read_by", "puts_to",
)  # fmt: skip
SEVERAL_ROLES = ("roles", "audience", "to", "by", "override_by", "readers", "authors", "agreed_with")


def misshapen(declared: tuple[Declared, ...]) -> list[str]:
    """Every value of the wrong shape; nothing else can be said of them, so `conflicts` is asked only without any."""
    return [fault for one in declared for fault in _shape_faults(one)]


def conflicts(declared: tuple[Declared, ...], roles: Mapping[str, str]) -> list[str]:
    """Every fault found among values of the right shape."""
    faults = [*_authority_faults(declared), *_key_faults(declared)]
    for one in declared:
        faults += _clause_faults(one)
        faults += _core_role_faults(one)
        faults += _role_faults(one, roles)
        for kind in one.kinds:
            faults += kind_faults(one.info.name, kind)
        faults += [prefixed(f"{one.info.name}: ", said) for said in lasting_faults(one)]
        faults += _target_faults(one, declared)
        faults += _route_faults(one, declared)
    return faults


def _shape_faults(one: Declared) -> list[str]:
    faults: list[str] = []
    for attribute, expected in EXPECTED:
        for value in getattr(one, attribute):
            if isinstance(value, expected):
                faults += [prefixed(f"{one.info.name}: ", said) for said in wrong_shapes(value)]
            else:
                said = f"{one.info.name}: among its {attribute} is {value!r}, which is no {expected.__name__}."
                faults.append(Fault(said, None, HOOKS.get(attribute, attribute)))
    return faults


def _authority_faults(declared: tuple[Declared, ...]) -> list[str]:
    names = [one.info.name for one in declared if one.info.kind == "authority"]
    if len(names) > 1:
        return [f"Only one authority plugin can be in force at once; {' and '.join(names)} are both enabled."]
    return []


def _key_faults(declared: tuple[Declared, ...]) -> list[str]:
    faults: list[str] = []
    for noun, attribute, key in (
        ("meeting kind", "kinds", "key"), ("trigger", "triggers", "key"), ("role", "roles", "key"),
        ("clause", "clauses", "id"), ("report", "reports", "key"), ("route", "routes", "key"), ("plan", "plans", "key"),
        ("gathering", "gatherings", "key"), ("signal", "signals", "key"),
    ):  # fmt: skip
        owners: dict[str, list[tuple[str, Any]]] = {}
        for one in declared:
            for value in getattr(one, attribute):
                owners.setdefault(getattr(value, key), []).append((one.info.name, value))
        faults += [
            Fault(
                f"The {noun} '{name}' is declared twice: by {' and by '.join(by for by, _ in several)}.", several[-1][1]
            )
            for name, several in owners.items()
            if len(several) > 1
        ]
    return faults


def _clause_faults(one: Declared) -> list[str]:
    known = {clause.id for clause in one.clauses}
    unnamed: list[str] = []
    unknown: dict[str, str] = {}
    for rule in rules_of(one.rules):
        for field in fields(rule):
            if field.name == "clause" and field.default is MISSING and not rule.clause:
                said = f"a {type(rule).__name__} names no clause; every rule says where it comes from."
                unnamed.append(Fault(f"{one.info.name}: {said}", rule, "clause"))
        for id in clauses_of(rule):
            if id not in known:
                said = f"a rule names clause {id}, which is not in its procedure.md; add it there or mend the rule."
                unknown.setdefault(id, Fault(f"{one.info.name}: {said}", rule, id))
    return unnamed + [unknown[id] for id in sorted(unknown)]


def _role_faults(one: Declared, roles: Mapping[str, str]) -> list[str]:
    named: list[tuple[str, str, Any]] = []
    for rule in rules_of(one.rules):
        where = (
            f"{type(rule).__name__} '{getattr(rule, 'title', '') or getattr(rule, 'key', '') or rule.clause}'"
            if (hasattr(rule, "clause"))
            else type(rule).__name__
        )
        for name in ONE_ROLE:
            value = getattr(rule, name, None)
            if isinstance(value, str):
                named.append((value, where, rule))
        for name in SEVERAL_ROLES:
            value = getattr(rule, name, ()) or ()
            named += [(key, where, rule) for key in _flat(value)]
    return [
        Fault(
            f"{one.info.name}: {where} names the role '{key}', which is neither the core's nor declared by roles().",
            rule,
            key,
        )
        for key, where, rule in named
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
        Fault(
            f"{one.info.name}: the role '{role.key}' is the core's already; give it a local name with `words` instead.",
            role,
        )
        for role in one.roles
        if role.key in ROLES
    ]


def _target_faults(one: Declared, declared: tuple[Declared, ...]) -> list[Fault]:
    kinds = {kind.key for each in declared for kind in each.kinds}
    named: list[tuple[str, str, Any]] = [(t.proposes, f"trigger '{t.key}'", t) for t in one.triggers]
    named += [(route.kind, f"route '{route.key}'", route) for route in one.routes]
    named += [(kind, f"plan '{p.key}'", p) for p in one.plans for kind in (p.agreed_at, p.review)]
    reports = {report.key for each in declared for report in each.reports}
    unfed = [g for g in one.gatherings if g.feeds and g.feeds not in reports]
    return [
        Fault(
            f"{one.info.name}: the gathering '{g.key}' feeds the report '{g.feeds}', which is not declared.", g, "feeds"
        )
        for g in unfed
    ] + [
        Fault(f"{one.info.name}: the {where} names the meeting kind '{k}', which is not declared.", rule, k)
        for k, where, rule in named
        if k not in kinds
    ]


def _route_faults(one: Declared, declared: tuple[Declared, ...]) -> list[str]:
    kinds = {kind.key: kind for each in declared for kind in each.kinds}
    faults: list[str] = []
    for route in one.routes:
        if route.kind not in kinds:
            continue
        kind = kinds[route.kind]
        unknown = [key for key in route.sends if key not in {output.key for output in kind.outputs}]
        faults += [
            Fault(
                f"{one.info.name}: the route '{route.key}' sends '{key}', which {kind.key} does not produce.",
                route,
                key,
            )
            for key in unknown
        ]
        audience = {output.key: output.audience for output in kind.outputs}
        faults += [
            Fault(
                f"{one.info.name}: the route '{route.key}' shows '{key}' to '{role}', who is not in its audience.",
                route,
                role,
            )
            for key in route.sends
            for role in (*((route.via,) if route.via else ()), *route.readers)
            if key in audience and role not in audience[key]
        ]
        if route.after not in EVENTS and route.after not in {step.key for step in kind.steps}:
            said = f"{one.info.name}: the route '{route.key}' waits for '{route.after}', which nothing sets."
            faults.append(Fault(said, route, "after"))
    return faults
