"""An anchor that is a decision rather than an ending."""

from core.api import (
    Anchor,
    Config,
    Edition,
    MeetingKind,
    PluginInfo,
    Strength,
    Trigger,
    Window,
    hookimpl,
    working_days,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="after_a_decision", title="Made up 6", version="1.0", document="Invented")


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="plan_changed",
            title="The permanence plan changes",
            proposes="planning",
            strength=Strength.SHOULD,
            clause="M06",
            anchor=Anchor.DECIDED,
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    window = Window(clause="M06", closes=working_days(10), after=Anchor.DECIDED.value)
    return (MeetingKind(key="planning", title="Planning meeting", clause="M06", family="planning", window=(window,)),)
