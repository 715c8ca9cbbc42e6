"""The way of an arrow from one box to another: straight, down, or round what stands between them."""

from core.web.pictures.shapes import Rect

HEAD = 9
"""How far before a box the last turn is at the latest."""


def way(one: Rect, other: Rect, turn: float, gutter: float) -> str:
    """An SVG path of level and upright lines. `turn` is where it leaves its height, between two columns; `gutter` the
    height at which it passes boxes that stand between, above those of the other's lane."""
    x, y = one.right, one.y + one.height / 2
    to_x, to_y = other.x, other.y + other.height / 2
    if abs(one.x - other.x) < 1:
        return f"M{_n(x - one.width / 2)} {_n(one.y + one.height)}V{_n(other.y)}"
    if to_x - x <= one.width and abs(y - to_y) < 1:
        return f"M{_n(x)} {_n(y)}H{_n(to_x)}"
    if to_x - x <= one.width:
        return f"M{_n(x)} {_n(y)}H{_n(turn)}V{_n(to_y)}H{_n(to_x)}"
    return f"M{_n(x)} {_n(y)}H{_n(turn)}V{_n(gutter)}H{_n(to_x - HEAD - 5)}V{_n(to_y)}H{_n(to_x)}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
