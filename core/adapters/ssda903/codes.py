"""The code lists of the SSDA903 return as data: a title, a meaning, and the years each code is in use.

A year is the one in which a collection starts: 2025 is 1 April 2025 to 31 March 2026. Lists change
every year or two; a change belongs here and nowhere else. Codes: the yearly guide to the return.
"""

from __future__ import annotations

from typing import NamedTuple

EVER = 0
ALWAYS = 9999


class Code(NamedTuple):
    """`meaning` is a placement or provider group, or how an ending counts, depending on the list."""

    title: str
    meaning: str = ""
    first: int = EVER
    last: int = ALWAYS


EPISODE_REASONS = {
    "S": Code("Started to be looked after", "period"),
    "L": Code("Legal status changed, nothing else", "same carer"),
    "P": Code("Placement and carer changed", "new carer"),
    "T": Code("Placement changed, same carer", "same carer"),
    "B": Code("Legal status, placement and carer changed", "new carer"),
    "U": Code("Legal status and placement changed, same carer", "same carer"),
}

LEGAL_STATUSES = {
    "C1": Code("Interim care order"),
    "C2": Code("Full care order"),
    "D1": Code("Freed for adoption (old law)"),
    "E1": Code("Placement order"),
    "V2": Code("Accommodated by agreement"),
    "V3": Code("Short breaks, each recorded", "short break"),
    "V4": Code("Short breaks, agreement only", "short break"),
    "L1": Code("Police protection"),
    "L2": Code("Emergency protection order"),
    "L3": Code("Child assessment order"),
    "J1": Code("Remand"),
    "J2": Code("Detained under police powers"),
    "J3": Code("Youth rehabilitation order with residence"),
}

NEEDS = {
    "N1": Code("Abuse or neglect"),
    "N2": Code("Child's disability"),
    "N3": Code("Parent's illness or disability"),
    "N4": Code("Family in acute stress"),
    "N5": Code("Family dysfunction"),
    "N6": Code("Behaviour that is not accepted"),
    "N7": Code("Low income"),
    "N8": Code("No parent present"),
}

PLACES = {
    "U1": Code("Relative or friend, long term", "connected"),
    "U2": Code("Relative or friend, also an approved adopter", "connected"),
    "U3": Code("Relative or friend", "connected"),
    "U4": Code("Foster carer, long term", "foster long term"),
    "U5": Code("Foster carer, also an approved adopter", "foster other"),
    "U6": Code("Foster carer", "foster other"),
    "A3": Code("For adoption with consent, by the present carers", "adoption"),
    "A4": Code("For adoption with consent, by new carers", "adoption"),
    "A5": Code("For adoption under an order, by the present carers", "adoption"),
    "A6": Code("For adoption under an order, by new carers", "adoption"),
    "K1": Code("Secure children's home", "residential"),
    "K2": Code("Children's home", "residential"),
    "K3": Code("Supported accommodation, 16 and over", "supported", first=2023),
    "H5": Code("Semi-independent living", "supported", last=2023),
    "P2": Code("Independent living", "supported", last=2023),
    "P1": Code("With parents or a person with parental responsibility", "parents"),
    "P3": Code("Residential employment", "other"),
    "R1": Code("Residential care home", "residential"),
    "R2": Code("Health or nursing setting", "other"),
    "R3": Code("Family centre or mother and baby unit", "other"),
    "R5": Code("Young offender institution", "custody"),
    "S1": Code("Residential school", "other"),
    "T0": Code("Temporary, any kind", "temporary"),
    "T1": Code("Temporary: in hospital", "temporary"),
    "T2": Code("Temporary: child on holiday", "temporary"),
    "T3": Code("Temporary: carers on holiday", "temporary"),
    "T4": Code("Temporary: up to seven days, other", "temporary"),
    "Z1": Code("Other placement", "other", last=2024),
    "Z11": Code("Other placement, kind 11", "other", first=2025),
    "Z12": Code("Other placement, kind 12", "other", first=2025),
    "Z13": Code("Other placement, kind 13", "other", first=2025),
    "Z14": Code("Other placement, kind 14", "other", first=2025),
}
LONG_TERM = frozenset({"U1", "U4"})
RETIRED = {"H5": "K3", "P2": "K3"}
"""Codes that are read as another one in a year in which they are no longer in use."""
TEMPORARY_DAYS = {"T1": 42, "T3": 21, "T4": 7}
"""Longest stay away in days, by placement code."""

PROVIDERS = {
    "PR0": Code("Parents", "parents"),
    "PR1": Code("Own authority", "in_house"),
    "PR2": Code("Another authority", "other_authority"),
    "PR3": Code("Other public body", "other"),
    "PR4": Code("Private", "agency"),
    "PR5": Code("Voluntary", "agency"),
}

REASONS = {
    "CARPL": Code("The care plan asked for it", "planned"),
    "CLOSE": Code("Carer resigned or setting closed", "planned"),
    "PLACE": Code("Only the status of the placement changed", "ask"),
    "CREQB": Code("Carer asked, because of behaviour", "disruption"),
    "CREQO": Code("Carer asked, for another reason", "disruption"),
    "CHILD": Code("Child asked", "disruption"),
    "LAREQ": Code("Authority ended it: needs no longer met", "disruption"),
    "ALLEG": Code("Child removed after an allegation", "disruption"),
    "STAND": Code("Child removed, standards of care", "disruption"),
    "APPRR": Code("Approval or registration removed", "disruption"),
    "CUSTOD": Code("Admitted to custody", "unplanned", first=2018),
    "OTHER": Code("Another reason", "ask"),
}

LEAVINGS = {
    "X1": Code("Another episode follows the same day", "continues"),
    "E11": Code("Adopted, not opposed", "planned"),
    "E12": Code("Adopted, consent dispensed with", "planned"),
    "E13": Code("Home or to others without parental responsibility", "ask"),
    "E14": Code("Remand ended", "neither"),
    "E15": Code("Assessed to be an adult", "neither"),
    "E16": Code("Moved abroad", "ask"),
    "E17": Code("Turned 18 and stayed with the carers", "planned"),
    "E2": Code("Died", "neither"),
    "E3": Code("Care taken over by another authority", "planned"),
    "E4A": Code("Returned home, planned", "planned"),
    "E4B": Code("Returned home, not planned", "disruption"),
    "E41": Code("Child arrangements order", "planned"),
    "E43": Code("Special guardianship, former foster carer (old code)", "planned", last=2017),
    "E44": Code("Special guardianship, someone else (old code)", "planned", last=2017),
    "E45": Code("Special guardianship, former foster carer, relative or friend", "planned", first=2018),
    "E46": Code("Special guardianship, former foster carer, other", "planned", first=2018),
    "E47": Code("Special guardianship, relative or friend", "planned", first=2018),
    "E48": Code("Special guardianship, someone else", "planned", first=2018),
    "E5": Code("Independent living with support", "planned"),
    "E6": Code("Independent living without support", "ask"),
    "E7": Code("Adult residential care", "planned"),
    "E8": Code("Left care for another reason", "ask"),
    "E9": Code("Sentenced to custody", "unplanned"),
}

SEXES = {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}

_NOT_TOGETHER = {
    "PR1": ("P1", "R2", "R5"),
    "PR2": ("P1", "R2", "R5"),
    "PR3": ("P1", "A3", "A4", "A5", "A6", "K1", "K2", "U1", "U2", "U3", "U4", "U5", "U6"),
    "PR4": ("P1",),
    "PR5": ("P1",),
}


def provider_fits(provider: str, place: str) -> bool:
    """May the guide's provider code stand beside the placement code? Both must be in their lists."""
    if PLACES[place].meaning == "temporary":
        return True
    if not provider:
        return place.startswith("Z")
    if provider == "PR0":
        return place == "P1"
    return place not in _NOT_TOGETHER[provider]
