"""Authority C: who it is, its settings, and when it calls for a meeting. The meetings stand in `stability` (section 1
of the document) and `disruption` (section 2), each top to bottom in the document's order."""

from typing import Any

from core.api import (
    Anchor,
    ConfigSchema,
    Edition,
    MeetingKind,
    PluginInfo,
    Role,
    Strength,
    SupportPlan,
    Trigger,
    choice,
    choices,
    hookimpl,
    number,
)
from plugins.authority_c import questions as ask
from plugins.authority_c.disruption import disruption
from plugins.authority_c.stability import review, stability

OPEN = {"": "Not settled: nobody can be invited yet"}
STAFF_SAY = {"": "The text is silent: staff say, each time"}
CHAIRS = {
    "fostering_team_manager": "Fostering team manager",
    "team_manager": "Team manager",
    "service_manager": "Service manager",
    "iro": "Independent reviewing officer",
    "independent_chair": "Independent chair",
}
PEOPLE = {
    "child": "Child",
    "parent": "Parent",
    "advocate": "Advocate",
    "social_worker": "Social worker",
    "other_professional": "Other professional",
    "foster_carer": "Foster carer",
    "supervising_social_worker": "Supervising social worker",
    "keyworker": "Link worker or keyworker",
    "home_manager": "Home manager",
    "placement_service": "Placement management service",
    "virtual_school": "Virtual school",
    "children_in_care_nurse": "Children in care nurse",
}
ARRANGERS = STAFF_SAY | {
    "social_worker": "Child's social worker",
    "supervising_social_worker": "Supervising social worker",
    "business_support": "Business support",
}


class Settings(ConfigSchema):
    """What the text leaves open."""

    agency_chair = choice(
        OPEN | CHAIRS,
        default="",
        clause="C06a",
        label="Who chairs stability meetings about agency foster placements",
    )
    agency_invitees = choices(
        PEOPLE,
        clause="C06a",
        label="Who is asked to stability meetings about agency foster placements",
    )
    residential_chair = choice(
        OPEN | CHAIRS,
        default="",
        clause="C06b",
        label="Who chairs stability meetings about residential placements",
    )
    residential_invitees = choices(
        PEOPLE,
        clause="C06b",
        label="Who is asked to stability meetings about residential placements",
    )
    stability_arranged_by = choice(
        ARRANGERS,
        default="",
        clause="C01a",
        label="Who arranges stability meetings",
    )
    arranged_by = choice(
        ARRANGERS,
        default="",
        clause="C07e",
        label="Who arranges disruption meetings",
    )
    minutes_within = number(
        most=60,
        clause="C09b",
        label="Working days within which the chair aims to finish the minutes (empty: no day)",
    )


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="authority_c", title="Authority C", version="1.0", document="Stability meetings and disruption meetings"
    )


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def roles() -> tuple[Role, ...]:
    return (Role(key="children_in_care_nurse", title="Children in care nurse"),)


@hookimpl
def editions() -> tuple[Edition, ...]:
    return (Edition(key="current", title="Stability and disruption meetings", note="The document gives no date."),)


@hookimpl
def triggers(edition: Edition, config: Any) -> tuple[Trigger, ...]:
    def ended(key: str, title: str, clause: str, when: Any) -> Trigger:
        return Trigger(key=key, title=title, proposes="disruption", strength=Strength.CONSIDER, clause=clause,
                       when=when, evidence=ask.ending)  # fmt: skip

    return (
        Trigger(key="concern", title="Concern about a placement's stability", proposes="stability", clause="C01a",
                strength=Strength.SHOULD, anchor=Anchor.CONCERN, evidence=ask.concern),
        ended("abrupt_or_unplanned", "Long term, and ended abruptly or unplanned", "C07b", ask.abrupt_or_unplanned),
        ended("outside_pathway_plan", "Long term, and not ended by a pathway plan", "C07c", ask.outside_pathway_plan),
        ended("notice_on_a_match", "Long term and matched, and the carer gave notice", "C07d", ask.notice_on_a_match),
    )  # fmt: skip


@hookimpl
def meeting_kinds(edition: Edition, config: Any) -> tuple[MeetingKind, ...]:
    return (stability(config), review(config), disruption(config))


@hookimpl
def support_plans(edition: Edition, config: Any) -> tuple[SupportPlan, ...]:
    return (
        SupportPlan(key="support", title="Support plan", agreed_at="stability", review="stability_review",
                    clause="C02a", interval_clause="C02c"),
    )  # fmt: skip
