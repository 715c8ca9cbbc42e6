"""Where the next page of a list begins, as an address says it: the place of the last line, a bar and its id.

Anybody may write an address, so whatever is no such place means the first page. Apart because several lists go by day
or by moment.
"""

from datetime import UTC, date, datetime

EARLIEST, LATEST = 1900, 2100


def day_place(after: str) -> tuple[date, str] | None:
    """The day and the id in "2026-03-16|id"; None for anything else. What has no day stands on the last of all."""
    at, _, last = after.partition("|")
    try:
        day = date.fromisoformat(at)
    except ValueError:
        return None
    return (day, last) if last and "\x00" not in last else None


def moment_place(after: str) -> tuple[datetime, str] | None:
    """The moment, in UTC, and the id in "2026-03-16T10:00:00+00:00|id"; None for anything else."""
    at, _, last = after.partition("|")
    moment = read_moment(at)
    return (moment, last) if moment and last and "\x00" not in last else None


def read_moment(text: str) -> datetime | None:
    """An aware moment between 1900 and 2100, in UTC; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None and EARLIEST <= moment.year <= LATEST else None
