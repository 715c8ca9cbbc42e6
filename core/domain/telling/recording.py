"""What is said of a meeting's record and what follows it: themes, outcomes, documents, who is sent what, panels, plans,
and what the text leaves open."""

from collections.abc import Iterator

from core.domain.steps import MeetingKind
from core.domain.telling.lasting import Lasting
from core.domain.telling.saying import Saying, small
from core.domain.telling.sentences import Said, condition, listed, told

DRAWN = {"placements": "Drawn from the child’s placements"}
RECORDED = {"delegation": "With who may decide what for the child"}


def themes(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """The themes of the record, with their prompts."""
    for rule in kind.agenda:
        part = f"Of the part “{say.part(rule.part, kind)}”" if rule.part else ""
        beside = (DRAWN.get(rule.draws_on, ""), RECORDED.get(rule.records, ""))
        yield told(rule.title, listed("Prompts", rule.prompts), *beside, part, rule=rule)


def outcomes(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What the meeting can come to, and what follows."""
    for rule in kind.outcomes:
        yield told(rule.title, *say.about_outcome(rule), rule=rule)


def documents(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """The documents, each with who sees it."""
    for rule in kind.outputs:
        seen = f"Seen by: {small(say.roles(rule.audience))}"
        yield told(rule.title, seen, *say.about_output(rule, kind), rule=rule)


def circulation(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What is sent to whom, after what."""
    for rule in kind.circulation:
        sent = f"{say.circulation(rule, kind)}, to: {small(say.roles(rule.to))}"
        yield told(sent, say.corrections(rule), rule.why, rule=rule)


def panels(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """The bodies that hear of the meeting."""
    lasting = Lasting(say.procedure)
    for rule in lasting.routes(kind):
        yield told(f"{rule.panel}: {lasting.sent(rule, kind)}", *lasting.about_route(rule), rule=rule)


def plans(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """The plans that the meeting agrees or looks at again."""
    lasting = Lasting(say.procedure)
    for rule in lasting.plans(kind):
        yield told(rule.title, lasting.plan(rule), *lasting.about_plan(rule), rule=rule)


def silences(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What the text leaves open: what a setting fills, what staff say each time, what nobody may pass over."""
    for topic, setting in kind.silent_on:
        filled = "A setting of the authority says it" if setting else "Staff decide each time"
        yield told(topic[:1].upper() + topic[1:], filled)
    for gap in kind.blocked_by:
        yield told(gap.sentence, "Until then nobody can be invited", condition(gap))[0], gap.clause
