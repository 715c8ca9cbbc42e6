"""What a move is; apart from `stays` because rules and pages ask about moves without caring which
rows of a return they were read from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from core.domain.stays import UNPLANNED, Stay


class Move(NamedTuple):
    """The border between two stays of one period of care."""

    child: str
    day: date
    from_start: date
    to_start: date
    reason: str
    ended_how: str

    @property
    def key(self) -> tuple[str, date]:
        """The same for every reading of the same move: (child, day)."""
        return (self.child, self.day)

    @property
    def unplanned(self) -> bool | None:
        """True, False, or None when a worker has to say."""
        return UNPLANNED[self.ended_how]


def moves_of(stays: Iterable[Stay]) -> tuple[Move, ...]:
    """The moves among one child's stays (in order of start); entering and leaving care are none."""
    moves = []
    before: Stay | None = None
    for stay in stays:
        if before is not None and before.end is not None and before.end_kind == "move":
            moves.append(Move(stay.child, before.end, before.start, stay.start, before.end_reason, before.ended_how))
        before = stay
    return tuple(moves)
