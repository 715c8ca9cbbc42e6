"""All that the contract asks, in its order; how each thing is looked at stands in the files beside this one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.domain.compiling import CannotCompile
from core.registry import Registry
from core.services.contract.compiled import unstable, unused
from core.services.contract.expected import cases_met
from core.services.contract.finding import found_faults
from core.services.contract.form import settings_faults
from core.services.contract.questions import question_faults
from core.services.contract.remarks import Checked, Remark, Spot
from core.services.contract.sources import Sources
from core.services.contract.subject import Settings, Subject
from core.services.contract.trial import trial_faults
from core.services.contract.uninstalled import NoPluginThere, entry_point_spot, importable


def check(plugin: str | Path, cases: Path | None = None, settings: Settings | None = None) -> tuple[Checked, ...]:
    """Everything the contract asks of `plugin`, in order; later checks need the earlier ones to hold.

    `plugin` is the name of an installed one, or the folder of a package that is not installed. `cases` is a file in
    the format of docs/cases.md; without it the plugin's own `cases.toml` is used, if it has one.
    """
    if isinstance(plugin, str):
        return _importable(plugin, cases, settings or {})
    try:
        with importable(plugin) as name:
            return _placed(_importable(name, cases, settings or {}), entry_point_spot(plugin, name))
    except NoPluginThere as fault:
        return (Checked(what="The folder holds a plugin", faults=(Remark(sentence=str(fault)),)),)


def _importable(name: str, cases: Path | None, settings: Settings) -> tuple[Checked, ...]:
    registry = Registry([name])
    found = registry.found[name]
    sources = Sources(name, found.module)
    subject = Subject(registry=registry, found=found, settings=dict(settings), sources=sources)
    first = Checked(what="It is found, and its hooks are spelt as documented", faults=tuple(found_faults(subject)))
    if first.faults:
        return (first,)
    compiled = Checked(what="Every edition compiles", faults=tuple(_refusals(subject)))
    if compiled.faults:
        return (first, compiled)
    return (
        first,
        compiled,
        Checked(what="Compiling twice gives one procedure", faults=tuple(unstable(subject))),
        Checked(what="Every binding clause is used by a rule", faults=tuple(unused(subject))),
        Checked(
            what="Its questions have names and never mistake unknown for no", faults=tuple(question_faults(subject))
        ),
        Checked(what="Its settings survive the form", faults=tuple(settings_faults(subject))),
        Checked(what="It stands on a case of which nothing is known", faults=tuple(trial_faults(subject))),
        cases_met(subject, cases),
    )


def _placed(checked: tuple[Checked, ...], spot: Spot | None) -> tuple[Checked, ...]:
    """A plugin that is not found for a reason in none of its modules: its entry point is the place to look at."""
    faults = tuple(one if one.spot else replace(one, spot=spot) for one in checked[0].faults)
    return (replace(checked[0], faults=faults), *checked[1:])


def _refusals(subject: Subject) -> Iterator[Remark]:
    try:
        subject.registry.config(subject.found.name, subject.settings)
    except CannotCompile as refused:
        yield from subject.refused(refused)
        return
    for edition in subject.found.editions:
        try:
            subject.registry.compile({subject.found.name: subject.settings}, edition.key)
        except CannotCompile as refused:
            yield from subject.refused(refused, f"Edition {edition.key}: ")
