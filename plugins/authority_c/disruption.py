"""Section 2 of the document: disruption meetings (C07 to C10)."""

from typing import Any

from core.api import (
    ATTENDED,
    CONVENED,
    INVITED,
    AgendaItem,
    Ask,
    ChairRule,
    Circulation,
    Invitee,
    MeetingKind,
    Output,
    Prompt,
    Relation,
    Step,
    Strength,
    Strictness,
    Window,
    working_days,
)
from plugins.authority_c import questions as ask

AIMS = (
    ("how_and_why", "How and why it came to the ending"),
    ("learning", "What we learned, so that it does not happen again to this child or to others placed there"),
    ("future", "The child's future plan"),
    ("work", "What is to be done, and seeing it done"),
    ("notifications", "Notifications, and arrangements after the placement, made"),
)
PEOPLE = (
    ("child", None), ("parent", None), ("social_worker", None), ("social_worker_manager", None),
    ("keyworker", ask.residential), ("home_manager", ask.residential),
    ("foster_carer", ask.with_foster_carers), ("supervising_social_worker", ask.with_foster_carers),
    ("iro", None), ("current_carer", None), ("other_professional", None),
)  # fmt: skip
CONCERNED = (ATTENDED, INVITED)


def disruption(config: Any) -> MeetingKind:
    """The meeting after a long-term placement has ended: one format, whoever provided the placement."""
    within = working_days(config["minutes_within"]) if config["minutes_within"] else None
    arranger = config["arranged_by"] or None
    return MeetingKind(
        key="disruption", title="Disruption meeting", clause="C07a",
        arranged_by=arranger, arranged_clause="C07e",
        window=(Window(clause="C07e", strictness=Strictness.ADVISORY, words="The text gives no days"),),
        asks=(Ask(key="target", label="Target date for the meeting", kind="date", clause="C07e"),),
        chairs=(
            ChairRule(roles=("iro",), not_if=(Relation.OWN_IRO,), strength=Strictness.MUST, clause="C08"),
        ),
        invitees=tuple(
            Invitee(role=role, clause="C09a", contributes="attends or views", when=when,
                    note="Where relevant" if role == "other_professional" else "")
            for role, when in PEOPLE
        ),
        aims=tuple(title for _, title in AIMS), aims_clause="C10c",
        agenda=(
            AgendaItem(key="before", title="What came before the ending, without blame", clause="C10a"),
            AgendaItem(key="views", title="In the words of everyone concerned", clause="C10b"),
            *(AgendaItem(key=key, title=title, clause="C10c") for key, title in AIMS),
        ),
        prompts=tuple(
            Prompt(key=key, title=title, clause="C10c", strength=Strength.SHOULD,
                   options=("Reached", "Reached in part; the actions say what is left", "Not reached"))
            for key, title in AIMS
        ),
        steps=(
            Step(key="invitations", title="Send the invitations", clause="C09a", owed_by=arranger, after=CONVENED,
                 completes="invitations", strength=Strength.SHOULD, strictness=Strictness.ADVISORY),
            Step(key="minutes", title="Finish the minutes", clause="C09b", owed_by="chair", within=within,
                 completes="minutes", strength=Strength.SHOULD, strictness=Strictness.ADVISORY),
            Step(key="circulate", title="Circulate the minutes", clause="C09c", owed_by="chair", after="minutes",
                 completes="circulation", strictness=Strictness.ADVISORY, note="The text gives no day"),
        ),
        outputs=(
            Output(key="minutes", title="Minutes", clause="C09b", audience=(*CONCERNED, "chair"),
                   sections=("record", "decisions", "recommendations", "actions")),
        ),
        circulation=(
            Circulation(output="minutes", to=CONCERNED, clause="C09c", after="minutes", why="took part or was asked to",
                        interpretation="Everyone invited or asked to contribute, whether they came or not"),
        ),
        silent_on=(
            ("who arranges the meeting", "arranged_by"),
            ("when it takes place", ""),
            ("a day for the minutes", "minutes_within"),
        ),
    )  # fmt: skip
