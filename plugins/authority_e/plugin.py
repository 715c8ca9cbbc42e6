"""Authority E: who it is, its settings, when it calls for a meeting, and what outlasts one. The meetings stand in
`stability` and in `disruption` with `afterwards`, each top to bottom in the document's order."""

from typing import Any

from core.api import (
    Anchor,
    ConfigSchema,
    Edition,
    Gathering,
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
from plugins.authority_e import questions as ask
from plugins.authority_e.afterwards import sent_to_panel
from plugins.authority_e.disruption import disruption
from plugins.authority_e.stability import stability

STAFF_SAY = {"": "The text is silent: staff say, each time"}
CALLS = {"may": "It may be useful", "consider": "It is considered", "should": "It should be held"}
WORKERS = {"social_worker": "Child's social worker", "supervising_social_worker": "Supervising social worker"}
MANAGERS = {"team_manager": "Team manager", "service_manager": "Service manager"}
INDEPENDENT = {"iro": "Independent reviewing officer", "independent_chair": "Independent chair"}


class Settings(ConfigSchema):
    """What the text leaves open."""

    stability_call = choice(
        CALLS, default="may", clause="E01a", label="A concern about a placement's stability: what of a meeting"
    )
    stability_arranged_by = choice(
        STAFF_SAY | WORKERS, default="", clause="E01c", label="Who arranges the stability meeting"
    )
    stability_chair = choice(
        STAFF_SAY | MANAGERS | INDEPENDENT, default="", clause="E01d", label="Who chairs the stability meeting"
    )
    stability_record_by = choice(
        STAFF_SAY | {"chair": "Chair", "business_support": "Team administrator"} | WORKERS,
        default="", clause="E01e", label="Who writes the record of the stability meeting",
    )  # fmt: skip
    disruption_after = choice(
        {"": "Every ending: staff are asked each time", "unplanned": "Endings that were unplanned or abrupt"},
        default="", clause="E03e", label="Which endings are followed by a disruption meeting",
    )  # fmt: skip
    disruption_call = choice(CALLS, default="may", clause="E03e", label="A placement has ended: what of a meeting")
    others_invited = choices(
        {
            "iro": "The child's independent reviewing officer", "social_worker_manager": "The social worker's manager",
            "current_carer": "The current carer", "health_professional": "Health professionals",
            "designated_teacher": "The designated teacher",
        },
        clause="E03f", label="Who else is invited to disruption meetings",
    )  # fmt: skip
    disruption_chair = choice(
        STAFF_SAY | INDEPENDENT | MANAGERS, default="", clause="E03g", label="Who chairs the disruption meeting"
    )
    disruption_not_before = number(
        most=26, clause="E03h", label="Weeks after the ending before which no disruption meeting is held (empty: none)"
    )
    disruption_within = number(
        most=52, clause="E03h", label="Weeks after the ending within which one is held (empty: a target, each time)"
    )
    ten_days = choice(
        {"participants": "Participants have them, from the day the draft goes out, to ask for corrections of fact",
         "chair": "The chair has them, from the drafts, to send them out"},
        default="participants", clause="E08a", label="Whom the ten working days bind",
    )  # fmt: skip
    practice_feedback_to_panel = choice(
        {"yes": "It goes to the panel's administrator and the panel", "no": "It is withheld from the panel"},
        default="yes", clause="E08b", label="Practice feedback and the panel",
    )  # fmt: skip
    finals_to_participants = choice(
        {"": "Only those the text names receive final versions", "yes": "So do those who took part"},
        default="", clause="E09c", label="Whether those who took part receive the final versions",
    )  # fmt: skip


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="authority_e", title="Authority E", version="1.0", document="Placement stability and disruption meetings",
        words={
            "business_support": "Team administrator", "panel": "Permanence Panel",
            "panel_administrator": "Permanence Panel administrator",
            "panel_adviser": "Professional adviser to the panel",
            "previous_carer": "Previous carer or prospective adopter",
        },
    )  # fmt: skip


@hookimpl
def config_schema() -> type[ConfigSchema]:
    return Settings


@hookimpl
def roles() -> tuple[Role, ...]:
    return (
        Role(key="reviewing_officer_team", title="Reviewing officer team"),
        Role(key="reviewing_team_manager", title="Reviewing team manager"),
    )


@hookimpl
def editions() -> tuple[Edition, ...]:
    title = "Placement stability and disruption meetings"
    return (Edition(key="current", title=title, note="The document gives no date."),)


@hookimpl
def triggers(edition: Edition, config: Any) -> tuple[Trigger, ...]:
    silent = "The text is silent on when to meet: {}, so that staff are asked. A setting changes it"
    return (
        Trigger(key="concern", title="A concern about a placement's stability", proposes="stability", clause="E01a",
                strength=Strength(config["stability_call"]), anchor=Anchor.CONCERN,
                interpretation=silent.format("offered wherever a concern is raised")),
        Trigger(key="ending", title="A placement has ended", proposes="disruption", clause="E03e",
                strength=Strength(config["disruption_call"]), evidence=ask.ending,
                when=ask.unplanned_or_abrupt if config["disruption_after"] else None,
                interpretation=silent.format("offered after an ending")),
    )  # fmt: skip


@hookimpl
def meeting_kinds(edition: Edition, config: Any) -> tuple[MeetingKind, ...]:
    return (stability(config), disruption(config))


@hookimpl
def panel_routes(edition: Edition, config: Any) -> tuple[Route, ...]:
    return (
        Route(key="permanence_panel", kind="disruption", panel="Permanence Panel", via="panel_administrator",
              readers=("panel",), sends=sent_to_panel(config), clause="E09b", considers_clause="E10", after="final",
              asks_attendance=True),
    )  # fmt: skip


@hookimpl
def learning_reports(edition: Edition, config: Any) -> tuple[Report, ...]:
    measures = ("meetings", "timeliness", "themes", "endings_by_kind", "recommendations", "views_heard")
    return (
        Report(key="yearly", title="Disruption meetings of the year", clause="E11", every=months(12), measures=measures,
               by="reviewing_officer_team", to=("reviewing_team_manager", "panel_adviser", "agency_decision_maker"),
               interpretation="The text does not say who reads it: those who see recommendations through"),
    )  # fmt: skip


@hookimpl
def gatherings(edition: Edition, config: Any) -> tuple[Gathering, ...]:
    return (
        Gathering(key="monitoring", title="Monitoring of recommendations", clause="E12",
                  by=("reviewing_team_manager", "panel_adviser"), puts_to="agency_decision_maker"),
    )  # fmt: skip
