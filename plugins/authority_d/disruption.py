"""The disruption meeting (D01 to D06), top to bottom in the document's order."""

from typing import Any, Final

from core.api import (
    ATTENDED,
    CONVENED,
    AgendaItem,
    ChairRule,
    Circulation,
    Invitee,
    MeetingKind,
    Output,
    PackItem,
    Relation,
    Step,
    Strength,
    Strictness,
    Window,
    months,
    weeks,
    working_days,
)
from plugins.authority_d import questions as ask

HEARD = (("the child", ("In person", "In a letter or a picture", "Through an advocate")),
         ("the carers", ("In person", "In writing")),
         ("the parents", ("In person", "In writing", "Through their representative")),
         ("the social workers", ("In person", "In writing")))  # fmt: skip
TOLD: Final = "attends or views"
PAPERS = (
    "Case chronology",
    "Social work assessments",
    "Care plan or pathway plan",
    "Placement planning papers",
    "Reviews",
    "Placement request form",
)
THEMES = (
    ("matching", "Matching, introductions, preparation, training"),
    ("progress", "Progress in the placement, and regular support given"),
    ("factors", "What led to the ending, and what could have been done otherwise"),
    ("needs", "What this says about the child's needs, now and later"),
    ("practice", "Practice issues, and what keeps coming back"),
    ("child_support", "Support planned for the child"),
    ("carer_support", "Support planned for the carer"),
)


def disruption(config: Any) -> MeetingKind:
    """The meeting after a long-term placement has ended before its time."""
    convener, writer = config["convened_by"] or None, config["minutes_by"] or None
    within = working_days(config["minutes_within"]) if config["minutes_within"] else None
    fostering = ask.with_foster_carers
    minutes: dict[str, Any] = {
        "owed_by": writer, "clause": "D06c", "strictness": Strictness.ADVISORY, "strength": Strength.SHOULD,
    }  # fmt: skip

    def paper(title: str, supplier: str, **more: Any) -> PackItem:
        return PackItem(title=title, clause="D04a", owed_by=config[supplier] or None, read_by="chair", **more)

    return MeetingKind(
        key="disruption", title="Disruption meeting", clause="D01",
        arranged_by=convener, arranged_clause="D01",
        purposes=("Understand what led to the ending", "Learn from it", "Spare children the same again"),
        purposes_clause="D01",
        window=(Window(clause="D02", opens=months(1), closes=weeks(6), strictness=Strictness.USUAL,
                       interpretation="Counted from the placement's end; one calendar month at the earliest"),),
        chairs=(
            ChairRule(roles=("iro",), unless=(Relation.OWN_IRO,), clause="D03a"),
            _own_officer(config["own_iro_may_chair"]),
        ),
        invitees=(
            Invitee(role="child", clause="D03b", contributes=TOLD),
            Invitee(role="foster_carer", clause="D03b", contributes=TOLD, when=fostering),
            Invitee(role="previous_carer", clause="D03b", contributes=TOLD, when=ask.not_with_foster_carers),
            Invitee(role="parent", clause="D03b", contributes=TOLD),
            Invitee(role="social_worker", clause="D03b", contributes=TOLD),
            *(Invitee(role=role, clause="D01", note="Named in the settings") for role in config["invitees"]),
        ),
        pack=(
            *(PackItem(title=f"What {who} can tell", clause="D03b", owed_by=config["information_from"] or None,
                       alternatives=forms) for who, forms in HEARD),
            *(paper(title, "papers_from") for title in PAPERS),
            paper("Foster carers' annual review", "carer_papers_from", when=fostering),
        ),
        agenda=(
            AgendaItem(key="history", title="The child's family and care so far, with every placement", clause="D05a",
                       draws_on="placements"),
            *(AgendaItem(key=key, title=title, clause="D05b") for key, title in THEMES),
        ),
        steps=(
            Step(key="invitations", title="Send the invitations", clause="D01", owed_by=convener, after=CONVENED,
                 completes="invitations", strength=Strength.SHOULD, strictness=Strictness.ADVISORY),
            Step(key="pack", title="Papers with the chair", clause="D04b", owed_by=config["papers_from"] or None,
                 direction="before", completes="pack", strength=Strength.SHOULD, strictness=Strictness.ADVISORY),
            Step(key="minutes", title="Write the minutes", within=within, completes="minutes", **minutes),
            Step(key="circulate", title="Circulate the minutes", after="minutes", completes="circulation", **minutes),
            Step(key="panel", title="Send the minutes to the panel's administrator", after="minutes",
                 completes="referral", **minutes | {"clause": "D06b"}),
        ),
        outputs=(
            Output(key="minutes", title="Minutes", clause="D06a",
                   audience=(ATTENDED, "chair", "adoption_fostering_manager", "panel_administrator", "panel"),
                   sections=("record", "decisions", "recommendations", "actions")),
        ),
        circulation=(
            Circulation(output="minutes", to=(ATTENDED,), clause="D06a", after="minutes"),
            Circulation(output="minutes", to=("adoption_fostering_manager",), clause="D06a", after="minutes"),
        ),
        silent_on=(
            ("who convenes the meeting", "convened_by"),
            ("whom to invite", "invitees"),
            ("who gathers what people can tell", "information_from"),
            ("whether the child's own reviewing officer may chair", "own_iro_may_chair"),
            ("who supplies the child's papers", "papers_from"),
            ("who supplies the foster carers' annual review", "carer_papers_from"),
            ("who writes and circulates the minutes", "minutes_by"),
            ("a day for the minutes", "minutes_within"),
            ("who receives the monthly report", "report_to"),
        ),
    )  # fmt: skip


def _own_officer(setting: str) -> ChairRule:
    """What the settings make of the child's own reviewing officer, where the text says nothing."""
    own, reading = (Relation.OWN_IRO,), "The text is silent; this authority's setting"
    if setting == "no":
        return ChairRule(roles=("iro",), not_if=own, clause="D03c", interpretation=reading)
    reason = "The child's own reviewing officer: record why this is right here" if setting == "reason" else ""
    return ChairRule(roles=("iro",), only_if=own, needs_reason=reason, clause="D03c", interpretation=reading)
