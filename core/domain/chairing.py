"""Who may chair: every person considered gets one of three answers, with the clause and the relation that gave it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.domain.facts import Facts
from core.domain.knowing import Answer, Verdict, ask
from core.domain.levels import level
from core.domain.procedure import ChairRule, Relation
from core.domain.steps import MeetingKind


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
    """Whether `candidate` may chair. `because` are sentences; `clause` is None where the text says nothing.

    `departure` says that the text points to somebody else: shown as such once the reason is recorded.
    """

    candidate: Candidate
    standing: Standing
    because: tuple[str, ...]
    clause: str | None
    departure: bool = False

    @property
    def rank(self) -> int:
        """0 for those to show first."""
        return list(Standing).index(self.standing)


def chair_rules(kind: MeetingKind, facts: Facts, part: str | None = None) -> tuple[ChairRule, ...]:
    """The rules for one part of a meeting (None: for the meeting as a whole), those of its level first."""
    graded = level(kind, facts)
    rules = (*(graded.rule.chairs if graded and graded.answer else ()), *kind.chairs)
    return tuple(rule for rule in rules if part is None or rule.part in (None, part))


def consider(rules: Iterable[ChairRule], candidates: Iterable[Candidate], facts: Facts) -> tuple[ChairVerdict, ...]:
    """Everyone considered, eligible people first and those who chaired least before others.

    A rule whose condition is "no" is left out; one whose condition cannot be told makes nobody eligible yet.
    """
    asked = applying(rules, facts)
    verdicts = [_best(asked, candidate) for candidate in candidates]
    return tuple(sorted(verdicts, key=lambda v: (v.rank, v.candidate.chaired_this_year)))


def strictest(
    parts: Iterable[tuple[ChairRule, ...]], candidates: Collection[Candidate], facts: Facts
) -> dict[str, ChairVerdict]:
    """For each person (by `ref`) the strictest answer over the rules of several parts: one chair leads them all."""
    worst: dict[str, ChairVerdict] = {}
    for rules in parts:
        for verdict in consider(rules, candidates, facts):
            ref = verdict.candidate.ref
            if ref not in worst or verdict.rank > worst[ref].rank:
                worst[ref] = verdict
    return worst


def applying(rules: Iterable[ChairRule], facts: Facts) -> list[tuple[ChairRule, Answer]]:
    """The rules whose condition is not "no", each with its answer."""
    asked = [(rule, ask(rule.when, facts)) for rule in rules]
    return [(rule, answer) for rule, answer in asked if answer.verdict is not Verdict.NO]


def chair_verdict(rules: Iterable[ChairRule], candidate: Candidate) -> ChairVerdict:
    """One person's answer by rules whose conditions hold: an exclusion first, else the rule that fits best."""
    always = ask(None, None)
    return _best([(rule, always) for rule in rules], candidate)


def _best(rules: list[tuple[ChairRule, Answer]], candidate: Candidate) -> ChairVerdict:
    for rule, answer in rules:
        excluded = [relation for relation in rule.not_if if relation in candidate.relations]
        if excluded and _fits(rule, candidate) and answer:
            because = tuple(f"{_sentence(relation)}, which this clause excludes" for relation in excluded)
            return _verdict(candidate, Standing.NOT_ELIGIBLE, because, rule.clause)
    judged = [_judge(rule, answer, candidate) for rule, answer in rules if _fits(rule, candidate)]
    if judged:
        return min(judged, key=lambda v: (v.rank, v.departure))
    if not rules:
        return _verdict(candidate, Standing.NEEDS_REASON, ("The procedure does not say who chairs",), None)
    because = ("Does not hold a role that this clause names",)
    return _verdict(candidate, Standing.NEEDS_REASON, because, rules[0][0].clause, departure=True)


def _fits(rule: ChairRule, candidate: Candidate) -> bool:
    return not rule.roles or bool(candidate.roles.intersection(rule.roles))


def _judge(rule: ChairRule, answer: Answer, candidate: Candidate) -> ChairVerdict:
    lacking = [r for r in rule.only_if if r not in candidate.relations]
    departs = [r for r in (*rule.unless, *rule.reason_if) if r in candidate.relations]
    if lacking:
        because = tuple(f"Not someone who {relation.value}" for relation in lacking)
        return _verdict(candidate, Standing.NEEDS_REASON, because, rule.clause, departure=True)
    if departs:
        because = tuple(f"{_sentence(relation)}: record why this is right here" for relation in departs)
        departure = any(relation in rule.unless for relation in departs)
        return _verdict(candidate, Standing.NEEDS_REASON, because, rule.clause, departure=departure)
    if not answer:
        needs = ", ".join(answer.needs) or "a rule that could not be checked"
        because = (f"Cannot tell yet whether this clause applies: needs {needs}",)
        return _verdict(candidate, Standing.NEEDS_REASON, because, rule.clause)
    if rule.needs_reason:
        return _verdict(candidate, Standing.NEEDS_REASON, (rule.needs_reason,), rule.clause)
    held = tuple(_sentence(relation) for relation in rule.only_if)
    clear = tuple(f"Not someone who {relation.value}" for relation in (*rule.unless, *rule.reason_if, *rule.not_if))
    because = (*held, *clear) or ("Holds a role that this clause names",)
    return _verdict(candidate, Standing.ELIGIBLE, because, rule.clause)


def _sentence(relation: Relation) -> str:
    return relation.value[0].upper() + relation.value[1:]


def _verdict(
    candidate: Candidate, standing: Standing, because: tuple[str, ...], clause: str | None, departure: bool = False
) -> ChairVerdict:
    return ChairVerdict(candidate=candidate, standing=standing, because=because, clause=clause, departure=departure)
