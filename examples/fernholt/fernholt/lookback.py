"""The look-back meeting (F07 to F14), top to bottom in the document's order."""

from typing import Final

from core.api import (
    ATTENDED,
    CONVENED,
    PANEL_DATE,
    AgendaItem,
    ChairRule,
    Circulation,
    Config,
    Edition,
    Invitee,
    MeetingKind,
    Output,
    PackItem,
    Part,
    Relation,
    Step,
    Window,
    days,
    weeks,
    working_days,
)
from fernholt import questions as ask

CONVERSATIONS: Final = "conversations"
ROUND_UP: Final = "round_up"
FAMILY = ("child", "parent", "previous_carer")
PROFESSIONALS = ("social_worker", "supervising_social_worker", "team_manager")
THEMES = (
    ("life", "What life was like in this home"),
    ("turn", "When things began to turn, and who noticed"),
    ("support", "What helped, and what would have helped"),
    ("next", "What this child, and each brother or sister, needs next"),
)


def lookback(edition: Edition, config: Config) -> MeetingKind:
    """Under this text, with what the settings say of who arranges the meeting and who writes its record."""
    arranges, writes = config["arranged_by"] or None, config["record_by"] or None
    return MeetingKind(
        key="lookback",
        title="Look-back meeting",
        clause="F01",
        aims=("Understand together what happened", "Find what will help, and nobody to blame"),
        aims_clause="F01",
        arranged_by=arranges,
        arranged_clause="F12",
        together="siblings",
        window=(_window(edition),),
        chairs=(
            ChairRule(roles=("independent_chair",), clause="F09"),
            ChairRule(roles=("service_manager",), not_if=(Relation.MANAGES_CASE,), clause="F09"),
        ),
        parts=(
            Part(key=CONVERSATIONS, title="Conversations", clause="F10", by_time_slot=True),
            Part(key=ROUND_UP, title="Round-up", clause="F10", professionals_only=True, not_before=CONVERSATIONS),
        ),
        invitees=(
            *(Invitee(role=role, part=CONVERSATIONS, clause="F10", contributes="attends or views") for role in FAMILY),
            *(Invitee(role=role, part=ROUND_UP, clause="F10") for role in PROFESSIONALS),
        ),
        pack=(
            PackItem(
                title="History of the child's homes",
                clause="F12",
                owed_by="social_worker",
                before_meeting=working_days(5),
                read_by="chair",
            ),
            PackItem(
                title="Note on support given",
                clause="F12",
                owed_by="supervising_social_worker",
                before_meeting=working_days(5),
                read_by="chair",
            ),
            PackItem(
                title="Report from school",
                clause="F12",
                owed_by="designated_teacher",
                before_meeting=working_days(5),
                when=ask.at_school,
                read_by="chair",
            ),
        ),
        agenda=tuple(AgendaItem(key=key, title=title, clause="F11", part=ROUND_UP) for key, title in THEMES),
        steps=(
            Step(key="invitations", title="Invite people", clause="F12", owed_by=arranges, after=CONVENED,
                 completes="invitations"),
            Step(key="record", title="Write the record", clause="F13", owed_by=writes, within=working_days(10),
                 part=ROUND_UP, completes="minutes"),
            Step(key="circulate", title="Send the record to those who took part", clause="F13", owed_by=writes,
                 after="record", completes="circulation"),
            Step(key="to_panel", title="Send the record to the Homes Panel", clause="F14", owed_by=writes,
                 after="record", completes="referral"),
            Step(key="summary", title="Write the summary for the Homes Panel", clause="F14", owed_by="chair",
                 within=days(3), after=PANEL_DATE, direction="before"),
        ),
        outputs=(
            Output(key="told", title="What was said in the conversations", clause="F13", part=CONVERSATIONS,
                   audience=("chair", "social_worker"), sections=("record",)),
            Output(key="record", title="Record of the round-up", clause="F13", part=ROUND_UP,
                   audience=(ATTENDED, "chair", "panel_administrator", "panel"),
                   sections=("record", "decisions", "recommendations", "actions")),
        ),
        circulation=(Circulation(output="record", to=(ATTENDED,), clause="F13", after="record"),),
        silent_on=(
            ("who arranges the look-back meeting", "arranged_by"),
            ("who writes its record", "record_by"),
        ),
    )  # fmt: skip


def _window(edition: Edition) -> Window:
    """The text of 2025 gives a week more on either side, and stops while a complaint is open."""
    if edition.key == "2023":
        return Window(clause="F07a", opens=weeks(2), closes=weeks(6))
    return Window(clause="F07", opens=weeks(3), closes=weeks(7), suspended_by=ask.complaint_open)
