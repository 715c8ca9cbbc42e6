"""What clauses still need to know about the placement, as questions on the page of a concern."""

from dataclasses import dataclass, fields
from typing import Any

from core.domain.facts import PlacementFacts
from core.domain.knowing import Unknown
from core.services.concerns import ABOUT, Weighed
from core.web.endings.needs import LISTS, YES_NO
from core.web.forms import Choice, FormSchema, Version, YesNoUnknown
from core.web.placing import KINDS, PROVIDERS
from core.web.ways import way_to


class Needed(FormSchema):
    """Facts of the placement, each of which may stay unknown."""

    kind = Choice(ask="the kind of home", choices=KINDS, required=False)
    provider = Choice(ask="who provides it", choices=PROVIDERS, required=False)
    long_term = YesNoUnknown(ask="whether it is long term", required=False)
    matched_at_panel = YesNoUnknown(ask="whether a panel matched it", required=False)
    until_independence = YesNoUnknown(ask="whether the care plan keeps it until independence", required=False)
    emergency = YesNoUnknown(ask="whether it is an emergency placement", required=False)
    commissioned = YesNoUnknown(ask="whether it is commissioned", required=False)
    out_of_area = YesNoUnknown(ask="whether it is out of area", required=False)
    version = Version()


@dataclass(frozen=True)
class Need:
    """One thing to find out: a question of the page's own form (`fact`), or the page where it is kept (`href`)."""

    words: str
    fact: str = ""
    question: str = ""
    href: str = ""


def needed(weighed: Weighed) -> list[Need]:
    """Everything that clauses about this concern need, each once."""
    return [_need(words, weighed) for words in weighed.proposals.needs]


def yes_no() -> dict[str, Any]:
    """The form before anything is found out."""
    return {name: "unknown" for name in YES_NO}


def _need(words: str, weighed: Weighed) -> Need:
    fact = _facts().get(words, "")
    if fact:
        question = (LISTS | YES_NO)[fact].replace("was it", "is it").replace("Was ", "Is ").replace("Had ", "Has ")
        return Need(words, fact, question.replace("Did the care plan keep", "Does the care plan keep"))
    where = "concerns.edit" if words.startswith("whether the placement is suitable") else "children.show"
    values = {"concern_id": weighed.concern.id} if where == "concerns.edit" else {"child_id": weighed.child.id}
    return Need(words, href=way_to(where, **values))


def _facts() -> dict[str, str]:
    asked = [one for one in fields(PlacementFacts) if one.name in ABOUT]
    return {one.default.needs: one.name for one in asked if isinstance(one.default, Unknown)}
