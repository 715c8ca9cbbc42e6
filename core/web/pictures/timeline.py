"""Where a child has lived, as a picture: a row per placement, a lane of meetings, today, the time a rule has counted.

Pure geometry; templates/components/picture_timeline.html draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.web.pictures.rows import KINDS, Placement, Row, kind_of, links, row, told
from core.web.pictures.scale import WIDTH, Scale, month_labels
from core.web.pictures.shapes import Label, Line, Rect, levels, text_width, words

__all__ = ["KINDS", "Counted", "Meeting", "Placement", "Timeline", "timeline"]

LANE = 30


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One dot in the lane: P planning, S stability, D disruption; `proposed` ones are dashed."""

    letter: str
    day: date
    label: str
    proposed: bool = False


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The time a rule looked at, shaded and named."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One meeting drawn."""

    x: float
    y: float
    letter: str
    proposed: bool
    title: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The whole picture. `kinds` (key, words), `unplanned` and `unrecorded` tell what the key must explain."""

    width: float
    height: float
    bottom: float
    lane_ys: tuple[float, ...]
    lane: Label
    rows: tuple[Row, ...]
    links: tuple[Line, ...]
    dots: tuple[Dot, ...]
    grid: tuple[Line, ...]
    months: tuple[Label, ...]
    counted: Rect | None
    counted_label: Label | None
    today: Line
    today_label: Label
    nothing: Label | None
    kinds: tuple[tuple[str, str], ...]
    unplanned: bool
    unrecorded: bool
    title: str
    description: str


def timeline(
    placements: Sequence[Placement],
    meetings: Sequence[Meeting],
    today: date,
    counted: Counted | None = None,
) -> Timeline:
    """Lay the picture out. Any number of placements, also none; they are put in the order of their beginning."""
    stays = sorted(placements, key=lambda p: (p.start, p.end or date.max))
    scale = Scale.covering(_days(stays, meetings, today, counted))
    dots = _dots(sorted(meetings, key=lambda m: m.day), scale)
    depth = max((d.y for d in dots), default=LANE)
    top = depth + 34 + (16 if counted else 0)
    pitch = 44 if len(stays) <= 12 else 38
    rows = tuple(row(p, top + i * pitch, scale, today) for i, p in enumerate(stays))
    bottom = top + max(len(stays), 1) * pitch
    shade = _shade(counted, scale, depth + 20, bottom)
    today_x = scale.x(today)
    return Timeline(
        width=WIDTH,
        height=bottom + 26,
        bottom=bottom,
        lane_ys=tuple(sorted({d.y for d in dots})) or (LANE,),
        lane=Label(x=0, y=LANE + 5, text="Meetings", css="p-name"),
        rows=rows,
        links=tuple(line for i in range(1, len(rows)) for line in links(stays[i - 1], rows[i - 1], rows[i])),
        dots=dots,
        grid=tuple(Line(x1=x, y1=depth + 20, x2=x, y2=bottom) for x, _ in scale.ticks()),
        months=month_labels(scale, bottom + 18),
        counted=shade,
        counted_label=_shade_label(counted, shade, depth + 35),
        today=Line(x1=today_x, y1=16, x2=today_x, y2=bottom),
        today_label=Label(x=today_x, y=12, text="Today", anchor="middle", css="p-strong"),
        nothing=None if rows else Label(x=0, y=top + 18, text="No placements recorded", css="p-soft"),
        kinds=tuple((k, v) for k, v in KINDS.items() if any(kind_of(p) == k for p in stays)),
        unplanned=any(p.end and p.unplanned for p in stays),
        unrecorded=any(p.end and p.unplanned is None for p in stays),
        title="Placements and meetings",
        description="; ".join(told(p) for p in stays) or "No placements recorded",
    )


def _days(stays: Sequence[Placement], meetings: Sequence[Meeting], today: date, counted: Counted | None) -> list[date]:
    days = [today, *(p.start for p in stays), *(p.end for p in stays if p.end), *(m.day for m in meetings)]
    return days + ([counted.first, counted.last] if counted else [])


def _dots(meetings: Sequence[Meeting], scale: Scale) -> tuple[Dot, ...]:
    """Meetings close together stand below each other."""
    xs = [scale.x(m.day) for m in meetings]
    deep = levels([(x - 13, x + 13) for x in xs], gap=1)
    return tuple(
        Dot(
            x=x,
            y=LANE + level * 30,
            letter=m.letter,
            proposed=m.proposed,
            title=f"{m.label}, {'proposed for ' if m.proposed else ''}{words(m.day)}",
        )
        for m, x, level in zip(meetings, xs, deep, strict=True)
    )


def _shade(counted: Counted | None, scale: Scale, y: float, bottom: float) -> Rect | None:
    if counted is None:
        return None
    x = scale.x(counted.first)
    return Rect(x=x, y=y, width=max(scale.x(counted.last) - x, 2), height=bottom - y, title=counted.label)


def _shade_label(counted: Counted | None, shade: Rect | None, y: float) -> Label | None:
    if counted is None or shade is None:
        return None
    if shade.x + 6 + text_width(counted.label, bold=True) <= WIDTH:
        return Label(x=shade.x + 6, y=y, text=counted.label, css="p-strong p-halo")
    return Label(x=shade.x - 6, y=y, text=counted.label, anchor="end", css="p-strong p-halo")
