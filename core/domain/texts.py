"""Two people's versions of one text: what each added to the one they began from, and a merged text that loses neither.

What is marked is compared by paragraphs, then by sentences in those that differ, then by words; what is put together,
by sentences. However long and alike the texts, the work is bounded: what would go beyond it counts as wholly changed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_PARAGRAPHS = re.compile(r"[^\n]+\n*|\n+")
_SENTENCES = re.compile(r"[^\n]*?(?:[.!?][”\"')\]]*(?:\s+|\Z)|\n+)|[^\n]+")
_WORDS = re.compile(r"\s*\S+\s*|\s+")
_LEVELS = (_PARAGRAPHS, _SENTENCES, _WORDS)
_ROOM = 10_000_000
"""Steps that one comparison may take at each level: some tenths of a second."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `added` where it was not in the text before."""

    text: str
    added: bool


def additions(before: str, after: str) -> tuple[Piece, ...]:
    """`after` in pieces, in order: joined they are `after` again. What `before` did not have is marked; other blanks
    between the same words are nothing new."""
    pieces = groupby(_marked(before, after, _LEVELS, _ROOM), lambda piece: piece.added)
    return tuple(Piece("".join(one.text for one in run), added) for added, run in pieces)


def _marked(before: str, after: str, levels: Sequence[re.Pattern[str]], room: int) -> Iterator[Piece]:
    """`after` in pieces, at the first of `levels`, and where they differ at the next. A share of `room` goes with each
    passage, by its length."""
    old, new = levels[0].findall(before), levels[0].findall(after)
    at, start = 0, 0
    whole = len(before) + len(after)
    for a, b, size in _kept(old, new, room):
        was, now = "".join(old[at:a]), "".join(new[start:b])
        if now and was and levels[1:]:
            yield from _marked(was, now, levels[1:], room * (len(was) + len(now)) // whole)
        elif now:
            yield Piece(now, added=True)
        if size:
            yield Piece("".join(new[b : b + size]), added=False)
        at, start = a + size, b + size


def merged(base: str, theirs: str, mine: str) -> str:
    """`theirs` and `mine`, both made from `base`, put together. Where only one changed a passage that one stands; where
    both did, theirs comes first and mine after it. Every sentence that either added is in the result."""
    old, left, right = _sentences(base), _sentences(theirs), _sentences(mine)
    out: list[str] = []
    at, a, b = 0, 0, 0
    for kept, in_left, in_right in (*_in_all(old, left, right), (len(old), len(left), len(right))):
        out += _passage(old[at:kept], left[a:in_left], right[b:in_right])
        if kept < len(old):
            out.append(left[in_left] if right[in_right] == old[kept] else right[in_right])
        at, a, b = kept + 1, in_left + 1, in_right + 1
    return _joined(out)


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCES.findall(text) if one]


def _in_all(old: Sequence[str], left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The sentences of `old` that both kept, each with its place in all three."""
    to_left, to_right = _matches(old, left), _matches(old, right)
    for place in sorted(to_left.keys() & to_right.keys()):
        yield place, to_left[place], to_right[place]


def _matches(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    return {a + n: b + n for a, b, size in _kept(old, new, _ROOM) for n in range(size)}


def _kept(old: Sequence[str], new: Sequence[str], room: int) -> Iterator[tuple[int, int, int]]:
    """Where both run alike, blanks apart: the place in `old`, in `new`, and how many; last their ends and 0.

    Beyond what both begin and end with, only as far as `room` allows: the matcher's steps are at most the pairs of
    equal items, once for every match that it splits the rest at.
    """
    was, now = [" ".join(one.split()) for one in old], [" ".join(one.split()) for one in new]
    shorter = min(len(was), len(now))
    first = next((n for n in range(shorter) if was[n] != now[n]), shorter)
    last = next((n for n in range(shorter - first) if was[-1 - n] != now[-1 - n]), shorter - first)
    was, now = was[first : len(was) - last], now[first : len(now) - last]
    yield 0, 0, first
    there = Counter(was)
    if sum(there[one] for one in now) * min(len(was), len(now)) <= room:
        for a, b, size in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()[:-1]:
            yield first + a, first + b, size
    yield len(old) - last, len(new) - last, last
    yield len(old), len(new), 0


def _passage(old: Sequence[str], left: Sequence[str], right: Sequence[str]) -> list[str]:
    """One passage between two sentences that everybody kept."""
    was, theirs, mine = ([one.strip() for one in side] for side in (old, left, right))
    if mine in (was, theirs):
        return list(left)
    if theirs == was:
        return list(right)
    before, first, second = frozenset(was), frozenset(theirs), frozenset(mine)
    stay = [one for one, plain in zip(left, theirs, strict=True) if plain not in before or plain in second]
    return stay + [one for one, plain in zip(right, mine, strict=True) if plain not in before and plain not in first]


def _joined(sentences: Sequence[str]) -> str:
    """Sentences as a text: one blank between two that would otherwise touch."""
    text = ""
    for one in sentences:
        gap = "" if not text or text[-1].isspace() else " "
        text += gap + one
    return text.strip()
