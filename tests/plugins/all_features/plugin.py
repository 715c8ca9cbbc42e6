"""An addition that declares a little of every feature, so that beside any authority's plugin all pages are there."""

from core.api import (
    Config,
    Edition,
    Facts,
    Gathering,
    MeetingKind,
    Output,
    PluginInfo,
    Report,
    Route,
    Signal,
    hookimpl,
    months,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="all_features", title="Every feature", version="1.0", document="Invented for tests", kind="addition"
    )


def lasts(facts: Facts) -> bool:
    """The home lasts"""
    return facts.placement.ended is None


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    summary = Output(key="watch_summary", title="Summary", clause="W01", audience=("panel_administrator",))
    return (MeetingKind(key="watch", title="Harbour watch", clause="W01", family="review", outputs=(summary,)),)


@hookimpl
def panel_routes(edition: Edition, config: Config) -> tuple[Route, ...]:
    return (Route(key="watch", kind="watch", panel="Watch", sends=("watch_summary",), via="panel_administrator",
                  clause="W01"),)  # fmt: skip


@hookimpl
def learning_reports(edition: Edition, config: Config) -> tuple[Report, ...]:
    return (Report(key="watch", title="Watch report", every=months(12), by="senior_manager", to=("panel",),
                   measures=("meetings",), clause="W01"),)  # fmt: skip


@hookimpl
def gatherings(edition: Edition, config: Config) -> tuple[Gathering, ...]:
    return (Gathering(key="watch", title="Watch meeting", by=("panel_adviser",), clause="W01"),)


@hookimpl
def signals(edition: Edition, config: Config) -> tuple[Signal, ...]:
    return (Signal(key="lasts", title="It lasts", clause="W01", when=lasts, caution="It does not say more."),)
