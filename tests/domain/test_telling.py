"""Two procedures side by side: everything that a rule says is told, and what differs is marked word by word."""

from dataclasses import replace
from typing import Any, cast

import pytest

from core.domain.compiling import Procedure
from core.domain.periods import months
from core.domain.procedure import ChairRule
from core.domain.steps import MeetingKind
from core.domain.telling.comparing import compare, pairs_of_kinds, unchanged
from core.domain.telling.marking import side_by_side
from core.domain.telling.saying import small
from core.domain.telling.statements import TOPICS, statements
from tests.domain.telling import FULL, KIND, variations
from tests.plugins.trying import procedure

AUTHORITIES = [f"authority_{letter}" for letter in "abcde"]


def with_kinds(*kinds: MeetingKind) -> Procedure:
    return replace(FULL, kinds={kind.key: kind for kind in kinds})


def test_whatever_a_rule_says_a_change_of_it_is_told() -> None:
    both = with_kinds(KIND, replace(KIND, key="later", title="Later meeting"))
    rules = [
        (path, replace(both, **cast(Any, {place: (changed,)})))
        for place in ("triggers", "plans", "routes", "reports", "gatherings", "signals")
        for rule in getattr(FULL, place)
        for path, changed in variations(rule)
    ]
    always_needed = "MeetingKind.prerequisites[0] > Ask.required"
    kinds = [(path, with_kinds(changed)) for path, changed in variations(KIND) if path != always_needed]
    local = [("roles", replace(FULL, roles={"ranger": "Warden"})), ("words", replace(FULL, words={"Panel": "Board"}))]

    untold = [path for path, changed in rules if not compare(both, changed)]
    untold += [path for path, changed in (*kinds, *local) if not compare(FULL, changed)]

    assert untold == []
    assert len(rules) > 40 and len(kinds) > 150


def test_a_procedure_does_not_differ_from_itself() -> None:
    assert compare(FULL, FULL) == ()
    assert {one.topic for one in unchanged(FULL, FULL)} == set(TOPICS)
    assert all(one.mark == "kept" for part in unchanged(FULL, FULL) for one in (*part.before, *part.after))


@pytest.mark.parametrize("name", AUTHORITIES)
def test_every_rule_is_a_sentence_with_a_known_clause_and_no_key_of_the_program(name: str) -> None:
    here = procedure(name)
    keys = {key for key in (*here.roles, *here.kinds) if "_" in key}

    told = statements(here)

    assert {one.topic for one in told} <= set(TOPICS)
    assert {one.clause for one in told} - {""} <= set(here.clauses)
    assert [one for one in told if not one.words or "None" in one.words or any(key in one.words for key in keys)] == []
    order = [list(TOPICS).index(one.topic) for one in told if one.kind == told[0].kind]
    assert order == sorted(order)


def test_only_the_words_that_differ_are_marked() -> None:
    wide = replace(KIND.window[0], opens=months(1))

    (found,) = compare(FULL, with_kinds(replace(KIND, window=(wide,))))

    assert (found.title, found.kind) == ("Window", "Disruption meeting")
    (before,), (after,) = found.before, found.after
    assert [piece.text for piece in before.pieces if piece.mark == "removed"] == ["2 weeks"]
    assert [piece.text for piece in after.pieces if piece.mark == "added"] == ["1 month"]
    assert before.words.startswith("From 2 weeks to 6 weeks after the placement’s end")
    assert before.mark == after.mark == "changed" and before.clause == "X1"


def test_another_subject_is_another_sentence_and_order_says_nothing() -> None:
    before = [("Chronology. From: social worker. 7 days before", "A1"), ("Care plan. From: social worker", "A2")]
    after = [("Care plan. From: social worker", "B9"), ("Matching report. From: social worker. 7 days before", "B8")]

    left, right = side_by_side(before, after)

    assert [(one.mark, one.clause) for one in left] == [("removed", "A1"), ("kept", "A2")]
    assert [(one.mark, one.clause) for one in right] == [("kept", "B9"), ("added", "B8")]


def test_the_nearest_sentences_are_told_as_one_and_none_twice() -> None:
    before = [("Write the minutes: must. Within 10 working days", ""), ("Write the minutes: must. Within 3 days", "")]
    after = [("Write the minutes: must. Within 5 days", "")]

    left, right = side_by_side(before, after)

    assert [one.mark for one in left] == ["removed", "changed"]
    assert [(piece.text, piece.mark) for piece in right[0].pieces] == [
        ("Write the minutes: must. Within", "kept"), ("5", "added"), ("days", "kept"),
    ]  # fmt: skip


def test_meetings_answer_to_each_other_by_key_then_by_family() -> None:
    other = replace(KIND, key="dm", title="Placement disruption meeting")
    planning = replace(KIND, key="planning", title="Planning meeting", family="planning")
    first, second = (replace(planning, key=key, title=key.title()) for key in ("first", "second"))

    pairs = pairs_of_kinds(with_kinds(KIND, planning), with_kinds(first, other, second))

    assert [(a and a.key, b and b.key) for a, b in pairs] == [
        ("disruption", "dm"), ("planning", None), (None, "first"), (None, "second"),
    ]  # fmt: skip
    told = compare(with_kinds(KIND), with_kinds(other))
    assert {one.kind for one in told} == {"Disruption meeting / Placement disruption meeting"}
    assert [pair for pair in pairs_of_kinds(with_kinds(KIND), with_kinds(other, replace(other, key="more")))][1:]


def test_against_no_procedure_everything_went_or_came() -> None:
    gone, come = compare(FULL, None), compare(None, FULL)

    assert {one.topic for one in gone} == {one.topic for one in come} == set(TOPICS)
    assert all(sentence.mark == "removed" for one in gone for sentence in one.before)
    assert all(one.before == () and {sentence.mark for sentence in one.after} == {"added"} for one in come)
    assert compare(None, None) == ()


def test_a_clause_alone_is_no_difference() -> None:
    chair = ChairRule(clause="X1", roles=("iro",))
    before, after = (with_kinds(replace(KIND, chairs=(replace(chair, clause=id),))) for id in ("X1", "X2"))

    assert compare(before, after) == ()


def test_words_in_capitals_stay_so_inside_a_sentence() -> None:
    assert small("Panel adviser, PORG, Chair") == "panel adviser, PORG, chair"
