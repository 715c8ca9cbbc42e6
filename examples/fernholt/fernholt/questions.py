"""What Fernholt's clauses ask of a case, and the sentences that say what was found."""

from core.api import (
    Education,
    Facts,
    all_of,
    british,
    carer_had_at_least,
    count_evidence,
    days,
    months,
    moved_at_least,
    none_of,
)

SETTLED, SHORT, YEAR, TWO_YEARS = months(18), days(28), months(12), months(24)


def settled(facts: Facts) -> bool:
    """The child had lived in this home for eighteen months"""
    return facts.placement.lasted(SETTLED, facts.day)


def unplanned(facts: Facts) -> bool:
    """The home ended without a plan"""
    return bool(facts.placement.unplanned)


def moved_again(facts: Facts) -> bool:
    """The child has moved without a plan twice within a year"""
    return moved_at_least(facts, 2, YEAR, "unplanned")


def moved_before(facts: Facts) -> bool:
    """The child has moved without a plan within the last year"""
    return moved_at_least(facts, 1, YEAR, "unplanned")


def three_with_this_carer(facts: Facts) -> bool:
    """Three homes with this carer have ended within two years"""
    return carer_had_at_least(facts, 3, TWO_YEARS)


def four_weeks(facts: Facts) -> bool:
    """The child had lived in this home for four weeks"""
    return facts.placement.lasted(SHORT, facts.day)


def complaint_open(facts: Facts) -> bool:
    """A complaint about a carer is being looked into"""
    return bool(facts.complaint)


def at_school(facts: Facts) -> bool:
    """The child goes to school"""
    return bool(facts.education == Education.SCHOOL)


settled_and_unplanned = all_of(settled, unplanned)
short_and_unplanned = all_of(none_of(four_weeks), unplanned, none_of(moved_again))


def how_long(facts: Facts) -> tuple[str, ...]:
    """From when to when the child lived there."""
    return (f"The child lived there from {british(facts.placement.started)} to {british(facts.day)}.",)


def moves(facts: Facts) -> tuple[str, ...]:
    """The moves that were counted."""
    return count_evidence(facts, YEAR, "unplanned")


def with_this_carer(facts: Facts) -> tuple[str, ...]:
    """The endings with the same carer that were counted."""
    ended = ", ".join(british(one.day) for one in facts.carer_endings_in(TWO_YEARS))
    return (f"Homes with this carer ended on {ended}.",)
