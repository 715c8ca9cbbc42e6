"""The strip's cells: one per day, week or more, and the days drawn over them in a colour of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.web.pictures.axis import Axis
from core.web.pictures.shapes import Label, Rect

STRIP, CELL = 86, 44


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: its box, and for days the number and the weekday's letter. `holiday` is its name or ""."""

    box: Rect
    number: Label | None
    letter: Label | None
    holiday: str


def cells_of(axis: Axis, opens: date | None, closes: date | None, holidays: Mapping[date, str]) -> tuple[Cell, ...]:
    cells = []
    day = axis.start
    while day <= axis.end:
        last = day + timedelta(days=axis.step - 1)
        inside = bool(opens or closes) and (opens is None or opens <= last) and (closes is None or day <= closes)
        weekend = axis.step == 1 and day.weekday() >= 5
        css = "p-cell" + (" p-cell--inside" if inside else "") + (" p-cell--weekend" if weekend else "")
        width = axis.day_width * axis.step
        strong = inside and not weekend
        cells.append(
            Cell(
                box=Rect(x=axis.x(day), y=STRIP, width=width, height=CELL, css=css),
                number=_number(axis, day, width, "p-strong" if strong else "p-soft") if axis.step <= 7 else None,
                letter=_letter(axis, day, width, "p-small p-soft") if axis.step == 1 else None,
                holiday=holidays.get(day, "") if axis.step == 1 else "",
            )
        )
        day = last + timedelta(days=1)
    return tuple(cells)


def day_cell(axis: Axis, day: date, css: str, outset: float) -> Cell:
    """The day's own box, drawn over its cell; in a strip of weeks or more it carries no text."""
    box = day_box(axis, day, outset, css)
    text = axis.step == 1
    return Cell(
        box=box,
        number=_number(axis, day, axis.day_width, "p-white p-strong") if text else None,
        letter=_letter(axis, day, axis.day_width, "p-white p-small") if text else None,
        holiday="",
    )


def day_box(axis: Axis, day: date, outset: float, css: str) -> Rect:
    width = max(axis.day_width, 7)
    return Rect(x=axis.middle(day) - width / 2, y=STRIP - outset, width=width, height=CELL + 2 * outset, css=css)


def _number(axis: Axis, day: date, width: float, css: str) -> Label:
    small = "" if width > 19 else " p-small"
    y = STRIP + (19 if axis.step == 1 else 27)
    return Label(x=axis.x(day) + width / 2, y=y, text=str(day.day), anchor="middle", css=css + small)


def _letter(axis: Axis, day: date, width: float, css: str) -> Label:
    return Label(x=axis.x(day) + width / 2, y=STRIP + 36, text="MTWTFSS"[day.weekday()], anchor="middle", css=css)
