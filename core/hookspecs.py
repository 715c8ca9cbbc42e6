"""The hooks, in the order in which a case meets them. All but the last two are asked when a procedure is compiled."""

from collections.abc import Mapping
from typing import Any

import pluggy

from core.domain.lasting import Gathering, Report, Route, Signal, Slot, SupportPlan
from core.domain.procedure import Edition, PluginInfo, Role, Trigger
from core.domain.steps import MeetingKind
from core.schema import ConfigSchema

PROJECT = "mooring"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

Config = Mapping[str, Any]


@hookspec
def plugin_info() -> PluginInfo:  # type: ignore[empty-body]
    """Who the plugin is: asked once, when it is discovered."""


@hookspec
def config_schema() -> type[ConfigSchema]:  # type: ignore[empty-body]
    """The settings that configuration staff fill in, as a strict schema."""


@hookspec
def roles() -> tuple[Role, ...]:  # type: ignore[empty-body]
    """Roles that this authority uses beyond the core's list."""


@hookspec
def editions() -> tuple[Edition, ...]:  # type: ignore[empty-body]
    """The texts of the procedure, oldest first, and when each was in force."""


@hookspec
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:  # type: ignore[empty-body]
    """When meetings are proposed."""


@hookspec
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:  # type: ignore[empty-body]
    """The meetings, each top to bottom like the document."""


@hookspec
def support_plans(edition: Edition, config: Config) -> tuple[SupportPlan, ...]:  # type: ignore[empty-body]
    """Plans that a meeting agrees, and the meeting that reviews them."""


@hookspec
def panel_routes(edition: Edition, config: Config) -> tuple[Route, ...]:  # type: ignore[empty-body]
    """Which bodies hear of a meeting."""


@hookspec
def learning_reports(edition: Edition, config: Config) -> tuple[Report, ...]:  # type: ignore[empty-body]
    """What is reported, how often, to whom."""


@hookspec
def gatherings(edition: Edition, config: Config) -> tuple[Gathering, ...]:  # type: ignore[empty-body]
    """Who meets about many meetings at once, to learn from them or to see recommendations through."""


@hookspec
def signals(edition: Edition, config: Config) -> tuple[Signal, ...]:  # type: ignore[empty-body]
    """Conditions under which a placement that lasts is listed for an early conversation about stability."""


@hookspec
def page_slots(edition: Edition, config: Config) -> tuple[Slot, ...]:  # type: ignore[empty-body]
    """Named places on core pages that the plugin's templates fill."""


@hookspec
def objections(meeting: Mapping[str, Any], move: str, edition: Edition, config: Config) -> tuple[str, ...]:  # type: ignore[empty-body]
    """Sentences that speak against `move` for this meeting; asked while staff wait, so it must be quick."""


@hookspec
def after_event(event: Mapping[str, Any], edition: Edition, config: Config) -> None:
    """Told after an event is committed, by the worker; may be told twice."""
