"""Whether a plugin can be found at all: imported, its hooks spelt as documented, who it is answered as it should be."""

import inspect
from collections.abc import Iterator
from difflib import get_close_matches
from types import FunctionType, ModuleType

from pluggy import PluginValidationError

from core import hookspecs
from core.domain.compiling import CannotCompile
from core.services.contract.remarks import Remark
from core.services.contract.subject import Subject

HOOKS = {name: one for name, one in vars(hookspecs).items() if hasattr(one, f"{hookspecs.PROJECT}_spec")}


def found_faults(subject: Subject) -> Iterator[Remark]:
    """Why the plugin cannot be enabled, each reason with its place; nothing for one that can."""
    fault, error = subject.found.fault, subject.found.error
    if fault is None:
        return
    misspelt = _validation(error)
    if misspelt is not None and isinstance(misspelt.plugin, ModuleType):
        yield from _misspelt(misspelt.plugin, subject)
        return
    for said in error.faults if isinstance(error, CannotCompile) else (fault,):
        yield Remark(sentence=str(said), spot=subject.sources.of(said, error))


def _validation(error: BaseException | None) -> PluginValidationError | None:
    """What pluggy objects to, however it came here."""
    while error is not None and not isinstance(error, PluginValidationError):
        error = error.__cause__
    return error


def _misspelt(module: ModuleType, subject: Subject) -> Iterator[Remark]:
    """Pluggy stops at the first one and names no line: here is every one of them."""
    for name, function in vars(module).items():
        answers = isinstance(function, FunctionType) and hasattr(function, f"{hookspecs.PROJECT}_impl")
        if answers and (sentence := _unlike_its_hook(name, function)):
            yield Remark(sentence=sentence, spot=subject.sources.of_word(name))


def _unlike_its_hook(name: str, function: FunctionType) -> str:
    if name not in HOOKS:
        near = get_close_matches(name, HOOKS, n=1)
        meant = f"did you mean {near[0]}()? " if near else ""
        return f"There is no hook called {name}(); {meant}docs/hooks.md lists them all."
    given = list(inspect.signature(HOOKS[name]).parameters)
    unknown = [one for one in inspect.signature(function).parameters if one not in given]
    if not unknown:
        return ""
    gives = f"it gives {', '.join(given)}" if given else "it gives nothing"
    return f"{name}() asks for {', '.join(unknown)}, which that hook does not give; {gives}."
