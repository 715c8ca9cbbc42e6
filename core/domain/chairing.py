"""Who may chair: every person considered gets one of three answers, with the clause and the relation that gave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.domain.facts import Facts
from core.domain.knowing import Verdict, ask
from core.domain.procedure import ChairRule, Relation


class Standing(StrEnum):
    """The three answers of the chair finder."""

    ELIGIBLE = "eligible"
    NEEDS_REASON = "needs a recorded reason"
    NOT_ELIGIBLE = "not eligible"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person on the day of the meeting: roles held, relations to the case, meetings chaired this year."""

    ref: str
    roles: frozenset[str]
    relations: frozenset[Relation] = frozenset()
    chaired_this_year: int = 0


@dataclass(frozen=True, kw_only=True)
class ChairVerdict:
    """Whether `candidate` may chair. `because` are sentences; `clause` is None where the text says nothing."""

    candidate: Candidate
    standing: Standing
    because: tuple[str, ...]
    clause: str | None

    @property
    def rank(self) -> int:
        """0 for those to show first."""
        return list(Standing).index(self.standing)


def consider(rules: Iterable[ChairRule], candidates: Iterable[Candidate], facts: Facts) -> tuple[ChairVerdict, ...]:
    """Everyone considered, eligible people first and those who chaired least before others."""
    applying = [rule for rule in rules if ask(rule.when, facts).verdict is not Verdict.NO]
    verdicts = [chair_verdict(applying, candidate) for candidate in candidates]
    return tuple(sorted(verdicts, key=lambda v: (v.rank, v.candidate.chaired_this_year)))


def chair_verdict(rules: Iterable[ChairRule], candidate: Candidate) -> ChairVerdict:
    """One person's answer: an exclusion first, else the best rule whose role fits, else a reason is needed."""
    rules = tuple(rules)
    for rule in rules:
        excluded = [relation for relation in rule.not_if if relation in candidate.relations]
        if excluded and _fits(rule, candidate):
            because = tuple(f"{_sentence(relation)}, which this clause excludes" for relation in excluded)
            return _verdict(candidate, Standing.NOT_ELIGIBLE, because, rule.clause)
    judged = [_judge(rule, candidate) for rule in rules if _fits(rule, candidate)]
    if judged:
        return min(judged, key=lambda v: v.rank)
    named = next((rule.clause for rule in rules), None)
    if named is None:
        return _verdict(candidate, Standing.NEEDS_REASON, ("The procedure does not say who chairs",), None)
    return _verdict(candidate, Standing.NEEDS_REASON, ("Does not hold a role that this clause names",), named)


def _fits(rule: ChairRule, candidate: Candidate) -> bool:
    return not rule.roles or bool(candidate.roles.intersection(rule.roles))


def _judge(rule: ChairRule, candidate: Candidate) -> ChairVerdict:
    lacking = [r for r in rule.only_if if r not in candidate.relations]
    departs = [r for r in (*rule.unless, *rule.reason_if) if r in candidate.relations]
    if lacking:
        because = tuple(f"Not someone who {relation.value}" for relation in lacking)
        return _verdict(candidate, Standing.NEEDS_REASON, because, rule.clause)
    if departs:
        because = tuple(f"{_sentence(relation)}: record why this is right here" for relation in departs)
        return _verdict(candidate, Standing.NEEDS_REASON, because, rule.clause)
    clear = tuple(f"Not someone who {relation.value}" for relation in (*rule.unless, *rule.reason_if, *rule.not_if))
    return _verdict(candidate, Standing.ELIGIBLE, clear or ("Holds a role that this clause names",), rule.clause)


def _sentence(relation: Relation) -> str:
    return relation.value[0].upper() + relation.value[1:]


def _verdict(candidate: Candidate, standing: Standing, because: tuple[str, ...], clause: str | None) -> ChairVerdict:
    return ChairVerdict(candidate=candidate, standing=standing, because=because, clause=clause)
