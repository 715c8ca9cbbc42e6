"""The shapes both pictures are made of, and how wide a text will be. Lengths are SVG units; a picture is 1120 wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.domain.days import british

Anchor = Literal["start", "middle", "end"]

# Widths of Arial's characters in thousandths of the font's size, by how wide they look; anything else counts as NORMAL.
_NARROW, _NORMAL, _WIDE = 290, 556, 800
_BOLD = 1.07
_WIDTHS = {c: _NARROW for c in "iIjl.,;:'’‘!|ft()[]/- "} | {c: _WIDE for c in "mwMWGOQ%@"}


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle from its top left corner."""

    x: float
    y: float
    width: float
    height: float
    css: str = ""
    title: str = ""

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, kw_only=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    css: str = ""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text at its baseline; `anchor` says which end of the text stands at x."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    css: str = ""


def text_width(text: str, size: float = 13, *, bold: bool = False) -> float:
    """About how wide the text is drawn; errs on the wide side, so that what fits by this does fit."""
    thousandths = sum(_WIDTHS.get(c, 690 if c.isupper() else _NORMAL) for c in text)
    return thousandths / 1000 * size * (_BOLD if bold else 1)


def shorten(text: str, width: float, size: float = 13, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis if it would be wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text + "…", size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


def levels(spans: Sequence[tuple[float, float]], gap: float = 6) -> tuple[int, ...]:
    """The lowest level for each span (left, right) at which it touches no earlier one."""
    taken: list[list[tuple[float, float]]] = []
    chosen = []
    for left, right in spans:
        level = 0
        while level < len(taken) and any(left < r + gap and right > s - gap for s, r in taken[level]):
            level += 1
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        chosen.append(level)
    return tuple(chosen)


def words(day: date, *, year: bool = True) -> str:
    """The day as it is written on pages: 14 April 2026, or 14 April."""
    text = british(day)
    return text if year else text.rpartition(" ")[0]


def months_between(first: date, last: date) -> int:
    """Whole months from `first` to `last`; negative never, at least 0."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def add_months(month: date, count: int) -> date:
    """The first day of the month `count` months after the month of the given day."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
