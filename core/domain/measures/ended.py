"""Placement endings by the type of placement, planned or not."""

from core.domain.measures.made import Figure, Measure, Records, Table, capital, many, was_were
from core.domain.suppressing import Cell, Grid, Hidden, grid, words

KINDS: dict[str | None, str] = {
    "foster": "Foster care",
    "connected_person": "Connected person",
    "adoption": "Adoptive placement",
    "residential": "Children’s home",
    "supported": "Supported accommodation",
    "parents": "With parents",
    "other": "Other arrangement",
    None: "Type not recorded",
}
PLANNED: tuple[tuple[bool | None, str], ...] = ((False, "Planned"), (True, "Unplanned"), (None, "Not recorded"))


def endings_by_kind(records: Records) -> Measure:
    """Every ending in the period: the type of placement across, whether it was planned down. Small numbers hidden."""
    rows = [
        [sum(one.kind == kind and one.unplanned is how for one in records.endings) for how, _ in PLANNED]
        for kind in KINDS
    ]
    shown = grid(rows, records.small)
    kept = [place for place, row in enumerate(rows) if sum(row) or shown.row_totals[place] != 0]
    lines: list[tuple[Cell | str, ...]] = [
        (list(KINDS.values())[place], *shown.cells[place], shown.row_totals[place]) for place in kept
    ]
    table = Table(
        caption="Placement endings by type of placement",
        columns=("Type of placement", *(words for _, words in PLANNED), "All"),
        rows=(*lines, ("All", *shown.column_totals, shown.total)),
    )
    title = _finding(shown, kept, records.small)
    drawn = Figure(title=title, kind="bars" if shown.total else "none", table=table, drawn=(1, 2, 3))
    return Measure(
        key="endings_by_kind",
        title="Placement endings",
        sentences=_sentences(shown, records.small),
        figures=(drawn,),
        small=records.small,
    )


def _sentences(shown: Grid, small: int) -> tuple[str, ...]:
    if not shown.total:
        return ("No placement ended in this period.",)
    _, unplanned, unknown = shown.column_totals
    first = f"{capital(many(shown.total, 'placement'))} ended"
    if unplanned is not Hidden.WITHHELD:
        first += f"; {words(unplanned, small)} of these endings {was_were(unplanned)} unplanned"
    if unknown in (0, Hidden.WITHHELD):
        return (f"{first}.",)
    return (f"{first}.", f"Whether it was planned is not recorded for {words(unknown, small)} of them.")


def _finding(shown: Grid, kept: list[int], small: int) -> str:
    """What the picture shows, as a sentence that takes nothing from what is hidden."""
    if not shown.total:
        return "No placement ended"
    told = [(shown.row_totals[place], place) for place in kept if isinstance(shown.row_totals[place], int)]
    hidden = any(not isinstance(shown.row_totals[place], int) for place in kept)
    unplanned = shown.column_totals[1]
    if isinstance(unplanned, int):
        return f"{unplanned} of {shown.total} endings {was_were(unplanned)} unplanned"
    if told and not hidden:
        return f"Most endings were from: {list(KINDS.values())[max(told, key=lambda one: int(one[0]))[1]].lower()}"
    return f"{capital(many(shown.total, 'ending'))}, by type of placement"
