"""The plan of one meeting: its window, who is asked, the pack and the steps, each with its clause and its sum.

`plan` is asked again whenever a date changes or an event happens: what has happened makes a date firm, what has not
leaves it projected from the date that the earlier step is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.domain.calendar import Calendar
from core.domain.days import UnknownTimeOfDay
from core.domain.facts import Facts
from core.domain.knowing import Answer, CannotTell, Unknown, Verdict, ask
from core.domain.procedure import AgendaItem, Invitee, Owner, PackItem, Part, Window
from core.domain.steps import MEETING_HELD, MeetingKind, Prompt, Step, owner_of
from core.domain.windows import Due, WindowDates, due_after, due_before, window_dates


@dataclass(frozen=True, kw_only=True)
class PlannedWindow:
    """The dates within which the meeting takes place; `answer` says whether the rule's condition holds."""

    rule: Window
    dates: WindowDates
    answer: Answer
    suspended: Answer | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One invitee, pack item, theme, part or prompt that applies (or may: `answer` is then "cannot tell")."""

    rule: Invitee | PackItem | AgendaItem | Part | Prompt
    answer: Answer
    owner: str | None = None
    owner_needs: tuple[str, ...] = ()
    due: Due | None = None


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


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one meeting kind asks in one case, with the meeting on `day` (None: not chosen yet)."""

    kind: MeetingKind
    day: date | None
    arranged_by: str | None
    windows: tuple[PlannedWindow, ...] = ()
    parts: tuple[Planned, ...] = ()
    invitees: tuple[Planned, ...] = ()
    pack: tuple[Planned, ...] = ()
    agenda: tuple[Planned, ...] = ()
    prompts: tuple[Planned, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    blocked: tuple[str, ...] = ()
    not_needed: tuple[Planned, ...] = field(default=())

    @property
    def window(self) -> PlannedWindow | None:
        """The window in force: the first whose condition holds, else the first that cannot be told."""
        return next((w for w in self.windows if w.answer), self.windows[0] if self.windows else None)


def plan(
    kind: MeetingKind,
    facts: Facts,
    *,
    day: date | None,
    calendar: Calendar,
    happened: Mapping[str, date] | None = None,
) -> Plan:
    """The plan for `kind` in this case. `happened` maps events and step keys to the day each happened."""
    events = {facts.anchor.value: facts.day} | dict(happened or {})
    ruled: tuple[Part | Invitee | AgendaItem | Prompt, ...] = (
        *kind.parts,
        *kind.invitees,
        *kind.agenda,
        *kind.prompts,
    )
    applies = {rule: ask(rule.when, facts) for rule in ruled}
    pack = [_pack_item(item, facts, day, calendar) for item in kind.pack]
    invitees = [_invitee(rule, facts, applies[rule]) for rule in kind.invitees]
    return Plan(
        kind=kind,
        day=day,
        arranged_by=_owner(kind.arranged_by, facts)[0],
        windows=tuple(w for rule in kind.window if (w := planned_window(rule, facts, calendar)) is not None),
        parts=tuple(Planned(rule=r, answer=applies[r]) for r in kind.parts if applies[r].verdict is not Verdict.NO),
        invitees=tuple(i for i in invitees if i.answer.verdict is not Verdict.NO),
        pack=tuple(p for p in pack if p.answer.verdict is not Verdict.NO),
        agenda=tuple(Planned(rule=r, answer=applies[r]) for r in kind.agenda if applies[r].verdict is not Verdict.NO),
        prompts=tuple(Planned(rule=r, answer=applies[r]) for r in kind.prompts if applies[r].verdict is not Verdict.NO),
        steps=_steps(kind, facts, day, calendar, events),
        blocked=tuple(sentence for _, sentence in kind.blocked_by),
        not_needed=tuple(p for p in (*invitees, *pack) if p.answer.verdict is Verdict.NO),
    )


def planned_window(rule: Window, facts: Facts, calendar: Calendar) -> PlannedWindow | None:
    """The dates of one window rule; None where its condition does not hold.

    A window in hours needs the anchor's time of day: without it the dates are absent and `needs` says so.
    """
    answer = ask(rule.when, facts)
    if answer.verdict is Verdict.NO:
        return None
    anchor: date | datetime = facts.day if isinstance(facts.moment, Unknown) else facts.moment
    dates = WindowDates()
    needs: tuple[str, ...] = ()
    try:
        dates = window_dates(anchor, opens=rule.opens, target=rule.target, closes=rule.closes, calendar=calendar)
    except UnknownTimeOfDay as unknown:
        needs = (str(unknown),)
    except ValueError as impossible:  # one month to four weeks, from some days: the text leaves no day
        needs = (str(impossible),)
    return PlannedWindow(
        rule=rule,
        answer=answer,
        suspended=ask(rule.suspended_by, facts) if rule.suspended_by else None,
        dates=dates,
        needs=needs,
    )


def _owner(owner: Owner, facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    try:
        return owner_of(owner, facts), ()
    except CannotTell as missing:
        return None, missing.needs


def _invitee(rule: Invitee, facts: Facts, answer: Answer) -> Planned:
    owner, needs = _owner(rule.supported_by, facts)
    return Planned(rule=rule, answer=answer, owner=owner, owner_needs=needs)


def _pack_item(item: PackItem, facts: Facts, day: date | None, calendar: Calendar) -> Planned:
    owner, needs = _owner(item.owed_by, facts)
    due = due_before(day, item.before_meeting, calendar) if day and item.before_meeting else None
    return Planned(rule=item, answer=ask(item.when, facts), owner=owner, owner_needs=needs, due=due)


def _steps(
    kind: MeetingKind, facts: Facts, day: date | None, calendar: Calendar, happened: Mapping[str, date]
) -> tuple[PlannedStep, ...]:
    """Steps in declared order; a step's projected date runs from the date its anchor step is due."""
    rules = {step.key: step for step in kind.steps}
    projected: dict[str, date | None] = dict(happened)
    if day is not None:
        projected.setdefault(MEETING_HELD, day)

    def expected(event: str) -> date | None:
        if event not in projected and event in rules:
            projected[event] = None  # a circle is refused when compiling; this only bounds the walk
            due = dated(rules[event])
            projected[event] = due.day if due else expected(rules[event].after)
        return projected.get(event)

    def dated(step: Step) -> Due | None:
        start = happened.get(step.after) or expected(step.after)
        if start is None or step.within is None:
            return None
        return (due_before if step.direction == "before" else due_after)(start, step.within, calendar)

    planned = []
    for step in kind.steps:
        answer = ask(step.when, facts)
        if answer.verdict is Verdict.NO:
            continue
        owner, needs = _owner(step.owed_by, facts)
        planned.append(
            PlannedStep(
                rule=step,
                answer=answer,
                owner=owner,
                owner_needs=needs,
                due=dated(step),
                firm=step.after in happened,
                done_on=happened.get(step.key),
            )
        )
    return tuple(planned)
