"""The adoption disruption meeting: one process in two parts, with prospective adopters and then professionals only."""

from typing import Any

from core.api import (
    ATTENDED,
    CONVENED,
    AgendaItem,
    ChairRule,
    Circulation,
    Invitee,
    MeetingKind,
    Output,
    Part,
    Relation,
    Step,
    Strength,
    Strictness,
    Window,
    days,
    working_days,
)
from plugins.authority_b.common import PREREQUISITES, PURPOSES, themes

ONE, TWO = "part_one", "part_two"
PROFESSIONALS = ("social_worker", "adoption_social_worker")
READERS = (ATTENDED, "chair", *PROFESSIONALS, "adoption_team")
TEAMS = ("adoption_team_manager", "group_manager")
COUNTED = "Counted from the placement's end; each team's judgement recorded by one of its managers"


def adoption_disruption(config: Any) -> MeetingKind:
    """Both parts, with what the settings say of the second."""
    within = working_days(config["record_within"]) if config["record_within"] else None
    writer = config["record_by"] or None
    same = "as_part_one"
    return MeetingKind(
        key="adoption_disruption", title="Adoption disruption meeting", clause="B01a",
        purposes=PURPOSES, purposes_clause="B04a",
        aims=("Room for feelings", "Learning", "The child's future plan"), aims_clause="B05c",
        stand_alone_clause="B03a", prerequisites=PREREQUISITES,
        arranged_by="adoption_team", arranged_clause="B05a",
        chairs=(*_chairs(ONE, "B05b"), *(_chairs(TWO, "B06c") if config["part_two_chair"] == same else ())),
        parts=(
            Part(key=ONE, title="First meeting, with the prospective adopters", clause="B06a",
                 purpose="Hear from everyone, and plan for the child"),
            Part(key=TWO, title="Second meeting, professionals only", clause="B06b", professionals_only=True,
                 not_before=ONE, purpose="What could go another way next time, for these children and for others"),
        ),
        invitees=(
            Invitee(role="adopter", part=ONE, clause="B06a", supported_by="adoption_social_worker"),
            Invitee(role="child", part=ONE, clause="B04b", contributes="views"),
            Invitee(role="parent", part=ONE, clause="B04b", contributes="views"),
            *(Invitee(role=role, part=ONE, clause="B06a") for role in PROFESSIONALS),
            *(Invitee(role=role, part=TWO, clause="B06b") for role in PROFESSIONALS),
        ),
        window=(_window(ONE, "B07"), *((_window(TWO, "B06c"),) if config["part_two_window"] == same else ())),
        agenda=(
            *themes(ONE),
            AgendaItem(key="differently", title="What could go another way next time", clause="B06b", part=TWO),
            AgendaItem(key="prevent", title="What would prevent this for other children", clause="B06b", part=TWO),
        ),
        steps=(
            Step(key="invitations", title="Send the invitations", clause="B06a", owed_by="adoption_team",
                 after=CONVENED, completes="invitations", strength=Strength.SHOULD),
            *(Step(key=f"record_{part}", title=f"Write the record of the {nth} meeting", clause="B06d", part=part,
                   owed_by=writer, within=within, completes="minutes", strictness=Strictness.ADVISORY,
                   strength=Strength.SHOULD)
              for part, nth in ((ONE, "first"), (TWO, "second"))),
            *(Step(key=f"circulate_{part}", title=f"Circulate the record of the {nth} meeting", clause="B06d",
                   part=part, owed_by=writer, after=f"record_{part}", completes="circulation",
                   strictness=Strictness.ADVISORY, strength=Strength.SHOULD)
              for part, nth in ((ONE, "first"), (TWO, "second"))),
        ),
        outputs=(
            Output(key="record_part_one", title="Record of the first meeting", clause="B06d", part=ONE,
                   audience=READERS, sections=("record", "decisions")),
            Output(key="record_part_two", title="Record of the second meeting", clause="B06d", part=TWO,
                   audience=("chair", *PROFESSIONALS, "adoption_team"),
                   sections=("record", "decisions", "recommendations")),
            Output(key="action_plan", title="Action plan for the child", clause="B04a", audience=READERS,
                   sections=("actions",)),
        ),
        circulation=(
            Circulation(output="record_part_one", to=(ATTENDED,), clause="B06d", after="record_part_one"),
            Circulation(output="record_part_two", to=PROFESSIONALS, clause="B06d", after="record_part_two"),
            Circulation(output="action_plan", to=(ATTENDED,), clause="B04a", after="record_part_one"),
        ),
        silent_on=(
            ("who chairs the second meeting", "part_two_chair"),
            ("when the second meeting takes place", "part_two_window"),
            ("what the second meeting produces", ""),
            ("who writes the records", "record_by"),
            ("by when the records are written", "record_within"),
            ("other people to invite", ""),
        ),
    )  # fmt: skip


def _chairs(part: str, clause: str) -> tuple[ChairRule, ...]:
    reading = "" if part == ONE else "The passage breaks off; the chair is as in the first meeting"
    return (
        ChairRule(roles=("independent_chair",), unless=(Relation.EMPLOYED_HERE,), part=part, clause=clause,
                  interpretation=reading),
        ChairRule(roles=("senior_manager",), unless=(Relation.OPERATIONAL,), part=part, clause=clause,
                  interpretation=reading),
    )  # fmt: skip


def _window(part: str, clause: str) -> Window:
    return Window(
        clause=clause,
        part=part,
        opens=days(28),
        closes=days(42),
        strictness=Strictness.ADVISORY,
        override_by=TEAMS,
        words="National guidance, and a professional judgement of both management teams",
        interpretation=COUNTED,
    )
