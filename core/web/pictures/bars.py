"""Bars of counts, lying down: one row each, stacked where a row has parts. Hidden counts have a mark and no length.

Pure geometry; templates/reports/_charts.html draws it. What a bar cannot say the text behind it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.suppressing import words
from core.web.pictures.shapes import Label, Line, Rect, shorten, text_width

PITCH, THICK, TOP = 33, 20, 10
STUB = 16
"""How wide a count is drawn that is not told."""
SERIES = ("p-bar", "p-bar-hatch", "p-bar-open")
Count = int | str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row: its name (whole in `title`), its parts from left to right, and the counts in words."""

    name: Label
    title: str
    parts: tuple[Rect, ...]
    tail: Label


@dataclass(frozen=True, kw_only=True)
class Bars:
    """The whole picture. `key` names the parts, by class; empty for bars of one part."""

    width: float
    height: float
    rows: tuple[Bar, ...]
    axis: Line
    title: str
    description: str
    key: tuple[tuple[str, str], ...]


def bars(
    names: Sequence[str], counts: Sequence[Sequence[Count]], series: Sequence[str], *, title: str, small: int
) -> Bars:
    """Lay out one bar for each name; `counts` has, for each, one count a series: a number, "fewer" or "withheld"."""
    width = 1120 if len(series) > 1 else 620
    tails = [_tail(row, series, small) for row in counts]
    left = min(max((text_width(name) for name in names), default=0) + 14, width * 0.36)
    right = width - max((text_width(tail, bold=True) for tail in tails), default=0) - 14
    longest = max((_length(row) for row in counts), default=0)
    hidden = max((sum(not isinstance(count, int) for count in row) for row in counts), default=0)
    unit = max(right - left - hidden * STUB, 40) / max(longest, 1)
    rows = tuple(
        _bar(name, row, tail, series, unit, left, TOP + place * PITCH)
        for place, (name, row, tail) in enumerate(zip(names, counts, tails, strict=True))
    )
    height = TOP * 2 + len(names) * PITCH - (PITCH - THICK) if names else TOP * 2
    return Bars(
        width=width,
        height=height,
        rows=rows,
        axis=Line(x1=left, y1=4, x2=left, y2=height - 4, css="p-lane"),
        title=title,
        description="; ".join(f"{name}: {tail}" for name, tail in zip(names, tails, strict=True)) + ".",
        key=tuple(
            (SERIES[place % len(SERIES)], name)
            for place, name in enumerate(series)
            if len(series) > 1 and any(row[place] != 0 for row in counts)
        ),
    )


def _bar(name: str, row: Sequence[Count], tail: str, series: Sequence[str], unit: float, left: float, y: float) -> Bar:
    parts: list[Rect] = []
    at = left
    for place, count in enumerate(row):
        if count == 0:
            continue
        width = count * unit if isinstance(count, int) else STUB
        css = SERIES[place % len(SERIES)] if isinstance(count, int) else "p-bar-hidden"
        parts.append(Rect(x=at, y=y, width=width, height=THICK, css=css, title=f"{name}: {series[place]}"))
        at += width
    return Bar(
        name=Label(x=left - 10, y=y + 15, text=shorten(name, left - 12), anchor="end"),
        title=name,
        parts=tuple(parts),
        tail=Label(x=at + 8, y=y + 15, text=tail, css="p-strong"),
    )


def _tail(row: Sequence[Count], series: Sequence[str], small: int) -> str:
    if len(series) == 1:
        return words(row[0], small)
    said = [f"{words(count, small)} {name.lower()}" for count, name in zip(row, series, strict=True) if count != 0]
    return ", ".join(said) or "0"


def _length(row: Sequence[Count]) -> int:
    return sum(count for count in row if isinstance(count, int))
