"""From endings to meetings: what the procedure called for, what was decided, what has been held."""

from core.domain.measures.made import Figure, Measure, Records, Table, capital, is_are, listed, many, was_were
from core.domain.procedure import Strength
from core.domain.suppressing import Grid, Hidden, grid, words

COURSES = {
    "convened": "Convened",
    "referred": "Referred on",
    "not convened": "Not convened",
    "to decide": "Still to decide",
}
STRENGTHS = (*(one.value for one in Strength), "")


def meetings(records: Records) -> Measure:
    """How many meetings were called for, by strength, and what became of them; small numbers hidden throughout."""
    strengths = [key for key in STRENGTHS if any(one.strength == key for one in records.calls)]
    shown = grid(
        [
            [sum(one.strength == key and one.course == course for one in records.calls) for course in COURSES]
            for key in strengths
        ],
        records.small,
    )
    lines = [(_said(key), *shown.cells[place], shown.row_totals[place]) for place, key in enumerate(strengths)]
    table = Table(
        caption="Meetings called for after this period’s endings, by the strength of the clause",
        columns=("The procedure says", *COURSES.values(), "All"),
        rows=(*lines, ("All", *shown.column_totals, shown.total)),
    )
    title = f"{capital(many(shown.total, records.noun))} called for after this period’s endings"
    return Measure(
        key="meetings",
        title="Meetings",
        sentences=tuple(_sentences(records, shown)),
        numbers=_numbers(records, shown),
        figures=(Figure(title=title, kind="none", table=table),) if lines else (),
        note="What a clause calls for is told as it stood when somebody decided about it." if lines else "",
        small=records.small,
    )


def _sentences(records: Records, shown: Grid) -> list[str]:
    noun = records.noun
    begun = [many(len(records.endings), "placement ending")]
    if records.concerns is not None:
        begun.append(many(records.concerns, "concern"))
    called = capital(many(shown.total, noun))
    if not records.endings and not records.concerns and not records.calls:
        return [f"Nothing called for {_one(noun)}: no placement ended in this period."]
    said = [f"{called} {was_were(shown.total)} called for after {listed(begun)} of this period."]
    if records.booked:
        booked = capital(many(records.booked, noun))
        said.append(f"{booked} about this period’s endings {is_are(records.booked)} booked.")
    if not records.calls:
        return said
    _, _, declined, waiting = shown.column_totals
    if Hidden.WITHHELD in (declined, waiting):
        return [*said, f"How many endings are to have no {noun}, or wait for a decision, is not shown."]
    if declined != 0:
        said.append(
            f"{capital(many(declined, 'ending', records.small))} {is_are(declined)} to have no meeting, {_why(records)}"
        )
    if waiting != 0:
        said.append(f"{capital(many(waiting, 'decision', records.small))} {is_are(waiting)} still to be taken.")
    return said


def _one(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _why(records: Records) -> str:
    """Nobody can decide not to meet without a reason; whether a manager has agreed is told."""
    confirmed = [one.confirmed for one in records.calls if one.course == "not convened"]
    if all(confirmed):
        return "with a recorded reason that a manager confirmed."
    return (
        "with a recorded reason; a manager has confirmed some of them." if any(confirmed) else "with a recorded reason."
    )


def _numbers(records: Records, shown: Grid) -> tuple[tuple[int | str, str], ...]:
    """The counts at the head of the report; none of them tells what the table hides."""
    begun = (len(records.endings), f"placement {'ending' if len(records.endings) == 1 else 'endings'} in this period")
    held = (len(records.held), "held in this period")
    if not records.calls:
        return begun, held
    convened = shown.column_totals[0]
    return (
        begun,
        (shown.total, "called for by a clause or a person"),
        (_number(convened, records), "decided to convene"),
        held,
    )


def _number(cell: int | str, records: Records) -> int | str:
    return cell if isinstance(cell, int) else words(cell, records.small)


def _said(strength: str) -> str:
    return {"": "Nothing, a person decided", "may": "May (can be useful)"}.get(strength, strength.capitalize())
