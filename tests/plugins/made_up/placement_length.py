"""A placement's length as the test of permanence."""

from core.api import Config, Edition, Facts, MeetingKind, PluginInfo, Strength, Trigger, hookimpl, months


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="placement_length", title="Made up 2", version="1.0", document="Invented")


def lasted_a_year(facts: Facts) -> bool:
    """The placement had lasted a year"""
    return facts.placement.lasted(months(12), facts.day)


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="permanent",
            title="A year or longer",
            proposes="disruption",
            strength=Strength.MUST,
            when=lasted_a_year,
            clause="M02",
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (MeetingKind(key="disruption", title="Disruption meeting", clause="M02"),)
