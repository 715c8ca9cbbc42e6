"""The strip's axis of days: from the first day that matters to a little after the last, in at most 70 cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.web.pictures.shapes import Label, text_width

WIDTH = 1120
LEFT, RIGHT = 10, 1110
MOST_CELLS = 70


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The days the strip covers, and how many of them a cell holds."""

    start: date
    end: date
    step: int

    @classmethod
    def covering(
        cls,
        anchor: date,
        opens: date | None,
        closes: date | None,
        today: date,
        chosen: date | None,
        others: Sequence[date],
    ) -> "Axis":
        """From the first of the given days to a little after the last; whole cells, at most MOST_CELLS of them."""
        days = [anchor, today, *others, *(d for d in (opens, closes, chosen) if d)]
        start = min(days)
        end = max(days) + timedelta(days=7 if closes else 21)
        span = (end - start).days + 1
        step = next((s for s in (1, 7, 28, 91) if span / s <= MOST_CELLS), 364)
        if step > 1:
            start -= timedelta(days=start.weekday())
        cells = -(-((end - start).days + 1) // step)
        return cls(start=start, end=start + timedelta(days=max(cells, 14) * step - 1), step=step)

    @property
    def day_width(self) -> float:
        return (RIGHT - LEFT) / ((self.end - self.start).days + 1)

    def x(self, day: date) -> float:
        """The left edge of the day."""
        return LEFT + self.day_width * (day - self.start).days

    def middle(self, day: date) -> float:
        return self.x(day) + self.day_width / 2

    def months(self) -> list[tuple[float, date]]:
        """The axis's first day, then every first of a month on it."""
        days = (self.start + timedelta(days=i) for i in range((self.end - self.start).days + 1))
        return [(self.x(d), d) for d in days if d == self.start or d.day == 1]


def month_labels(axis: Axis) -> tuple[Label, ...]:
    """Names of months, as many as fit; a first one with too little room gives way to the next."""
    found = axis.months()
    labels: list[Label] = []
    free = 0.0
    for i, (x, day) in enumerate(found):
        text = f"{day:%B %Y}" if axis.step == 1 else f"{day:%b %Y}"
        width = text_width(text, 14, bold=True)
        crowded = i == 0 and len(found) > 1 and found[1][0] < x + width + 12 and found[1][0] + width < RIGHT
        if x < free or x + 2 + width > WIDTH or crowded:
            continue
        labels.append(Label(x=x + 2, y=18, text=text, css="p-name"))
        free = x + width + 12
    return tuple(labels)
