"""Graded meetings: which level of one meeting a case calls for."""

from dataclasses import dataclass

from core.domain.facts import Facts
from core.domain.knowing import Answer, Verdict, ask
from core.domain.steps import Level, MeetingKind


@dataclass(frozen=True, kw_only=True)
class Graded:
    """The level to use; while `answer` is not yes, a level before it may apply once its facts are known."""

    rule: Level
    answer: Answer


def level(kind: MeetingKind, facts: Facts) -> Graded | None:
    """The first level, in declared order, whose question is not "no"; None where the meeting has none or none fits."""
    for rule in kind.levels:
        answer = ask(rule.when, facts)
        if answer.verdict is not Verdict.NO:
            return Graded(rule=rule, answer=answer)
    return None
