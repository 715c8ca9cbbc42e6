"""Two managers who must agree, else a third decides."""

from core.api import Config, Decision, Edition, MeetingKind, PluginInfo, Strength, Trigger, hookimpl

TOGETHER = Decision(by=("team_manager", "fostering_team_manager"), otherwise="senior_manager")


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="two_managers", title="Made up 3", version="1.0", document="Invented")


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="any_ending",
            title="Any ending",
            proposes="disruption",
            strength=Strength.CONSIDER,
            clause="M03",
            decided_by=TOGETHER,
            waiver=TOGETHER,
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (MeetingKind(key="disruption", title="Disruption meeting", clause="M03"),)
