"""What is said of the work round a meeting: papers, what is asked and considered, steps, offers."""

from collections.abc import Iterator

from core.domain.steps import Ask, MeetingKind, Step
from core.domain.telling.holding import BINDING
from core.domain.telling.saying import Saying, small
from core.domain.telling.sentences import Said, listed, told

ANSWERED = {
    "yes_no": "with yes or no", "text": "in words", "date": "with a date", "choice": "with one of",
    "days": "with days",
}  # fmt: skip
ASKED_OF = {"ending": "of an ending", "concern": "of a concern", "meeting": "of a meeting"}


def papers(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What the chair must have, from whom, by when."""
    for item in kind.pack:
        by = f"{item.before_meeting} before the meeting" if item.before_meeting else "No date is set"
        yield told(item.title, f"From: {small(say.owner(item.owed_by))}", by, *say.about_paper(item), rule=item)


def preparation(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What is asked of staff, and what they are to consider."""
    for ask in kind.prerequisites:
        yield told(f"{ask.label}: needed beforehand", _ask(ask), rule=ask)
    for ask in kind.asks:
        yield told(f"{ask.label}: {'needed' if ask.required else 'if it is known'}", _ask(ask), rule=ask)
    for prompt in kind.prompts:
        at = say.asked(prompt.when_asked)
        yield told(f"{prompt.title}: {prompt.strength.value}", at, listed("One of", prompt.options), prompt.note,
                   rule=prompt)  # fmt: skip


def steps(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What is owed before and after, by whom, by when."""
    for rule in kind.steps:
        part = f"Of the part “{say.part(rule.part, kind)}”" if rule.part else ""
        who = f"By: {small(say.owner(rule.owed_by))}"
        yield told(f"{rule.title}: {rule.strength.value}", who, _by_when(say, rule, kind), part, rule.note, rule=rule)


def offers(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What is offered, to whom, by whom."""
    for rule in kind.offers:
        to = f"To: {small(say.roles(rule.to))}"
        yield told(f"{rule.title}: {rule.strength.value}", to, *say.about_offer(rule), rule=rule)


def _ask(ask: Ask) -> str:
    one_of = f" {small(', '.join(ask.choices))}" if ask.choices else ""
    return f"Asked {ASKED_OF[ask.on]}, answered {ANSWERED[ask.kind]}{one_of}"


def _by_when(say: Saying, rule: Step, kind: MeetingKind) -> str:
    said = say.step(rule, kind)
    return f"{said}; {BINDING[rule.strictness]}" if rule.within else said
