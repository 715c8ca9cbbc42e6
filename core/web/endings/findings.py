"""The result of an ending in words: its title, the sentence under it, and the window in which a meeting would be."""

import re
from collections import Counter

from core.domain.compiling import Procedure
from core.domain.days import british
from core.domain.planning import PlannedWindow
from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.services.endings import Weighed

TITLES = {
    Strength.MUST: "{A} must be held",
    Strength.SHOULD: "{A} should be held",
    Strength.CONSIDER: "Consider {a}",
    Strength.OFFER: "{A} should be offered",
    Strength.MAY: "{A} may be useful",
    Strength.NOT_APPROPRIATE: "{A} is not appropriate",
}
VERBS = {
    Strength.MUST: "says it must be held",
    Strength.SHOULD: "says it should be held",
    Strength.CONSIDER: "asks you to consider it",
    Strength.OFFER: "says it should be offered",
    Strength.MAY: "says it may be useful",
    Strength.NOT_APPROPRIATE: "says it is not appropriate",
}
PLURALS = {"says": "say", "asks": "ask"}
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def title(weighed: Weighed) -> str:
    """The strongest finding, as the page's heading."""
    proposals, procedure = weighed.proposals, weighed.procedure
    if procedure is None:
        return "The ending is recorded"
    if proposals.strongest is not None:
        return heading(proposals.strongest, procedure)
    if proposals.could_not_check:
        return "Part of the procedure could not be checked"
    if proposals.cannot_tell:
        return "It cannot be told yet whether a meeting is called for"
    return "The procedure calls for no meeting"


def heading(proposal: Proposal, procedure: Procedure) -> str:
    """One finding as a heading: how strongly which meeting is called for."""
    name = procedure.kinds[proposal.kind].title
    name = name[0].lower() + name[1:]
    a = ("an " if name[0] in "aeiou" else "a ") + name
    if left_to_you(proposal, procedure):
        return f"Whether to hold {a} is yours to decide"
    return TITLES[proposal.strength].format(A=a[0].upper() + a[1:], a=a)


def lede(weighed: Weighed, authority: str) -> str:
    """How many clauses say what."""
    proposals = weighed.proposals
    if weighed.procedure is None:
        return ""
    if not proposals.applies:
        if proposals.cannot_tell:
            return (
                f"{_clauses(len(proposals.cannot_tell))} of the {authority} procedure need facts that are not recorded."
            )
        if proposals.could_not_check:
            return "Decide by hand what could not be checked."
        return f"Every clause of the {authority} procedure about endings was checked; none applies."
    silent = [p for p in proposals.applies if left_to_you(p, weighed.procedure)]
    unsaid = f"The {authority} procedure does not say when a meeting is held; it is yours to decide."
    counts = Counter(p.strength for p in proposals.applies if p not in silent)
    if not counts:
        return unsaid
    said: list[str] = []
    for strength, number in sorted(counts.items(), key=lambda pair: pair[0].rank):
        verb = VERBS[strength]
        first = verb.split(" ", 1)[0]
        verb = verb.replace(first, PLURALS[first], 1) if number > 1 else verb
        of = f" of the {authority} procedure" if not said else ""
        subject = _clauses(number) + of if not said else NUMBERS[min(number, 10)].lower()
        said.append(f"{subject} {verb}")
    return ", and ".join(said) + "."


def left_to_you(proposal: Proposal, procedure: Procedure) -> bool:
    """Whether the text is silent here: that a meeting *may* be held is then no claim of the text."""
    clause = procedure.clauses.get(proposal.clause)
    return proposal.strength is Strength.MAY and clause is not None and clause.silent


def span(weighed: Weighed) -> tuple[str, str, PlannedWindow] | None:
    """The kind of meeting with a window, the window in words, and the window; None where no date is claimed."""
    strongest, procedure = weighed.proposals.strongest, weighed.procedure
    if strongest is None or procedure is None:
        return None
    window = weighed.windows.get(strongest.kind)
    if window is None:
        return None
    return procedure.kinds[strongest.kind].title, in_words(window), window


def in_words(window: PlannedWindow) -> str:
    """ "27 March to 24 April 2026", "by 24 April 2026", or the text's own words where it gives no date."""
    opens, closes = window.dates.opens, window.dates.closes
    if opens and closes:
        first = british(opens).removesuffix(f" {closes.year}") if opens.year == closes.year else british(opens)
        return f"{first} to {british(closes)}"
    if closes:
        return f"by {british(closes)}"
    if opens:
        return f"from {british(opens)}"
    return window.rule.words


def kinds(weighed: Weighed) -> tuple[str, ...]:
    """The kinds of meeting to decide about: those that apply, then those to decide by hand, then those unclear."""
    found = weighed.proposals
    every = (*found.applies, *found.could_not_check, *found.cannot_tell)
    return tuple(dict.fromkeys(p.kind for p in (found.applies or every)))


def not_so(proposal: Proposal) -> str:
    """Why a clause does not apply: the question that was asked of the facts, and that the answer is no."""
    question = re.sub(r"(^|\b(?:and|or) )([A-Z])(?=[a-z]* )", lambda m: m[1] + m[2].lower(), proposal.answer.question)
    return f"It would apply where {question}. That is not so here."


def _clauses(number: int) -> str:
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{said} clause{'' if number == 1 else 's'}"
