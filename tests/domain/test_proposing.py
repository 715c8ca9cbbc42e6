"""Every trigger is weighed, strongest first, and each outcome is kept apart."""

from datetime import date
from typing import Any

from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts, Move, PlacementFacts
from core.domain.procedure import Edition, Strength, Trigger
from core.domain.proposing import propose

DAY = date(2026, 3, 13)
FACTS = Facts(
    anchor=Anchor.ENDED,
    day=DAY,
    placement=PlacementFacts(ref="p", started=date(2026, 1, 1), unplanned=True),
    moves=(Move(day=DAY, from_ref="p"),),
)


def yes(facts: Facts) -> bool:
    """It applies"""
    return True


def no(facts: Facts) -> bool:
    """It does not apply"""
    return False


def abrupt(facts: Facts) -> bool:
    """It was abrupt"""
    return bool(facts.placement.abrupt)


def complaint(facts: Facts) -> bool:
    """There is a complaint"""
    return bool(facts.complaint)


def broken(facts: Facts) -> bool:
    """It is broken"""
    raise ZeroDivisionError("sums")


def counting(facts: Facts) -> tuple[Move, ...]:
    return facts.moves


def saying(facts: Facts) -> tuple[str, ...]:
    return ("One move.",)


def unsure(facts: Facts) -> tuple[str, ...]:
    return (str(facts.requested_at == 3),)


def procedure(*triggers: Trigger) -> Procedure:
    return Procedure(plugins=(), edition=Edition(key="only", title="Only"), triggers=triggers)


def trigger(key: str, when: Any = None, **more: Any) -> Trigger:
    known: dict[str, Any] = {"proposes": "meeting", "strength": Strength.SHOULD, "clause": "X01"}
    return Trigger(key=key, title=key, when=when, **known | more)


def test_each_outcome_is_kept_apart() -> None:
    said = propose(
        FACTS, procedure(trigger("a", yes), trigger("b", no), trigger("c", abrupt), trigger("d", broken), trigger("e"))
    )

    assert [p.trigger.key for p in said.applies] == ["a", "e"]
    assert [p.trigger.key for p in said.not_met] == ["b"]
    assert [p.trigger.key for p in said.cannot_tell] == ["c"]
    assert [p.trigger.key for p in said.could_not_check] == ["d"]
    assert said.needs == ("whether the ending was abrupt",)
    assert said.could_not_check[0].answer.error == "ZeroDivisionError: sums"


def test_the_strongest_comes_first_and_each_kind_is_named_once() -> None:
    said = propose(
        FACTS,
        procedure(
            trigger("may", strength=Strength.MAY),
            trigger("must", strength=Strength.MUST, proposes="other"),
            trigger("consider", strength=Strength.CONSIDER),
            trigger("should"),
        ),
    )

    assert [p.trigger.key for p in said.applies] == ["must", "should", "consider", "may"]
    assert said.strongest is not None and said.strongest.strength is Strength.MUST
    assert said.kinds == ("other", "meeting")


def test_a_trigger_of_another_anchor_is_not_weighed() -> None:
    said = propose(FACTS, procedure(trigger("concern", anchor=Anchor.CONCERN)))

    assert said.applies == said.not_met == ()
    assert said.strongest is None and said.kinds == () and said.needs == ()


def test_evidence_and_what_was_counted_stand_with_the_proposal() -> None:
    [found] = propose(FACTS, procedure(trigger("a", yes, evidence=saying, counted=counting))).applies

    assert (found.evidence, found.counted, found.clause) == (("One move.",), FACTS.moves, "X01")


def test_evidence_that_cannot_be_given_yet_is_left_out() -> None:
    [found] = propose(FACTS, procedure(trigger("a", yes, evidence=unsure, counted=counting))).applies

    assert (found.evidence, found.counted) == ((), ())


def test_the_same_need_of_two_triggers_is_named_once() -> None:
    said = propose(FACTS, procedure(trigger("a", abrupt), trigger("b", abrupt), trigger("c", complaint)))

    assert said.needs == ("whether the ending was abrupt", "whether there is a complaint against a carer")


def test_the_strengths_keep_the_documents_six_verbs_in_order() -> None:
    assert [s.rank for s in Strength] == [0, 1, 2, 3, 4, 5]
    assert [s.value for s in Strength] == ["must", "should", "consider", "offer", "may", "not appropriate"]
