"""The themes of the meetings held in the period: what their records tell of, and what led to something agreed."""

from core.domain.measures.made import Figure, Measure, Records, Source, Table
from core.domain.suppressing import Cell, alone, words

MOST = 12
"""Themes drawn; the table has them all."""


def themes(records: Records) -> Measure:
    """For each theme the meetings that wrote about it, and those that recommended or agreed something under it.

    A meeting has several themes, so the counts have no total; small ones are hidden.
    """
    names = {one.theme for one in records.themes if one.theme}
    led = {name: _meetings(records, name, ("recommendation", "action")) for name in names}
    wrote = {name: _meetings(records, name, ("record",)) for name in names}
    order = sorted(names, key=lambda name: (-led[name], -wrote[name], name))
    shown_led = alone([led[name] for name in order], records.small)
    shown_wrote = alone([wrote[name] for name in order], records.small)
    order, shown_led, shown_wrote = _settled(order, shown_led, shown_wrote)
    table = Table(
        caption=f"Meetings under each theme, of {len(records.held)}",
        columns=("Theme", "Led to a recommendation or an action", "Written about"),
        rows=tuple(zip(order, shown_led, shown_wrote, strict=True)),
    )
    said = _sentence(order, shown_led, len(records.held), records.small)
    figure = Figure(title=said.rstrip("."), kind="bars", table=table, drawn=(1,))
    return Measure(
        key="themes",
        title="Themes",
        sentences=(said,),
        figures=(figure,) if order else (),
        small=records.small,
    )


def _meetings(records: Records, theme: str, sources: tuple[Source, ...]) -> int:
    return len({one.meeting for one in records.themes if one.theme == theme and one.source in sources})


def _settled(
    order: list[str], led: tuple[Cell, ...], wrote: tuple[Cell, ...]
) -> tuple[list[str], tuple[Cell, ...], tuple[Cell, ...]]:
    """In an order that does not rank what is hidden: by what is shown, then by name."""
    rows = sorted(
        zip(order, led, wrote, strict=True),
        key=lambda row: (_rank(row[1]), _rank(row[2]), row[0]),
    )
    return [row[0] for row in rows], tuple(row[1] for row in rows), tuple(row[2] for row in rows)


def _rank(cell: Cell) -> int:
    """The largest first, what is hidden after all that is shown, none at the end."""
    return -cell if isinstance(cell, int) and cell else -1 if not isinstance(cell, int) else 0


def _sentence(order: list[str], led: tuple[Cell, ...], held: int, small: int) -> str:
    if not order:
        return "No theme is recorded for the meetings of this period."
    top = [name for name, count in zip(order, led, strict=True) if count == led[0]]
    if not isinstance(led[0], int):
        return f"No theme led to something agreed in {small} meetings or more."
    if led[0] == 0:
        return "Nothing has been recommended or agreed under a theme."
    said = f"led to a recommendation or an action in {words(led[0])} of {held} meetings"
    return f"“{top[0]}” {said}." if len(top) == 1 else f"“{top[0]}” and “{top[1]}” {said} each."
