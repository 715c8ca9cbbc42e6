"""One placement as a row of the timeline: names, bar, how long it lasted, its ending, and the step to the next row."""

from dataclasses import dataclass
from datetime import date

from core.web.pictures.scale import LEFT, RIGHT, Scale
from core.web.pictures.shapes import Label, Line, Rect, months_between, shorten, text_width, words

BAR = 24
KINDS = {
    "long-term": "Foster care, long term",
    "short-term": "Foster care, short term or emergency",
    "residential": "Children’s home",
    "connected": "Connected person",
    "adoptive": "Adoptive placement",
    "parents": "With parents",
    "other": "Other arrangement",
}


@dataclass(frozen=True, kw_only=True)
class Placement:
    """One row. `kind` is a key of KINDS (anything else counts as "other"); `unplanned` None: not recorded."""

    label: str
    sub: str
    kind: str
    start: date
    end: date | None = None
    unplanned: bool | None = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One placement drawn: its two lines at the left, its bar, how long it lasted, and the diamond at its end."""

    name: Label
    sub: Label
    bar: Rect
    arrow: bool
    length: Label
    diamond: Label | None
    diamond_css: str
    diamond_title: str


def row(stay: Placement, y: float, scale: Scale, today: date) -> Row:
    x, until = scale.x(stay.start), stay.end or max(today, stay.start)
    bar = Rect(x=x, y=y, width=max(scale.x(until) - x, 7), height=BAR, css=f"p-{kind_of(stay)}", title=told(stay))
    marked = stay.end is not None and stay.unplanned is not False
    return Row(
        name=Label(x=0, y=y + 10, text=shorten(stay.label, LEFT - 14, 14, bold=True), css="p-name"),
        sub=Label(x=0, y=y + 27, text=shorten(stay.sub, LEFT - 14), css="p-soft"),
        bar=bar,
        arrow=stay.end is None,
        length=_length_label(stay, bar, scale.x(today)),
        diamond=Label(
            x=bar.right, y=y + BAR / 2, text="U" if stay.unplanned else "?", anchor="middle", css="p-amber-ink"
        )
        if marked
        else None,
        diamond_css="p-diamond" if stay.unplanned else "p-diamond p-diamond--unknown",
        diamond_title=f"Ending, {'unplanned' if stay.unplanned else 'not recorded whether planned'}, {words(until)}",
    )


def _length_label(stay: Placement, bar: Rect, today_x: float) -> Label:
    """Inside the bar if it fits, else to its right unless that runs into today or the edge, else to its left."""
    text, y = _lasted(stay), bar.y + 17
    room = bar.width - (14 if stay.end and stay.unplanned is not False else 0)
    if text_width(text, bold=True) + 14 <= room:
        return Label(x=bar.x + 8, y=y, text=text, css="p-white p-strong")
    right = bar.right + 16
    end = right + text_width(text)
    clear = end < RIGHT and not right - 20 < today_x < end + 4
    if clear or bar.x - 14 - text_width(text) < LEFT:
        return Label(x=right, y=y, text=text, css="p-halo")
    return Label(x=bar.x - 14, y=y, text=text, anchor="end", css="p-halo")


def links(before: Placement, left: Row, right: Row) -> tuple[Line, ...]:
    """The staircase from a placement's end to the next one's beginning; amber and solid after an unplanned ending."""
    if before.end is None:
        return ()
    css = "p-unplanned" if before.unplanned else "p-planned"
    x, y = left.bar.right, right.bar.y + BAR / 2
    down = Line(x1=x, y1=left.bar.y + BAR / 2, x2=x, y2=y, css=css)
    if right.bar.x - x <= 4:
        return (down,)
    return (down, Line(x1=x, y1=y, x2=right.bar.x, y2=y, css=css))


def kind_of(stay: Placement) -> str:
    return stay.kind if stay.kind in KINDS else "other"


def _lasted(stay: Placement) -> str:
    if stay.end is None:
        return f"since {words(stay.start)}"
    days, months = (stay.end - stay.start).days, months_between(stay.start, stay.end)
    if days < 14:
        return "same day" if days <= 0 else f"{days} night{'s' if days > 1 else ''}"
    if days < 182:
        return f"{days // 7} weeks"
    if months < 24:
        return f"{months} months"
    return f"{months // 12} years" + (f" {months % 12} months" if months % 12 else "")


def told(stay: Placement) -> str:
    ended = words(stay.end) if stay.end else "now"
    how = ""
    if stay.end and stay.unplanned is not False:
        how = ", unplanned ending" if stay.unplanned else ", not recorded whether planned"
    return f"{stay.label}, {stay.sub}, {words(stay.start)} to {ended}{how}"
