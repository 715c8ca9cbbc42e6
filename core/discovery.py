"""Finding plugins when a process starts: by entry point or by folder, registered, asked who they are. Whatever one of
them does meanwhile, the others are found; what was wrong with it is kept as a sentence."""

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pluggy

from core.asking import Asking, At
from core.domain.compiling import CannotCompile
from core.domain.knowing import error_text
from core.domain.procedure import Edition, PluginInfo
from core.domain.shape import wrong_shapes
from core.schema import ConfigSchema, Question

GROUP = "mooring.plugins"
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
    """One plugin as discovered; `fault` is why it cannot be enabled (None: it can), `error` what was raised.

    `questions` are its settings as a form asks them, `keys` the names under which they are stored.
    """

    name: str
    module: ModuleType | None = None
    info: PluginInfo | None = None
    fault: str | None = None
    error: BaseException | None = None
    editions: tuple[Edition, ...] = (ALWAYS,)
    schema: type[ConfigSchema] = field(default=ConfigSchema)
    questions: tuple[Question, ...] = ()
    keys: frozenset[str] = frozenset()


def discover(pm: pluggy.PluginManager, name: str, asking: Asking) -> Found:
    """The plugin called `name`, registered with `pm`; or why it cannot be. Never raises."""
    try:
        module = asking.ask(name, "import", name, lambda at: _module(name, at))
        _register(pm, module, name)
        return asking.ask(name, "discovery", name, lambda at: _introduced(Hooks(pm, (name,)), name, module, at))
    except CannotCompile as refused:  # shown to operators and configuration staff; other plugins go on
        if pm.has_plugin(name):
            pm.unregister(name=name)
        return Found(name=name, fault=str(refused), error=refused.__cause__ or refused)


def _module(name: str, at: At) -> ModuleType:
    at("while it was imported")
    offered = _offered(name)
    if len({value for _, value in offered}) > 1:
        raise CannotCompile([f"The name '{name}' is offered more than once: {_who(offered)}. Remove one of them."])
    if not offered:
        raise CannotCompile([f"No plugin called '{name}' is installed here."])
    module: object = importlib.metadata.EntryPoint(name, offered[0][1], GROUP).load()
    if not isinstance(module, ModuleType):
        raise CannotCompile([f"The entry point '{name}' must name a module, not {type(module).__name__}."])
    return module


def _offered(name: str) -> list[tuple[str, str]]:
    """Who offers a plugin of this name, and as which module: packages by entry point, this application by folder."""
    entries = importlib.metadata.entry_points(group=GROUP, name=name)
    found = [(f"the package {one.dist.name}" if one.dist else "a package", one.value) for one in entries]
    own = f"plugins.{name}.plugin"
    if importlib.util.find_spec(f"plugins.{name}") and own not in [value for _, value in found]:
        found.append(("this application itself", own))
    return found


def _who(offered: list[tuple[str, str]]) -> str:
    return " and ".join(f"by {who} as {module}" for who, module in offered)


def _register(pm: pluggy.PluginManager, module: ModuleType, name: str) -> None:
    try:
        pm.register(module, name=name)
        pm.check_pending()
    except Exception as fault:  # a misspelt hook, an argument that nobody gives, one module under two names
        raise CannotCompile([f"{name} does not answer the hooks as documented: {error_text(fault)}"]) from fault


def _introduced(view: Hooks, name: str, module: ModuleType, at: At) -> Found:
    at("in plugin_info()")
    info = _one(view.plugin_info(), name)
    if info.name != name:
        raise CannotCompile([f"plugin_info() says it is '{info.name}'; the list calls it '{name}'."])
    at("in editions()")
    editions = next(iter(view.editions()), (ALWAYS,))
    at("in config_schema()")
    schema = next(iter(view.config_schema()), ConfigSchema)
    _checked(name, info, editions, schema)
    at("in config_schema(), while its settings were read")
    keys = frozenset(field.data_key or key for key, field in schema().fields.items())
    questions = schema.questions()
    return Found(
        name=name, module=module, info=info, editions=editions, schema=schema, questions=questions, keys=keys
    )  # fmt: skip


def _one(answers: list[Any], name: str) -> PluginInfo:
    if len(answers) != 1 or not isinstance(answers[0], PluginInfo):
        raise CannotCompile([f"{name} must answer plugin_info() with one PluginInfo."])
    return answers[0]


def _checked(name: str, info: PluginInfo, editions: Any, schema: Any) -> None:
    faults = [f"{name}: {said}" for said in wrong_shapes(info)]
    if not isinstance(editions, tuple) or not editions or not all(isinstance(one, Edition) for one in editions):
        faults.append(f"{name} must answer editions() with a tuple of one or more Edition.")
    elif wrong := [said for one in editions for said in wrong_shapes(one)]:
        faults += [f"{name}: {said}" for said in wrong]
    elif len({one.key for one in editions}) < len(editions):
        faults.append(f"{name} gives two editions the same key.")
    if not isinstance(schema, type) or not issubclass(schema, ConfigSchema):
        faults.append(f"{name} must answer config_schema() with a class made from ConfigSchema.")
    if faults:
        raise CannotCompile(faults)
