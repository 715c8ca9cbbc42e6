"""Plugins of one process: found at the start; then the procedure of whoever enables them, cached by content."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

import pluggy
from jinja2 import Environment

from core import hookspecs
from core.asking import PATIENCE, Asking, At
from core.declarations import answered, declarations, objections, strict
from core.discovery import ALWAYS as ALWAYS
from core.discovery import GROUP as GROUP
from core.discovery import Found as Found
from core.discovery import Hooks as Hooks
from core.discovery import discover
from core.domain.calendar import Nation, bank_holidays
from core.domain.compiling import CannotCompile, Declared, Procedure, combine
from core.domain.fault import prefixed
from core.domain.probing import blank_faults
from core.domain.procedure import Edition
from core.slots import template_faults

AT_START = 3
"""Discovery happens once, when nobody waits for a page: it has this many times the patience."""


class Registry:
    """All plugins of one process. Filled once, from the allow-list; then only read.

    `patience` is how many seconds anybody waits for one plugin's declarations. `environment` is how the pages read
    templates, once there are pages.
    """

    def __init__(self, names: Iterable[str], *, patience: float = PATIENCE):
        self.pm = pluggy.PluginManager(hookspecs.PROJECT)
        self.pm.add_hookspecs(hookspecs)
        self._asking, self._starting = Asking(patience), Asking(patience * AT_START)
        self.environment: Environment | None = None
        bank_holidays(Nation.ENGLAND, 2026)  # what takes the core itself a while to load is on nobody's account
        self.found: dict[str, Found] = {name: self._discover(name) for name in dict.fromkeys(names)}
        self._compiled = lru_cache(maxsize=512)(self._compile)

    def edition_on(self, names: Iterable[str], day: date) -> Edition:
        """The edition of the authority plugin among `names` that was in force on `day`.

        Without an authority plugin, or before its first text, the only (or first) edition.
        """
        for name in names:
            one = self.found.get(name)
            if one and one.info and one.info.kind == "authority":
                return next(
                    (
                        e
                        for e in one.editions
                        if (e.in_force_from is None or e.in_force_from <= day)
                        and (e.in_force_until is None or day <= e.in_force_until)
                    ),
                    one.editions[0],
                )
        return ALWAYS

    def procedure(self, enabled: Mapping[str, Mapping[str, Any]], day: date) -> Procedure:
        """The procedure of an authority that has `enabled` (plugin name -> its settings) for an anchor on `day`.

        Raises `CannotCompile` as `compile` does; the same arguments give the same object.
        """
        return self.compile(enabled, self.edition_on(enabled, day).key)

    def compile(self, enabled: Mapping[str, Mapping[str, Any]], edition: str) -> Procedure:
        """The procedure in the edition with this key. Raises `CannotCompile` with every fault found."""
        return self._compiled(
            tuple(enabled), edition, json.dumps({k: dict(v) for k, v in enabled.items()}, sort_keys=True)
        )

    def config(self, name: str, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Settings as staff would save them, loaded by the plugin's schema, read-only.

        Strict: raises `CannotCompile` for one that does not fit and for one that the plugin does not have.
        """
        one = self._usable(name)
        return self._asking.ask(name, "settings", _content(raw), partial(strict, one, raw))

    def answered(self, name: str, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """A form's answers as they are kept, and else what to put right by setting. Raises `CannotCompile`."""
        one = self._usable(name)
        return self._asking.ask(name, "settings", _content(raw), partial(answered, one, raw))

    def trial(self, enabled: Mapping[str, Mapping[str, Any]], edition: str | date) -> Procedure:
        """The procedure as staff would have it with these settings, in this edition or the one in force on this day.

        Raises `CannotCompile` with every fault: settings that do not fit, declarations, questions that raise on a case
        of which nothing is known, templates that do not compile. Settings that are left over stay unused. Nothing is
        waited for longer than the patience allows.
        """
        faults: list[str] = []
        for name, raw in enabled.items():
            unused = self.left_over(name, raw)
            used = {key: value for key, value in raw.items() if key not in unused}
            faults += _faults(partial(self.config, name, used))
        if faults:
            raise CannotCompile(faults)
        key = edition if isinstance(edition, str) else self.edition_on(enabled, edition).key
        procedure = self.compile(enabled, key)
        for name, raw in enabled.items():
            faults += [prefixed(f"{name}: ", said) for said in self.probed(name, procedure.edition, raw)]
        if faults:
            raise CannotCompile(faults)
        return procedure

    def probed(self, name: str, edition: Edition, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """What is wrong with a plugin's questions and templates, as sentences; `CannotCompile` as `declared`."""
        one, declared = self._usable(name), self.declared(name, edition, raw)

        def probe(at: At) -> tuple[str, ...]:
            said = list(blank_faults(declared, at))
            at("while its templates were compiled")
            return tuple(dict.fromkeys((*said, *template_faults(one, declared.slots, self.environment))))

        return self._asking.ask(name, "trial", (edition.key, _content(raw)), probe)

    def objections(self, procedure: Procedure, meeting: Mapping[str, Any], move: str) -> tuple[tuple[str, str], ...]:
        """What plugins say against `move`, as (plugin, sentence). One that raises or takes too long objects by that."""
        answering = {one.plugin_name for one in self.pm.hook.objections.get_hookimpls()}
        said: list[tuple[str, str]] = []
        for name in (name for name, _ in procedure.plugins if name in answering):
            key = (procedure.digest, move, _content(meeting))
            question = partial(objections, self.pm, name, procedure, meeting, move)
            try:
                said += [(name, sentence) for sentence in self._asking.ask(name, "objections", key, question)]
            except CannotCompile as fault:
                said.append((name, f"Whether something speaks against this could not be checked: {fault}"))
        return tuple(said)

    def left_over(self, name: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """The stored settings that the plugin as installed no longer has: kept, and not used. None for one at fault."""
        one = self.found.get(name)
        return tuple(key for key in raw if key not in one.keys) if one and not one.fault else ()

    def declared(self, name: str, edition: Edition, raw: Mapping[str, Any]) -> Declared:
        """All that one plugin declares for this edition and these stored settings. Raises `CannotCompile`."""
        one = self._usable(name)
        known = {key: value for key, value in raw.items() if key in one.keys}
        content = (edition.key, _content(known))
        return self._asking.ask(name, "declarations", content, partial(declarations, self.pm, one, edition, known))

    def _compile(self, names: tuple[str, ...], edition_key: str, config_json: str) -> Procedure:
        config: dict[str, dict[str, Any]] = json.loads(config_json)
        for name in names:
            self._usable(name)
        edition = self._edition(names, edition_key)
        declared = tuple(self.declared(name, edition, config[name]) for name in names)
        pins = [(one.info.name, one.info.version) for one in declared]
        digest = hashlib.sha256(json.dumps([pins, edition.key, config], sort_keys=True).encode()).hexdigest()[:16]

        def together(at: At) -> Procedure:
            at("while what it declares was checked")
            return combine(declared, edition, digest)

        return self._asking.ask(" and ".join(names), "checks", (edition_key, config_json), together)

    def _edition(self, names: tuple[str, ...], key: str) -> Edition:
        editions = [e for name in names for e in self.found[name].editions]
        for edition in (*editions, ALWAYS):
            if edition.key == key:
                return edition
        raise CannotCompile([f"The edition '{key}' of {' and '.join(names)} is not part of the plugin any more."])

    def _usable(self, name: str) -> Found:
        one = self.found.get(name)
        if one is None:
            raise CannotCompile([f"The plugin '{name}' is not installed here, or not on the operators' list."])
        if one.fault or one.info is None or one.module is None:
            raise CannotCompile([f"The plugin '{name}' cannot be enabled: {one.fault}"])
        return one

    def _discover(self, name: str) -> Found:
        return discover(self.pm, name, self._starting)


def _faults(do: Callable[[], object]) -> tuple[str, ...]:
    try:
        do()
    except CannotCompile as refused:
        return refused.faults
    return ()


def _content(raw: Mapping[str, Any]) -> str:
    return json.dumps(dict(raw), sort_keys=True, default=repr)
