"""How far two colours stand apart, as the Web Content Accessibility Guidelines count it."""

import re

HEADER = "#103a43"
"""The colour of the header, which an authority's accent is seen beside."""
ENOUGH = 3.0
"""What a shape needs that is not text."""
COLOUR = re.compile(r"#[0-9a-f]{6}")


def colour(text: str) -> str | None:
    """A colour as it is kept, "#3fa79a", from one typed with or without # in either case; None for anything else."""
    found = f"#{text.strip().lstrip('#').lower()}"
    return found if COLOUR.fullmatch(found) else None


def contrast(one: str, other: str) -> float:
    """The ratio of two colours written "#rrggbb", from 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
