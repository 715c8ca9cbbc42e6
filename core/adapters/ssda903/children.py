"""Everything read so far, child by child: the compact rows, and what was found in them on the way in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.adapters.ssda903.findings import Issue, issue
from core.domain.episodes import Episode

LINE_BITS = 32
LINE_MASK = (1 << LINE_BITS) - 1


class HeaderRow(NamedTuple):
    """A child's own particulars. `sex` is M, F, U or empty."""

    sex: str
    born: date | None
    upn: str
    ethnicity: str
    source: int
    row_hash: int
    """Of all its cells, to know the same row again."""


class Child:
    """One child's rows from all files.

    `refused` are rows that cannot be used, as (source, start if it could be read); `rejected` says that
    the Header's own row cannot be used.
    """

    __slots__ = ("header", "id", "in_header", "issues", "refused", "rejected", "rows")

    def __init__(self, child: str) -> None:
        self.id = child
        self.header: HeaderRow | None = None
        self.in_header = False
        self.rows: list[Episode] = []
        self.issues: list[Issue] = []
        self.refused: list[tuple[int, date | None]] = []
        self.rejected = False


class FileFacts(NamedTuple):
    """What is known of a file once it is read. `year` 2025 is the collection 2025/26; 0 if it has none."""

    name: str
    table: str
    encoding: str
    rows: int
    year: int = 0


class Book:
    """All children and files of one reading. Rows are found again by file number and line."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.children: dict[str, Child] = {}
        self.files: list[FileFacts] = []
        self.issues: list[Issue] = []
        self.years: list[int] = []
        """The collection years of the Episodes files, each once, earliest first."""
        self._without_zeros: dict[str, list[str]] | None = None
        self.loose_rows = 0
        """Rows that name no child; each has its line in `issues`."""

    def child(self, name: str) -> Child:
        """The child of that (clean) id, new if not yet heard of."""
        found = self.children.get(name)
        if found is None:
            found = self.children[name] = Child(name)
        return found

    def ids_without_zeros(self) -> dict[str, list[str]]:
        """Digits behind the leading zeros -> the Header's ids; made once, when first asked for."""
        if self._without_zeros is None:
            self._without_zeros = {}
            for child in self.children.values():
                if child.in_header and child.id.isdecimal():
                    self._without_zeros.setdefault(child.id.lstrip("0"), []).append(child.id)
        return self._without_zeros

    def place_of(self, source: int) -> tuple[str, int]:
        """(file name, line) of a row."""
        return self.files[source >> LINE_BITS].name, source & LINE_MASK

    def year_of(self, source: int) -> int:
        """The collection year of the file a row came from."""
        return self.files[source >> LINE_BITS].year

    def issue(self, code: str, child: Child, source: int, column: str = "", value: str = "", action: str = "") -> Issue:
        """An issue about a row of a child."""
        file, line = self.place_of(source)
        return issue(code, file, line, child.id, column, value, action)


def year_of_day(day: date) -> int:
    """The collection year a day belongs to: 31 March 2026 and 1 April 2025 are both 2025."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def first_day(year: int) -> date:
    return date(year, 4, 1)


def last_day(year: int) -> date:
    return date(year + 1, 3, 31)
