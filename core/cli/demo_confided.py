"""A child of the demonstration whose record only three people open, so that a restriction can be tried from both
sides."""

from datetime import date, timedelta

from core.cli.demo_stage import Stage
from core.services import restrictions

LOCAL_ID, LUCY, NOOR, GARETH = "B-3110", "Lucy Barnard", "Noor Aslam", "Gareth Bell"
TRY = (
    f"In Brackwater the record {LOCAL_ID} is restricted: {LUCY}, {NOOR} and {GARETH} open it. For everybody else that "
    "child\ndoes not exist, unless they open the record with a reason: Children, “Looking for a child you cannot find?”"
)
"""How to try it, for the terminal."""


def brackwater(stage: Stage) -> None:
    """A foster home whose address must not become known."""
    people = {"social_worker": LUCY, "iro": GARETH}
    child = stage.child(LOCAL_ID, "Mina Farrow", date(2016, 9, 4), people=people, care_plan="long_term_foster",
                        education="school", in_care_since=stage.day(140))  # fmt: skip
    home = stage.lives(child, LUCY, 140, "Ash family", kind="foster", provider="in_house", out_of_area=True)
    stage.cast(child, "foster_carer", "Joan Ash", home)
    restrictions.restrict(
        stage.as_(NOOR, 12), child,
        reason="The home’s address must not become known to somebody who has looked for the child.",
        readers=[stage.person(name).id for name in (LUCY, NOOR, GARETH)], review_on=stage.day(12) + timedelta(days=60),
    )  # fmt: skip
