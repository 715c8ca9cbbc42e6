"""What is known, and what cannot be told yet: a fact nobody has recorded is never read as "no".

A fact that is missing is an `Unknown`. Using one in a test (`if`, `and`, `==`, `<`) raises `CannotTell`, so a rule
written as plain Python cannot mistake it for a negative answer; `ask` turns the outcome into an `Answer`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Never


class CannotTell(Exception):
    """A rule needed facts that nobody has recorded; `needs` names them in plain words."""

    def __init__(self, *needs: str):
        super().__init__("Cannot tell yet: needs " + ", ".join(needs))
        self.needs = needs


class Unknown:
    """A fact that has not been recorded. `needs` says in plain words what to find out."""

    __slots__ = ("needs",)

    def __init__(self, needs: str):
        self.needs = needs

    def _cannot_tell(self, *_: object) -> Never:
        raise CannotTell(self.needs)

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _cannot_tell
    __add__ = __radd__ = __sub__ = __rsub__ = __contains__ = __iter__ = __len__ = _cannot_tell

    def __getattr__(self, name: str) -> Never:
        if name.startswith("__"):
            raise AttributeError(name)
        raise CannotTell(self.needs)

    def __hash__(self) -> int:
        raise CannotTell(self.needs)

    def __repr__(self) -> str:
        return f"Unknown({self.needs!r})"


def is_known(value: object) -> bool:
    """Whether a fact has been recorded; the one question about an `Unknown` that never raises."""
    return not isinstance(value, Unknown)


class Verdict(StrEnum):
    """The four outcomes of a rule's question."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell yet"
    COULD_NOT_CHECK = "could not be checked"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question, asked of one set of facts."""

    verdict: Verdict
    question: str
    needs: tuple[str, ...] = ()
    error: str | None = None

    def __bool__(self) -> bool:
        return self.verdict is Verdict.YES


def question_text(question: Callable[..., Any]) -> str:
    """The question in words: its docstring's first line, else its name (`placement_was_permanent`)."""
    doc = question.__doc__
    if isinstance(doc, str) and doc.strip() and not isinstance(question, partial):
        return doc.strip().splitlines()[0].rstrip(".")
    return str(getattr(question, "__name__", "a question without a name")).replace("_", " ")


def error_text(fault: BaseException) -> str:
    """A plugin's fault in one line: its kind and its own words, if it can say any."""
    try:
        said = str(fault)
    except Exception:  # even the words of an error may be at fault
        said = "it cannot say what"
    return f"{type(fault).__name__}: {said}"[:500]


def ask(question: Callable[[Any], bool] | None, facts: Any) -> Answer:
    """The answer of `question` for `facts`; `None` (no condition) is yes. Never raises.

    A question that raises anything but `CannotTell` is a fault of its plugin, one that ends the process included: the
    answer is COULD_NOT_CHECK with the error's type and text, and staff decide by hand.
    """
    if question is None:
        return Answer(verdict=Verdict.YES, question="always")
    text = question_text(question)
    try:
        return Answer(verdict=Verdict.YES if _yes(question, facts) else Verdict.NO, question=text)
    except CannotTell as missing:
        return Answer(verdict=Verdict.CANNOT_TELL, question=text, needs=missing.needs)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # a plugin's fault is shown on the page, never raised into a request
        return Answer(verdict=Verdict.COULD_NOT_CHECK, question=text, error=error_text(fault))


def any_of(*questions: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A question that is yes when one of several is, even while others cannot be told."""

    def either(facts: Any) -> bool:
        needs: list[str] = []
        for question in questions:
            try:
                if _yes(question, facts):
                    return True
            except CannotTell as missing:
                needs += [n for n in missing.needs if n not in needs]
        if needs:
            raise CannotTell(*needs)
        return False

    return _named(either, " or ", questions)


def all_of(*questions: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A question that is no when one of several is no, even while others cannot be told."""

    def every(facts: Any) -> bool:
        needs: list[str] = []
        for question in questions:
            try:
                if not _yes(question, facts):
                    return False
            except CannotTell as missing:
                needs += [n for n in missing.needs if n not in needs]
        if needs:
            raise CannotTell(*needs)
        return True

    return _named(every, " and ", questions)


def none_of(*questions: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A question that is yes when none of several is; unknown stays unknown."""
    positive = any_of(*questions)

    def none(facts: Any) -> bool:
        return not positive(facts)

    none.__name__ = "not_" + positive.__name__
    none.__doc__ = "Not: " + question_text(positive)
    return none


def _yes(question: Callable[[Any], object], facts: Any) -> bool:
    """The question's own yes or no; anything else (a forgotten `return` above all) is a fault, never "no"."""
    outcome = question(facts)
    if isinstance(outcome, Unknown):
        raise CannotTell(outcome.needs)
    if not isinstance(outcome, bool):
        raise TypeError(f"the question answered {outcome!r}, which is neither yes nor no")
    return outcome


def _named(made: Callable[[Any], bool], joint: str, parts: tuple[Callable[[Any], bool], ...]) -> Callable[[Any], bool]:
    made.__name__ = joint.strip().join(p.__name__ for p in parts)
    made.__doc__ = joint.join(question_text(p) for p in parts)
    return made
