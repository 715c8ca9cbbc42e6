"""A complaint that suspends the window."""

from core.api import Config, Edition, Facts, MeetingKind, PluginInfo, Window, hookimpl, weeks


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="complaint_suspends", title="Made up 5", version="1.0", document="Invented")


def complaint_open(facts: Facts) -> bool:
    """A complaint about a carer is being looked into"""
    return bool(facts.complaint)


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    window = Window(clause="M05", closes=weeks(6), suspended_by=complaint_open)
    return (MeetingKind(key="disruption", title="Disruption meeting", clause="M05", window=(window,)),)
