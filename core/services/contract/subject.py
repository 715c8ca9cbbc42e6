"""The plugin that is being checked, as every check needs it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.compiling import CannotCompile, Procedure
from core.domain.fault import prefixed
from core.registry import Found, Registry
from core.services.contract.remarks import Remark
from core.services.contract.sources import Sources

Settings = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One plugin with the settings to try it with, and where its files are."""

    registry: Registry
    found: Found
    settings: Settings
    sources: Sources

    def procedures(self, **changed: Any) -> Iterator[Procedure]:
        """Its procedure in each edition, with the settings or with some of them `changed`. Raises `CannotCompile`."""
        for edition in self.found.editions:
            yield self.registry.compile({self.found.name: {**self.settings, **changed}}, edition.key)

    def refused(self, refused: CannotCompile, before: str = "") -> Iterator[Remark]:
        """Why it cannot be compiled, each reason with its place; `before` opens each sentence."""
        for fault in refused.faults:
            spot = self.sources.of(fault, refused)
            yield Remark(sentence=prefixed(before, fault), spot=spot)

    def about(self, rule: Any, sentence: str, word: str = "") -> Remark:
        """A remark on a declared value."""
        return Remark(sentence=sentence, spot=self.sources.of_rule(rule, word))


def rules_in(procedure: Procedure) -> tuple[Any, ...]:
    """Everything in it that may ask a question of a case."""
    return procedure.triggers, tuple(procedure.kinds.values()), procedure.signals
