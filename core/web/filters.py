"""How templates write days, moments and numbers: `{{ ending.ended_on|british }}`."""

from datetime import date, datetime
from typing import Any

from flask import Flask

from core.domain import days
from core.domain.roles import ROLES
from core.web.requests import today
from core.web.richtext import prose


def init_app(app: Flask) -> None:
    """Make the filters known to every template."""
    for filter in (british, weekday, relative, clock, moment, between, typed_day, number, plural, role, prose):
        app.add_template_filter(filter)


def british(day: date | None) -> str:
    """14 March 2026."""
    return days.british(day) if day else "Not recorded"


def weekday(day: date | None) -> str:
    """Saturday 14 March 2026."""
    return days.british(day, weekday=True) if day else "Not recorded"


def relative(day: date) -> str:
    """Today, Tomorrow, In 6 days, 2 days past; beside a date, never instead of it."""
    return days.relative(day, today())


def clock(at: datetime) -> str:
    """13:30, in the United Kingdom."""
    return days.clock(at)


def moment(at: datetime | None) -> str:
    """Saturday 14 March 2026, 13:30."""
    return f"{weekday(at)}, {clock(at)}" if at else "Not recorded"


def between(start: datetime, end: datetime | None) -> str:
    """Saturday 14 March 2026, 13:30 to 15:30."""
    return f"{moment(start)} to {clock(end)}" if end else moment(start)


def typed_day(day: date | None) -> str:
    """14/3/2026, as somebody would type it."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def number(value: int) -> str:
    """12,000."""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """`3|plural("meeting")` is "3 meetings"; `many` where an s does not make it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def role(key: str | None, titles: dict[str, Any] | None = None) -> str:
    """A role's title. `titles`: those of the authority's own roles."""
    if not key:
        return "Not recorded"
    return str((titles or {}).get(key) or ROLES.get(key) or key.replace("_", " ").capitalize())
