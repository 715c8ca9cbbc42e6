"""A value as a cell of a CSV file that no spreadsheet takes for a formula: the one place where cells are made safe."""

from datetime import date
from typing import Any

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, also behind blanks and in the wide letters of East Asia."""
APART = ("\t", "\r", "\n")
"""What a spreadsheet may take for the end of a cell before this one."""


def cell(value: Any) -> str:
    """A value as text; one that would be read as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(APART) or text.lstrip().startswith(FORMULA) else text
