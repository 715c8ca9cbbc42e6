"""What Fernholt holds besides the look-back meeting: a review of a carer's support, a report on paper, a planning
conversation, and anchor meetings at two levels with their reviews."""

from core.api import (
    ATTENDED,
    Anchor,
    ChairRule,
    Circulation,
    Config,
    Invitee,
    Level,
    MeetingKind,
    Output,
    Step,
    Window,
    working_days,
)
from fernholt import questions as ask


def carer_review(config: Config) -> MeetingKind:
    """The review of a carer's support (F04)."""
    leads = config["carer_review_led_by"]
    return MeetingKind(
        key="carer_review",
        title="Review of a carer's support",
        clause="F04",
        family="review",
        chairs=(ChairRule(roles=(leads,), clause="F04"),) if leads else (),
        invitees=tuple(
            Invitee(role=role, clause="F04") for role in ("foster_carer", "supervising_social_worker", "social_worker")
        ),
        outputs=(Output(key="review", title="Record of the review", clause="F04", audience=(ATTENDED, "chair")),),
        circulation=(Circulation(output="review", to=(ATTENDED,), clause="F04"),),
        silent_on=(("who leads the review of a carer's support", "carer_review_led_by"),),
    )


def ending_report() -> MeetingKind:
    """The report on a short stay, in place of a meeting (F05)."""
    return MeetingKind(
        key="ending_report",
        title="Ending report",
        clause="F05",
        form="report",
        steps=(
            Step(
                key="report",
                title="Write the ending report",
                clause="F05",
                owed_by="social_worker",
                within=working_days(15),
                after=Anchor.ENDED.value,
                completes="minutes",
            ),
        ),
        outputs=(
            Output(
                key="report",
                title="Ending report",
                clause="F05",
                audience=("social_worker", "team_manager", "fostering_team_manager"),
            ),
        ),
    )


def planning() -> MeetingKind:
    """The planning conversation after a decision (F06)."""
    return MeetingKind(
        key="planning",
        title="Planning conversation",
        clause="F06",
        family="planning",
        window=(Window(clause="F06", closes=working_days(10), after=Anchor.DECIDED.value),),
        invitees=tuple(Invitee(role=role, clause="F06") for role in ("child", "parent", "social_worker")),
    )


def anchor_meeting() -> MeetingKind:
    """The anchor meeting, at the first or the second level (F08)."""
    first, second = ((ChairRule(roles=(role,), clause="F08"),) for role in ("team_manager", "senior_manager"))
    return MeetingKind(
        key="anchor",
        title="Anchor meeting",
        clause="F08",
        family="stability",
        invitees=tuple(
            Invitee(role=role, clause="F08") for role in ("child", "current_carer", "social_worker", "parent")
        ),
        levels=(
            Level(
                key="second",
                title="Second level",
                clause="F08",
                when=ask.moved_before,
                chairs=second,
                invitees=(Invitee(role="virtual_school", clause="F08"),),
            ),
            Level(key="first", title="First level", clause="F08", chairs=first),
        ),
        outputs=(Output(key="plan", title="What was agreed", clause="F16", audience=(ATTENDED, "chair")),),
        circulation=(Circulation(output="plan", to=(ATTENDED,), clause="F16"),),
    )


def anchor_review() -> MeetingKind:
    """The meeting that looks again at the plan which an anchor meeting agreed (F16)."""
    return MeetingKind(
        key="anchor_review",
        title="Review of the anchor plan",
        clause="F16",
        family="review",
        invitees=tuple(Invitee(role=role, clause="F16") for role in ("child", "current_carer", "social_worker")),
    )
