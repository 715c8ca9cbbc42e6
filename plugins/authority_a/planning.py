"""Section 1 of the document: placement planning meetings (A01 to A06)."""

from dataclasses import replace

from core.api import (
    ATTENDED,
    AgendaItem,
    Anchor,
    Ask,
    ChairRule,
    Invitee,
    MeetingKind,
    Outcome,
    Output,
    PackItem,
    Prompt,
    Relation,
    Step,
    Strength,
    Strictness,
    Window,
    hours,
)
from plugins.authority_a import questions as ask


def planning() -> MeetingKind:
    """The first meeting about a placement."""
    return MeetingKind(
        key="planning", title="Placement planning meeting", family="planning", clause="A01",
        arranged_by="social_worker", arranged_clause="A03a",
        window=(Window(
            clause="A01", closes=hours(72), after=Anchor.STARTED.value, strictness=Strictness.MUST,
            reason_after_anchor="Why the placement was too urgent for a meeting before it started",
            interpretation="Elapsed hours from the start of the placement",
        ),),
        chairs=(
            ChairRule(roles=("social_worker",), only_if=(Relation.OWN_SOCIAL_WORKER,), clause="A03b",
                      interpretation="The child's social worker chairs unless another chair has been agreed (A03a)"),
            ChairRule(clause="A03a", needs_reason="The text also leaves the chair to agreement: record with whom"),
        ),
        invitees=(
            Invitee(role="social_worker", clause="A04a"),
            *(Invitee(role=role, clause="A04a", note="With the social worker, or in the social worker's place")
              for role in ("personal_adviser", "advocate", "other_professional")),
            Invitee(role="child", clause="A04a", contributes="attends or views"),
            Invitee(role="parent", clause="A04a", contributes="attends or views"),
            Invitee(role="keyworker", clause="A04b", when=ask.residential),
            Invitee(role="home_manager", clause="A04b", when=ask.residential, note="Where appropriate"),
            Invitee(role="foster_carer", clause="A04c", when=ask.fostering),
            Invitee(role="supervising_social_worker", clause="A04c", when=ask.fostering),
        ),
        pack=(
            *(PackItem(title=title, clause="A05a", owed_by="social_worker", if_available=True)
              for title in ("Placement plan", "Work done to support the placement")),
            *(PackItem(title=title, clause="A05a", owed_by="social_worker", if_available=True, note="Where relevant")
              for title in ("Care plan", "Personal education plan", "Pathway plan")),
        ),
        agenda=(
            AgendaItem(key="purpose", title="What this meeting is for, and how it runs", clause="A05d"),
            AgendaItem(key="views", title="Views and suggestions of everyone asked", clause="A05d"),
            AgendaItem(key="delegated_authority", title="Delegated authority", clause="A05d", records="delegation",
                       prompts=("What was agreed, and with whom?",)),
            AgendaItem(key="next", title="When to meet next, and who takes the minutes", clause="A02a"),
        ),
        prompts=(
            Prompt(key="education", title="Education is interrupted: see the education procedure", clause="A05b",
                   strength=Strength.SHOULD, when=ask.education_disrupted, when_asked="arranging"),
            Prompt(key="out_of_area", title="Out of area: see the procedure on such placements", clause="A05c",
                   strength=Strength.SHOULD, when=ask.out_of_area, when_asked="arranging"),
        ),
        outcomes=(
            Outcome(key="sustain", title="Sustain the placement until the next review, with support", clause="A06",
                    when=ask.suitability_concern, weighed=True),
            Outcome(key="bring_forward", title="Bring the next review forward", clause="A06", leads_to="review",
                    when=ask.suitability_concern, weighed=True),
            Outcome(key="end", title="End the placement", clause="A06", leads_to="ending",
                    when=ask.suitability_concern, weighed=True),
        ),
        asks=(
            Ask(key="format", label="How will people meet?", kind="choice", clause="A03a",
                choices=("In person", "Online", "By telephone")),
            Ask(key="settled_with", label="With whom were format, venue, chair and minute-taker agreed?", kind="text",
                clause="A03a", required=True),
            Ask(key="education_disrupted", label="Does the placement interrupt the child's education or training?",
                clause="A05b"),
            Ask(key="suitability_concern", label="Is there concern whether the placement is suitable?", clause="A06"),
        ),
        outputs=(Output(key="minutes", title="Minutes", clause="A03a", audience=(ATTENDED,)),),
        steps=(
            Step(key="minutes", title="Write and agree the minutes", clause="A03a", completes="minutes",
                 strength=Strength.SHOULD, note="The minute-taker is agreed beforehand; the text gives no day"),
        ),
        silent_on=(("a day for the minutes", ""), ("who receives the minutes", "")),
    )  # fmt: skip


def further_planning() -> MeetingKind:
    """The same meeting again, at an agreed interval or when something needs it."""
    return replace(
        planning(), key="further_planning", title="Further placement planning meeting", clause="A02a", window=()
    )
