"""The timeline's axis of days: from the month in which anything began to a little after the last thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.web.pictures.shapes import Label, add_months, months_between, text_width

WIDTH = 1120
LEFT, RIGHT = 250, 1100


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Where a day stands between LEFT and RIGHT."""

    start: date
    end: date

    @classmethod
    def covering(cls, days: Iterable[date]) -> "Scale":
        """From the first of the earliest month to a little after the latest day; never under 90 days."""
        every = tuple(days)
        start, end = min(every).replace(day=1), max(every)
        end += timedelta(days=max(14, (end - start).days // 25))
        return cls(start=start, end=max(end, start + timedelta(days=90)))

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.start).days / (self.end - self.start).days

    def ticks(self) -> list[tuple[float, date]]:
        """Beginnings of months, quarters, half years or whole years, so that at most sixteen stand side by side."""
        total = max(months_between(self.start, self.end), 1)
        step = next(s for s in (1, 3, 6, 12, 24, 60, 120, 1200) if total / s <= 16)
        first = add_months(self.start, -((self.start.year * 12 + self.start.month - 1) % step) if step > 1 else 0)
        ticks = (add_months(first, i * step) for i in range(total // step + 3))
        return [(self.x(day), day) for day in ticks if self.start <= day <= self.end]


def month_labels(scale: Scale, y: float) -> tuple[Label, ...]:
    labels: list[Label] = []
    free, year = 0.0, 0
    for x, day in scale.ticks():
        text = f"{day:%b %Y}" if day.year != year else f"{day:%b}"
        if x + 4 < free or x + 4 + text_width(text) > WIDTH:
            continue
        labels.append(Label(x=x + 4, y=y, text=text, css="p-soft"))
        free, year = x + 10 + text_width(text), day.year
    return tuple(labels)
