"""Small numbers kept from view: a count of a few children is shown as "fewer than 5", and as much besides as it takes
so that nobody can work it out from the totals.

Whether a hidden count can be worked out is answered exactly. All totals are sums over rows and columns, so a reader who
knows them and the bounds of what is hidden can pin a cell down just where no chain of hidden cells, up and down by one
in turn, leads round and back to it.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Place = tuple[int, int]
SMALL = 5
"""Counts below this are small where an authority has not set another number."""


class Hidden(StrEnum):
    """What stands in place of a count: it is below the threshold, or it is kept back because of one that is."""

    FEWER = "fewer"
    WITHHELD = "withheld"


Cell = int | Hidden


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with its totals, each shown or hidden; `total` over all is always shown."""

    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: int


def alone(counts: Sequence[int], small: int = SMALL) -> tuple[Cell, ...]:
    """Counts that add up to nothing anybody is told: only the small ones are hidden."""
    return tuple(Hidden.FEWER if 0 < count < small else count for count in counts)


def line(counts: Sequence[int], small: int = SMALL) -> tuple[Cell, ...]:
    """Counts whose total is known. One count alone is its own total, and is withheld if small."""
    width = len(counts)
    table = _Table(
        counts=[list(counts), [0] * width],
        signs=[[1] * width, [1] * width],
        free={(1, column) for column in range(width)},
        small=small,
    )
    table.protect()
    return tuple(table.shown(0, column) for column in range(width))


def grid(rows: Sequence[Sequence[int]], small: int = SMALL) -> Grid:
    """A table whose total is known; totals of rows and columns are counts like the others, hidden where they must."""
    height, width = len(rows), len(rows[0]) if rows else 0
    counts = [[*row, sum(row)] for row in rows]
    counts.append([sum(row[column] for row in rows) for column in range(width)])
    counts[-1].append(sum(counts[-1]))
    signs = [[1] * width + [-1] for _ in rows] + [[-1] * width + [1]]
    table = _Table(counts=counts, signs=signs, known={(height, width)}, margin=(height, width), small=small)
    table.protect()
    return Grid(
        cells=tuple(tuple(table.shown(row, column) for column in range(width)) for row in range(height)),
        row_totals=tuple(table.shown(row, width) for row in range(height)),
        column_totals=tuple(table.shown(height, column) for column in range(width)),
        total=counts[height][width],
    )


def words(cell: Cell | str, small: int = SMALL) -> str:
    """A cell as it is printed: "12", "fewer than 5", "not shown"."""
    if cell == Hidden.FEWER:
        return f"fewer than {small}"
    return "not shown" if cell == Hidden.WITHHELD else f"{cell:,}" if isinstance(cell, int) else str(cell)


@dataclass(kw_only=True)
class _Table:
    """Counts with signs such that every row and every column adds up to what a reader knows.

    `known` cells are told in any case; `free` ones stand for what nobody is told, and may be anything.
    """

    counts: list[list[int]]
    signs: list[list[int]]
    small: int
    known: set[Place] = field(default_factory=set)
    free: set[Place] = field(default_factory=set)
    margin: Place = (-1, -1)
    hidden: dict[Place, Hidden] = field(default_factory=dict)
    least_withheld: int = 0

    def protect(self) -> None:
        """Hide the small counts, then others until none of those can be worked out."""
        self.least_withheld = self.small
        every = [(row, column) for row, line in enumerate(self.counts) for column, _ in enumerate(line)]
        open_ = [place for place in every if place not in self.known and place not in self.free]
        small = [place for place in open_ if 0 < self._count(place) < self.small]
        self.hidden = dict.fromkeys(small, Hidden.FEWER)
        while exposed := next((place for place in small if not self._movable(place)), None):
            left = [place for place in open_ if place not in self.hidden]
            if not left:
                self.hidden, self.least_withheld = dict.fromkeys(open_, Hidden.WITHHELD), 0
                return
            self._hide(min(left, key=lambda place: self._cost(place, exposed)))

    def shown(self, row: int, column: int) -> Cell:
        """What stands in a place."""
        return self.hidden.get((row, column), self.counts[row][column])

    def _count(self, place: Place) -> int:
        return self.counts[place[0]][place[1]]

    def _hide(self, place: Place) -> None:
        self.hidden[place] = Hidden.FEWER if self._count(place) < self.small else Hidden.WITHHELD

    def _cost(self, place: Place, exposed: Place) -> tuple[bool, bool, bool, int, Place]:
        """What is hidden next: something that helps at once, rather no total, near by, and small."""
        self._hide(place)
        helps = self._movable(exposed)
        del self.hidden[place]
        total = place[0] == self.margin[0] or place[1] == self.margin[1]
        apart = place[0] != exposed[0] and place[1] != exposed[1]
        return not helps, total, apart, self._count(place), place

    def _movable(self, place: Place) -> bool:
        """Whether the count could be another one, for all that a reader knows."""
        return any(self._may(place, step) and self._round(place, step) for step in (1, -1))

    def _may(self, place: Place, step: int) -> bool:
        if place in self.free:
            return True
        mark = self.hidden.get(place)
        if mark is None:
            return False
        count = self._count(place) + step * self.signs[place[0]][place[1]]
        return 0 <= count < self.small if mark is Hidden.FEWER else count >= self.least_withheld

    def _round(self, start: Place, step: int) -> bool:
        """Whether a chain of changes leads from the start's column back to its row, each making up for the last."""
        height, width = len(self.counts), len(self.counts[0])
        columns, seen_rows, seen_columns = deque([start[1]]), set[int](), {start[1]}
        while columns:
            column = columns.popleft()
            for row in range(height):
                if row in seen_rows or (row, column) == start or not self._may((row, column), -step):
                    continue
                if row == start[0]:
                    return True
                seen_rows.add(row)
                for other in range(width):
                    if other not in seen_columns and self._may((row, other), step):
                        seen_columns.add(other)
                        columns.append(other)
        return False
