"""Counting moves as the procedures do: "three or more in six months", with the sentences that say what was counted.

Apart from facts because here a count below the number is "no" only where all of the period is held and classified.
"""

from typing import Literal

from core.domain.days import british
from core.domain.facts import Facts, Move, at_least
from core.domain.knowing import CannotTell, is_known
from core.domain.periods import Period, in_period_ending

Which = Literal["all", "unplanned", "disrupted"]


def moved_at_least(facts: Facts, number: int, period: Period | None = None, which: Which = "all") -> bool:
    """Whether the child made at least `number` such moves in the `period` that ends on the anchor's day.

    Without a period the whole history counts. `CannotTell` where unclassified endings, or history that is not held,
    could still make up the number.
    """
    return _enough(facts, _moves(facts, period), number, period, which)


def carer_had_at_least(facts: Facts, number: int, period: Period | None = None, which: Which = "all") -> bool:
    """The same count over endings with the same carer, of any child."""
    endings = facts.carer_endings if period is None else facts.carer_endings_in(period)
    return _enough(facts, endings, number, period, which)


def moves_counted(facts: Facts, period: Period | None = None, which: Which = "all") -> tuple[Move, ...]:
    """The child's moves that such a count rests on, oldest first; unclassified ones are left out."""
    return tuple(move for move in _moves(facts, period) if which == "all" or (is_known(v := _value(move, which)) and v))


def count_evidence(facts: Facts, period: Period | None = None, which: Which = "all") -> tuple[str, ...]:
    """Sentences for a page: how many, between which days, on which days, and from where the history is held."""
    moves = moves_counted(facts, period, which)
    kind = {"all": "move", "unplanned": "unplanned move", "disrupted": "disrupted placement"}[which]
    said = f"{len(moves)} {kind}{'' if len(moves) == 1 else 's'}"
    if period is not None:
        first, last = in_period_ending(facts.day, period)
        said += f" from {british(first)} to {british(last)}, both days included"
    days = ", ".join(british(move.day) for move in moves)
    sentences = [f"{said}: {days}." if days else f"{said}."]
    if not _covered(facts, period) and facts.history_from:
        sentences.append(f"The history held begins on {british(facts.history_from)}, so this is a count of at least.")
    return tuple(sentences)


def _moves(facts: Facts, period: Period | None) -> tuple[Move, ...]:
    return facts.moves if period is None else facts.moves_in(period)


def _value(move: Move, which: Which) -> object:
    return move.unplanned if which == "unplanned" else move.disrupted


def _covered(facts: Facts, period: Period | None) -> bool:
    return facts.history_from is None if period is None else facts.history_covers(period)


def _enough(facts: Facts, moves: tuple[Move, ...], number: int, period: Period | None, which: Which) -> bool:
    if at_least(moves, number, which=which):
        return True
    if not _covered(facts, period):
        assert facts.history_from is not None
        raise CannotTell(f"the moves before {british(facts.history_from)}")
    return False
