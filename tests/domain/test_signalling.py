"""Conditions held against a placement that lasts: in declared order, with what was counted, and never raising."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from core.domain.compiling import CannotCompile, Declared, combine
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.knowing import Verdict
from core.domain.lasting import Signal
from core.domain.ongoing import Notice
from core.domain.procedure import Clause, Edition, PluginInfo, Strength, Trigger
from core.domain.signalling import Seen, look

FACTS = Facts(
    anchor=Anchor.LASTS, day=date(2026, 3, 16), placement=PlacementFacts(ref="this", started=date(2026, 1, 5))
)


def noticed(facts: Facts) -> bool:
    """Notice was given"""
    return facts.notice.given


def signal(key: str, **more: Any) -> Signal:
    given: dict[str, Any] = {"title": "Notice", "clause": "S01", "when": noticed, "caution": "No more."}
    return Signal(key=key, **given | more)


def declared(name: str, *signals: Signal, **more: Any) -> Declared:
    info = PluginInfo(name=name, title=name, version="1.0", document="Invented", kind="addition")
    return Declared(info=info, clauses=(Clause(id="S01", heading="1", words="Words."),), signals=signals, **more)


def faults(*all: Declared) -> str:
    with pytest.raises(CannotCompile) as refused:
        combine(all, Edition(key="only", title="Only"), "digest")
    return str(refused.value)


def test_what_nobody_recorded_is_never_no() -> None:
    (seen,) = look((signal("notice"),), FACTS)

    assert seen.verdict is Verdict.CANNOT_TELL
    assert seen.answer.needs == ("whether notice has been given",)


def test_conditions_stand_in_declared_order_and_carry_no_number() -> None:
    from dataclasses import replace

    facts = replace(FACTS, notice=Notice(given=True, day=date(2026, 3, 2)))
    first = signal("later", when=lambda f: f.anchor is Anchor.ENDED)
    second = signal("notice", evidence=lambda f: (f"Given on {f.notice.day}.",))

    seen = look((first, second), facts)

    assert [(one.key, one.verdict, one.evidence) for one in seen] == [
        ("later", Verdict.NO, ()),
        ("notice", Verdict.YES, ("Given on 2026-03-02.",)),
    ]
    assert {one.name for one in fields(Seen)} == {"signal", "answer", "evidence"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"when": lambda f: {}[f.day]}, "KeyError"),
        ({"when": lambda f: True, "evidence": lambda f: "one sentence"}, "evidence is a tuple of sentences"),
        ({"when": lambda f: True, "evidence": lambda f: 1 / 0}, "ZeroDivisionError"),
        ({"when": lambda f: None}, "neither yes nor no"),
    ],
)
def test_a_plugins_fault_is_an_answer_and_leaves_the_others_alone(wrong: dict[str, Any], error: str) -> None:
    broken, sound = look((signal("broken", **wrong), signal("sound", when=lambda f: True)), FACTS)

    assert broken.verdict is Verdict.COULD_NOT_CHECK and error in str(broken.answer.error)
    assert sound.verdict is Verdict.YES


def test_two_plugins_may_not_declare_one_key() -> None:
    one, two = declared("tides", signal("notice")), declared("winds", signal("notice"))

    assert "The signal 'notice' is declared twice: by tides and by winds." in faults(one, two)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"clause": "S99"}, "tides: a rule names clause S99"),
        ({"clause": ""}, "tides: a Signal names no clause"),
        ({"caution": " "}, "tides: the signal 'notice' does not say what it is not"),
        ({"when": None}, "tides: Signal 'notice': `when` holds NoneType None"),
        ({"title": ""}, "tides: the signal 'notice' has no title."),
    ],
)
def test_a_condition_says_where_it_comes_from_and_what_it_is_not(more: dict[str, Any], sentence: str) -> None:
    assert sentence in faults(declared("tides", signal("notice", **more)))


def test_a_trigger_hangs_on_an_event_and_not_on_a_placement_that_lasts() -> None:
    trigger = Trigger(
        key="t", title="T", proposes="m", strength=Strength.MAY, clause="S01", anchor=Anchor.LASTS
    )  # fmt: skip

    assert "hangs on a placement that lasts, which is no event" in faults(declared("tides", triggers=(trigger,)))
