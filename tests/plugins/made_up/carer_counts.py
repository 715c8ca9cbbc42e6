"""Counts over the carer: endings of any child's placement with the same carer."""

from core.api import (
    Config,
    Edition,
    Facts,
    MeetingKind,
    PluginInfo,
    Strength,
    Trigger,
    carer_had_at_least,
    hookimpl,
    months,
)


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="carer_counts", title="Made up 1", version="1.0", document="Invented")


def three_endings_with_this_carer(facts: Facts) -> bool:
    """Three placements with this carer have ended within a year"""
    return carer_had_at_least(facts, 3, months(12))


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="carer",
            title="Three endings with one carer",
            proposes="carer_review",
            strength=Strength.SHOULD,
            when=three_endings_with_this_carer,
            clause="M01",
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (MeetingKind(key="carer_review", title="Carer review meeting", clause="M01", family="review"),)
