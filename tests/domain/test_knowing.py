"""A fact that nobody has recorded is never read as no, however a rule uses it."""

from collections.abc import Callable
from typing import Any

import pytest

from core.domain.knowing import (
    CannotTell,
    Unknown,
    Verdict,
    all_of,
    any_of,
    ask,
    is_known,
    none_of,
    question_text,
)

MISSING = Unknown("whether it rained")


def yes(facts: Any) -> bool:
    """It is so."""
    return True


def no(facts: Any) -> bool:
    """It is not so"""
    return False


def unclear(facts: Any) -> bool:
    return bool(MISSING)


def broken(facts: Any) -> bool:
    """It is broken"""
    raise KeyError("key")


@pytest.mark.parametrize(
    "use",
    [
        lambda u: bool(u),
        lambda u: not u,
        lambda u: u == "rain",
        lambda u: u != "rain",
        lambda u: u == "rain",
        lambda u: u < 3,
        lambda u: u <= 3,
        lambda u: u + 1,
        lambda u: 1 - u,
        lambda u: "x" in u,
        lambda u: list(u),
        lambda u: len(u),
        lambda u: u.year,
        lambda u: u in ("rain", "snow"),
        lambda u: u in {"rain", "snow"},
        lambda u: {"rain": 1}[u],
        lambda u: u and True,
    ],
)
def test_every_use_of_an_unknown_fact_raises_with_what_is_needed(use: Callable[[Any], Any]) -> None:
    with pytest.raises(CannotTell) as caught:
        use(MISSING)

    assert caught.value.needs == ("whether it rained",)


def test_asking_whether_it_is_known_is_the_one_question_that_never_raises() -> None:
    assert not is_known(MISSING)
    assert is_known(None) and is_known(False)


def test_the_four_outcomes_of_a_question() -> None:
    assert [ask(q, None).verdict for q in (yes, no, unclear, broken)] == [
        Verdict.YES, Verdict.NO, Verdict.CANNOT_TELL, Verdict.COULD_NOT_CHECK,
    ]  # fmt: skip
    assert ask(unclear, None).needs == ("whether it rained",)
    assert ask(broken, None).error == "KeyError: 'key'"
    assert ask(None, None).verdict is Verdict.YES
    assert [bool(ask(q, None)) for q in (yes, no, unclear, broken)] == [True, False, False, False]


@pytest.mark.parametrize("answer", [None, "no", 0, 1, (), object()])
def test_an_answer_that_is_neither_yes_nor_no_could_not_be_checked(answer: Any) -> None:
    def odd(facts: Any) -> Any:
        return answer

    for question in (odd, any_of(odd), all_of(odd), none_of(odd)):
        said = ask(question, None)
        assert said.verdict is Verdict.COULD_NOT_CHECK and "neither yes nor no" in (said.error or "")


def test_returning_the_unknown_itself_cannot_be_told() -> None:
    assert ask(lambda facts: MISSING, None).needs == ("whether it rained",)  # type: ignore[arg-type, return-value]


def test_one_yes_settles_any_and_one_no_settles_all() -> None:
    assert ask(any_of(unclear, yes), None).verdict is Verdict.YES
    assert ask(any_of(unclear, no), None).verdict is Verdict.CANNOT_TELL
    assert ask(any_of(no, no), None).verdict is Verdict.NO
    assert ask(all_of(unclear, no), None).verdict is Verdict.NO
    assert ask(all_of(unclear, yes), None).verdict is Verdict.CANNOT_TELL
    assert ask(all_of(yes, yes), None).verdict is Verdict.YES
    assert ask(none_of(unclear), None).verdict is Verdict.CANNOT_TELL
    assert ask(none_of(no), None).verdict is Verdict.YES
    assert ask(none_of(unclear, yes), None).verdict is Verdict.NO


def test_a_need_is_named_once() -> None:
    assert ask(any_of(unclear, unclear), None).needs == ("whether it rained",)


def test_a_question_is_worded_by_its_docstring_or_its_name() -> None:
    assert question_text(yes) == "It is so"
    assert question_text(unclear) == "unclear"
    assert question_text(any_of(yes, no)) == "It is so or It is not so"
    assert question_text(none_of(yes)) == "Not: It is so"
