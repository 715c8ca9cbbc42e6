"""What a replay came to: every ending compared is counted on both sides, and its differences are listed by number and
month. The result is plain JSON without a name, an id or a day of anybody's case, so that it can be kept and shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from core.domain.contrasting import ASPECTS, Compared, Sided, shift
from core.domain.days import british
from core.domain.facts import Facts, Move, PlacementFacts
from core.domain.knowing import Unknown
from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.domain.replaying import Call, Outcome, Rule

EARLIER = "whether an earlier ending was unplanned"
NEEDS = frozenset(
    one.default.needs for of in (Facts, PlacementFacts, Move) for one in fields(of) if isinstance(one.default, Unknown)
)
"""What the core itself says is missing. A plugin's own words may quote the case, and are never repeated."""


@dataclass(kw_only=True)
class Doubt:
    """One condition that could not be answered: for how many endings, and what was missing or went wrong."""

    endings: int = 0
    because: set[str] = field(default_factory=set)
    plugin: str = ""


@dataclass(kw_only=True)
class Side:
    """All endings under one of the two procedures. `rules` are numbered in the order in which they were met."""

    titles: dict[str, None] = field(default_factory=dict)
    clauses: dict[str, tuple[str, str]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    strengths: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    rules: dict[Rule, int] = field(default_factory=dict)
    untold: defaultdict[Rule, Doubt] = field(default_factory=lambda: defaultdict(Doubt))
    unchecked: defaultdict[Rule, Doubt] = field(default_factory=lambda: defaultdict(Doubt))
    chaired: int = 0
    nobody: int = 0
    silent: int = 0
    roles: dict[str, None] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        """Count one ending."""
        self.calls[outcome.call.value] += 1
        if outcome.strength is not None:
            self.strengths[outcome.strength.value] += 1
        self.kinds.update(outcome.kinds)
        self.places.update(dated.place for dated in outcome.dates)
        if outcome.procedure is not None:
            self.titles.setdefault(outcome.procedure.title)
        self._doubt(outcome)
        self._chairs(outcome)

    def _doubt(self, outcome: Outcome) -> None:
        for proposal in outcome.proposals.cannot_tell:
            one = self.untold[_rule(proposal)]
            one.endings, one.because = one.endings + 1, one.because | told(proposal.answer.needs)
            self._cite(outcome, (_rule(proposal),))
        for proposal in outcome.proposals.could_not_check:
            one = self.unchecked[_rule(proposal)]
            one.endings, one.because = one.endings + 1, one.because | {fault_of(proposal)}
            one.plugin = outcome.procedure.plugin(proposal.clause) if outcome.procedure else ""
            self._cite(outcome, (_rule(proposal),))

    def _chairs(self, outcome: Outcome) -> None:
        chairs = outcome.chairs
        if chairs is None:
            return
        self.chaired += 1
        self.silent += not chairs.rules
        self.nobody += bool(chairs.rules) and not chairs.eligible
        self.roles |= dict.fromkeys(rule.words for rule in chairs.rules)
        self.aside |= chairs.reason | chairs.excluded
        self.named |= chairs.eligible | chairs.reason | chairs.excluded

    def cited(self, outcome: Outcome, sided: Sided) -> list[int]:
        """The numbers of the rules that one side of a difference rests on."""
        return self._cite(outcome, sided.rules)

    def _cite(self, outcome: Outcome, rules: Iterable[Rule]) -> list[int]:
        for rule in rules:
            clause = outcome.procedure.clauses.get(rule.clause) if outcome.procedure else None
            if clause is not None:
                self.clauses.setdefault(clause.id, (clause.heading, clause.words))
        return [self.rules.setdefault(rule, len(self.rules)) for rule in rules]

    @property
    def result(self) -> dict[str, Any]:
        """As JSON; of people only how many they are."""
        doubts = {"untold": self.untold, "unchecked": self.unchecked}
        return {
            "titles": [title for title in self.titles if title],
            "calls": dict(self.calls),
            "strengths": {s.value: self.strengths[s.value] for s in Strength if self.strengths[s.value]},
            "kinds": dict(self.kinds.most_common()),
            "prompted": self.calls[Call.PROMPTED.value],
            "places": dict(self.places),
            "chairs": {"endings": self.chaired, "nobody": self.nobody, "silent": self.silent,
                       "roles": list(self.roles), "named": len(self.named), "aside": len(self.aside)},
            "rules": [[rule.clause, rule.words] for rule in self.rules],
            "clauses": {id: list(said) for id, said in self.clauses.items()},
        } | {
            name: [[self.rules[rule], one.endings, sorted(one.because), one.plugin] for rule, one in found.items()]
            for name, found in doubts.items()
        }  # fmt: skip


@dataclass(kw_only=True)
class Tally:
    """Endings as they are compared, numbered from 1 in the order in which they come."""

    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    endings: int = 0
    held: int = 0
    shifts: Counter[str] = field(default_factory=Counter)
    differences: list[dict[str, Any]] = field(default_factory=list)

    def add(self, compared: Compared) -> None:
        """Count one ending, and list its differences."""
        self.endings += 1
        self.held += len(compared.after.dates)
        self.before.add(compared.before)
        self.after.add(compared.after)
        moved = shift(compared.before, compared.after)
        self.shifts[moved] += bool(moved)
        for one in compared.differences:
            self.differences.append({
                "number": self.endings,
                "month": british(compared.month).split(" ", 1)[1],
                "aspect": one.aspect,
                "before": one.before.said | {"rules": self.before.cited(compared.before, one.before)},
                "after": one.after.said | {"rules": self.after.cited(compared.after, one.after)},
            })  # fmt: skip

    @property
    def result(self) -> dict[str, Any]:
        """The whole replay as JSON, differences by aspect and then by number."""
        order = {aspect: place for place, aspect in enumerate(ASPECTS)}
        return {
            "endings": self.endings,
            "held": self.held,
            "shifts": {name: number for name, number in self.shifts.items() if number},
            "before": self.before.result,
            "after": self.after.result,
            "differences": sorted(self.differences, key=lambda one: (order[one["aspect"]], one["number"])),
        }


def told(needs: Iterable[str]) -> set[str]:
    """What may be said of what is missing: the core's own words, or that it is about an earlier ending."""
    earlier = any(need.startswith("whether the ending on ") for need in needs)
    return {need for need in needs if need in NEEDS} | ({EARLIER} if earlier else set())


def fault_of(proposal: Proposal) -> str:
    """What kind of error a condition raised; its text stays out, because it may quote the case."""
    name = (proposal.answer.error or "").partition(":")[0]
    return name if name.isidentifier() and len(name) <= 60 else "an error"


def _rule(proposal: Proposal) -> Rule:
    return Rule(clause=proposal.clause, words=proposal.trigger.title)
