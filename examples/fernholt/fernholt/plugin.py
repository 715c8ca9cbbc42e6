"""Fernholt, an invented authority: who it is, its settings, when it calls for a meeting, who hears of it and what is
reported. The meetings stand in `lookback` and `others`."""

from datetime import date

from core.api import (
    Anchor,
    Config,
    ConfigSchema,
    Decision,
    Edition,
    MeetingKind,
    PluginInfo,
    Report,
    Role,
    Route,
    Strength,
    SupportPlan,
    Trigger,
    choice,
    hookimpl,
    months,
    working_days,
)
from fernholt import questions as ask
from fernholt.lookback import lookback
from fernholt.others import anchor_meeting, anchor_review, carer_review, ending_report, planning

STAFF_SAY = {"": "The text is silent: staff say, each time"}
TOGETHER = Decision(by=("team_manager", "fostering_team_manager"), otherwise="head_of_homes")


class Settings(ConfigSchema):
    """What the text leaves open."""

    arranged_by = choice(
        STAFF_SAY | {"social_worker": "Child's social worker", "business_support": "Business support"},
        default="",
        label="Who arranges the look-back meeting and invites people",
        clause="F12",
    )
    record_by = choice(
        STAFF_SAY | {"chair": "Convenor", "business_support": "Business support"},
        default="",
        label="Who writes the record of the look-back meeting",
        clause="F13",
    )
    carer_review_led_by = choice(
        STAFF_SAY | {"fostering_team_manager": "Fostering team manager", "service_manager": "Service manager"},
        default="",
        label="Who leads the review of a carer's support",
        clause="F04",
    )


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="fernholt",
        title="Fernholt",
        version="1.0",
        document="When a home ends",
        words={
            "disruption meeting": "look-back meeting",
            "chair": "Convenor",
            "panel": "Homes Panel",
            "panel_administrator": "Homes Panel administrator",
            "supervising_social_worker": "Carer's link worker",
        },
    )


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def roles() -> tuple[Role, ...]:
    return (Role(key="head_of_homes", title="Head of homes"),)


@hookimpl
def editions() -> tuple[Edition, ...]:
    return (
        Edition(
            key="2023",
            title="When a home ends, first text",
            in_force_from=date(2023, 4, 1),
            in_force_until=date(2025, 8, 31),
        ),
        Edition(key="2025", title="When a home ends, second text", in_force_from=date(2025, 9, 1)),
    )


@hookimpl
def triggers(edition: Edition, config: Config) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="settled_home",
            title="A home that had become permanent has ended",
            proposes="lookback",
            strength=Strength.MUST,
            clause="F02",
            when=ask.settled_and_unplanned,
            evidence=ask.how_long,
        ),
        Trigger(
            key="moved_again",
            title="The child has moved without a plan again",
            proposes="lookback",
            strength=Strength.SHOULD,
            clause="F03",
            when=ask.moved_again,
            evidence=ask.moves,
            decided_by=TOGETHER,
            waiver=TOGETHER,
        ),
        Trigger(
            key="same_carer",
            title="Three homes with one carer have ended",
            proposes="carer_review",
            strength=Strength.SHOULD,
            clause="F04",
            when=ask.three_with_this_carer,
            evidence=ask.with_this_carer,
        ),
        Trigger(
            key="short_stay",
            title="A short stay has ended",
            proposes="ending_report",
            strength=Strength.SHOULD,
            clause="F05",
            when=ask.short_and_unplanned,
            evidence=ask.how_long,
        ),
        Trigger(
            key="plan_changed",
            title="The plan for permanence has changed",
            proposes="planning",
            strength=Strength.SHOULD,
            clause="F06",
            anchor=Anchor.DECIDED,
        ),
        Trigger(
            key="worried",
            title="Somebody is worried that this home may not last",
            proposes="anchor",
            strength=Strength.CONSIDER,
            clause="F08",
            anchor=Anchor.CONCERN,
        ),
    )


@hookimpl
def meeting_kinds(edition: Edition, config: Config) -> tuple[MeetingKind, ...]:
    return (
        lookback(edition, config),
        carer_review(config),
        ending_report(),
        planning(),
        anchor_meeting(),
        anchor_review(),
    )


@hookimpl
def support_plans(edition: Edition, config: Config) -> tuple[SupportPlan, ...]:
    return (
        SupportPlan(
            key="anchor_plan",
            title="Anchor plan",
            agreed_at="anchor",
            review="anchor_review",
            clause="F16",
            agreed_with=(("current_carer", "supervising_social_worker"),),
            shortest_days=28,
            longest_days=84,
        ),
    )


@hookimpl
def panel_routes(edition: Edition, config: Config) -> tuple[Route, ...]:
    return (
        Route(
            key="homes_panel",
            kind="lookback",
            panel="Homes Panel",
            sends=("record",),
            clause="F14",
            via="panel_administrator",
            readers=("panel",),
            owed_by=config["record_by"] or None,
            after="record",
            before_panel=working_days(10),
        ),
    )


@hookimpl
def learning_reports(edition: Edition, config: Config) -> tuple[Report, ...]:
    return (
        Report(
            key="learning",
            title="What we learned from homes that ended",
            every=months(6),
            by="head_of_homes",
            to=("panel",),
            measures=("endings_by_kind", "timeliness", "themes", "views_heard"),
            clause="F15",
        ),
    )
