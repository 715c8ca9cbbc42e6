"""The settings of a plugin as a form sends them: each answer checked at its own question, kept as plain values."""

from collections.abc import Mapping
from typing import Any

from core.domain.compiling import CannotCompile
from core.registry import Registry
from core.schema import Question


class WrongSettings(Exception):
    """Answers that do not fit; `errors` has the sentences by the question's key, "_" for what belongs to none."""

    def __init__(self, errors: Mapping[str, list[str]]):
        super().__init__("; ".join(text for texts in errors.values() for text in texts))
        self.errors = dict(errors)


def questions(registry: Registry, plugin: str) -> tuple[Question, ...]:
    """What a plugin asks of configuration staff; nothing for one that is not here."""
    found = registry.found.get(plugin)
    return found.questions if found else ()


def answers(registry: Registry, plugin: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Every question's answer: what is stored, else the plugin's own default."""
    return {one.key: stored.get(one.key, one.default) for one in questions(registry, plugin)}


def read(registry: Registry, plugin: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept, every one of them, so that a later default changes nothing behind anybody's back.

    Raises `WrongSettings`, with what to put right at which question.
    """
    try:
        kept, errors = registry.answered(plugin, given)
    except CannotCompile as refused:
        raise WrongSettings({"_": list(refused.faults)}) from refused
    if not errors:
        return kept
    labels = {one.key: one.label for one in questions(registry, plugin)}
    said: dict[str, list[str]] = {}
    for key, texts in errors.items():
        said.setdefault(key if key in labels else "_", []).extend(f"{labels.get(key, key)}: {text}" for text in texts)
    raise WrongSettings(said)
