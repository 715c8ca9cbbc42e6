"""The one table that `make bench` prints."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measure: its goal, what was measured, beside what, and the figure the goal is about."""

    goal: str
    what: str
    figure: str
    against: str = ""
    ratio: str = ""
    aim: str = ""


def printed(lines: list[Line]) -> str:
    """The lines as aligned columns."""
    rows = [("goal", "what", "figure", "against", "ratio", "aim")]
    rows += [(one.goal, one.what, one.figure, one.against, one.ratio, one.aim) for one in lines]
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
