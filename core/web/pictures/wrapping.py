"""Words in lines of a given width, for boxes in a picture: SVG does not wrap by itself."""

from core.web.pictures.shapes import shorten, text_width


def wrapped(text: str, width: float, most: int, size: float = 13, *, bold: bool = False) -> tuple[str, ...]:
    """The text in at most `most` lines; what has no room is cut from the last one, with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if most else []
    return tuple(shorten(line, width, size, bold=bold) for line in lines)
