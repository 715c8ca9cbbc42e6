"""What authority B's clauses ask of a case, and the sentences that say what was found. Apart from the declarations,
so that those read top to bottom like the document."""

from core.api import (
    CannotTell,
    CarePlan,
    Facts,
    Move,
    PlacementType,
    Unknown,
    all_of,
    any_of,
    british,
    is_known,
    moved_at_least,
    none_of,
)

PLAN_NAMES = {
    CarePlan.LONG_TERM_FOSTER: "long-term foster placement",
    CarePlan.CONNECTED_PERSON: "connected person placement",
    CarePlan.ADOPTION: "adoption",
}


def fostering(facts: Facts) -> bool:
    """The placement was with foster carers"""
    return facts.placement.kind == PlacementType.FOSTER


def connected(facts: Facts) -> bool:
    """The placement was with a connected person"""
    return facts.placement.kind == PlacementType.CONNECTED


def adoptive(facts: Facts) -> bool:
    """The placement was with prospective adopters"""
    return facts.placement.kind == PlacementType.ADOPTION


def long_term_foster_plan(facts: Facts) -> bool:
    """The care plan was a long-term foster placement"""
    return facts.care_plan == CarePlan.LONG_TERM_FOSTER


def connected_person_plan(facts: Facts) -> bool:
    """The care plan was a connected person placement"""
    return facts.care_plan == CarePlan.CONNECTED_PERSON


def adoption_plan(facts: Facts) -> bool:
    """The care plan was adoption"""
    return facts.care_plan == CarePlan.ADOPTION


def not_as_planned(facts: Facts) -> bool:
    """The placement ended other than as planned"""
    return bool(facts.placement.unplanned)


def short_term(facts: Facts) -> bool:
    """The placement was short term"""
    return not facts.placement.long_term


def series_disrupted(facts: Facts) -> bool:
    """Two or more short-term placements have disrupted, this one included"""
    weighed = [(move, _short_term_disrupted(move)) for move in facts.moves]
    if sum(answer is True for _, answer in weighed) >= 2:
        return True
    if sum(answer is not False for _, answer in weighed) >= 2:
        open_days = [british(move.day) for move, answer in weighed if answer is None]
        raise CannotTell(
            *(f"whether the placement that ended on {day} was short term and disrupted" for day in open_days)
        )
    if facts.history_from is not None:
        raise CannotTell(f"the moves before {british(facts.history_from)}")
    return False


def matched_at_panel(facts: Facts) -> bool:
    """A panel had matched the placement"""
    return bool(facts.placement.matched_at_panel)


def long_term(facts: Facts) -> bool:
    """The placement was recorded as long term"""
    return bool(facts.placement.long_term)


def three_disrupted(facts: Facts) -> bool:
    """Three or more of the child's placements have disrupted"""
    return moved_at_least(facts, 3, which="disrupted")


agreed_permanent = any_of(matched_at_panel, long_term)
adoption_not_realised = all_of(adoptive, adoption_plan, not_as_planned)
long_term_not_realised = all_of(any_of(fostering, connected), long_term_foster_plan, not_as_planned)
connected_not_realised = all_of(connected, connected_person_plan, not_as_planned)
short_term_series = all_of(none_of(adoptive), short_term, not_as_planned, series_disrupted)
ordinary_foster = all_of(fostering, none_of(agreed_permanent), none_of(three_disrupted))
permanent_foster = all_of(fostering, agreed_permanent)
foster_with_three = all_of(fostering, three_disrupted)
not_fostering = none_of(fostering)


def plan_and_ending(facts: Facts) -> tuple[str, ...]:
    """The care plan, and when the placement that was to carry it out ended."""
    ended = british(facts.placement.ended or facts.day)
    if isinstance(facts.care_plan, Unknown) or isinstance(facts.placement.unplanned, Unknown):
        return (f"The placement ended on {ended}.",)
    plan = PLAN_NAMES.get(facts.care_plan, "something else")
    how = "other than as planned" if facts.placement.unplanned else "as planned"
    return (f"The care plan was {plan}; the placement ended on {ended}, {how}.",)


def series(facts: Facts) -> tuple[str, ...]:
    """The short-term placements that disrupted, by the day each ended."""
    moves = series_counted(facts)
    days = ", ".join(british(move.day) for move in moves)
    return (f"{len(moves)} short-term placements have disrupted: {days}.",)


def series_counted(facts: Facts) -> tuple[Move, ...]:
    """The moves that the series rests on."""
    return tuple(move for move in facts.moves if _short_term_disrupted(move))


def _short_term_disrupted(move: Move) -> bool | None:
    """None where it cannot be told."""
    if is_known(move.disrupted) and not move.disrupted:
        return False
    if is_known(move.from_long_term) and move.from_long_term:
        return False
    return True if is_known(move.disrupted) and is_known(move.from_long_term) else None
