"""How a moment becomes a day and a day becomes words. Apart from the calendar because nothing here depends on
nation, closures or periods."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class UnknownTimeOfDay(Exception):
    """Hours cannot be counted because the time of day, or its zone, is not known. Carries a sentence for the
    page: the answer is "cannot tell", never midnight."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def local_day(anchor: date | datetime) -> date:
    """The day on which `anchor` falls in the United Kingdom; a plain date is its own day.

    Raises UnknownTimeOfDay for a datetime without a zone: near midnight its day could be either of two.
    """
    if not isinstance(anchor, datetime):
        return anchor
    return utc(anchor).astimezone(LONDON).date()


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises UnknownTimeOfDay if `moment` has no zone."""
    if moment.utcoffset() is None:
        raise UnknownTimeOfDay("The time was recorded without a time zone, so the moment is not known.")
    return moment.astimezone(UTC)


def weekday_name(day: date) -> str:
    """ "Monday" to "Sunday", whatever the locale of the server."""
    return _WEEKDAYS[day.weekday()]


def british(day: date, weekday: bool = False) -> str:
    """ "14 March 2026", or "Saturday 14 March 2026" with `weekday`. A moment is said as its local day."""
    day = local_day(day)
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{weekday_name(day)} {words}" if weekday else words


def clock(moment: datetime) -> str:
    """The local time of day on the 24-hour clock, "13:30"."""
    return utc(moment).astimezone(LONDON).strftime("%H:%M")


def relative(day: date, today: date) -> str:
    """ "Today", "Tomorrow", "In 6 days", "1 day past", "2 days past": beside the date, never instead of it."""
    ahead = (local_day(day) - local_day(today)).days
    if ahead == 0:
        return "Today"
    if ahead == 1:
        return "Tomorrow"
    if ahead > 1:
        return f"In {ahead} days"
    return "1 day past" if ahead == -1 else f"{-ahead} days past"
