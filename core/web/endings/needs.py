"""What clauses still need, as questions on the page: each fact with its field, or the way to where it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from core.domain.days import british
from core.domain.facts import Facts, PlacementFacts
from core.domain.knowing import Unknown, is_known
from core.services.endings import Weighed
from core.web.ways import way_to

FACTS = (
    "moment", "requested_at", "unplanned", "abrupt", "notice_by_carer", "pathway_plan", "complaint",
    "education_disrupted", "kind", "provider", "long_term", "matched_at_panel", "until_independence", "emergency",
    "commissioned", "out_of_area", "care_plan", "education",
)  # fmt: skip
YES_NO = {
    "unplanned": "Was this ending unplanned?",
    "abrupt": "Was it abrupt?",
    "notice_by_carer": "Did the carer give notice?",
    "pathway_plan": "Was it part of a pathway plan?",
    "complaint": "Is there a complaint about a carer?",
    "education_disrupted": "Does the move disrupt schooling?",
    "long_term": "Was the placement long term?",
    "matched_at_panel": "Had a panel matched the placement?",
    "until_independence": "Did the care plan keep it until independence?",
    "emergency": "Was it an emergency placement?",
    "commissioned": "Was the placement commissioned?",
    "out_of_area": "Was the placement out of area?",
}
LISTS = {
    "kind": "What kind of home was it?",
    "provider": "Who provided it?",
    "care_plan": "What was the care plan?",
    "education": "Where does the child learn?",
}
OPTIONS: dict[str, Mapping[str, str]] = {"yes_no": {"unknown": "Not known", "yes": "Yes", "no": "No"}}
_NAMES = {"part_of_pathway_plan": "pathway_plan"}


@dataclass(frozen=True)
class Need:
    """One thing to find out. `fact` is the field of the page's own form; else `href` leads to where it is kept."""

    words: str
    fact: str = ""
    href: str = ""
    link: str = ""


def needed(weighed: Weighed) -> dict[str, Need]:
    """Every need of this ending's clauses, by its words."""
    return {words: _need(words, weighed) for words in weighed.proposals.needs}


def blank() -> dict[str, Any]:
    """The form before anything is found out."""
    return {name: "unknown" for name in YES_NO}


def _need(words: str, weighed: Weighed) -> Need:
    fact = _FIELDS.get(words)
    if fact:
        return Need(words, fact=fact)
    for move in weighed.facts.moves:
        if british(move.day) in words and not (is_known(move.unplanned) and is_known(move.from_long_term)):
            return Need(words, href=_ending_of(move.from_ref, weighed), link="Say how that placement ended")
    if words.startswith("the child") or words.startswith("the moves before"):
        return Need(words, href=way_to("children.show", child_id=weighed.child.id), link="Open the child’s record")
    facts = way_to("endings.facts", ending_id=weighed.ending.id)
    return Need(words, href=facts, link="Add it to what is recorded")


def _ending_of(placement_id: str, weighed: Weighed) -> str:
    if placement_id == weighed.placement.id:
        return way_to("endings.facts", ending_id=weighed.ending.id)
    return way_to("endings.of_placement", placement_id=placement_id)


def _unknowns() -> dict[str, str]:
    found: dict[str, str] = {}
    for record in (PlacementFacts, Facts):
        for one in fields(record):
            name = _NAMES.get(one.name, one.name)
            if isinstance(one.default, Unknown) and name in FACTS:
                found[one.default.needs] = name
    return found


_FIELDS = _unknowns()
