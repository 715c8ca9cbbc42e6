"""Two people's versions of one text: what each added to the one they began from, and a merged text that loses neither.

Texts are compared word by word for what is marked, and sentence by sentence for what is put together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
_SENTENCES = re.compile(r"[^.!?\n]*[.!?]+[”\"')\]]*\s*|[^.!?\n]+\n*|\n+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `added` where it was not in the text before."""

    text: str
    added: bool


def additions(before: str, after: str) -> tuple[Piece, ...]:
    """`after` in pieces, in order: joined they are `after` again. What `before` did not have is marked."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        text = "".join(new[start:end])
        if not text:
            continue
        added = tag != "equal"
        if pieces and pieces[-1].added == added:
            pieces[-1] = Piece(pieces[-1].text + text, added)
        else:
            pieces.append(Piece(text, added))
    return tuple(pieces)


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
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False)
    return {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}


def _passage(old: Sequence[str], left: Sequence[str], right: Sequence[str]) -> list[str]:
    """One passage between two sentences that everybody kept."""
    was, theirs, mine = ([one.strip() for one in side] for side in (old, left, right))
    if mine in (was, theirs):
        return list(left)
    if theirs == was:
        return list(right)
    stay = [one for one, plain in zip(left, theirs, strict=True) if plain not in was or plain in mine]
    return stay + [one for one, plain in zip(right, mine, strict=True) if plain not in was and plain not in theirs]


def _joined(sentences: Sequence[str]) -> str:
    """Sentences as a text: one blank between two that would otherwise touch."""
    text = ""
    for one in sentences:
        gap = "" if not text or text[-1].isspace() else " "
        text += gap + one
    return text.strip()
