"""The disruption meeting after foster care or care by a connected person."""

from typing import Any

from core.api import (
    ATTENDED,
    CONVENED,
    AgendaItem,
    Ask,
    ChairRule,
    Circulation,
    Facts,
    Invitee,
    MeetingKind,
    Output,
    Relation,
    Step,
    Strength,
    Strictness,
    Window,
    working_days,
)
from plugins.authority_b import questions as ask
from plugins.authority_b.common import PREREQUISITES, PURPOSES, themes

MANAGERS = ("practice_manager", "group_manager")
IN_THE_TEAM = (Relation.CHILDS_TEAM,)
LOOKING_BACK = (
    ("worked_well", "What worked well"),
    ("worries", "What the worries were"),
    ("needs", "What the child needs"),
    ("support", "The support that keeps a future placement stable"),
)


def foster_disruption(config: Any) -> MeetingKind:
    """With what the settings say of connected persons and of the record."""

    def arranger(facts: Facts) -> str | None:
        return "social_worker" if ask.fostering(facts) else config["other_arranged_by"] or None

    supporter = "supervising_social_worker"
    writer = config["record_by"] or None
    within = working_days(config["record_within"]) if config["record_within"] else None
    group, chosen = ("group_manager",), config["other_chair"]
    other = (ChairRule(roles=(chosen,), when=ask.not_fostering, clause="B09a",
                       interpretation="The text is silent; this authority's setting"),) if chosen else ()  # fmt: skip
    return MeetingKind(
        key="foster_disruption", title="Placement disruption meeting", clause="B01a",
        purposes=PURPOSES, purposes_clause="B04a",
        aims=("Room for feelings", "Learning", "The child's future plan"), aims_clause="B09d",
        stand_alone_clause="B03a", prerequisites=PREREQUISITES,
        arranged_by=arranger, arranged_clause="B08a",
        chairs=(
            ChairRule(roles=group, only_if=IN_THE_TEAM, when=ask.permanent_foster, clause="B09b"),
            ChairRule(roles=group, only_if=IN_THE_TEAM, when=ask.foster_with_three, clause="B09c"),
            ChairRule(roles=group, only_if=IN_THE_TEAM, when=ask.fostering, clause="B09a", strength=Strictness.MUST),
            ChairRule(roles=("practice_manager",), only_if=IN_THE_TEAM, when=ask.ordinary_foster, clause="B09a",
                      strength=Strictness.MUST),
            *other,
        ),
        window=(Window(clause="B11", strictness=Strictness.ADVISORY,
                       words="As soon as practicable, weighing planning for the child against the carer's readiness"),),
        asks=(Ask(key="target", label="Target date for the meeting", kind="date", required=True, clause="B11"),),
        invitees=(
            Invitee(role="foster_carer", clause="B08b", supported_by=supporter, when=ask.fostering),
            Invitee(role="previous_carer", clause="B08b", supported_by=supporter, when=ask.not_fostering),
            Invitee(role="child", clause="B04b", contributes="views"),
            Invitee(role="parent", clause="B04b", contributes="views"),
            Invitee(role="social_worker", clause="B08a"),
            Invitee(role=supporter, clause="B08b"),
        ),
        agenda=(
            *themes(),
            *(AgendaItem(key=key, title=title, clause="B10", when=ask.three_disrupted) for key, title in LOOKING_BACK),
        ),
        steps=(
            Step(key="invitations", title="Send the invitations", clause="B08b", owed_by=arranger, after=CONVENED,
                 completes="invitations", strength=Strength.SHOULD),
            Step(key="record", title="Write the record", clause="B12", owed_by=writer, within=within,
                 completes="minutes", strictness=Strictness.ADVISORY, strength=Strength.SHOULD),
            Step(key="circulate", title="Circulate the record", clause="B12", owed_by=writer, after="record",
                 completes="circulation", strictness=Strictness.ADVISORY, strength=Strength.SHOULD),
        ),
        outputs=(
            Output(key="record", title="Record of the meeting", clause="B12", audience=(ATTENDED, "chair"),
                   sections=("record", "decisions", "recommendations")),
            Output(key="action_plan", title="Action plan for the child", clause="B04a", audience=(ATTENDED, "chair"),
                   sections=("actions",)),
        ),
        circulation=(
            Circulation(output="record", to=(ATTENDED,), clause="B12", after="record"),
            Circulation(output="action_plan", to=(ATTENDED,), clause="B04a", after="record"),
        ),
        silent_on=(
            ("who arranges the meeting for connected persons", "other_arranged_by"),
            ("who chairs the meeting for connected persons", "other_chair"),
            ("who writes the record", "record_by"),
            ("by when the record is written", "record_within"),
        ),
    )  # fmt: skip
