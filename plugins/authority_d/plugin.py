"""Authority D: who it is, its settings, when it calls for a meeting, who hears of it and what is reported. The meeting
itself stands in `disruption`, top to bottom in the document's order."""

from typing import Any

from core.api import (
    ConfigSchema,
    Edition,
    MeetingKind,
    PluginInfo,
    Report,
    Role,
    Route,
    Strength,
    Trigger,
    choice,
    choices,
    hookimpl,
    months,
    number,
)
from plugins.authority_d import questions as ask
from plugins.authority_d.disruption import disruption

STAFF_SAY = {"": "The text is silent: staff say, each time"}
WORKER, SUPPORT = {"social_worker": "Child's social worker"}, {"business_support": "Business support"}
SUPERVISING = {"supervising_social_worker": "Supervising social worker"}
PEOPLE = {
    "advocate": "Advocate",
    "social_worker_manager": "Social worker's manager",
    "supervising_social_worker": "Supervising social worker",
    "iro": "Child's independent reviewing officer",
    "current_carer": "Current carer",
    "designated_teacher": "Designated teacher",
    "virtual_school": "Virtual school",
    "health_professional": "Health professional",
    "other_professional": "Other professional",
}
READERS = {
    "service_manager": "Service manager",
    "senior_manager": "Senior manager",
    "group_manager": "Group manager",
    "team_manager": "Team manager",
    "adoption_fostering_manager": "Adoption and fostering team manager",
}


class Settings(ConfigSchema):
    """What the text leaves open."""

    convened_by = choice(STAFF_SAY | WORKER | SUPPORT, default="", clause="D01", label="Who convenes the meeting")
    invitees = choices(PEOPLE, clause="D01", label="Whom to invite besides those who are to be heard")
    information_from = choice(
        STAFF_SAY | WORKER | SUPPORT,
        default="",
        clause="D03b",
        label="Who gathers what child, carers, parents and social workers can tell",
    )
    own_iro_may_chair = choice(
        {"yes": "Yes", "reason": "Yes, with a recorded reason", "no": "No"},
        default="yes",
        clause="D03c",
        label="May the child's own independent reviewing officer chair?",
    )
    papers_from = choice(
        STAFF_SAY | WORKER | SUPPORT, default="", clause="D04b", label="Who supplies the child's papers"
    )
    carer_papers_from = choice(
        STAFF_SAY | SUPERVISING | WORKER | SUPPORT,
        default="",
        clause="D04b",
        label="Who supplies the foster carers' annual review",
    )
    minutes_by = choice(
        STAFF_SAY | {"chair": "Chair"} | SUPPORT,
        default="",
        clause="D06c",
        label="Who writes and circulates the minutes",
    )
    minutes_within = number(
        most=60, clause="D06c", label="Working days within which the minutes are aimed for (empty: no day)"
    )
    report_to = choices(
        READERS, default=("service_manager", "senior_manager"), clause="D07", label="Who reads the monthly report"
    )


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="authority_d",
        title="Authority D",
        version="1.0",
        document="Disruption meetings",
        words={"panel_administrator": "Children's Review Panel administrator", "panel": "Children's Review Panel"},
    )


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def roles() -> tuple[Role, ...]:
    return (
        Role(key="adoption_fostering_manager", title="Adoption and fostering team manager"),
        Role(key="cqru", title="CQRU"),
    )


@hookimpl
def editions() -> tuple[Edition, ...]:
    return (Edition(key="current", title="Disruption meetings", note="The document gives no date."),)


@hookimpl
def triggers(edition: Edition, config: Any) -> tuple[Trigger, ...]:
    return (
        Trigger(
            key="before_its_time", title="Long-term placement ended before its time and unplanned",
            proposes="disruption", strength=Strength.SHOULD, clause="D01", when=ask.before_its_time,
            evidence=ask.ending,
            interpretation='"Are held" is read as should; unplanned and meant for the long term, as before its time',
        ),
    )  # fmt: skip


@hookimpl
def meeting_kinds(edition: Edition, config: Any) -> tuple[MeetingKind, ...]:
    return (disruption(config),)


@hookimpl
def panel_routes(edition: Edition, config: Any) -> tuple[Route, ...]:
    return (
        Route(
            key="childrens_review_panel", kind="disruption", panel="Children's Review Panel", clause="D06b",
            via="panel_administrator", readers=("panel",), sends=("minutes",), after="minutes",
            owed_by=config["minutes_by"] or None,
        ),
    )  # fmt: skip


@hookimpl
def learning_reports(edition: Edition, config: Any) -> tuple[Report, ...]:
    return (
        Report(
            key="monthly", title="Monthly report on disruptions", every=months(1), by="cqru", clause="D07",
            to=tuple(config["report_to"]),
            measures=("timeliness", "themes", "endings_by_kind", "recommendations", "views_heard", "meetings"),
            interpretation="The text does not say who receives it; those who can change policy and practice",
        ),
    )  # fmt: skip
