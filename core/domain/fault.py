"""What is wrong with a declaration: a sentence that also knows of which value it speaks, so that a check can find the
line. Whoever only shows it reads it as the text it is."""

from typing import Any, Self


class Fault(str):
    """A sentence that says what to mend. `rule` is the declared value (None: no single one), `word` what in it is
    wrong: a text it holds, or the name of a field."""

    __slots__ = ("rule", "word")
    rule: Any
    word: str

    def __new__(cls, sentence: str, rule: Any = None, word: str = "") -> Self:
        made = super().__new__(cls, sentence)
        made.rule, made.word = rule, word
        return made


def prefixed(before: str, said: str) -> Fault:
    """The same fault with words before its sentence; a plain sentence becomes a fault of no single value."""
    return Fault(before + said, getattr(said, "rule", None), getattr(said, "word", ""))
