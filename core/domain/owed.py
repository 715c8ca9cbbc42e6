"""Steps with their owners and dates: firm once the event they run from has happened, projected until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.calendar import Calendar
from core.domain.days import UnknownTimeOfDay
from core.domain.facts import Facts
from core.domain.knowing import Answer, CannotTell, Unknown, Verdict, ask, error_text
from core.domain.procedure import Owner
from core.domain.steps import MEETING_HELD, MeetingKind, Step, owner_of, part_event
from core.domain.windows import Due, due_after, due_before


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One step with its owner and its date: `firm` once its anchor has happened; `due=None` where no date is set."""

    rule: Step
    answer: Answer
    owner: str | None
    owner_needs: tuple[str, ...] = ()
    due: Due | None = None
    firm: bool = False
    done_on: date | None = None


def who_owes(owner: Owner, facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    """The role that owes something, or None with what it takes to tell; a rule's own fault is one of those."""
    try:
        answered: object = owner_of(owner, facts)
    except CannotTell as missing:
        return None, missing.needs
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # a plugin's fault is shown on the page, never raised into a request
        return None, (f"a decision by hand: the rule could not be checked ({error_text(fault)})",)
    if isinstance(answered, Unknown):
        return None, (answered.needs,)
    if answered is None or isinstance(answered, str):
        return answered or None, ()
    return None, (f"a decision by hand: the rule answered {answered!r}, which is no role",)


def planned_steps(
    kind: MeetingKind,
    facts: Facts,
    happened: Mapping[str, date],
    held_on: Mapping[str | None, date],
    calendar: Calendar,
) -> tuple[PlannedStep, ...]:
    """The steps that apply, in declared order.

    `happened` maps events and step keys to days; `held_on` the day chosen for the meeting (None) and for its parts.
    """
    dates = _Dates(kind, happened, held_on, calendar)
    planned = []
    for step in kind.steps:
        answer = ask(step.when, facts)
        if answer.verdict is Verdict.NO:
            continue
        owner, needs = who_owes(step.owed_by, facts)
        planned.append(
            PlannedStep(
                rule=step,
                answer=answer,
                owner=owner,
                owner_needs=needs,
                due=dates.due(step),
                firm=part_event(step) in happened or step.after in happened,
                done_on=happened.get(step.key),
            )
        )
    return tuple(planned)


class _Dates:
    """The walk along the chain of anchors; each event is worked out once."""

    def __init__(
        self,
        kind: MeetingKind,
        happened: Mapping[str, date],
        held_on: Mapping[str | None, date],
        calendar: Calendar,
    ):
        self._rules = {step.key: step for step in kind.steps}
        self._calendar = calendar
        self._known: dict[str, date | None] = dict(happened)
        for part, day in held_on.items():
            self._known.setdefault(MEETING_HELD if part is None else f"{MEETING_HELD}:{part}", day)

    def due(self, step: Step) -> Due | None:
        start = self._expected(part_event(step)) or self._expected(step.after)
        if start is None or step.within is None:
            return None
        try:
            return (due_before if step.direction == "before" else due_after)(start, step.within, self._calendar)
        except UnknownTimeOfDay:
            return None

    def _expected(self, event: str) -> date | None:
        if event not in self._known and event in self._rules:
            self._known[event] = None  # a circle is refused when compiling; this only bounds the walk
            due = self.due(self._rules[event])
            self._known[event] = due.day if due else self._expected(self._rules[event].after)
        return self._known.get(event)
