"""What authority D's clauses ask of a case, and the sentences that say what was found. Apart from the declarations,
so that those read top to bottom like the document."""

from core.api import Facts, PlacementType, all_of, british, is_known, none_of


def long_term(facts: Facts) -> bool:
    """The placement was long term"""
    return bool(facts.placement.long_term)


def unplanned(facts: Facts) -> bool:
    """The ending was unplanned"""
    return bool(facts.placement.unplanned)


def with_foster_carers(facts: Facts) -> bool:
    """The child lived with foster carers or a connected person"""
    return facts.placement.kind in (PlacementType.FOSTER, PlacementType.CONNECTED)


before_its_time = all_of(long_term, unplanned)
not_with_foster_carers = none_of(with_foster_carers)


def ending(facts: Facts) -> tuple[str, ...]:
    """That a long-term placement ended without a plan, from when to when it lasted."""
    ended = british(facts.placement.ended or facts.day)
    known = is_known(facts.placement.unplanned) and bool(facts.placement.unplanned)
    how = ", without a plan" if known else ""
    return (f"A long-term placement that began on {british(facts.placement.started)} ended on {ended}{how}.",)
