"""What authority E's clauses ask of a case, and the sentence that says what was found. Apart from the declarations,
so that those read top to bottom like the document."""

from core.api import ChairRule, Facts, PlacementType, any_of, british, is_known


def chair_by(setting: str, clause: str) -> tuple[ChairRule, ...]:
    """Who chairs where the text is silent: whom this authority's setting names, else anybody, with a reason."""
    if setting:
        reading = "The text is silent; this authority's setting"
        return (ChairRule(roles=(setting,), clause=clause, interpretation=reading),)
    reading = "Until a setting names somebody, each choice takes a reason"
    return (ChairRule(clause=clause, interpretation=reading, needs_reason="The text does not say who chairs"),)


def with_family(facts: Facts) -> bool:
    """The placement was with carers or prospective adopters"""
    return facts.placement.kind in (PlacementType.FOSTER, PlacementType.CONNECTED, PlacementType.ADOPTION)


def residential(facts: Facts) -> bool:
    """The placement was residential"""
    return facts.placement.kind == PlacementType.RESIDENTIAL


def unplanned(facts: Facts) -> bool:
    """The ending was unplanned"""
    return bool(facts.placement.unplanned)


def abrupt(facts: Facts) -> bool:
    """The ending was abrupt"""
    return bool(facts.placement.abrupt)


unplanned_or_abrupt = any_of(unplanned, abrupt)


def ending(facts: Facts) -> tuple[str, ...]:
    """When the placement ended, and how, as far as anybody recorded it."""
    said = [word for word, value in _how(facts) if is_known(value) and value]
    how = f", recorded as {' and '.join(said)}" if said else ""
    return (f"The placement ended on {british(facts.placement.ended or facts.day)}{how}.",)


def _how(facts: Facts) -> tuple[tuple[str, object], ...]:
    return (("unplanned", facts.placement.unplanned), ("abrupt", facts.placement.abrupt))
