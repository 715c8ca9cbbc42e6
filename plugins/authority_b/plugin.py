"""Authority B: who it is, its settings, and when it calls for a meeting. The meetings stand in `adoption` (in two
parts) and `fostering`, each top to bottom in the document's order."""

from collections.abc import Callable
from typing import Any

from core.api import (
    ConfigSchema,
    Edition,
    Facts,
    MeetingKind,
    PluginInfo,
    Strength,
    Trigger,
    choice,
    hookimpl,
    number,
)
from plugins.authority_b import questions as ask
from plugins.authority_b.adoption import adoption_disruption
from plugins.authority_b.fostering import foster_disruption

STAFF_SAY = {"": "The text is silent: staff say, each time"}


class Settings(ConfigSchema):
    """What the text leaves open."""

    part_two_chair = choice(
        {"as_part_one": "The same as in the first meeting"} | STAFF_SAY,
        default="as_part_one",
        label="Who chairs the second adoption meeting",
        clause="B06c",
    )
    part_two_window = choice(
        {"as_part_one": "In the same window as the first meeting, and not before it", "": "No window; not before it"},
        default="as_part_one",
        label="When the second adoption meeting takes place",
        clause="B06c",
    )
    other_arranged_by = choice(
        STAFF_SAY
        | {"social_worker": "Child's social worker", "supervising_social_worker": "Supervising social worker"},
        default="",
        label="Who arranges the meeting after a connected person placement",
        clause="B08a",
    )
    other_chair = choice(
        STAFF_SAY | {"practice_manager": "Practice manager", "group_manager": "Group manager"},
        default="",
        label="Who chairs the meeting after a connected person placement",
        clause="B09a",
    )
    record_by = choice(
        STAFF_SAY | {"chair": "Chair", "business_support": "Business support", "social_worker": "Social worker"},
        default="",
        label="Who writes the record",
        clause="B12",
    )
    record_within = number(
        most=60, label="Working days within which the record is written (empty: no day)", clause="B12"
    )


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="authority_b", title="Authority B", version="1.0", document="Placement disruption meetings")


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def editions() -> tuple[Edition, ...]:
    return (Edition(key="current", title="Placement disruption meetings", note="The document gives no date."),)


@hookimpl
def triggers(edition: Edition, config: Any) -> tuple[Trigger, ...]:
    def not_realised(key: str, title: str, proposes: str, when: Callable[[Facts], bool]) -> Trigger:
        return Trigger(
            key=key, title=title, proposes=proposes, when=when, clause="B01a", strength=Strength.SHOULD,
            evidence=ask.plan_and_ending,
            interpretation="Not realised: the placement that was to carry out the plan ended other than as planned",
        )  # fmt: skip

    return (
        not_realised("adoption", "Adoption did not come about", "adoption_disruption", ask.adoption_not_realised),
        not_realised(
            "long_term_foster",
            "Long-term foster care did not come about",
            "foster_disruption",
            ask.long_term_not_realised,
        ),
        not_realised(
            "connected_person",
            "Care by a connected person did not come about",
            "foster_disruption",
            ask.connected_not_realised,
        ),
        Trigger(
            key="short_term_series",
            title="A series of short-term placements has disrupted",
            proposes="foster_disruption",
            strength=Strength.MAY,
            clause="B01b",
            when=ask.short_term_series,
            evidence=ask.series,
            counted=ask.series_counted,
            interpretation="A series is read as two or more, this one included",
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Any) -> tuple[MeetingKind, ...]:
    return (adoption_disruption(config), foster_disruption(config))
