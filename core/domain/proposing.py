"""Which meetings a case calls for, how strongly, by which clause, on which evidence: `propose`."""

from dataclasses import dataclass
from typing import TypeGuard, TypeVar

from core.domain.compiling import Procedure
from core.domain.facts import Facts, Move
from core.domain.knowing import Answer, CannotTell, Verdict, ask, error_text
from core.domain.procedure import Strength, Trigger

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One trigger, weighed. `evidence` are sentences; `counted` the moves it rests on."""

    trigger: Trigger
    answer: Answer
    evidence: tuple[str, ...] = ()
    counted: tuple[object, ...] = ()

    @property
    def kind(self) -> str:
        """The key of the meeting kind it proposes."""
        return self.trigger.proposes

    @property
    def strength(self) -> Strength:
        """How strongly the text asks."""
        return self.trigger.strength

    @property
    def clause(self) -> str:
        """The id of the clause that says so."""
        return self.trigger.clause


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """All triggers of a procedure weighed against one case, strongest first within each outcome."""

    applies: tuple[Proposal, ...] = ()
    cannot_tell: tuple[Proposal, ...] = ()
    could_not_check: tuple[Proposal, ...] = ()
    not_met: tuple[Proposal, ...] = ()

    @property
    def strongest(self) -> Proposal | None:
        """The proposal to act on first; None when nothing applies."""
        return self.applies[0] if self.applies else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The meeting kinds proposed, strongest first, each once."""
        return tuple(dict.fromkeys(p.kind for p in self.applies))

    @property
    def needs(self) -> tuple[str, ...]:
        """What to find out before every trigger can be answered, each once."""
        return tuple(dict.fromkeys(need for p in self.cannot_tell for need in p.answer.needs))


def propose(facts: Facts, procedure: Procedure) -> Proposals:
    """Every trigger of `procedure` that hangs on this anchor, weighed against `facts`. Never raises."""
    found: dict[Verdict, list[Proposal]] = {verdict: [] for verdict in Verdict}
    for trigger in procedure.triggers:
        if trigger.anchor is facts.anchor:
            proposal = weigh(trigger, facts)
            found[proposal.answer.verdict].append(proposal)
    for proposals in found.values():
        proposals.sort(key=lambda p: p.strength.rank)
    return Proposals(
        applies=tuple(found[Verdict.YES]),
        cannot_tell=tuple(found[Verdict.CANNOT_TELL]),
        could_not_check=tuple(found[Verdict.COULD_NOT_CHECK]),
        not_met=tuple(found[Verdict.NO]),
    )


def weigh(trigger: Trigger, facts: Facts) -> Proposal:
    answer = ask(trigger.when, facts)
    try:
        evidence: object = trigger.evidence(facts) if trigger.evidence else ()
        counted: object = trigger.counted(facts) if trigger.counted else ()
        if not _all(evidence, str) or not _all(counted, Move):
            raise TypeError("evidence is a tuple of sentences, and what was counted a tuple of moves")
    except CannotTell:
        evidence, counted = (), ()
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # the plugin's fault goes to the page with the proposal
        answer = Answer(verdict=Verdict.COULD_NOT_CHECK, question=answer.question, error=error_text(fault))
        evidence, counted = (), ()
    return Proposal(trigger=trigger, answer=answer, evidence=evidence, counted=counted)


def _all(value: object, kind: type[T]) -> TypeGuard[tuple[T, ...]]:
    return isinstance(value, tuple) and all(isinstance(one, kind) for one in value)
