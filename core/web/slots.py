"""Named places on our pages that plugins' templates fill: read apart from ours, in a sandbox, given frozen values and
nothing of the request. One that raises is contained: the page says whose part could not be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Flask, current_app
from jinja2 import Environment, FileSystemLoader, PrefixLoader, Undefined
from jinja2.environment import TemplateModule
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core import metrics
from core.domain.compiling import Procedure
from core.domain.lasting import Slot
from core.registry import Registry
from core.services.meetings import Case
from core.slots import folder_of
from core.web import faults
from core.web.requests import installation, today

KEY = "mooring.slots"


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one plugin shows in one place: its `html`; or, where its template raised, the `reference` of the fault."""

    plugin: str
    html: TemplateModule | None = None
    reference: str = ""


def init_app(app: Flask, registry: Registry, undefined: type[Undefined]) -> None:
    """Read plugins' templates, each under its plugin's name, with the filters of our pages and nothing else of them."""
    folders = {name: folder_of(one) for name, one in registry.found.items()}
    loaders = {name: FileSystemLoader(folder) for name, folder in folders.items() if folder}
    environment = ImmutableSandboxedEnvironment(
        loader=PrefixLoader(loaders), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=undefined
    )
    environment.filters = app.jinja_env.filters
    app.extensions[KEY] = registry.environment = environment
    app.jinja_env.globals["slots"] = filled


def wanted(place: str, procedure: Procedure | None) -> bool:
    """Whether any plugin of this procedure fills a place."""
    return any(slot.place == place for slot in (procedure.slots if procedure else ()))


def of_meeting(case: Case) -> dict[str, Any]:
    """What a template in the place "meeting" is given; nothing where none stands there."""
    if not wanted("meeting", case.procedure):
        return {}
    told = {name: getattr(case.meeting, name) for name in ("kind", "title", "family", "stage", "day", "held_on")}
    return {"facts": case.facts, "meeting": MappingProxyType(told)}


def filled(place: str, procedure: Procedure | None, **values: Any) -> list[Part]:
    """The parts that the plugins of a procedure show in a place, in the order in which they are enabled; a template
    that writes nothing is left out."""
    return [part for slot in (procedure.slots if procedure else ()) if slot.place == place
            for part in _shown(slot, procedure, values)]  # fmt: skip


def _shown(slot: Slot, procedure: Procedure | None, values: dict[str, Any]) -> Iterator[Part]:
    name = slot.template.partition("/")[0]
    info = installation().registry.found[name].info if name in installation().registry.found else None
    title = info.title if info else name
    environment: Environment = current_app.extensions[KEY]
    try:
        settings = procedure.settings.get(name, {}) if procedure else {}
        given = {"today": today(), "settings": settings, **values}
        html = environment.get_template(slot.template).make_module(given)
    except Exception as fault:  # the plugin's own template: the page stands without it
        faults.note(fault, fault.__traceback__)
        metrics.plugin_failed(name, "template")
        yield Part(plugin=title, reference=faults.reference())
        return
    if str(html).strip():
        yield Part(plugin=title, html=html)
