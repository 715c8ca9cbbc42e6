"""The plugins of this instance as one authority sees them: which run here, which could, which cannot and why; and what
a version was made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.compiling import CannotCompile, Procedure
from core.domain.versions import Enabled
from core.models import ProcedureVersion
from core.registry import Found
from core.services import plugin_settings
from core.services import procedure_versions as versions
from core.services.desk import Desk
from core.services.previewing import Answered, answered, in_words


@dataclass(frozen=True, kw_only=True)
class Installed:
    """One plugin. `runs` today; `questions` is how many settings it has, `decides` what it brings, by title; `fault`
    why it cannot be enabled. `found` is None for one that runs here and was uninstalled."""

    name: str
    found: Found | None
    runs: bool
    questions: int = 0
    fault: str = ""
    decides: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether it is installed and on the operators' list."""
        return self.found is not None

    @property
    def title(self) -> str:
        """Its own title, or its name where it cannot say."""
        return self.found.info.title if self.found and self.found.info else self.name

    @property
    def version(self) -> str:
        """Its version; "" where it cannot say."""
        return self.found.info.version if self.found and self.found.info else ""


def plugins(desk: Desk) -> tuple[Installed, ...]:
    """Every plugin on the operators' list, and those that run here though they are no longer installed."""
    enabled, found = desk.enabled, desk.registry.found
    names = (*(name for name in enabled), *(name for name in found if name not in enabled))
    return tuple(_installed(desk, name, enabled) for name in names)


def _installed(desk: Desk, name: str, enabled: Enabled) -> Installed:
    found = desk.registry.found.get(name)
    fault = "It is not installed here, or not on the operators' list any more." if found is None else found.fault or ""
    decides: tuple[str, ...] = ()
    if not fault:
        try:
            decides = _decides(desk.registry.procedure({name: enabled.get(name, {})}, desk.today))
        except CannotCompile as refused:
            fault = str(refused)
    asked = len(plugin_settings.questions(desk.registry, name))
    return Installed(name=name, found=found, runs=name in enabled, questions=asked, fault=fault, decides=decides)


def _decides(procedure: Procedure) -> tuple[str, ...]:
    """The meetings and reports that it brings, by title."""
    meetings = tuple(kind.title for kind in procedure.kinds.values())
    beside = (*(report.title for report in procedure.reports), *(signal.title for signal in procedure.signals))
    return (*meetings, *beside)


@dataclass(frozen=True, kw_only=True)
class Made:
    """One plugin of a version: its name and version then, and each answer in words."""

    name: str
    title: str
    version: str
    answers: tuple[tuple[str, str], ...]


def described(desk: Desk, row: ProcedureVersion) -> tuple[Made, ...]:
    """What a version was made of. A setting that the plugin no longer has stands under its key."""
    then = {name: version for name, version in row.plugins}
    return tuple(_made(desk, name, settings, then.get(name, "")) for name, settings in row.enabled.items())


def _made(desk: Desk, name: str, settings: Mapping[str, Any], version: str) -> Made:
    found = desk.registry.found.get(name)
    asked = {one.key: one for one in plugin_settings.questions(desk.registry, name)}
    answers = [
        (asked[key].label, in_words(asked[key], value)) if key in asked else (f"{key} (no longer asked)", str(value))
        for key, value in settings.items()
    ]
    answers += [(one.label, in_words(one, one.default)) for key, one in asked.items() if key not in settings]
    title = found.info.title if found and found.info else name
    return Made(name=name, title=title, version=version, answers=tuple(answers))


@dataclass(frozen=True, kw_only=True)
class Differences:
    """How a version differs from the one it was made from."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    answers: tuple[Answered, ...]


def differences(desk: Desk, row: ProcedureVersion) -> Differences:
    """What a version changed against the one it rests on."""
    was = versions.enabled_by(desk, row.based_on)
    return Differences(
        added=tuple(_title(desk, name) for name in row.enabled if name not in was),
        removed=tuple(_title(desk, name) for name in was if name not in row.enabled),
        answers=tuple(answered(desk, was, row.enabled)),
    )


def _title(desk: Desk, name: str) -> str:
    found = desk.registry.found.get(name)
    return found.info.title if found and found.info else name
