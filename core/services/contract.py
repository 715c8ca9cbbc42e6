"""The contract that every plugin meets, checked for any installed plugin or the folder of one: the suite asks it of our
own, and `mooring plugins check` of anybody's."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from core.domain.calendar import Calendar
from core.domain.compiling import CannotCompile, Procedure, clauses_used, rules_of
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.planning import Plan, plan
from core.domain.proposing import propose
from core.domain.signalling import look
from core.registry import Found, Registry
from core.services.casefile import UnreadableCase, read_cases
from core.services.cases import NoSuchKind, outcome
from core.services.caseverdict import unmet
from core.services.uninstalled import NoPluginThere, importable

Settings = Mapping[str, Any]
QUESTIONS = ("when", "evidence", "counted", "suspended_by")


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One thing looked at: `faults` are sentences, none when it holds."""

    what: str
    faults: tuple[str, ...] = ()


def check(plugin: str | Path, cases: Path | None = None, settings: Settings | None = None) -> tuple[Checked, ...]:
    """Everything the contract asks of `plugin`, in order; later checks need the earlier ones to hold.

    `plugin` is the name of an installed one, or the folder of a package that is not installed. `cases` is a file in
    the format of docs/cases.md; without it the plugin's own `cases.toml` is used, if it has one.
    """
    if isinstance(plugin, str):
        return _installed(plugin, cases, settings)
    try:
        with importable(plugin) as name:
            return _installed(name, cases, settings)
    except NoPluginThere as fault:
        return (Checked(what="The folder holds a plugin", faults=(str(fault),)),)


def _installed(name: str, cases: Path | None, settings: Settings | None) -> tuple[Checked, ...]:
    registry = Registry([name])
    found = registry.found[name]
    first = Checked(
        what="It is found, and its hooks are spelt as documented", faults=(found.fault,) if found.fault else ()
    )
    if found.fault or found.module is None:
        return (first,)
    given = dict(settings or {})
    compiled = Checked(what="Every edition compiles", faults=tuple(_compile_faults(registry, found, given)))
    if compiled.faults:
        return (first, compiled)
    return (
        first,
        compiled,
        Checked(what="Compiling twice gives one procedure", faults=tuple(_unstable(name, registry, found, given))),
        Checked(what="Every binding clause is used by a rule", faults=tuple(_unused(registry, found, given))),
        Checked(
            what="Its questions have names and never mistake unknown for no",
            faults=tuple(_questions(registry, found, given)),
        ),
        Checked(what="Its settings survive the form", faults=tuple(_settings(registry, found, given))),
        Checked(what="It stands on a case of which nothing is known", faults=tuple(_blank(registry, found, given))),
        _cases(registry, found, cases),
    )


def own_cases(module: ModuleType) -> Path:
    """Where a plugin keeps its cases: beside its module."""
    return Path(module.__file__ or "").parent / "cases.toml"


def _compile_faults(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    for edition in found.editions:
        try:
            registry.compile({found.name: settings}, edition.key)
        except CannotCompile as refused:
            yield from (f"Edition {edition.key}: {fault}" for fault in refused.faults)


def _procedures(registry: Registry, found: Found, settings: Settings) -> Iterator[Procedure]:
    for edition in found.editions:
        yield registry.compile({found.name: settings}, edition.key)


def _unstable(name: str, registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    again = Registry([name])
    for one, two in zip(_procedures(registry, found, settings), _procedures(again, found, settings), strict=True):
        if one.digest != two.digest or _shape(_rules(one)) != _shape(_rules(two)):
            yield f"Edition {one.edition.key} comes out differently the second time; a hook asks something besides."


def _rules(procedure: Procedure) -> tuple[Any, ...]:
    return procedure.triggers, tuple(procedure.kinds.values()), procedure.signals


def _shape(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_shape(getattr(value, one.name)) for one in fields(value))]
    if isinstance(value, Mapping):
        return {key: _shape(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_shape(one) for one in value]
    return getattr(value, "__qualname__", None) or repr(value)


def _unused(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    used: set[str] = set()
    binding: dict[str, str] = {}
    for edition in found.editions:
        declared = registry.declared(found.name, edition, settings)
        used |= clauses_used(declared)
        binding |= {clause.id: clause.heading for clause in declared.clauses if clause.binding}
    for id in binding:
        if id not in used:
            yield f"Clause {id} binds, yet no rule names it; declare the rule, or mark the clause `> information`."


def _questions(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    for procedure in _procedures(registry, found, settings):
        for rule in rules_of(_rules(procedure)):
            for name in QUESTIONS:
                if "<lambda>" in getattr(getattr(rule, name, None), "__name__", ""):
                    which = f"{type(rule).__name__} {getattr(rule, 'key', '') or rule.clause}"
                    yield f"{which}: `{name}` is a lambda; a page needs the name of a function."
    assert found.module is not None
    package = found.module.__package__ or found.module.__name__
    for name, module in sorted(sys.modules.items()):
        if name == package or name.startswith(f"{package}.") or module is found.module:
            yield from _identity_tests(module)


def _identity_tests(module: ModuleType) -> Iterator[str]:
    """`facts.placement.kind is …` reads an unknown fact as "no", and nothing at run time can notice."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError, SyntaxError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            said = ast.unparse(node)
            if "facts." in said and "facts.answer" not in said and not said.endswith(" None"):
                where = f"{module.__name__}, line {node.lineno}"
                yield f"{where}: `{said}` reads an unknown fact as no; write == instead of is."


def _settings(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    try:
        yield from _form(found, settings)
    except Exception as fault:  # somebody else's schema: said here, and the other checks go on
        yield f"The settings could not be sent through the form: {type(fault).__name__}: {fault}"
    yield from dict.fromkeys(_undeclared(registry, found, settings))
    for question in found.schema.questions():
        for value, _ in question.choices:
            given = [value] if question.kind == "choices" else value
            try:
                for edition in found.editions:
                    registry.compile({found.name: {**settings, question.key: given}}, edition.key)
            except CannotCompile as refused:
                yield from (f"With {question.key} = '{value}': {fault}" for fault in refused.faults)


def _undeclared(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    """Settings that a silence or a gap names and the form does not have, so that nobody could ever fill it."""
    known = {question.key for question in found.schema.questions()}
    for procedure in _procedures(registry, found, settings):
        for kind in procedure.kinds.values():
            named = {setting for _, setting in kind.silent_on if setting} | {gap.setting for gap in kind.blocked_by}
            yield from (
                f"{kind.key} names the setting '{one}', which is not declared." for one in sorted(named - known)
            )


def _form(found: Found, settings: Settings) -> Iterator[str]:
    schema = found.schema()
    loaded = schema.load(dict(settings))
    if schema.load(schema.dump(loaded)) != loaded:
        yield "The settings do not survive being shown on the form and sent back."
    posted = {key: "" if value is None else str(value) for key, value in loaded.items() if not isinstance(value, list)}
    if schema.load({**loaded, **posted}) != loaded:
        yield "The settings differ once a form has sent them back as words."
    if not schema.validate({**settings, "a_setting_nobody_declared": "x"}):
        yield "A setting that nobody declared is accepted; build the schema on ConfigSchema."
    for question in found.schema.questions():
        if not question.label:
            yield f"The setting {question.key} has no label."


def _blank(registry: Registry, found: Found, settings: Settings) -> Iterator[str]:
    day = date(2026, 3, 13)
    said: list[str] = []
    for procedure in _procedures(registry, found, settings):
        for anchor in Anchor:
            facts = Facts(anchor=anchor, day=day, placement=PlacementFacts(ref="this", started=date(2026, 1, 5)))
            weighed = propose(facts, procedure).could_not_check
            said += [f"The trigger {one.trigger.key} could not be checked: {one.answer.error}." for one in weighed]
            said += [f"The signal {one.key} could not be checked: {one.answer.error}."
                     for one in look(procedure.signals, facts) if one.answer.error]  # fmt: skip
            for kind in procedure.kinds.values():
                said += _raised(kind.key, plan(kind, facts, day=day, calendar=Calendar()))
    yield from dict.fromkeys(said)


def _raised(kind: str, planned: Plan) -> Iterator[str]:
    rows: tuple[Any, ...] = (
        *planned.windows, *planned.parts, *planned.invitees, *planned.pack, *planned.agenda, *planned.prompts,
        *planned.steps, *planned.blocked,
    )  # fmt: skip
    for row in rows:
        if row.answer.error:
            yield f"{kind}, clause {row.rule.clause}: the condition could not be checked: {row.answer.error}."
        for need in getattr(row, "owner_needs", ()):
            if need.startswith("a decision by hand"):
                yield f"{kind}, clause {row.rule.clause}: {need}."


def _cases(registry: Registry, found: Found, given: Path | None) -> Checked:
    assert found.module is not None
    path = given or own_cases(found.module)
    if given is None and not path.exists():
        return Checked(what="Its cases: it has no cases.toml")
    try:
        cases = read_cases(path)
    except UnreadableCase as unreadable:
        return Checked(what=f"Its cases, in {path.name}", faults=(str(unreadable),))
    faults = []
    for case in cases:
        try:
            faults += [f"{case.name}: {said}" for said in unmet(case, outcome(registry, found.name, case))]
        except (CannotCompile, NoSuchKind) as refused:
            faults.append(f"{case.name}: {refused}")
    return Checked(what=f"{len(cases)} cases come out as expected", faults=tuple(faults))
