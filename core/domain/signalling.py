"""Which published conditions a placement that lasts meets today: `look`. Nothing is added up, weighed or ranked."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.facts import Facts
from core.domain.knowing import Answer, CannotTell, Verdict, ask, error_text
from core.domain.lasting import Signal


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One condition held against one placement; `evidence` are the facts it counted, as sentences."""

    signal: Signal
    answer: Answer
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The condition's key."""
        return self.signal.key

    @property
    def verdict(self) -> Verdict:
        """Yes, no, cannot tell yet, or could not be checked."""
        return self.answer.verdict


def look(signals: Iterable[Signal], facts: Facts) -> tuple[Seen, ...]:
    """Every condition against `facts`, in declared order. Never raises: a plugin's fault is an answer of its own."""
    return tuple(_seen(signal, facts) for signal in signals)


def _seen(signal: Signal, facts: Facts) -> Seen:
    answer = ask(signal.when, facts)
    if not answer or signal.evidence is None:
        return Seen(signal=signal, answer=answer)
    try:
        said: object = signal.evidence(facts)
        if not isinstance(said, tuple) or not all(isinstance(one, str) for one in said):
            raise TypeError("evidence is a tuple of sentences")
    except CannotTell:
        return Seen(signal=signal, answer=answer)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # the plugin's fault goes to the page with the condition
        wrong = Answer(verdict=Verdict.COULD_NOT_CHECK, question=answer.question, error=error_text(fault))
        return Seen(signal=signal, answer=wrong)
    return Seen(signal=signal, answer=answer, evidence=said)
