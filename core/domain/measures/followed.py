"""Recommendations made at the meetings of the period, and how far they are."""

from core.domain.measures.made import (
    AdviceRow,
    Figure,
    Measure,
    Records,
    Table,
    capital,
    is_are,
    many,
    middle,
    was_were,
)

STATES = {
    "done": "Done",
    "accepted": "Accepted, in progress",
    "open": "Not answered yet",
    "not accepted": "Not accepted",
}
ENDED = ("done", "not accepted")
NOUN = "recommendation"


def recommendations(records: Records) -> Measure:
    """What has become of them on the day of the report. They are asked of bodies, so they are told whole."""
    made = [one for one in records.advice if records.span.holds(one.made)]
    earlier = [one for one in records.advice if one.made < records.span.first]
    counts = {state: sum(one.state == state for one in made) for state in STATES}
    late = sum(_late(one, records) for one in made)
    table = Table(
        caption="Recommendations made in this period",
        columns=("How far", "Recommendations"),
        rows=(
            *((words, counts[state]) for state, words in STATES.items()),
            ("Past its date", late),
            ("All", len(made)),
        ),
    )
    took = middle([(one.done - one.made).days for one in made if one.done and one.state == "done"])
    title = f"{counts['done'] or 'None'} of {many(len(made), NOUN)} {is_are(counts['done'] or 1)} done"
    return Measure(
        key="recommendations",
        title="Recommendations",
        sentences=tuple(_sentences(made, earlier, counts["done"], late, took, records)),
        numbers=((took, "days, median from the meeting to done"),) if took is not None else (),
        figures=(Figure(title=title, kind="bars", table=table),) if made else (),
        note="What is past its date is also counted where it stands: accepted, or not answered yet." if late else "",
    )


def _sentences(
    made: list[AdviceRow], earlier: list[AdviceRow], done: int, late: int, took: int | None, records: Records
) -> list[str]:
    said = [f"{capital(many(len(made), NOUN))} {was_were(len(made))} made."]
    if made:
        past = f"{late} {is_are(late)} past {'its' if late == 1 else 'their'} date" if late else "none is past its date"
        said = [f"{said[0].rstrip('.')}; {done or 'none'} {is_are(done or 1)} done and {past}."]
    if took is not None:
        said.append(f"Half of those done took {many(took, 'day')} or less.")
    still = sum(one.state not in ENDED for one in earlier)
    ended = sum(one.state == "done" and records.span.holds(one.done) for one in earlier)
    if still:
        said.append(f"{capital(many(still, NOUN))} from earlier periods {is_are(still)} still open.")
    if ended:
        said.append(f"{capital(many(ended, NOUN))} from earlier periods {was_were(ended)} done in this one.")
    return said


def _late(one: AdviceRow, records: Records) -> bool:
    return one.state not in ENDED and one.due is not None and one.due < records.today
