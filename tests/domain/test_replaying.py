"""One ending under two procedures: what is called for, who could have chaired, where held days lie, what differs."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from core.domain.calendar import Calendar, days, months, weeks
from core.domain.compiling import CannotCompile, Procedure
from core.domain.contrasting import Difference, compare
from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.knowing import CannotTell
from core.domain.procedure import ChairRule, Clause, Edition, Part, Relation, Strength, Trigger, Window
from core.domain.replayed import EARLIER, Tally
from core.domain.replaying import HeldMeeting, Past
from core.domain.steps import MeetingKind

DAY = date(2026, 3, 13)
OWN, MANAGES = Relation.OWN_IRO, Relation.MANAGES_CASE


def unplanned(facts: Facts) -> bool:
    """It was unplanned"""
    return bool(facts.placement.unplanned)


def telling(facts: Facts) -> bool:
    """It tells too much"""
    raise ValueError(f"the placement {facts.placement.ref} of {facts.day}")


def quoting(facts: Facts) -> bool:
    """It quotes the case"""
    raise CannotTell("whether the ending on 13 March 2026 was unplanned", f"what {facts.placement.ref} said",
                     "whether the placement was long term")  # fmt: skip


def trigger(strength: Strength = Strength.SHOULD, when: Any = unplanned, **more: Any) -> Trigger:
    return Trigger(**{"key": "k", "title": "Ended unplanned", "proposes": "meeting", "strength": strength,
                      "clause": "X01", "when": when} | more)  # fmt: skip


def procedure(*triggers: Trigger, **kind: Any) -> Procedure:
    meeting = MeetingKind(**{"key": "meeting", "title": "Meeting", "clause": "X01"} | kind)
    return Procedure(
        plugins=(("harrowmere", "1"),), edition=Edition(key="only", title="Only"), title="Harrowmere",
        triggers=triggers, kinds={meeting.key: meeting}, roles={"iro": "Reviewing officer"},
        clauses={"X01": Clause(id="X01", heading="When", words="A meeting is held.")},
    )  # fmt: skip


def past(*held: HeldMeeting, people: Any = None, **known: Any) -> Past:
    place = PlacementFacts(ref="secret-ref", started=date(2025, 1, 1), **{"unplanned": True} | known)
    return Past(facts=Facts(anchor=Anchor.ENDED, day=DAY, placement=place), held=held, people=people or {})


def differences(case: Past, before: Procedure | None, after: Procedure | None) -> tuple[Difference, ...]:
    return compare(case, lambda day: before, lambda day: after, Calendar()).differences


def held(day: date) -> HeldMeeting:
    return HeldMeeting(kind="meeting", family="disruption", day=day)


def alike(*roles: str, near: tuple[Relation, ...] = ()) -> Any:
    return frozenset(roles), frozenset(near)


def test_the_same_procedure_twice_differs_in_nothing() -> None:
    same = procedure(trigger())

    assert differences(past(held(DAY)), same, same) == ()


def test_a_weaker_verb_and_a_condition_not_met_are_differences_with_their_rules() -> None:
    should, consider = procedure(trigger()), procedure(trigger(Strength.CONSIDER, clause="X02"))
    never = procedure(trigger(when=lambda facts: False, clause="X03", title="Never"))

    (weaker,), (gone,) = differences(past(), should, consider), differences(past(), should, never)

    assert weaker.before.said == {"call": "prompted", "strength": "should", "kinds": ["Meeting"]}
    assert weaker.after.said["strength"] == "consider" and weaker.after.rules[0].clause == "X02"
    assert gone.after.said == {"call": "not prompted"} and gone.after.rules[0].words == "Never"


def test_saying_that_a_meeting_is_not_appropriate_prompts_none() -> None:
    (only,) = differences(past(), procedure(trigger()), procedure(trigger(Strength.NOT_APPROPRIATE)))

    assert only.after.said == {"call": "not prompted"}


def test_without_a_procedure_nothing_was_prompted_and_nothing_differs_where_nothing_is() -> None:
    quiet = procedure(trigger(when=lambda facts: False))

    assert differences(past(), None, quiet) == ()
    assert differences(past(), None, procedure(trigger()))[0].before.said == {"call": "no procedure"}


def test_what_cannot_be_told_or_checked_is_neither_prompted_nor_not() -> None:
    unknown = past()
    unknown = replace(unknown, facts=replace(unknown.facts, placement=PlacementFacts(ref="r", started=DAY)))

    (untold,) = differences(unknown, procedure(), procedure(trigger()))
    (unchecked,) = differences(unknown, procedure(), procedure(trigger(when=telling)))

    assert untold.after.said == {"call": "cannot tell"} and unchecked.after.said == {"call": "not checked"}


def test_a_day_is_held_against_either_window_and_only_leaving_it_differs() -> None:
    two = procedure(window=(Window(clause="X04", opens=weeks(2), closes=weeks(6)),))
    month = procedure(window=(Window(clause="X05", opens=months(1), closes=weeks(6)),))
    open_ended = procedure(window=(Window(clause="X06", words="No days"),))
    on_day_19 = past(held(date(2026, 4, 1)))

    (early,) = differences(on_day_19, two, month)

    assert early.aspect == "date" and early.after.said == {"place": "before", "day": 19}
    assert [(r.clause, r.words) for r in early.after.rules] == [("X05", "1 month to 6 weeks")]
    assert differences(on_day_19, two, open_ended) == ()


def test_a_meeting_of_another_name_is_held_against_the_one_of_its_family() -> None:
    other = procedure(key="gathering", family="disruption", window=(Window(clause="X04", closes=days(5)),))
    stability = procedure(key="talk", family="stability")
    case = past(held(date(2026, 3, 30)))

    (late,) = differences(case, procedure(), other)
    assert late.after.said["place"] == "after"
    assert differences(case, procedure(), stability) == ()


def test_everybody_whose_role_a_rule_names_is_counted_by_the_answer_they_get() -> None:
    people = {alike("iro"): frozenset("ab"), alike("iro", near=(OWN,)): frozenset("c"),
              alike("service_manager"): frozenset("de"), alike("social_worker"): frozenset("f"),
              alike("service_manager", near=(MANAGES,)): frozenset("g")}  # fmt: skip
    officers = procedure(trigger(), chairs=(ChairRule(roles=("iro",), not_if=(OWN,), clause="X07"),))
    managers = procedure(trigger(), chairs=(ChairRule(roles=("service_manager",), unless=(MANAGES,), clause="X08"),))
    anybody = procedure(trigger(), chairs=(ChairRule(clause="X09"),))
    silent = procedure(trigger())
    case = past(people=people)

    assert chairs(case, officers, managers) == [[2, 0, 1], [2, 1, 0]]
    assert chairs(case, officers, anybody) == [[2, 0, 1], [7, 0, 0]]
    assert chairs(case, officers, silent) == [[2, 0, 1], [0, 0, 0]]


def test_whoever_chairs_in_several_parts_gets_the_strictest_answer() -> None:
    parts = (Part(key="one", title="One", clause="X01"), Part(key="two", title="Two", clause="X01"))
    rules = (ChairRule(roles=("iro",), part="one", clause="X07"),
             ChairRule(roles=("iro",), part="two", not_if=(OWN,), clause="X08"))  # fmt: skip
    people = {alike("iro"): frozenset("a"), alike("iro", near=(OWN,)): frozenset("b")}
    case = past(people=people)

    assert chairs(case, procedure(trigger(), parts=parts, chairs=rules), procedure(trigger()))[0] == [1, 0, 1]


def chairs(case: Past, before: Procedure, after: Procedure) -> list[list[int]]:
    (only,) = differences(case, before, after)
    return [[side.said[key] for key in ("eligible", "reason", "excluded")] for side in (only.before, only.after)]


def test_the_tally_counts_either_side_and_everybody_who_would_have_stood_aside_once() -> None:
    rule = ChairRule(roles=("iro",), not_if=(OWN,), clause="X07")
    after = procedure(trigger(Strength.CONSIDER), chairs=(rule,))
    people: tuple[Any, ...] = ({alike("iro"): frozenset("ab"), alike("iro", near=(OWN,)): frozenset("c")},
              {alike("iro"): frozenset("bc"), alike("iro", near=(OWN,)): frozenset("a")})  # fmt: skip

    result = told(procedure(trigger()), after, *(past(people=one) for one in people), past(unplanned=False))

    assert (result["endings"], result["before"]["prompted"], result["after"]["prompted"]) == (3, 2, 2)
    assert result["shifts"] == {"weaker": 2}
    assert result["after"]["chairs"] == {"endings": 2, "nobody": 0, "silent": 0, "roles": ["Reviewing officer"],
                                         "named": 3, "aside": 2}  # fmt: skip
    assert [(d["number"], d["month"], d["aspect"]) for d in result["differences"]] == [
        (1, "March 2026", "prompt"), (2, "March 2026", "prompt"), (1, "March 2026", "chair"),
        (2, "March 2026", "chair"),
    ]  # fmt: skip


def test_a_result_repeats_nothing_that_a_plugin_says_of_the_case() -> None:
    after = procedure(trigger(when=telling), trigger(when=quoting, clause="X01", title="Quoting"),
                      trigger(when=lambda facts: False, evidence=lambda facts: (facts.placement.ref,)))  # fmt: skip

    result = told(procedure(trigger()), after, past())

    kept = json.dumps(result)
    assert not any(word in kept for word in ("secret-ref", "13 March", "2026-03-13"))
    (unchecked,), (untold,) = result["after"]["unchecked"], result["after"]["untold"]
    assert unchecked[1:] == [1, ["ValueError"], "harrowmere"]
    assert untold[1:3] == [1, [EARLIER, "whether the placement was long term"]]


def test_a_procedure_that_does_not_compile_for_a_day_leaves_its_endings_uncompared() -> None:
    def refuses(day: date) -> Procedure | None:
        raise CannotCompile(["No."])

    result = told(procedure(trigger()), refuses, past(held(DAY)))

    assert result["after"]["calls"] == {"not compiled": 1} and result["differences"] == []


def told(before: Procedure, after: Procedure | Callable[[date], Procedure | None], *cases: Past) -> dict[str, Any]:
    tally = Tally()
    for case in cases:
        timeline = after if callable(after) else lambda day: after
        tally.add(compare(case, lambda day: before, timeline, Calendar()))
    return tally.result
