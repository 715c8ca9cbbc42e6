"""The rows that measures count, and what they make of them: sentences, tables, and figures to be drawn.

Rows carry no name, no address and no id of a person; what is made holds counts that are already suppressed, so that it
can be kept as it is and shown to any reader of the report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Literal

from core.domain.reporting import Span
from core.domain.suppressing import SMALL, Cell, words

Course = Literal["convened", "referred", "not convened", "to decide"]
Source = Literal["record", "recommendation", "action"]


@dataclass(frozen=True, kw_only=True)
class EndingRow:
    """A placement that ended in the period. `kind` is a `PlacementType`'s value; None: not recorded."""

    kind: str | None
    unplanned: bool | None


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """One meeting that the procedure called for after an ending, how strongly, and what was decided about it."""

    strength: str
    course: Course
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A meeting held in the period. `place` is where its day lay in its window (`core.domain.windows.Place`).

    `opens` and `closes` are in days after the anchor, `window` the same in words; `judged` says that a departure has
    its recorded judgement. `voice` is how the child was to be heard, `came` whether the child was there.
    """

    days: int
    place: str
    opens: int | None = None
    closes: int | None = None
    window: str = ""
    judged: bool = False
    voice: str = ""
    came: bool = False


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    """That one meeting (a number, told to nobody) wrote about a theme, or agreed something under it."""

    meeting: int
    theme: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class AdviceRow:
    """A recommendation: the day it was made, and what has become of it."""

    made: date
    state: str
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True, kw_only=True)
class Records:
    """Everything that one report is made from. `noun` is the kind of meeting in the authority's words, `today` the day
    on which states are looked at, `booked` the meetings of this period's endings that are still to come."""

    span: Span
    today: date
    noun: str = "meeting"
    small: int = SMALL
    endings: Sequence[EndingRow] = ()
    calls: Sequence[CallRow] = ()
    concerns: int | None = None
    booked: int = 0
    held: Sequence[HeldRow] = ()
    themes: Sequence[ThemeRow] = ()
    advice: Sequence[AdviceRow] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it is printed and downloaded; the first column of each row is what the row is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One meeting on the dot plot, in days after the event that it is counted from."""

    days: int
    place: str
    judged: bool = False
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A finding, its table, and how it is drawn: `drawn` are the columns that become bars; `dots` a plot of their own.

    "bars" lie down, one for each row that is not a total; "weeks" stand up, one for each week.
    """

    title: str
    kind: Literal["bars", "weeks", "dots", "none"]
    table: Table
    drawn: tuple[int, ...] = (1,)
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One part of a report. `numbers` are a few figures with their words, `note` what the reader must know of them."""

    key: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    numbers: tuple[tuple[int | str, str], ...] = ()
    note: str = ""
    small: int = field(default=SMALL)


def many(count: Cell, one: str, small: int = SMALL) -> str:
    """ "1 meeting", "3 meetings", "no meetings", "fewer than 5 meetings"."""
    return f"no {one}s" if count == 0 else f"{words(count, small)} {one if count == 1 else one + 's'}"


def is_are(count: Cell) -> str:
    """ "is" of one, "are" of any other number, and of one that is hidden."""
    return "is" if count == 1 else "are"


def was_were(count: Cell) -> str:
    """ "was" of one, "were" of any other number, and of one that is hidden."""
    return "was" if count == 1 else "were"


def capital(sentence: str) -> str:
    """With a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def middle(numbers: Sequence[int]) -> int | None:
    """The median, rounded to a whole number; None of nothing."""
    return round(median(numbers)) if numbers else None


def listed(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
