"""A value as a cell of a CSV file that no spreadsheet takes for a formula."""

from datetime import date
from typing import Any

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def cell(value: Any) -> str:
    """A value as text; one that would be read as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.lstrip(" \n").startswith(STARTS) else text
