"""How far a picture's texts reach, and which of them touch: for the tests of pictures."""

from collections.abc import Iterable
from itertools import combinations

from core.web.pictures.shapes import Label, text_width


def extent(label: Label) -> tuple[float, float]:
    length = text_width(label.text, 14 if "p-name" in label.css else 13, bold="p-strong" in label.css)
    before = {"start": 0.0, "middle": length / 2, "end": length}[label.anchor]
    return label.x - before, label.x - before + length


def touching(labels: Iterable[Label]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in combinations(labels, 2)
        if abs(one.y - other.y) < 12 and extent(one)[0] < extent(other)[1] and extent(other)[0] < extent(one)[1]
    ]
