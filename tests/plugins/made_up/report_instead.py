"""A report on paper in place of a meeting."""

from core.api import (
    Anchor,
    Config,
    Edition,
    MeetingKind,
    Output,
    PluginInfo,
    Step,
    Strength,
    Trigger,
    hookimpl,
    working_days,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="report_instead", title="Made up 7", version="1.0", document="Invented")


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(key="any_ending", title="Any ending", proposes="ending_report", strength=Strength.SHOULD, clause="M07"),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    step = Step(
        key="report",
        title="Write the report",
        clause="M07",
        owed_by="social_worker",
        within=working_days(15),
        after=Anchor.ENDED.value,
        completes="minutes",
    )
    output = Output(key="report", title="Report", clause="M07", audience=("social_worker", "team_manager"))
    kind = MeetingKind(
        key="ending_report", title="Ending report", clause="M07", form="report", steps=(step,), outputs=(output,)
    )
    return (kind,)
