"""Siblings in one meeting, each with a plan of their own."""

from core.api import Config, Edition, Facts, MeetingKind, PackItem, PluginInfo, Window, days, hookimpl, weeks


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="siblings_together", title="Made up 9", version="1.0", document="Invented")


def at_school(facts: Facts) -> bool:
    """The child is five or older"""
    return facts.age >= 5


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    report = PackItem(title="School report", clause="M09", owed_by="designated_teacher", when=at_school)
    note = PackItem(title="Health visitor's note", clause="M09", owed_by="health_professional", before_meeting=days(5))
    window = Window(clause="M09", opens=weeks(2), closes=weeks(6))
    return (
        MeetingKind(
            key="disruption",
            title="Disruption meeting",
            clause="M09",
            together="siblings",
            window=(window,),
            pack=(report, note),
        ),
    )
