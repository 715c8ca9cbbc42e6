"""Single values of a written case: a day, a moment, a word of a list. Apart from `casefile`, which knows the format."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from core.domain.days import LONDON

UNKNOWN = "unknown"
Word = TypeVar("Word", bound=StrEnum)


class UnreadableCase(ValueError):
    """The file, or a case in it, is not in the format; the sentence says where and what would fit."""


def only(given: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    """Refuse a key that the table does not know."""
    for key in given:
        if key not in allowed:
            raise UnreadableCase(f"{where}: '{key}' is not a key of this table; it knows {', '.join(allowed)}.")


def table(value: Any, where: str) -> Mapping[str, Any]:
    """A table."""
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is missing, or is not a table.")
    return value


def rows(value: Any, where: str) -> list[Mapping[str, Any]]:
    """A list of tables."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise UnreadableCase(f"{where} is a list of tables, written [[...]].")
    return value


def names(value: Any, where: str) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UnreadableCase(f'{where} is a list of words, for example ["one", "two"].')
    return tuple(value)


def days(value: Any, where: str) -> dict[str, date]:
    """A table of days."""
    return {key: day(one, f"{where}.{key}") for key, one in table(value, where).items()}


def list_of_days(value: Any, where: str) -> tuple[date, ...]:
    """A list of days."""
    if not isinstance(value, list):
        raise UnreadableCase(f"{where} is a list of days, written [2026-03-14].")
    return tuple(day(one, where) for one in value)


def day(value: Any, where: str) -> date:
    """A day."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UnreadableCase(f"{where} is a day, written 2026-03-14 without quotation marks.")
    return value


def moment(value: Any, where: str) -> datetime:
    """A moment; local time unless it carries a zone."""
    if not isinstance(value, datetime):
        raise UnreadableCase(f'{where} is a moment, written 2026-03-14T19:15:00, or "unknown".')
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


def flag(value: Any, where: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise UnreadableCase(f'{where} is true, false or "unknown".')
    return value


def word(value: Any, words: type[Word], where: str) -> Word:
    """One of `words`, however its spaces are written."""
    try:
        return words(str(value).replace(" ", "_").replace("-", "_").lower())
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise UnreadableCase(f"{where}: '{value}' is none of {known} and unknown.") from None
