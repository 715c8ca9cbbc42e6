"""What is said of holding a meeting: when it is called for, what it is, who chairs, when, in which parts, who comes."""

from collections.abc import Iterator

from core.domain.knowing import question_text
from core.domain.procedure import ChairRule, Decision, Invitee, Strictness, Trigger
from core.domain.steps import Level, MeetingKind
from core.domain.telling.lasting import FAMILIES
from core.domain.telling.saying import HAPPENED, Saying, small
from core.domain.telling.sentences import Said, told

BINDING = {
    Strictness.STATUTORY: "it is statutory",
    Strictness.MUST: "it is binding",
    Strictness.USUAL: "it is usual",
    Strictness.ADVISORY: "it is advised",
}
"""How binding a rule is, after a semicolon."""
CONTRIBUTES = {
    "attends": "attends",
    "attends or views": "attends, or gives views another way",
    "views": "gives views",
    "report": "sends a report",
}


def when(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What calls for the meeting, how strongly, and who decides."""
    for rule in say.procedure.triggers:
        if rule.proposes == kind.key:
            yield told(f"{rule.title}: {rule.strength.value}", *_about_trigger(say, rule), rule=rule)


def meeting(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """What kind of meeting it is, what it is for, who arranges it."""
    yield told(
        kind.title,
        "A process on paper, in place of a meeting" if kind.form == "report" else "",
        f"Counted among the {FAMILIES.get(kind.family, kind.family)}",
        "Siblings are looked at in one meeting, each with a plan of their own" if kind.together else "",
        kind.elsewhere,
        rule=kind,
    )
    if kind.stand_alone_clause:
        yield "A meeting of its own, not part of another", kind.stand_alone_clause
    yield f"Arranged by: {small(say.owner(kind.arranged_by))}", kind.arranged_clause
    for purpose in kind.purposes:
        yield f"It is for: {purpose}", kind.purposes_clause
    for aim in kind.aims:
        yield f"The chair works towards: {aim}", kind.aims_clause


def chairs(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """Who may chair."""
    for rule in kind.chairs:
        yield _chair(say, rule, kind)


def window(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """From when until when it is held, how binding that is, who may depart from it."""
    for rule in kind.window:
        yield told(
            f"{say.window(rule, kind)}; {BINDING[rule.strictness]}",
            rule.words if rule.opens or rule.closes else "",
            _of(say, rule.part, kind),
            f"Outside it: judgement of {small(say.roles(rule.override_by))}" if rule.override_by else "",
            f"It does not run while: {question_text(rule.suspended_by)}" if rule.suspended_by else "",
            f"If held after what it should precede: {rule.reason_after_anchor}" if rule.reason_after_anchor else "",
            rule=rule,
        )


def parts(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """The parts of one process, and the levels of a graded meeting."""
    for part in kind.parts:
        yield told(f"Part: {part.title}", part.purpose, *say.about_part(part, kind), rule=part)
    for level in kind.levels:
        yield told(f"Level: {level.title}", *_about_level(say, level, kind), rule=level)


def invited(say: Saying, kind: MeetingKind) -> Iterator[Said]:
    """Who is asked, to which part, in which way."""
    for rule in kind.invitees:
        yield _invitee(say, rule, kind)


def _about_trigger(say: Saying, rule: Trigger) -> Iterator[str]:
    yield f"It hangs on {HAPPENED[rule.anchor.value]}"
    if rule.decided_by:
        yield f"Decided by {_decision(say, rule.decided_by)}"
    if rule.waiver:
        yield f"Not meeting is decided by {_decision(say, rule.waiver)}"


def _decision(say: Saying, decision: Decision) -> str:
    otherwise = f"; where they disagree, {small(say.roles((decision.otherwise,)))}" if decision.otherwise else ""
    return small(say.roles(decision.by, " and ")) + otherwise


def _about_level(say: Saying, level: Level, kind: MeetingKind) -> Iterator[str]:
    for chair in level.chairs:
        yield f"Chaired by {_chair(say, chair, kind)[0]}"
    for invitee in level.invitees:
        yield f"Asked: {_invitee(say, invitee, kind)[0]}"


def _chair(say: Saying, rule: ChairRule, kind: MeetingKind) -> Said:
    return told(f"{say.chair(rule).rstrip('.')}; {BINDING[rule.strength]}", _of(say, rule.part, kind), rule=rule)


def _invitee(say: Saying, rule: Invitee, kind: MeetingKind) -> Said:
    support = f", supported by {small(say.owner(rule.supported_by))}" if rule.supported_by else ""
    said = f"{say.roles((rule.role,))}: {CONTRIBUTES[rule.contributes]} ({rule.strength.value}){support}"
    return told(said, _of(say, rule.part, kind), rule.note, rule=rule)


def _of(say: Saying, part: str | None, kind: MeetingKind) -> str:
    """Of which part a rule speaks; "" where of all."""
    return f"Of the part “{say.part(part, kind)}”" if part else ""
