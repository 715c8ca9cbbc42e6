"""Papers that are due before the panel's date, not the meeting's."""

from core.api import (
    ATTENDED,
    PANEL_DATE,
    Config,
    Edition,
    MeetingKind,
    Output,
    PluginInfo,
    Route,
    Step,
    days,
    hookimpl,
    working_days,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="before_the_panel", title="Made up 10", version="1.0", document="Invented")


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (
        MeetingKind(
            key="disruption",
            title="Disruption meeting",
            clause="M10",
            outputs=(Output(key="summary", title="Summary", clause="M10", audience=(ATTENDED, "panel_administrator")),),
            steps=(
                Step(key="minutes", title="Minutes", clause="M10", owed_by="chair", within=working_days(10)),
                Step(
                    key="summary",
                    title="Summary for the panel",
                    clause="M10",
                    owed_by="chair",
                    within=days(3),
                    after=PANEL_DATE,
                    direction="before",
                ),
            ),
        ),
    )


@hookimpl
def panel_routes(edition: Edition, config: Config) -> tuple[Route, ...]:
    return (
        Route(
            key="panel",
            kind="disruption",
            panel="Panel",
            sends=("summary",),
            clause="M10",
            via="panel_administrator",
            after="minutes",
            before_panel=working_days(10),
        ),
    )
