"""What authority C's clauses ask of a case, and the sentences that say what was found. Apart from the declarations,
so that those read top to bottom like the document."""

from core.api import Facts, PlacementType, Provider, all_of, any_of, british, is_known, none_of


def with_foster_carers(facts: Facts) -> bool:
    """The placement is with foster carers or a connected person"""
    return facts.placement.kind in (PlacementType.FOSTER, PlacementType.CONNECTED)


def residential(facts: Facts) -> bool:
    """The placement is residential"""
    return facts.placement.kind == PlacementType.RESIDENTIAL


def in_house(facts: Facts) -> bool:
    """The authority itself provides the placement"""
    return facts.placement.provider == Provider.IN_HOUSE


def by_agency(facts: Facts) -> bool:
    """An agency provides the placement"""
    return facts.placement.provider == Provider.AGENCY


def long_term(facts: Facts) -> bool:
    """The placement was long term"""
    return bool(facts.placement.long_term)


def unplanned(facts: Facts) -> bool:
    """The ending was unplanned"""
    return bool(facts.placement.unplanned)


def abrupt(facts: Facts) -> bool:
    """The ending was abrupt"""
    return bool(facts.placement.abrupt)


def of_a_pathway_plan(facts: Facts) -> bool:
    """The ending was part of a pathway plan"""
    return bool(facts.placement.part_of_pathway_plan)


def notice_given(facts: Facts) -> bool:
    """The carer gave notice"""
    return bool(facts.placement.notice_by_carer)


def matched(facts: Facts) -> bool:
    """A panel had matched the placement"""
    return bool(facts.placement.matched_at_panel)


in_house_fostering = all_of(with_foster_carers, in_house)
agency_fostering = all_of(with_foster_carers, by_agency)
abrupt_or_unplanned = all_of(long_term, any_of(abrupt, unplanned))
outside_pathway_plan = all_of(long_term, none_of(of_a_pathway_plan))
notice_on_a_match = all_of(long_term, matched, notice_given)


def ending(facts: Facts) -> tuple[str, ...]:
    """That a long-term placement ended, when, and what was recorded about how."""
    said = (
        ("abrupt", facts.placement.abrupt, True),
        ("unplanned", facts.placement.unplanned, True),
        ("not part of a pathway plan", facts.placement.part_of_pathway_plan, False),
        ("with notice given by the carer", facts.placement.notice_by_carer, True),
    )
    how = [words for words, value, when in said if is_known(value) and bool(value) is when]
    recorded = f"; recorded as {', '.join(how)}" if how else ""
    return (f"A long-term placement ended on {british(facts.placement.ended or facts.day)}{recorded}.",)


def concern(facts: Facts) -> tuple[str, ...]:
    """The day on which the concern was raised."""
    return (f"A concern about the placement's stability was raised on {british(facts.day)}.",)
