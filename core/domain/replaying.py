"""One ending of the past held against one procedure: what it would have prompted, who could have chaired, and where the
days of meetings that were held lie in the window. Comparing two such outcomes is `contrasting`'s."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from core.domain.calendar import Calendar
from core.domain.chairing import Candidate, Standing, applying, chair_rules, strictest
from core.domain.compiling import CannotCompile, Procedure
from core.domain.facts import Facts
from core.domain.knowing import Verdict, ask
from core.domain.planning import PlannedWindow, planned_window, span_words
from core.domain.procedure import ChairRule, Relation, Strength
from core.domain.proposing import Proposal, Proposals, propose
from core.domain.steps import MeetingKind
from core.domain.windows import Place

Timeline = Callable[[date], Procedure | None]
"""The procedure for an anchor on a day, None where there is none; raises `CannotCompile`."""
People = Mapping[tuple[frozenset[str], frozenset[Relation]], frozenset[str]]
"""Staff by what they are to a case: roles held and relations -> refs. Chair rules see nothing else of anybody."""
Where = Place | Literal["suspended", "cannot tell", "not checked", "no such meeting", "no procedure"]


@dataclass(frozen=True, kw_only=True)
class HeldMeeting:
    """A meeting held after the ending; `day` is that of the part held first, `part` its key (None: in one part)."""

    kind: str
    family: str
    day: date
    part: str | None = None


@dataclass(frozen=True, kw_only=True)
class Past:
    """One ending as it is recorded, the meetings held after it, and the staff as they stood to the case."""

    facts: Facts
    held: tuple[HeldMeeting, ...] = ()
    people: People = field(default_factory=dict)


class Call(StrEnum):
    """What a procedure says of an ending, as a whole."""

    PROMPTED = "prompted"
    NOT_PROMPTED = "not prompted"
    CANNOT_TELL = "cannot tell"
    NOT_CHECKED = "not checked"
    NO_PROCEDURE = "no procedure"
    NOT_COMPILED = "not compiled"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule that was asked, by its clause and in words that its author wrote: nothing of the case is in it."""

    clause: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Chairs:
    """Who could have chaired: refs of those whose role the rules name, by the three answers of the chair finder."""

    eligible: frozenset[str]
    reason: frozenset[str]
    excluded: frozenset[str]
    rules: tuple[Rule, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many could chair, could with a recorded reason, could not."""
        return len(self.eligible), len(self.reason), len(self.excluded)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Where the day of one held meeting lies; `after` is that day in days after the ending."""

    place: Where
    after: int
    rule: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one procedure makes of one ending. `chairs` is None where no meeting is called for, or its rules stand
    elsewhere; `untold` and `unchecked` are the conditions that could not be answered."""

    call: Call
    procedure: Procedure | None = None
    strength: Strength | None = None
    kinds: tuple[str, ...] = ()
    proposals: Proposals = field(default_factory=Proposals)
    chairs: Chairs | None = None
    dates: tuple[Dated, ...] = ()

    @property
    def why(self) -> tuple[Rule, ...]:
        """The rules that the call rests on: those that apply, else those in doubt, else all that were asked."""
        found = self.proposals
        matching = {
            Call.PROMPTED: tuple(p for p in found.applies if called_for(p)),
            Call.NOT_CHECKED: found.could_not_check,
            Call.CANNOT_TELL: found.cannot_tell,
        }
        asked = matching.get(self.call, (*found.applies, *found.not_met))
        return tuple(dict.fromkeys(Rule(clause=p.clause, words=p.trigger.title) for p in asked))


def weigh(past: Past, timeline: Timeline, calendar: Calendar) -> Outcome:
    """What the procedure of the ending's day makes of it. Never raises."""
    try:
        procedure = timeline(past.facts.day)
    except CannotCompile:
        return Outcome(call=Call.NOT_COMPILED, dates=_nowhere(past))
    if procedure is None:
        return Outcome(call=Call.NO_PROCEDURE, dates=_nowhere(past))
    found = propose(past.facts, procedure)
    strongest = next((p for p in found.applies if called_for(p)), None)
    keys = tuple(dict.fromkeys(p.kind for p in found.applies if called_for(p)))
    kind = next((procedure.kinds[key] for key in keys if not procedure.kinds[key].elsewhere), None)
    return Outcome(
        call=_call(found, strongest),
        procedure=procedure,
        strength=strongest.strength if strongest else None,
        kinds=tuple(sorted(procedure.kinds[key].title for key in keys)),
        proposals=found,
        chairs=_chairs(kind, past, procedure) if kind else None,
        dates=tuple(_dated(one, past.facts, procedure, keys, calendar) for one in past.held),
    )


def called_for(proposal: Proposal) -> bool:
    """Whether a rule that applies asks for a meeting, rather than saying that none is appropriate."""
    return proposal.strength is not Strength.NOT_APPROPRIATE


def _call(found: Proposals, strongest: Proposal | None) -> Call:
    if strongest is not None:
        return Call.PROMPTED
    if found.could_not_check:
        return Call.NOT_CHECKED
    return Call.CANNOT_TELL if found.cannot_tell else Call.NOT_PROMPTED


def _nowhere(past: Past) -> tuple[Dated, ...]:
    return tuple(Dated(place="no procedure", after=(one.day - past.facts.day).days) for one in past.held)


def _chairs(kind: MeetingKind, past: Past, procedure: Procedure) -> Chairs:
    """Those whose role a rule names, all parts together; those whom no rule names are never counted."""
    parts = [rules for key in _parts(kind, past.facts) if (rules := chair_rules(kind, past.facts, key))]
    used = [rule for rules in parts for rule, _ in applying(rules, past.facts)]
    named, anybody = {role for rule in used for role in rule.roles}, any(not rule.roles for rule in used)
    alike = [one for one in past.people if anybody or one[0] & named]
    candidates = [Candidate(ref=str(n), roles=roles, relations=near) for n, (roles, near) in enumerate(alike)]
    verdicts = strictest(parts, candidates, past.facts)
    groups: dict[Standing, set[str]] = {standing: set() for standing in Standing}
    for number, group in enumerate(alike):
        groups[verdicts[str(number)].standing] |= past.people[group]
    return Chairs(
        eligible=frozenset(groups[Standing.ELIGIBLE]),
        reason=frozenset(groups[Standing.NEEDS_REASON]),
        excluded=frozenset(groups[Standing.NOT_ELIGIBLE]),
        rules=tuple(dict.fromkeys(_chair_rule(rule, procedure) for rule in used)),
    )


def _parts(kind: MeetingKind, facts: Facts) -> Iterable[str | None]:
    regular = [p.key for p in kind.parts if not p.exceptional and ask(p.when, facts).verdict is not Verdict.NO]
    return regular or [None]


def _chair_rule(rule: ChairRule, procedure: Procedure) -> Rule:
    words = " or ".join(procedure.role(role) for role in rule.roles) or "Anybody"
    return Rule(clause=rule.clause, words=words)


def _dated(held: HeldMeeting, facts: Facts, procedure: Procedure, keys: Iterable[str], calendar: Calendar) -> Dated:
    after = (held.day - facts.day).days
    kind = _same_meeting(held, procedure, keys)
    if kind is None:
        return Dated(place="no such meeting", after=after)
    rules = [rule for rule in kind.window if rule.part in (None, held.part)] or list(kind.window)
    windows = [w for rule in rules if (w := planned_window(rule, facts, calendar)) is not None]
    window = next((w for w in windows if w.answer), windows[0] if windows else None)
    if window is None:
        return Dated(place="no dates", after=after)
    words = span_words(window.rule) or window.rule.words
    return Dated(place=_where(window, held.day), after=after, rule=Rule(clause=window.rule.clause, words=words))


def _same_meeting(held: HeldMeeting, procedure: Procedure, keys: Iterable[str]) -> MeetingKind | None:
    """The declaration that the meeting would have followed: its own kind, else one of its family that is called for,
    else any of its family."""
    family = {k.key: k for k in procedure.kinds.values() if k.family == held.family and not k.elsewhere}
    key = next((key for key in (held.kind, *keys, *family) if key in family), None)
    return family[key] if key else None


def _where(window: PlannedWindow, day: date) -> Where:
    if window.answer.verdict is Verdict.COULD_NOT_CHECK:
        return "not checked"
    if window.needs or window.answer.verdict is Verdict.CANNOT_TELL:
        return "cannot tell"
    return window.place(day)
