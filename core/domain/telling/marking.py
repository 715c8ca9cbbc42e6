"""Two lists of sentences set beside each other: which stayed, which went, which came, and in those that are near each
other which words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, product
from typing import Literal

Mark = Literal["kept", "removed", "added"]
NEAR = 0.5
"""From which share of common words on two sentences are told as one that has changed."""


@dataclass(frozen=True)
class Piece:
    """Words of a sentence, and whether the other side has them."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Sentence:
    """One sentence of one side in pieces; joined by blanks they are its words. `clause` "" where no clause says so."""

    pieces: tuple[Piece, ...]
    clause: str = ""

    @property
    def words(self) -> str:
        """The sentence without its marks."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def mark(self) -> Mark | Literal["changed"]:
        """The mark of the whole sentence; "changed" where only some of its words differ."""
        marks = {piece.mark for piece in self.pieces}
        return marks.pop() if len(marks) == 1 else "changed"


Side = tuple[Sentence, ...]
Told = Sequence[tuple[str, str]]
"""Sentences with their clauses, as they stand on one side."""


def side_by_side(before: Told, after: Told) -> tuple[Side, Side]:
    """Both sides in their own order, marked. The same words are kept wherever they stand and whatever their clause."""
    left: dict[int, tuple[Piece, ...]] = {}
    right: dict[int, tuple[Piece, ...]] = {}
    for a, b in _pairs([words for words, _ in before], [words for words, _ in after]):
        left[a], right[b] = _words_marked(before[a][0], after[b][0])
    return _side(before, left, "removed"), _side(after, right, "added")


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of sentences that are alike: the same first, then the nearest."""
    there = list(range(len(after)))
    rest = []
    for a, words in enumerate(before):
        same = next((b for b in there if after[b] == words), None)
        if same is None:
            rest.append(a)
        else:
            there.remove(same)
            yield a, same
    near = ((_nearness(before[a], after[b]), -a, -b) for a, b in product(rest, there))
    taken: set[tuple[str, int]] = set()
    for _, a, b in sorted((one for one in near if one[0] >= NEAR), reverse=True):
        if ("before", a) not in taken and ("after", b) not in taken:
            taken |= {("before", a), ("after", b)}
            yield -a, -b


def _nearness(before: str, after: str) -> float:
    """The share of words that two sentences have in common, 0 to 1; 0 where they begin with something else, such as
    another paper with the same date."""
    of_whom = _share(_subject(before), _subject(after))
    return _share(before, after) if of_whom >= NEAR else 0


def _subject(words: str) -> str:
    return re.split(r"[.:,] ", words, maxsplit=1)[0]


def _share(before: str, after: str) -> float:
    matcher = SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0


def _words_marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = before.split(), after.split()
    left: list[tuple[str, Mark]] = []
    right: list[tuple[str, Mark]] = []
    for step, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [(word, "kept" if step == "equal" else "removed") for word in old[a:a_end]]
        right += [(word, "kept" if step == "equal" else "added") for word in new[b:b_end]]
    return _joined(left), _joined(right)


def _joined(words: Sequence[tuple[str, Mark]]) -> tuple[Piece, ...]:
    runs = groupby(words, lambda one: one[1])
    return tuple(Piece(" ".join(word for word, _ in run), mark) for mark, run in runs)


def _side(told: Told, marked: dict[int, tuple[Piece, ...]], otherwise: Mark) -> Side:
    return tuple(
        Sentence(marked.get(place) or (Piece(" ".join(words.split()), otherwise),), clause)
        for place, (words, clause) in enumerate(told)
    )
