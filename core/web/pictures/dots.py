"""Meetings against their windows: one row each, a line from the event to the day, the window shaded behind it.

Pure geometry; templates/reports/_charts.html draws it. A day outside is a diamond and says so, a day inside a dot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.web.pictures.shapes import Label, Line, Rect, text_width

WIDTH = 1120
LEFT, RIGHT = 110, 850
TOP, PITCH = 12, 30
OUTSIDE = {"before": "early", "after": "late"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One meeting: its window behind, its line, its mark (a dot, or a diamond when `outside`), its words."""

    name: Label
    band: Rect | None
    line: Line
    x: float
    y: float
    outside: bool
    tail: Label


@dataclass(frozen=True, kw_only=True)
class Dots:
    """The whole picture, with a grid of weeks."""

    width: float
    height: float
    rows: tuple[Row, ...]
    grid: tuple[Line, ...]
    ticks: tuple[Label, ...]
    unit: Label
    any_outside: bool
    any_band: bool
    title: str
    description: str


def dots(meetings: Sequence[Mapping[str, Any]], *, title: str) -> Dots:
    """Lay out meetings in the order given: `days`, `place`, `judged`, and `opens` and `closes` in days or None."""
    seen = [day for one in meetings for day in (one["days"], one["opens"], one["closes"]) if day is not None]
    low, high = min(0, *seen, 0) // 7, -(-max(14, *seen, 14) // 7)
    unit = (RIGHT - LEFT) / (high - low)

    def x(days: float) -> float:
        return LEFT + (days / 7 - low) * unit

    base = TOP + PITCH * len(meetings) + 8
    step = next(step for step in (1, 2, 4, 13, 26, 52, 10_000) if (high - low) / step <= 18)
    weeks = [week for week in range(low, high + 1) if week % step == 0]
    rows = tuple(_row(number, one, x) for number, one in enumerate(meetings, 1))
    return Dots(
        width=WIDTH,
        height=base + 26,
        rows=rows,
        grid=tuple(Line(x1=x(week * 7), y1=TOP - 6, x2=x(week * 7), y2=base, css="p-grid") for week in weeks),
        ticks=tuple(Label(x=x(week * 7), y=base + 17, text=str(week), anchor="middle", css="p-soft") for week in weeks),
        unit=Label(x=RIGHT + 14, y=base + 17, text="weeks after the ending or event", css="p-soft"),
        any_outside=any(row.outside for row in rows),
        any_band=any(row.band for row in rows),
        title=title,
        description="; ".join(f"{row.name.text}: {row.tail.text}" for row in rows) + ".",
    )


def _row(number: int, one: Mapping[str, Any], x: Any) -> Row:
    y = TOP + PITCH * (number - 0.5)
    at, name = x(one["days"]), f"Meeting {number}"
    opens, closes = one["opens"], one["closes"]
    band = None
    if opens is not None or closes is not None:
        left, right = LEFT if opens is None else x(opens), RIGHT if closes is None else x(closes)
        band = Rect(x=left, y=TOP + PITCH * (number - 1), width=max(right - left, 2), height=PITCH, css="p-within")
    said = said_of(one)
    return Row(
        name=Label(x=LEFT - 12, y=y + 5, text=name, anchor="end"),
        band=band,
        line=Line(x1=x(0), y1=y, x2=at, y2=y, css="p-lane"),
        x=at,
        y=y,
        outside=one["place"] in OUTSIDE,
        tail=Label(x=min(at + 16, WIDTH - text_width(said) - 4), y=y + 5, text=said, css="p-halo"),
    )


def said_of(one: Mapping[str, Any]) -> str:
    """ "23 days", "58 days, late, judgement recorded"."""
    days = f"{one['days']} day" if one["days"] in (1, -1) else f"{one['days']} days"
    where = OUTSIDE.get(one["place"], "")
    if not where:
        return days
    return f"{days}, {where}, {'judgement recorded' if one['judged'] else 'no judgement recorded'}"
