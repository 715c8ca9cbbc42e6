"""One meeting as a flow: a lane for each who does something, columns in order, a box for each thing, arrows between.

Pure geometry; templates/procedure/_picture_flow.html draws it. What follows at once by the same hand stands beneath.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.telling.flow import Box
from core.web.pictures.shapes import Label, Rect
from core.web.pictures.ways import way
from core.web.pictures.wrapping import wrapped

LEFT = 128
"""Where the first column begins; the lanes' names stand before it."""
BOX, HEIGHT = 112, 92
GAP, ROOM = 30, 26
"""Between two columns, and between two boxes in one; arrows run there."""
LINE = 16
LOOKS = {"event": "p-box", "step": "p-box", "meeting": "p-box p-box--meeting",
         "corrections": "p-box p-box--corrections", "panel": "p-box p-box--panel"}  # fmt: skip
LEAST = 1120


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One box with its words. `column` counts from 0."""

    key: str
    column: int
    rect: Rect
    labels: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class Lane:
    """Who does what stands in it; `shaded` every other one."""

    rect: Rect
    labels: tuple[Label, ...]
    shaded: bool


@dataclass(frozen=True, kw_only=True)
class Flow:
    """The whole picture. `arrows` are SVG paths, each ending at an arrow's head."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Placed, ...]
    arrows: tuple[str, ...]
    title: str
    description: str
    long: bool


def flow(boxes: Sequence[Box], title: str) -> Flow:
    """Lay out what `core.domain.telling.flow.flow` gives; `boxes` stand in an order in which none waits for a later."""
    columns = _columns(boxes)
    stacks = _stacks(boxes, columns)
    lanes = _lanes(boxes, columns, stacks)
    width = max(LEFT + (max(columns.values(), default=0) + 1) * (BOX + GAP), LEAST)
    placed = tuple(_placed(box, columns[box.key], stacks[box.key], lanes[box.lane][0]) for box in boxes)
    return Flow(
        width=width,
        height=sum(depth for _, depth in lanes.values()),
        lanes=tuple(
            _lane(name, top, depth, width, shaded=place % 2 == 0)
            for place, (name, (top, depth)) in enumerate(lanes.items())
        ),
        boxes=placed,
        arrows=_arrows(boxes, {one.key: one for one in placed}, {one: top for one, (top, _) in lanes.items()}),
        title=title,
        description="; then ".join(f"{box.title} ({box.lane})" for box in _reading(boxes, columns)),
        long=width > LEAST + 2 * (BOX + GAP),
    )


def beneath(box: Box, boxes: Iterable[Box], taken: Iterable[str] = ()) -> str:
    """The key of the box under which this one stands, because it follows at once by the same hand; "" for none."""
    before = [one for one in boxes if one.key in box.after]
    if box.at_once and len(before) == 1 and before[0].lane == box.lane and before[0].key not in taken:
        return before[0].key
    return ""


def _columns(boxes: Sequence[Box]) -> dict[str, int]:
    """In which column each box stands: after those it waits for, or with the one it stands beneath."""
    found: dict[str, int] = {}
    taken: set[str] = set()
    for box in boxes:
        above = beneath(box, boxes, taken)
        taken.add(above)
        found[box.key] = found[above] if above else max((found[key] + 1 for key in box.after), default=0)
    return found


def _stacks(boxes: Sequence[Box], columns: dict[str, int]) -> dict[str, int]:
    """How deep each box stands among those of its lane in its column: right under the one it follows at once."""
    order: dict[tuple[str, int], list[str]] = {}
    taken: set[str] = set()
    for box in boxes:
        above = beneath(box, boxes, taken)
        taken.add(above)
        stack = order.setdefault((box.lane, columns[box.key]), [])
        stack.insert(stack.index(above) + 1 if above in stack else len(stack), box.key)
    return {key: depth for stack in order.values() for depth, key in enumerate(stack)}


def _lanes(boxes: Sequence[Box], columns: dict[str, int], stacks: dict[str, int]) -> dict[str, tuple[float, float]]:
    """Each lane's top and depth, in the order in which people come in."""
    names = dict.fromkeys(box.lane for box in _reading(boxes, columns))
    found: dict[str, tuple[float, float]] = {}
    top = 0.0
    for name in names:
        most = max(stacks[box.key] for box in boxes if box.lane == name) + 1
        depth = most * (HEIGHT + ROOM)
        found[name] = (top, depth)
        top += depth
    return found


def _reading(boxes: Sequence[Box], columns: dict[str, int]) -> list[Box]:
    return sorted(boxes, key=lambda box: columns[box.key])


def _placed(box: Box, column: int, depth: int, top: float) -> Placed:
    x, y = LEFT + column * (BOX + GAP), top + ROOM / 2 + depth * (HEIGHT + ROOM)
    rect = Rect(x=x, y=y, width=BOX, height=HEIGHT, css=LOOKS[box.look], title=_whole(box))
    white = " p-white" if box.look == "meeting" else ""
    titles = wrapped(box.title, BOX - 10, 5 if not box.note else 3, bold=True)
    notes = wrapped(box.note, BOX - 10, 5 - len(titles)) if box.note else ()
    first = y + HEIGHT / 2 - (len(titles) + len(notes)) * LINE / 2 + 12
    lines = [(text, "p-strong") for text in titles] + [(text, "p-note") for text in notes]
    labels = tuple(
        Label(x=x + BOX / 2, y=first + row * LINE, text=text, anchor="middle", css=css + white)
        for row, (text, css) in enumerate(lines)
    )
    return Placed(key=box.key, column=column, rect=rect, labels=labels)


def _whole(box: Box) -> str:
    """All that a box says, where its words are cut or it stands for several things."""
    items = f": {'; '.join(box.items)}" if box.items else ""
    return f"{box.title}{', ' + box.note if box.note else ''}{items}"


def _lane(name: str, top: float, depth: float, width: float, *, shaded: bool) -> Lane:
    lines = wrapped(name, LEFT - 20, 5, size=14, bold=True)
    first = top + depth / 2 - len(lines) * 18 / 2 + 14
    labels = tuple(Label(x=8, y=first + row * 18, text=text, css="p-name") for row, text in enumerate(lines))
    return Lane(rect=Rect(x=0, y=top, width=width, height=depth), labels=labels, shaded=shaded)


def _arrows(boxes: Sequence[Box], placed: dict[str, Placed], tops: dict[str, float]) -> tuple[str, ...]:
    """A way for each that waits for another; those that leave one column at different heights keep apart."""
    pairs = [(placed[key], placed[box.key], box) for box in boxes for key in box.after]
    turning: dict[int, list[str]] = {}
    for one, other, _ in pairs:
        if one.column < other.column and one.rect.y != other.rect.y:
            starts = turning.setdefault(one.column, [])
            starts += [one.key] if one.key not in starts else []
    found = []
    for one, other, box in pairs:
        starts = turning.get(one.column, [])
        place = starts.index(one.key) + 1 if one.key in starts else 1
        turn = one.rect.right + place * (GAP - 10) / (len(starts) + 1)
        found.append(way(one.rect, other.rect, turn, tops[box.lane] + 5))
    return tuple(found)
