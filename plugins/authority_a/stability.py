"""What became of the document's section on placement stability meetings (A20): a pointer in each edition, no rules."""

from core.api import Anchor, Edition, MeetingKind, Strength, Trigger

BEFORE = "before-2019-09"
UNTIL_2019 = (
    "Until September 2019 this document had a section on placement stability meetings. It is known to have existed; "
    "what it said is not known, so nothing is claimed for it."
)
ELSEWHERE = "The procedure on stability network meetings, which is held elsewhere, says when and how one is held."


def stability_concern(edition: Edition) -> Trigger:
    """Where somebody with a concern about stability is sent."""
    return Trigger(
        key="stability",
        title="A concern about the placement's stability",
        proposes="stability",
        strength=Strength.MAY,
        clause=_clause(edition),
        anchor=Anchor.CONCERN,
        interpretation="This text gives no rule of its own: it is a pointer, and says nothing of when to meet",
    )


def stability(edition: Edition) -> MeetingKind:
    """The section as it was, of which only the heading is known; or the procedure that has replaced it."""
    old = edition.key == BEFORE
    return MeetingKind(
        key="stability",
        title="Placement stability meeting" if old else "Stability network meeting",
        family="stability",
        clause=_clause(edition),
        elsewhere=UNTIL_2019 if old else ELSEWHERE,
    )


def _clause(edition: Edition) -> str:
    return "A20a" if edition.key == BEFORE else "A20b"
