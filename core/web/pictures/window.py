"""When a meeting may be held, as a strip of days: what it is counted from, the window, today, the chosen day.

Pure geometry; templates/components/picture_window.html draws it. Where days would be too many to draw, a cell is a
week, four weeks, a quarter or a year: the band and the marks still stand at their very day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.web.pictures.axis import LEFT, RIGHT, WIDTH, Axis, month_labels
from core.web.pictures.cells import CELL, STRIP, Cell, cells_of, day_box, day_cell
from core.web.pictures.marks import Mark, place_marks
from core.web.pictures.shapes import Label, Line, Rect, text_width, words

BAND, BAND_HEIGHT = 56, 26


@dataclass(frozen=True, kw_only=True)
class Window:
    """The whole strip. `days_per_cell` is 1, 7, 28, 91 or 364; `band` is None where no date bounds the meeting."""

    width: float
    height: float
    days_per_cell: int
    cells: tuple[Cell, ...]
    months: tuple[Label, ...]
    month_lines: tuple[Line, ...]
    band: Rect | None
    band_open_left: bool
    band_open_right: bool
    band_labels: tuple[Label, ...]
    today: Rect | None
    anchor: Cell
    chosen: Cell | None
    leaders: tuple[Line, ...]
    marks: tuple[Label, ...]
    title: str
    description: str


def window(
    *,
    anchor_day: date,
    anchor_label: str,
    opens: date | None,
    closes: date | None,
    today: date,
    chosen: date | None = None,
    bank_holidays: Mapping[date, str] | None = None,
    marks: Sequence[tuple[date, str]] = (),
    note: str = "",
) -> Window:
    """Lay the strip out. `marks` are further days, each in words; `note` is the window in words, "2 to 6 weeks"."""
    holidays = bank_holidays or {}
    axis = Axis.covering(anchor_day, opens, closes, today, chosen, [day for day, _ in marks])
    named = [Mark(day=anchor_day, text=anchor_label), Mark(day=today, text="Today")]
    named += [Mark(day=day, text=text, strong=day == chosen) for day, text in marks]
    if axis.step == 1:
        named += [Mark(day=day, text=name) for day, name in holidays.items() if axis.start <= day <= axis.end]
    if chosen and chosen not in {day for day, _ in marks}:
        named.append(Mark(day=chosen, text=f"Meeting {words(chosen, year=False)}", strong=True))
    leaders, labels, depth = place_marks(named, axis.middle, STRIP + CELL, WIDTH)
    months = month_labels(axis)
    band, band_labels = _band(axis, opens, closes, note)
    return Window(
        width=WIDTH,
        height=depth + 12,
        days_per_cell=axis.step,
        cells=cells_of(axis, opens, closes, holidays),
        months=months,
        month_lines=tuple(Line(x1=m.x - 2, y1=4, x2=m.x - 2, y2=STRIP + CELL) for m in months),
        band=band,
        band_open_left=opens is None and band is not None,
        band_open_right=closes is None and band is not None,
        band_labels=band_labels,
        today=day_box(axis, today, 0, ""),
        anchor=day_cell(axis, anchor_day, "p-anchor", 0),
        chosen=day_cell(axis, chosen, "p-chosen", 2) if chosen else None,
        leaders=leaders,
        marks=labels,
        title=_title(opens, closes, note),
        description=_description(axis, anchor_day, anchor_label, chosen, holidays, marks),
    )


def _band(axis: Axis, opens: date | None, closes: date | None, note: str) -> tuple[Rect | None, tuple[Label, ...]]:
    """The window over the strip; its dates inside it, or beside it in one line where they do not fit."""
    if opens is None and closes is None:
        return None, ((Label(x=LEFT, y=BAND + 18, text=note, css="p-soft p-halo"),) if note else ())
    left = axis.x(opens) if opens else LEFT
    right = axis.x(closes) + axis.day_width if closes else RIGHT
    band = Rect(x=left, y=BAND, width=max(right - left, 3), height=BAND_HEIGHT)
    first = words(opens, year=axis.step > 1) if opens else ""
    last = words(closes, year=axis.step > 1) if closes else ""
    first = f"From {first}" if first and not last else first
    last = f"By {last}" if last and not first else last
    taken = [text_width(t, 14, bold=True) + 16 if t else 0 for t in (first, last)]
    y = BAND + 18
    if sum(taken) + text_width(note) + 16 <= band.width:
        labels = [Label(x=left + 8, y=y, text=first, css="p-white p-name")] if first else []
        centre = (left + taken[0] + right - taken[1]) / 2
        labels += [Label(x=centre, y=y, text=note, anchor="middle", css="p-white")] if note else []
        labels += [Label(x=right - 8, y=y, text=last, anchor="end", css="p-white p-name")] if last else []
        return band, tuple(labels)
    text = " to ".join(t for t in (first, last) if t) + (f", {note}" if note else "")
    half = text_width(text, 14, bold=True) / 2
    x = min(max((left + right) / 2, LEFT + half), RIGHT - half)
    return band, (Label(x=x, y=BAND - 8, text=text, anchor="middle", css="p-name p-halo"),)


def _title(opens: date | None, closes: date | None, note: str) -> str:
    if opens and closes:
        return f"Window: earliest {words(opens)}, latest {words(closes)}"
    if opens or closes:
        return f"Window: from {words(opens)}" if opens else f"Window: by {words(closes)}" if closes else ""
    return f"No dates bound this meeting{': ' + note if note else ''}"


def _description(
    axis: Axis,
    anchor: date,
    anchor_label: str,
    chosen: date | None,
    holidays: Mapping[date, str],
    marks: Sequence[tuple[date, str]],
) -> str:
    said = [f"{anchor_label} {words(anchor)}"]
    said += [f"chosen date {words(chosen)}"] if chosen else []
    said += [f"{text} {words(day)}" for day, text in marks]
    seen = [
        f"{name} {words(day, year=False)}" for day, name in sorted(holidays.items()) if axis.start <= day <= axis.end
    ]
    return "; ".join(said) + (f". Bank holidays in view: {', '.join(seen)}" if seen else "") + "."
