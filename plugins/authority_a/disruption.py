"""Section 2 of the document: disruption meetings (A08 to A19), and the pointer for adoptive placements (A07g)."""

from typing import Any, Final

from core.api import (
    ATTENDED,
    CONVENED,
    AgendaItem,
    Anchor,
    Ask,
    ChairRule,
    Circulation,
    Facts,
    Invitee,
    MeetingKind,
    Output,
    PackItem,
    PlacementType,
    Prompt,
    Relation,
    Step,
    Strength,
    Window,
    days,
    weeks,
    working_days,
)
from plugins.authority_a import questions as ask

PURPOSES = (
    "Find what led to the ending",
    "Understand what child, carers, birth family and agencies each need now",
    "Plan for the child from what was learned",
    "Show where policy and practice can grow",
)
AIMS = (
    "How and why the placement ended",
    "What we learned, so that it does not happen again to this child or to others living there",
    "The child's future plan",
    "The work to be done, and seeing it finished",
    "Notices given, and arrangements after the placement in hand",
)
THEMES = (
    ("birth_family", "The child's progress in the birth family"),
    ("in_care", "The child's progress in care"),
    ("permanent_family", "The permanent family, from applying to being matched"),
    ("practice", "How the agency worked"),
    ("family_involved", "How the birth family was involved"),
    ("introduction", "Introductions"),
    ("placement", "Life in the placement"),
    ("disruption", "How it ended"),
    ("present_and_future", "Now, and what comes next"),
    ("decision", "The chair's decision and recommendations"),
)
VIEWS: Final = "attends or views"
INVITEES = (
    Invitee(role="child", clause="A12a", contributes=VIEWS),
    Invitee(
        role="advocate", clause="A12a", when=ask.child_does_not_attend, note="Where the child's views come this way"
    ),
    Invitee(role="parent", clause="A12b", contributes=VIEWS, note="If appropriate"),
    Invitee(role="social_worker", clause="A12c"),
    Invitee(role="social_worker_manager", clause="A12c"),
    Invitee(role="keyworker", clause="A12d", when=ask.residential),
    Invitee(role="home_manager", clause="A12d", when=ask.residential),
    Invitee(role="foster_carer", clause="A12e", when=ask.fostering, contributes=VIEWS),
    Invitee(role="supervising_social_worker", clause="A12e", when=ask.fostering),
    Invitee(role="iro", clause="A12f"),
    Invitee(role="current_carer", clause="A12g", contributes=VIEWS),
    Invitee(role="previous_carer", clause="A12h", contributes=VIEWS),
    Invitee(role="designated_teacher", clause="A12i", when=ask.of_school_age),
    Invitee(role="virtual_school", clause="A12i", when=ask.in_other_education),
    Invitee(role="placement_service", clause="A12j", when=ask.commissioned),
    Invitee(role="health_professional", clause="A12k", contributes=VIEWS, note="Where giving therapeutic help"),
    Invitee(role="other_professional", clause="A12l", contributes=VIEWS, note="Where relevant"),
)
PROMPTS = (
    Prompt(key="timing", title="Whether some time to reflect would help", clause="A09b", when_asked="before"),
    Prompt(key="links", title="How carers and staff are supported to stay in touch with the child", clause="A13",
           strength=Strength.SHOULD, note="Where appropriate"),
    Prompt(key="complaint", title="Complaint about a carer: see the allegations procedure", clause="A17",
           strength=Strength.SHOULD, when=ask.complaint,
           options=("Looked to; no separate investigation", "Separate investigation started")),
    Prompt(key="further_use", title="Whether the authority goes on using this home", clause="A19a",
           when=ask.external_residential),
    Prompt(key="carer_review", title="Whether to hold an early review of the carers' approval", clause="A19b",
           when=ask.permanent_in_house),
)  # fmt: skip


def adoption_disruption() -> MeetingKind:
    """A pointer: the meeting must take place, and another procedure says how."""
    return MeetingKind(
        key="adoption_disruption",
        title="Disruption meeting for an adoptive placement",
        clause="A07g",
        elsewhere="The procedure on disruption of adoptive placements says who chairs, when and who comes.",
    )


def disruption(config: Any) -> MeetingKind:
    """The meeting after a placement has ended, other than an adoptive one."""

    def carer_papers(facts: Facts) -> str | None:
        if facts.placement.kind in (PlacementType.CONNECTED, PlacementType.ADOPTION):
            return config["carer_papers_from"] or None
        if ask.external(facts):
            return "placement_service"
        if ask.in_house(facts):
            owners = ((ask.fostering, "supervising_social_worker"), (ask.residential, "home_manager"))
            return next((owner for asked, owner in owners if asked(facts)), None)
        return None

    def paper(title: str, clause: str = "A14a", owed_by: Any = "social_worker", **more: Any) -> PackItem:
        return PackItem(title=title, clause=clause, owed_by=owed_by, before_meeting=days(7), **more)

    manager = ("service_manager",)
    readers = (ATTENDED, "service_manager", "panel_adviser", "agency_decision_maker")
    bodies = ("corporate_parenting_board", "porg")
    return MeetingKind(
        key="disruption", title="Disruption meeting", clause="A07a",
        purposes=PURPOSES, purposes_clause="A08a", aims=AIMS, aims_clause="A08c",
        window=(Window(clause="A09a", opens=weeks(2), closes=weeks(6),
                       interpretation='"Convened" is read as: the meeting takes place then'),),
        chairs=(
            ChairRule(roles=manager, unless=(Relation.MANAGES_CASE,), clause="A10a"),
            ChairRule(roles=manager, only_if=(Relation.MANAGES_CASE,), clause="A10b",
                      needs_reason="Line-manages the case: record why this is pertinent here"),
        ),
        arranged_by="social_worker", arranged_clause="A11a",
        asks=(Ask(key="child_attends", label="Will the child attend?", clause="A12a"),),
        invitees=INVITEES,
        pack=(
            paper("Last review documents, with the care plan"), paper("Placement plan"),
            paper("Placement request"),
            paper("Last foster carer review", "A14c", carer_papers, when=ask.in_house_foster),
            paper("Minutes of earlier disruption meetings: the child's"),
            paper("Minutes of earlier disruption meetings: the carer's", "A14b", carer_papers),
            paper("Statutory assessment and other relevant assessments"), paper("Chronology from birth"),
            paper("Chronology of what led to the ending, and the support given"),
            paper("Contract", "A14c", carer_papers, when=ask.external), paper("Child's permanence report"),
            paper("Form F", "A14c", carer_papers, when=ask.in_house_foster),
            paper("Matching report", "A14d", config["matching_report_from"] or None),
        ),
        agenda=tuple(AgendaItem(key=key, title=title, clause="A08b") for key, title in THEMES),
        steps=(
            Step(key="arrange", title="Arrange the meeting with the chair", clause="A11a", owed_by="social_worker",
                 after=Anchor.ENDED.value, completes="convening"),
            Step(key="invitations", title="Send the invitations", clause="A11b", owed_by="social_worker",
                 after=CONVENED, completes="invitations", strength=Strength.SHOULD),
            Step(key="pack", title="Papers with the chair", clause="A14e", owed_by="social_worker", within=days(7),
                 direction="before", completes="pack", strength=Strength.SHOULD, interpretation="Calendar days"),
            Step(key="minutes", title="Agree the minutes", clause="A15a", owed_by="chair", within=working_days(10),
                 completes="minutes", strength=Strength.SHOULD, note="Not word for word (A15b)"),
            Step(key="circulate", title="Circulate the minutes", clause="A15a", owed_by="chair",
                 within=working_days(10), completes="circulation", strength=Strength.SHOULD),
        ),
        prompts=PROMPTS,
        outputs=(
            Output(key="minutes", title="Minutes", clause="A15b", audience=readers,
                   sections=("record", "decisions", "recommendations", "actions")),
            Output(key="recommendations", title="Recommendations", clause="A16d", audience=(*readers, *bodies),
                   sections=("recommendations",)),
        ),
        circulation=(
            Circulation(output="minutes", to=(ATTENDED,), clause="A16a", after="minutes"),
            Circulation(output="minutes", to=("service_manager",), clause="A16b", after="minutes"),
            Circulation(output="minutes", to=("panel_adviser", "agency_decision_maker"), clause="A16c",
                        after="minutes", why="for learning and feedback"),
            Circulation(output="recommendations", to=("corporate_parenting_board",), clause="A16d", after="minutes",
                        why="for action"),
            Circulation(output="recommendations", to=("porg",), clause="A16d", after="minutes"),
        ),
        silent_on=(
            ("who supplies the carer's papers for connected persons and adopters", "carer_papers_from"),
            ("who supplies the matching report", "matching_report_from"),
            ("the agenda in its appendix A and the guidance in its appendix B", ""),
        ),
    )  # fmt: skip
