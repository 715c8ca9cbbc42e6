"""Days and times of day as people type them. Plain functions, apart from the fields that say what to do instead."""

import re
from datetime import date, time

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BRITISH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})\.?,?[\s./-]+(\d{4}|\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?(?(3)\.?m?\.?)")


def read_day(text: str) -> date:
    """The day written as 14/4/2026, 14 4 26, 14 Apr 2026 or 2026-04-14. Raises ValueError for anything else."""
    text = text.strip().lower()
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
        return date(year, month, day)
    if not british:
        raise ValueError(text)
    named = british[2]
    month = int(named) if named.isdigit() else _month(named)
    year = int(british[3]) + (_century(int(british[3])) if len(british[3]) == 2 else 0)
    return date(year, month, int(british[1]))


def _month(name: str) -> int:
    """1 to 12 for a month's name or at least three letters of it."""
    for number, word in enumerate(_MONTHS, 1):
        if word.startswith(name):
            return number
    raise ValueError(name)


def _century(year: int) -> int:
    """Two figures are of this century up to 49, else of the last: births and plans both stand in forms."""
    return 2000 if year < 50 else 1900


def read_time(text: str) -> time:
    """The time of day written as 13:30, 1330, 9.15, 1.30pm or 9am. Raises ValueError for anything else."""
    text = text.strip().lower()
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is None and found[2] is None:
        raise ValueError(text)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)
