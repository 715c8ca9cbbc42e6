"""Brackwater's children: an adoptive placement that ended, and a foster placement."""

from datetime import date

from core.cli.demo_stage import Stage
from core.services import children

LUCY = "Lucy Barnard"


def isla(stage: Stage) -> None:
    """An adoptive placement that ended three weeks ago: a meeting in two parts is being arranged."""
    child = stage.child(
        "B-3071",
        "Isla Renshaw",
        date(2023, 3, 12),
        people={
            "social_worker": LUCY,
            "adoption_social_worker": "Ruth Ames",
            "iro": "Gareth Bell",
            "parent": "Dawn Renshaw",
            "health_professional": "Dr Oona Byrne",
        },
        care_plan="adoption",
        education="below_school_age",
        in_care_since=stage.day(820),
    )
    first = stage.lives(child, LUCY, 820, "Maureen Fell", kind="foster", provider="in_house", long_term=False)
    stage.cast(child, "foster_carer", "Maureen Fell", first)
    ended = stage.ends(
        child,
        LUCY,
        first,
        260,
        unplanned=False,
        to={
            "carer": "Carey family",
            "kind": "adoption",
            "provider": "in_house",
            "facts": {"long_term": True, "matched_at_panel": True},
        },
    )
    stage.history(ended)
    family = stage.next_home(ended)
    for who in ("Hannah Carey", "Joel Carey"):
        stage.cast(child, "adopter", who, family)
    ended = stage.ends(
        child,
        LUCY,
        family,
        21,
        unplanned=True,
        abrupt=False,
        complaint=False,
        what_happened="The family asked for help in the autumn and could not go on.",
        to={"carer": "Maureen Fell", "kind": "foster", "provider": "in_house"},
    )
    stage.cast(child, "foster_carer", "Maureen Fell", stage.next_home(ended))
    children.hear(
        stage.as_(LUCY, 9),
        child,
        on=stage.day(9),
        told_to="Nadia Okello, play therapist",
        words="Isla played at moving house, and put the bear in every room.",
    )
    stage.weighed(LUCY, 20, ended, child)


def jude(stage: Stage) -> None:
    """A long-term foster placement that ended last week in Brackwater."""
    child = stage.child(
        "B-2914",
        "Jude Okoro",
        date(2011, 6, 21),
        education="school",
        care_plan="long_term_foster",
        people={"social_worker": LUCY, "iro": "Gareth Bell"},
        in_care_since=stage.day(1500),
    )
    first = stage.lives(
        child, LUCY, 1500, "Marlow family", kind="foster", provider="in_house", long_term=True, matched_at_panel=True
    )
    stage.cast(child, "foster_carer", "Rose Marlow", first)
    stage.cast(child, "supervising_social_worker", "Hugh Selby", first)
    ended = stage.ends(
        child, LUCY, first, 8, unplanned=True, to={"carer": "Tyne House", "kind": "residential", "provider": "agency"}
    )
    stage.weighed(LUCY, 7, ended, child)
