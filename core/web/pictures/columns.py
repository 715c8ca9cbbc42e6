"""Columns of meetings by the week: those inside their window below, those outside on top, hatched. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.web.pictures.shapes import Label, Line, Rect, text_width

WIDTH, HEIGHT = 1120, 260
LEFT, TOP, BASE = 20, 26, 210
UNIT = "full weeks after the ending or event"


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The whole picture: columns over a base line, with the number over each and the weeks under it."""

    width: float
    height: float
    parts: tuple[Rect, ...]
    numbers: tuple[Label, ...]
    labels: tuple[Label, ...]
    axis: Line
    unit: Label
    title: str
    description: str


def columns(weeks: Sequence[int], inside: Sequence[int], outside: Sequence[int], *, title: str) -> Columns:
    """One column for each week from the first; weeks without a meeting keep their place."""
    pitch = (WIDTH - 2 * LEFT) / max(len(weeks), 1)
    thick = min(pitch * 0.72, 64)
    unit = (BASE - TOP) / max((a + b for a, b in zip(inside, outside, strict=True)), default=1)
    parts: list[Rect] = []
    numbers: list[Label] = []
    labels: list[Label] = []
    free = 0.0
    for place, (week, within, beyond) in enumerate(zip(weeks, inside, outside, strict=True)):
        middle = LEFT + pitch * (place + 0.5)
        low = BASE - within * unit
        if within:
            parts.append(Rect(x=middle - thick / 2, y=low, width=thick, height=BASE - low, css="p-bar"))
        if beyond:
            top = low - beyond * unit
            parts.append(Rect(x=middle - thick / 2, y=top, width=thick, height=low - top, css="p-bar-hatch"))
        if within + beyond:
            high = BASE - (within + beyond) * unit
            number = str(within + beyond)
            numbers.append(Label(x=middle, y=high - 7, text=number, anchor="middle", css="p-strong"))
        half = text_width(str(week)) / 2
        if middle - half >= free:
            labels.append(Label(x=middle, y=BASE + 19, text=str(week), anchor="middle", css="p-soft"))
            free = middle + half + 6
    return Columns(
        width=WIDTH,
        height=HEIGHT,
        parts=tuple(parts),
        numbers=tuple(numbers),
        labels=tuple(labels),
        axis=Line(x1=LEFT, y1=BASE, x2=WIDTH - LEFT, y2=BASE, css="p-lane"),
        unit=Label(x=WIDTH / 2, y=BASE + 42, text=UNIT, anchor="middle", css="p-soft"),
        title=title,
        description="; ".join(
            f"week {week}: {within + beyond}, of these {beyond} outside"
            for week, within, beyond in zip(weeks, inside, outside, strict=True)
            if within + beyond
        )
        + ".",
    )
