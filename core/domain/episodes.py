"""The cleaned rows of an SSDA903 return, as plain values: what the reader hands to the domain.

Apart from `stays` because the checks and the merging of years work on these values too.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

CONTINUES = "X1"
"""The leaving code of an episode that another one follows on the same day."""
MAY_BE_OPEN = ("", CONTINUES)
"""What may stand as leaving code where no end is given."""


class Coded(NamedTuple):
    """What the code columns of an episode say. Many episodes share one value."""

    rne: str
    legal_status: str
    need: str
    place: str
    provider: str
    leaving: str
    reason: str
    place_sent: str
    short_break: bool
    temporary: bool
    long_term: bool
    group: str
    provider_group: str
    move_kind: str
    leaving_kind: str
    first_year: int
    last_year: int
    """The collection years (2025 is 2025/26) between which every one of these codes is in use."""


class Episode(NamedTuple):
    """A row that passed the checks. `source` is whatever the reader needs to find the row again."""

    start: date
    end: date | None
    said: Coded
    postcode: str
    urn: str
    source: int


class ShortBreak(NamedTuple):
    """An episode of a short-break series: no stay, no move, out of every count."""

    start: date
    end: date | None
    legal_status: str


class Remark(NamedTuple):
    """Something doubtful that was used as it stands; `code` is one of the report's codes."""

    code: str
    episode: Episode
    column: str
