"""The opening of the document: the placement stability meeting, in one part or, exceptionally, in two (E01, E02)."""

from typing import Any

from core.api import (
    ATTENDED,
    AgendaItem,
    Circulation,
    Invitee,
    MeetingKind,
    Output,
    Part,
    Step,
    Strength,
    Strictness,
)
from plugins.authority_e import questions as ask

ADULTS, TOGETHER = "adults", "together"
AIMS = (
    "Hear from everybody who has a part in the placement",
    "Understand better, and together, what is difficult",
    "Look for ways to lower the risk that the placement ends",
    "Make the placement a better one",
)
THEMES = (
    ("views", "What everybody says"),
    ("difficult", "What is difficult, as we now understand it"),
    ("risk", "What lowers the risk that the placement ends"),
    ("better", "What makes the placement better"),
)


def stability(config: Any) -> MeetingKind:
    """With what the settings say of the chair, of who arranges and of who writes the record."""
    writer = config["stability_record_by"] or None
    return MeetingKind(
        key="stability", title="Placement stability meeting", family="stability", clause="E01a",
        aims=AIMS, aims_clause="E01a",
        arranged_by=config["stability_arranged_by"] or None, arranged_clause="E01c",
        chairs=ask.chair_by(config["stability_chair"], "E01d"),
        parts=(
            Part(key=ADULTS, title="The adults first", clause="E02", exceptional=True, needs_reason=True,
                 purpose="Some discussion among the adults before the child joins"),
            Part(key=TOGETHER, title="With the child", clause="E01b", not_before=ADULTS),
        ),
        invitees=(
            Invitee(role="child", part=TOGETHER, clause="E01b", note="Usually; leaving the child out takes a reason"),
            *(Invitee(role=role, clause="E01a", contributes="attends or views")
              for role in ("parent", "social_worker")),
            *(Invitee(role=role, clause="E01a", when=ask.with_family)
              for role in ("current_carer", "supervising_social_worker")),
            *(Invitee(role=role, clause="E01a", when=ask.residential) for role in ("keyworker", "home_manager")),
        ),
        agenda=tuple(AgendaItem(key=key, title=title, clause="E01a") for key, title in THEMES),
        steps=(
            Step(key="record", title="Write and agree the record", clause="E01e", owed_by=writer, completes="minutes",
                 strictness=Strictness.ADVISORY, strength=Strength.SHOULD),
            Step(key="circulate", title="Send the record to those who took part", clause="E01e", owed_by=writer,
                 after="record", completes="circulation", strictness=Strictness.ADVISORY, strength=Strength.SHOULD),
        ),
        outputs=(
            Output(key="record_adults", title="Record of the adults' discussion", clause="E01e", part=ADULTS,
                   audience=(ATTENDED, "chair"), sections=("record", "decisions")),
            Output(key="record", title="Record of the meeting", clause="E01e", part=TOGETHER,
                   audience=(ATTENDED, "chair"), sections=("record", "decisions")),
        ),
        circulation=(
            Circulation(output="record_adults", to=(ATTENDED,), clause="E01e", after="record"),
            Circulation(output="record", to=(ATTENDED,), clause="E01e", after="record"),
        ),
        silent_on=(
            ("when a stability meeting is called for, and how strongly", "stability_call"),
            ("who arranges the stability meeting", "stability_arranged_by"),
            ("who chairs the stability meeting", "stability_chair"),
            ("when it takes place", ""),
            ("who else is invited", ""),
            ("who writes its record", "stability_record_by"),
            ("who reads its record, and by when it is written", ""),
        ),
    )  # fmt: skip
