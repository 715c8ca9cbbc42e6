"""Decisions that several people take together, with somebody else to settle it where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.procedure import Decision


@dataclass(frozen=True, kw_only=True)
class Decided:
    """`outcome` is yes, no, or None while open; `waiting_for` are the roles to hear; `settled_by` who settled it."""

    outcome: bool | None
    waiting_for: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()


def decide(decision: Decision, said: Mapping[str, bool]) -> Decided:
    """What `said` (role -> yes or no) comes to: all of `by` must agree, else `otherwise` decides.

    Where they differ and nobody else is named, the decision stays open and waits for all of `by` again.
    """
    waiting = tuple(role for role in decision.by if role not in said)
    if waiting:
        return Decided(outcome=None, waiting_for=waiting)
    answers = {said[role] for role in decision.by}
    if len(answers) == 1:
        return Decided(outcome=answers.pop(), settled_by=decision.by)
    if decision.otherwise is None:
        return Decided(outcome=None, waiting_for=decision.by)
    if decision.otherwise in said:
        return Decided(outcome=said[decision.otherwise], settled_by=(decision.otherwise,))
    return Decided(outcome=None, waiting_for=(decision.otherwise,))
