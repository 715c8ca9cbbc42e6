"""Plugins: discover, register, check; a per-tenant view of the hooks; and the compiled procedure, cached by content."""

import hashlib
import importlib
import importlib.metadata
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pluggy
from marshmallow import ValidationError

from core import hookspecs
from core.domain.clauses import read_clauses
from core.domain.compiling import CannotCompile, Declared, Procedure, combine
from core.domain.procedure import Edition, PluginInfo
from core.domain.shape import wrong_shapes
from core.schema import ConfigSchema

GROUP = "mooring.plugins"
COMPILED = (
    "triggers", "meeting_kinds", "support_plans", "panel_routes", "learning_reports", "gatherings", "signals",
    "page_slots",
)  # fmt: skip
"""The hooks that are asked when a procedure is compiled, besides `roles`."""
ALWAYS = Edition(key="only", title="The only edition")


class Hooks:
    """The hooks as one authority hears them: only plugins in `names` answer, whoever registers later."""

    def __init__(self, pm: pluggy.PluginManager, names: Iterable[str]):
        self._pm, self._names = pm, frozenset(names)

    def __getattr__(self, hook: str) -> pluggy.HookCaller:
        out = [plugin for name, plugin in self._pm.list_name_plugin() if plugin and name not in self._names]
        return self._pm.subset_hook_caller(hook, out)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One plugin as discovered; `fault` is why it cannot be enabled (None: it can), `error` what was raised."""

    name: str
    module: ModuleType | None = None
    info: PluginInfo | None = None
    fault: str | None = None
    error: BaseException | None = None
    editions: tuple[Edition, ...] = (ALWAYS,)
    schema: type[ConfigSchema] = field(default=ConfigSchema)


class Registry:
    """All plugins of one process. Filled once, from the allow-list; then only read."""

    def __init__(self, names: Iterable[str]):
        self.pm = pluggy.PluginManager(hookspecs.PROJECT)
        self.pm.add_hookspecs(hookspecs)
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
        """A plugin's settings, loaded by its schema, read-only. Raises `CannotCompile` where they do not fit."""
        one = self.found[name]
        try:
            return MappingProxyType(one.schema().load(dict(raw)))
        except ValidationError as error:
            said = "; ".join(f"{key}: {' '.join(map(str, _flat(text)))}" for key, text in error.messages_dict.items())
            raise CannotCompile([f"The settings of '{name}' need mending: {said}"]) from error
        except Exception as fault:  # the plugin's own schema; said like a hook that raises
            said = f"{type(fault).__name__}: {fault}"
            raise CannotCompile([f"{name} raised in config_schema(), reading its settings: {said}"]) from fault

    def _compile(self, names: tuple[str, ...], edition_key: str, config_json: str) -> Procedure:
        config: dict[str, dict[str, Any]] = json.loads(config_json)
        edition = self._edition(names, edition_key)
        declared = tuple(self.declared(name, edition, config[name]) for name in names)
        pins = [(one.info.name, one.info.version) for one in declared]
        digest = hashlib.sha256(json.dumps([pins, edition.key, config], sort_keys=True).encode()).hexdigest()[:16]
        return combine(declared, edition, digest)

    def _edition(self, names: tuple[str, ...], key: str) -> Edition:
        editions = [e for name in names if name in self.found for e in self.found[name].editions]
        for edition in (*editions, ALWAYS):
            if edition.key == key:
                return edition
        raise CannotCompile([f"The edition '{key}' of {' and '.join(names)} is not part of the plugin any more."])

    def declared(self, name: str, edition: Edition, raw: Mapping[str, Any]) -> Declared:
        """All that one plugin declares for this edition and these settings. Raises `CannotCompile`."""
        one = self.found.get(name)
        if one is None:
            raise CannotCompile([f"The plugin '{name}' is not installed here, or not on the operators' list."])
        if one.fault or one.info is None or one.module is None:
            raise CannotCompile([f"The plugin '{name}' cannot be enabled: {one.fault}"])
        config = self.config(name, raw)
        view = Hooks(self.pm, (name,))
        answers: dict[str, tuple[Any, ...]] = {}
        for hook in COMPILED:
            answers[hook] = _asked(name, hook, lambda h=hook: getattr(view, h)(edition=edition, config=config))
        roles = _asked(name, "roles", lambda: view.roles())
        return Declared(
            info=one.info,
            clauses=_clauses(name, one.module),
            roles=roles,
            triggers=answers["triggers"],
            kinds=answers["meeting_kinds"],
            plans=answers["support_plans"],
            routes=answers["panel_routes"],
            reports=answers["learning_reports"],
            gatherings=answers["gatherings"],
            signals=answers["signals"],
            slots=answers["page_slots"],
        )

    def _discover(self, name: str) -> Found:
        try:
            module = _module(name)
            self.pm.register(module, name=name)
            self.pm.check_pending()
            view = Hooks(self.pm, (name,))
            info = _one(view.plugin_info(), name, "plugin_info")
            if info.name != name:
                raise CannotCompile([f"plugin_info() says it is '{info.name}'; the list calls it '{name}'."])
            editions = next(iter(view.editions()), (ALWAYS,))
            schema = next(iter(view.config_schema()), ConfigSchema)
            _checked(name, info, editions, schema)
            return Found(name=name, module=module, info=info, editions=editions, schema=schema)
        except (Exception, SystemExit) as fault:  # shown to operators and configuration staff; other plugins go on
            if self.pm.has_plugin(name):
                self.pm.unregister(name=name)
            said = str(fault) if isinstance(fault, CannotCompile) else f"{type(fault).__name__}: {fault}"
            return Found(name=name, fault=said, error=fault)


def _module(name: str) -> ModuleType:
    for entry in importlib.metadata.entry_points(group=GROUP, name=name):
        module = entry.load()
        if not isinstance(module, ModuleType):
            raise CannotCompile([f"The entry point '{name}' must name a module, not {type(module).__name__}."])
        return module
    try:
        return importlib.import_module(f"plugins.{name}.plugin")
    except ModuleNotFoundError as missing:
        if missing.name in (f"plugins.{name}", f"plugins.{name}.plugin"):
            raise CannotCompile([f"No plugin called '{name}' is installed here."]) from missing
        raise


def _one(answers: list[Any], name: str, hook: str) -> Any:
    if len(answers) != 1 or not isinstance(answers[0], PluginInfo):
        raise CannotCompile([f"{name} must answer {hook}() with one PluginInfo."])
    return answers[0]


def _checked(name: str, info: PluginInfo, editions: Any, schema: Any) -> None:
    faults = [f"{name}: {said}" for said in wrong_shapes(info)]
    if not isinstance(editions, tuple) or not editions or not all(isinstance(one, Edition) for one in editions):
        faults.append(f"{name} must answer editions() with a tuple of one or more Edition.")
    elif len({one.key for one in editions}) < len(editions):
        faults.append(f"{name} gives two editions the same key.")
    if not isinstance(schema, type) or not issubclass(schema, ConfigSchema):
        faults.append(f"{name} must answer config_schema() with a class made from ConfigSchema.")
    if faults:
        raise CannotCompile(faults)


def _asked(name: str, hook: str, call: Any) -> tuple[Any, ...]:
    try:
        answers = call()
    except Exception as fault:  # a plugin that raises cannot be enabled; the sentence says which hook
        raise CannotCompile([f"{name} raised in {hook}(): {type(fault).__name__}: {fault}"]) from fault
    wrong = [a for a in answers if not isinstance(a, tuple)]
    if wrong:
        raise CannotCompile([f"{name} must answer {hook}() with a tuple, not {type(wrong[0]).__name__}."])
    return tuple(value for answer in answers for value in answer)


def _clauses(name: str, module: ModuleType) -> tuple[Any, ...]:
    path = Path(module.__file__ or "").parent / "procedure.md"
    try:
        return read_clauses(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotCompile([f"{name}: its procedure.md could not be read: {error}"]) from error


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, dict):
        return [text for value in messages.values() for text in _flat(value)]
    return list(messages) if isinstance(messages, list) else [str(messages)]
