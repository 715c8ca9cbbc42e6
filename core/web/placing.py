"""Placements and care plans in words, and a child's placements and meetings as a picture."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.domain.days import british, clock, local_day
from core.domain.facts import CarePlan, Education, PlacementType, Provider
from core.web.pictures.timeline import Meeting, Placement, Timeline, timeline

KINDS = {
    PlacementType.FOSTER.value: "Foster care",
    PlacementType.CONNECTED.value: "Connected person",
    PlacementType.ADOPTION.value: "Adoptive placement",
    PlacementType.RESIDENTIAL.value: "Children’s home",
    PlacementType.SUPPORTED.value: "Supported accommodation",
    PlacementType.PARENTS.value: "With parents",
    PlacementType.OTHER.value: "Other arrangement",
}
PROVIDERS = {
    Provider.IN_HOUSE.value: "In-house",
    Provider.AGENCY.value: "Agency",
    Provider.OTHER_AUTHORITY.value: "Another authority",
    Provider.PARENTS.value: "Parents",
    Provider.OTHER.value: "Other provider",
}
CARE_PLANS = {
    CarePlan.LONG_TERM_FOSTER.value: "Long-term foster care",
    CarePlan.CONNECTED_PERSON.value: "Living with a connected person",
    CarePlan.ADOPTION.value: "Adoption",
    CarePlan.RESIDENTIAL_UNTIL_INDEPENDENCE.value: "Residential care until independence",
    CarePlan.RETURN_HOME.value: "Return home",
    CarePlan.OTHER.value: "Another plan",
}
EDUCATION = {
    Education.BELOW_SCHOOL_AGE.value: "Below school age",
    Education.SCHOOL.value: "At school",
    Education.ALTERNATIVE.value: "Alternative provision",
    Education.FURTHER.value: "Further education",
    Education.NONE.value: "Not in education",
}
STAGES = {
    "proposed": "Being arranged", "postponed": "Postponed", "convened": "Convened", "held": "Held",
    "recorded": "Minutes agreed", "circulated": "Circulated", "considered": "Considered", "closed": "Complete",
    "declined": "Not held",
}  # fmt: skip
BARS = {
    "connected_person": "connected", "adoption": "adoptive", "residential": "residential", "parents": "parents",
}  # fmt: skip
LETTERS = {"planning": "P", "stability": "S", "disruption": "D", "review": "R"}


def kind_words(placement: Any) -> str:
    """Foster care, long term, in-house; what nobody recorded is left out, all of it missing said."""
    words = [KINDS.get(placement.kind or "", "")]
    if placement.long_term:
        words.append("long term")
    if placement.emergency:
        words.append("emergency")
    if placement.provider and placement.kind != "parents":
        words.append(PROVIDERS[placement.provider].lower())
    return ", ".join(word for word in words if word) or "Type not recorded"


def ended_words(ending: Any) -> str:
    """How a placement ended, in a sentence or two; "" while it has not."""
    if ending is None:
        return ""
    if ending.left_care:
        return "Left care"
    words = {True: "Unplanned", False: "Planned", None: "Not recorded whether it was planned"}[ending.unplanned]
    if ending.notice_by_carer:
        words += ". Carers gave notice"
    if ending.requested_at and ending.moment:
        asked = ending.requested_at
        when = clock(asked) if local_day(asked) == ending.day else f"{clock(asked)} on {british(asked)}"
        words += f". Asked for at {when}, moved at {clock(ending.moment)}"
    return words


def age(born: date | None, today: date) -> int | None:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None


def picture(rows: Iterable[tuple[Any, Any]], meetings: Iterable[Any], today: date) -> Timeline:
    """A child's placements (each with its ending, or None) and meetings, drawn."""
    stays = [
        Placement(
            label=placement.carer or "Carer not recorded",
            sub=kind_words(placement),
            kind=_bar(placement),
            start=placement.started,
            end=placement.ended,
            unplanned=None if ending is None else ending.unplanned if not ending.left_care else False,
        )
        for placement, ending in rows
    ]
    dots = [
        Meeting(
            letter=LETTERS.get(meeting.family, "M"),
            day=meeting.held_on or meeting.day,
            label=meeting.title,
            proposed=meeting.stage in ("proposed", "postponed"),
        )
        for meeting in meetings
        if (meeting.held_on or meeting.day) and meeting.stage != "declined"
    ]
    return timeline(stays, dots, today)


def _bar(placement: Any) -> str:
    if placement.kind == "foster":
        return "long-term" if placement.long_term else "short-term"
    return BARS.get(placement.kind or "", "other")
