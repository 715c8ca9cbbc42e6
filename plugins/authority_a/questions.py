"""What authority A's clauses ask of a case, and the sentences that say what was found. Apart from the declarations,
so that those read top to bottom like the document."""

from core.api import (
    Anchor,
    CannotTell,
    Education,
    Facts,
    Move,
    PlacementType,
    Provider,
    Unknown,
    all_of,
    any_of,
    british,
    count_evidence,
    is_known,
    months,
    moved_at_least,
    moves_counted,
    none_of,
)


def adoptive(facts: Facts) -> bool:
    """The placement was adoptive"""
    return facts.placement.kind == PlacementType.ADOPTION


def fostering(facts: Facts) -> bool:
    """The placement was with foster carers"""
    return facts.placement.kind == PlacementType.FOSTER


def residential(facts: Facts) -> bool:
    """The placement was residential"""
    return facts.placement.kind == PlacementType.RESIDENTIAL


def in_house(facts: Facts) -> bool:
    """The authority itself provided the placement"""
    return facts.placement.provider == Provider.IN_HOUSE


def external(facts: Facts) -> bool:
    """An external agency provided the placement"""
    return facts.placement.provider == Provider.AGENCY


def unplanned(facts: Facts) -> bool:
    """The ending was unplanned"""
    return bool(facts.placement.unplanned)


def abrupt(facts: Facts) -> bool:
    """The ending was abrupt"""
    return bool(facts.placement.abrupt)


def matched_at_panel(facts: Facts) -> bool:
    """A fostering panel had matched the placement"""
    return bool(facts.placement.matched_at_panel)


def until_independence(facts: Facts) -> bool:
    """The care plan kept the placement until independence"""
    return bool(facts.placement.until_independence)


def emergency(facts: Facts) -> bool:
    """It was an emergency placement"""
    return bool(facts.placement.emergency)


def within_24_hours(facts: Facts) -> bool:
    """The request and the ending lie within 24 hours"""
    return facts.ended_within(24)


def two_unplanned_in_three_months(facts: Facts) -> bool:
    """Two or more unplanned moves in three months"""
    return moved_at_least(facts, 2, months(3), "unplanned")


def three_in_six_months(facts: Facts) -> bool:
    """Three or more moves in six months"""
    return moved_at_least(facts, 3, months(6))


def commissioned(facts: Facts) -> bool:
    """The placement was commissioned"""
    if is_known(facts.placement.commissioned):
        return bool(facts.placement.commissioned)
    if facts.placement.provider in (Provider.AGENCY, Provider.IN_HOUSE, Provider.PARENTS):
        return facts.placement.provider == Provider.AGENCY
    raise CannotTell("whether the placement was commissioned")


def of_school_age(facts: Facts) -> bool:
    """The child is of school age, and not in alternative provision or further education"""
    if is_known(facts.born) and facts.age < 4:
        return False
    if facts.education in (Education.BELOW_SCHOOL_AGE, Education.ALTERNATIVE, Education.FURTHER):
        return False
    return facts.education == Education.SCHOOL or 5 <= facts.age <= 16


def in_other_education(facts: Facts) -> bool:
    """The young person is in alternative provision or further education"""
    if is_known(facts.born) and facts.age < 4:
        return False
    return facts.education in (Education.ALTERNATIVE, Education.FURTHER)


def child_does_not_attend(facts: Facts) -> bool:
    """Attending does not suit the child, or is not possible"""
    return facts.answer("child_attends", "whether the child will attend") is False


def complaint(facts: Facts) -> bool:
    """There is a complaint against a carer"""
    return bool(facts.complaint)


def education_disrupted(facts: Facts) -> bool:
    """The placement disrupts the child's education"""
    said = facts.answers.get("education_disrupted")
    return bool(facts.education_disrupted if said is None else said)


def out_of_area(facts: Facts) -> bool:
    """The placement is out of area"""
    return bool(facts.placement.out_of_area)


def suitability_concern(facts: Facts) -> bool:
    """There is concern whether the placement is suitable"""
    said = facts.answers.get("suitability_concern")
    if said is None and facts.anchor != Anchor.CONCERN:
        raise CannotTell("whether there is concern about the placement's suitability")
    return said is not False


not_adoptive = none_of(adoptive)
disrupted_here = all_of(unplanned, not_adoptive)
abrupt_or_unplanned = all_of(any_of(unplanned, abrupt), not_adoptive)
permanent_foster = all_of(fostering, matched_at_panel, unplanned)
home_until_independence = all_of(residential, until_independence, unplanned)
sudden = all_of(unplanned, within_24_hours, none_of(emergency), not_adoptive)
unplanned_moves = all_of(two_unplanned_in_three_months, not_adoptive)
many_moves = all_of(three_in_six_months, not_adoptive)
adoption_disrupted = all_of(adoptive, unplanned)
in_house_foster = all_of(fostering, in_house)
external_residential = all_of(residential, external, unplanned)
permanent_in_house = all_of(in_house, permanent_foster)


def ending(facts: Facts) -> tuple[str, ...]:
    """How and when the placement ended, as recorded."""
    known = [word for word, value in _endings(facts) if is_known(value) and value]
    how = f", recorded as {' and '.join(known)}" if known else ""
    return (f"The placement ended on {british(facts.placement.ended or facts.day)}{how}.",)


def request_and_ending(facts: Facts) -> tuple[str, ...]:
    """When the ending was asked for and when it came, and how long that took."""
    asked, moment = facts.requested_at, facts.moment
    if isinstance(asked, Unknown) or isinstance(moment, Unknown):
        return ()
    minutes = int((moment - asked).total_seconds()) // 60
    said = [f"Asked for on {british(asked)}, ended on {british(moment)}: {minutes // 60} h {minutes % 60} min later."]
    if is_known(facts.placement.emergency) and not facts.placement.emergency:
        said.append("It was not an emergency placement.")
    return tuple(said)


def three_months_counted(facts: Facts) -> tuple[str, ...]:
    """The unplanned moves counted."""
    return count_evidence(facts, months(3), "unplanned")


def six_months_counted(facts: Facts) -> tuple[str, ...]:
    """The moves counted."""
    return count_evidence(facts, months(6))


def unplanned_in_three_months(facts: Facts) -> tuple[Move, ...]:
    """The moves that two or more unplanned moves rest on."""
    return moves_counted(facts, months(3), "unplanned")


def in_six_months(facts: Facts) -> tuple[Move, ...]:
    """The moves that three or more moves rest on."""
    return moves_counted(facts, months(6))


def _endings(facts: Facts) -> tuple[tuple[str, object], ...]:
    return (("unplanned", facts.placement.unplanned), ("abrupt", facts.placement.abrupt))
