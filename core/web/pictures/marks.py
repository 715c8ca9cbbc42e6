"""Naming days beneath the strip: each mark has a line down from its day and a text at its foot; no two texts touch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.web.pictures.shapes import Anchor, Label, Line, text_width

FIRST_LEVEL, PITCH = 20, 22
MOST_LEVELS = 24


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A day and what it is."""

    day: date
    text: str
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class _Placed:
    x: float
    left: float
    right: float
    anchor: Anchor
    level: int
    mark: Mark


def place_marks(
    marks: Sequence[Mark], middle: Callable[[date], float], top: float, width: float
) -> tuple[tuple[Line, ...], tuple[Label, ...], float]:
    """Leader lines, texts, and the lowest baseline. Marks of one day are joined into one text.

    From right to left each text takes the highest level where it touches no other text, no line of another mark
    crosses it and its own line crosses none; where no level satisfies the lines, the texts alone are kept apart.
    """
    placed: list[_Placed] = []
    for mark in sorted(_joined(marks), key=lambda m: m.day, reverse=True):
        x = middle(mark.day)
        left, right, anchor = _extent(x, text_width(mark.text, bold=mark.strong), width)
        level = next(
            (
                level
                for lines in (True, False)
                for level in range(MOST_LEVELS)
                if _free(placed, x, left, right, level, lines=lines)
            ),
            MOST_LEVELS,
        )
        placed.append(_Placed(x=x, left=left, right=right, anchor=anchor, level=level, mark=mark))
    return tuple(_leader(p, top) for p in placed), tuple(_label(p, top) for p in placed), _y(placed, top)


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    by_day: dict[date, Mark] = {}
    for mark in marks:
        before = by_day.get(mark.day)
        if before and mark.text not in before.text.split(", "):
            mark = Mark(day=mark.day, text=f"{before.text}, {mark.text}", strong=before.strong or mark.strong)
        by_day[mark.day] = mark if not before or mark.text != before.text else before
    return list(by_day.values())


def _extent(x: float, length: float, width: float) -> tuple[float, float, Anchor]:
    """To the right of the line, or to its left near the right edge."""
    if x + 5 + length <= width:
        return x, x + 5 + length, "start"
    return x - 5 - length, x, "end"


def _free(placed: Sequence[_Placed], x: float, left: float, right: float, level: int, *, lines: bool) -> bool:
    for other in placed:
        touches = left < other.right + 6 and right > other.left - 6
        if other.level == level and touches:
            return False
        if lines and other.level > level and left < other.x < right:
            return False
        if lines and other.level < level and other.left < x < other.right:
            return False
    return True


def _leader(placed: _Placed, top: float) -> Line:
    return Line(x1=placed.x, y1=top, x2=placed.x, y2=top + FIRST_LEVEL + placed.level * PITCH - 2)


def _label(placed: _Placed, top: float) -> Label:
    shift = 5 if placed.anchor == "start" else -5
    return Label(
        x=placed.x + shift,
        y=top + FIRST_LEVEL + placed.level * PITCH,
        text=placed.mark.text,
        anchor=placed.anchor,
        css="p-halo p-strong" if placed.mark.strong else "p-halo",
    )


def _y(placed: Sequence[_Placed], top: float) -> float:
    return top + FIRST_LEVEL + PITCH * max((p.level for p in placed), default=0)
