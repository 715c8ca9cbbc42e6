"""Two outcomes of one ending, side by side: in what they differ, and by which rules. Differences hold the month and
nothing else of the case: whoever configures a procedure never learns whose ending it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.domain.calendar import Calendar
from core.domain.replaying import Call, Chairs, Dated, Outcome, Past, Rule, Timeline, weigh

Aspect = Literal["prompt", "date", "chair"]
ASPECTS: tuple[Aspect, ...] = ("prompt", "date", "chair")
"""In the order in which differences are shown."""
OUT = ("before", "after")
UNSURE = ("cannot tell", "not checked")


@dataclass(frozen=True, kw_only=True)
class Sided:
    """One side of a difference: what is said, as plain values, and the rules it rests on."""

    said: dict[str, Any]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """In one aspect of one ending the two procedures differ."""

    aspect: Aspect
    before: Sided
    after: Sided


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One ending under both procedures. `month` is the first day of the ending's month."""

    month: date
    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...] = ()


def compare(past: Past, before: Timeline, after: Timeline, calendar: Calendar) -> Compared:
    """One ending under both procedures, with every difference. Never raises."""
    was, would = weigh(past, before, calendar), weigh(past, after, calendar)
    return Compared(
        month=past.facts.day.replace(day=1), before=was, after=would, differences=tuple(_differences(was, would))
    )


def _differences(was: Outcome, would: Outcome) -> Iterator[Difference]:
    if Call.NOT_COMPILED in (was.call, would.call):
        return
    if _called(was) != _called(would):
        yield Difference(aspect="prompt", before=_prompt(was), after=_prompt(would))
    for one, other in zip(was.dates, would.dates, strict=True):
        if _telling(one) != _telling(other):
            yield Difference(aspect="date", before=_date(one), after=_date(other))
    if was.chairs and would.chairs and _standing(was.chairs) != _standing(would.chairs):
        yield Difference(aspect="chair", before=_chair(was.chairs), after=_chair(would.chairs))


def _called(outcome: Outcome) -> tuple[Any, ...]:
    """What is called for, and whether that is sure; without a procedure nothing is."""
    call = Call.NOT_PROMPTED if outcome.call is Call.NO_PROCEDURE else outcome.call
    return call, outcome.strength, outcome.kinds


def _prompt(outcome: Outcome) -> Sided:
    called = {"strength": outcome.strength.value, "kinds": list(outcome.kinds)} if outcome.strength else {}
    return Sided(said={"call": outcome.call.value, **called}, rules=outcome.why)


def _telling(dated: Dated) -> str:
    """Too early, too late, or in doubt; all other answers are one: nothing is departed from."""
    return dated.place if dated.place in (*OUT, *UNSURE) else ""


def _date(dated: Dated) -> Sided:
    return Sided(said={"place": dated.place, "day": dated.after}, rules=(dated.rule,) if dated.rule else ())


def _standing(chairs: Chairs) -> tuple[int, int, int, bool]:
    return *chairs.counts, bool(chairs.rules)


def _chair(chairs: Chairs) -> Sided:
    eligible, reason, excluded = chairs.counts
    said = {"eligible": eligible, "reason": reason, "excluded": excluded, "silent": not chairs.rules}
    return Sided(said=said, rules=chairs.rules)


def shift(was: Outcome, would: Outcome) -> str:
    """How the prompt of one ending moves: "gone", "new", "weaker", "stronger", "other", "unsure", or "" for unmoved."""
    if _called(was) == _called(would):
        return ""
    if {was.call, would.call} & {Call.CANNOT_TELL, Call.NOT_CHECKED, Call.NOT_COMPILED}:
        return "unsure"
    if was.strength is None or would.strength is None:
        return "gone" if was.strength else "new"
    if was.strength is would.strength:
        return "other"
    return "weaker" if would.strength.rank > was.strength.rank else "stronger"
