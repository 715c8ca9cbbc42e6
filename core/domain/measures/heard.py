"""How children were heard at the meetings held in the period."""

from collections import Counter

from core.domain.measures.made import Figure, HeldRow, Measure, Records, Table, capital, many
from core.domain.suppressing import Cell, line

CAME, ADVOCATE, VIEWS, AWAY, NOT_OBTAINED, UNKNOWN = (
    "Came to the meeting", "Spoken for by an advocate", "Sent views another way", "Was to come, and did not",
    "Views could not be obtained", "Not recorded",
)  # fmt: skip
WAYS = (CAME, ADVOCATE, VIEWS, AWAY, NOT_OBTAINED, UNKNOWN)
HEARD = (CAME, ADVOCATE, VIEWS)
PLANNED = {"attends": AWAY, "advocate": ADVOCATE, "views": VIEWS, "not obtained": NOT_OBTAINED}


def views_heard(records: Records) -> Measure:
    """One line for each way of being heard, small numbers hidden; the meetings held are their total."""
    counted = Counter(way_of(one) for one in records.held)
    shown = dict(zip(WAYS, line([counted[way] for way in WAYS], records.small), strict=True))
    table = Table(
        caption="How the child was heard",
        columns=("How", capital(records.noun) + "s"),
        rows=(*((way, count) for way, count in shown.items()), ("All", len(records.held))),
    )
    heard = [shown[way] for way in HEARD]
    told = all(isinstance(count, int) for count in heard)
    number = sum(int(count) for count in heard) if told else None
    if not records.held:
        said = f"No {records.noun} was held, so nobody was to be heard."
    elif number is not None:
        said = f"The child’s views were heard at {number} of {many(len(records.held), records.noun)}."
    elif any(isinstance(count, int) and count for count in heard):
        said = f"The child’s views were heard at {_least(heard)} or more of {many(len(records.held), records.noun)}."
    else:
        said = f"How the child was heard at {many(len(records.held), records.noun)}: each number is too small to tell."
    return Measure(
        key="views_heard",
        title="The child’s views",
        sentences=(said,),
        figures=(Figure(title=said.rstrip("."), kind="bars" if records.held else "none", table=table),),
        small=records.small,
    )


def _least(heard: list[Cell]) -> int:
    """As much as the counts that are shown allow to say."""
    return sum(count for count in heard if isinstance(count, int))


def way_of(held: HeldRow) -> str:
    """How the child was heard at one meeting: who came, came; for the others what was arranged."""
    return CAME if held.came else PLANNED.get(held.voice, UNKNOWN)
