"""Section 1 of the document: stability meetings (C01 to C06), and the review meetings of the plan they agree."""

from typing import Any

from core.api import (
    ATTENDED,
    CONVENED,
    AgendaItem,
    Ask,
    ChairRule,
    Gap,
    Invitee,
    MeetingKind,
    Outcome,
    Output,
    Prompt,
    Step,
    Strength,
    Strictness,
    Window,
)
from plugins.authority_c import questions as ask

SETTLE = "Your configuration staff settle this"
HEADINGS = (
    ("agency", "agency foster placements", ask.agency_fostering, "C06a"),
    ("residential", "residential placements", ask.residential, "C06b"),
)
CONTRIBUTORS = (
    ("social_worker", ""),
    *((role, "With the social worker, or in the social worker's place")
      for role in ("personal_adviser", "advocate", "other_professional")),
    ("child", ""), ("foster_carer", ""), ("supervising_social_worker", ""), ("virtual_school", ""),
    ("children_in_care_nurse", ""),
)  # fmt: skip


def stability(config: Any) -> MeetingKind:
    """The meeting that a concern calls for, with the plan it agrees."""
    return MeetingKind(
        key="stability", title="Stability meeting", family="stability", clause="C01a",
        agenda=(
            *_themes("C01b"),
            AgendaItem(key="plan", title="The support plan", clause="C02a",
                       prompts=("What support was agreed, by whom, how often?",)),
            AgendaItem(key="core", title="The core professionals", clause="C02b"),
            AgendaItem(key="interval", title="How often the plan is reviewed", clause="C02c"),
        ),
        outcomes=(
            Outcome(key="support_continues", title="Support continues", clause="C05a"),
            _no_longer_suitable(),
        ),
        **_shared(config),
    )  # fmt: skip


def review(config: Any) -> MeetingKind:
    """The same people look at the plan again, until it is closed."""
    return MeetingKind(
        key="stability_review", title="Review of the support plan", family="review", clause="C02d",
        agenda=(
            AgendaItem(key="changed", title="What has changed since the last meeting", clause="C02d"),
            *_themes("C01b"),
            AgendaItem(key="plan", title="The support plan from here", clause="C02a"),
            AgendaItem(key="interval", title="When to meet next", clause="C02c"),
        ),
        outcomes=(
            Outcome(key="support_continues", title="Support continues", clause="C05a"),
            _no_longer_suitable(),
            Outcome(key="plan_closed", title="The plan has done its work and is closed", clause="C02c", ends_plan=True,
                    note="The text does not say when a plan is closed"),
        ),
        **_shared(config),
    )  # fmt: skip


def _themes(clause: str) -> tuple[AgendaItem, ...]:
    themes = (
        ("voice", "The child's voice, wishes and feelings"),
        ("safe", "Whether the child is safe"),
        ("carers", "How the carers are supported"),
        ("strengths", "Strengths and limits of the placement"),
    )
    return tuple(AgendaItem(key=key, title=title, clause=clause) for key, title in themes)


def _no_longer_suitable() -> Outcome:
    return Outcome(key="no_longer_suitable", title="The placement no longer suits the child", clause="C05b",
                   ends_plan=True, leads_to="ending")  # fmt: skip


def _shared(config: Any) -> dict[str, Any]:
    in_house = ask.in_house_fostering
    return {
        "purposes": (
            "Bring the agencies together round the child and the carers",
            "See that the carers are supported and the child is safe",
            "Hear the child's voice, wishes and feelings",
        ),
        "purposes_clause": "C01b",
        "arranged_by": config["stability_arranged_by"] or None,
        "arranged_clause": "C01a",
        "window": (Window(clause="C01a", strictness=Strictness.ADVISORY, words="The text gives no days"),),
        "chairs": (
            ChairRule(roles=("fostering_team_manager",), when=in_house, clause="C03a"),
            ChairRule(roles=("supervising_social_worker",), when=in_house, clause="C03b",
                      needs_reason="In the manager's place: record their experience, and why this is appropriate"),
            *(ChairRule(roles=(config[f"{name}_chair"],), when=when, clause=clause,
                        interpretation="The text is silent; this authority's setting")
              for name, _, when, clause in HEADINGS if config[f"{name}_chair"]),
        ),
        "invitees": (
            *(Invitee(role=role, clause="C04", contributes="attends or views", when=in_house, note=note)
              for role, note in CONTRIBUTORS),
            *(Invitee(role=role, clause=clause, contributes="attends or views", when=when)
              for name, _, when, clause in HEADINGS for role in config[f"{name}_invitees"]),
        ),
        "prompts": (
            Prompt(key="risk", title="What this means for the assessment of risk", clause="C01c",
                   strength=Strength.MAY, options=("Taken into the assessment of risk", "Nothing new for it")),
        ),
        "steps": (
            Step(key="invitations", title="Send the invitations", clause="C01a", after=CONVENED,
                 owed_by=config["stability_arranged_by"] or None, completes="invitations", strength=Strength.SHOULD,
                 strictness=Strictness.ADVISORY),
            Step(key="record", title="Write the record", clause="C01a", completes="minutes",
                 strength=Strength.SHOULD, strictness=Strictness.ADVISORY, note="The text names nobody, and no day"),
        ),
        "outputs": (
            Output(key="record", title="Record of the meeting", clause="C01a", audience=(ATTENDED, "chair"),
                   sections=("record", "decisions", "actions")),
        ),
        "asks": (Ask(key="target", label="Target date for the meeting", kind="date", clause="C01a"),),
        "silent_on": (
            *((f"{what} where it is about {placements}", f"{name}_{setting}")
              for name, placements, _, _ in HEADINGS
              for what, setting in (("who chairs", "chair"), ("who is asked", "invitees"))),
            ("who chairs and who is asked where the placement is of another kind", ""),
            ("who arranges the meeting", "stability_arranged_by"),
            ("when it takes place", ""),
            ("who keeps its record, and by when", ""),
        ),
        "blocked_by": tuple(
            Gap(setting=f"{name}_{setting}", clause=clause, when=when,
                sentence=f"{SETTLE}: {what} stability meetings about {placements}")
            for name, placements, when, clause in HEADINGS
            for setting, what in (("chair", "who chairs"), ("invitees", "who is asked to"))
            if not config[f"{name}_{setting}"]
        ),
    }  # fmt: skip
