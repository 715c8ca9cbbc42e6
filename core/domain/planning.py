"""The plan of one meeting: its window, who is asked, the pack and the steps, each with its clause and its sum.

`plan` is asked again whenever a date changes or an event happens: what has happened makes a date firm, what has not
leaves it projected from the date that the earlier step is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from core.domain.calendar import Calendar, Unit
from core.domain.days import LONDON, UnknownTimeOfDay, local_day, utc
from core.domain.facts import Facts
from core.domain.knowing import Answer, Unknown, Verdict, ask
from core.domain.levels import Graded, level
from core.domain.owed import PlannedStep as PlannedStep
from core.domain.owed import planned_steps, who_owes
from core.domain.procedure import AgendaItem, Invitee, PackItem, Part, Window
from core.domain.steps import Gap, MeetingKind, Offer, Prompt
from core.domain.windows import Due, Place, WindowDates, due_before, window_dates


@dataclass(frozen=True, kw_only=True)
class PlannedWindow:
    """The dates within which the meeting takes place; `answer` says whether the rule's condition holds.

    `anchor` is the event they are counted from: a moment, a day whose time nobody recorded, or None before it is known.
    """

    rule: Window
    dates: WindowDates
    answer: Answer
    suspended: Answer | None = None
    needs: tuple[str, ...] = ()
    anchor: date | datetime | None = None

    def precedes(self, day: date | datetime) -> bool:
        """Whether `day` certainly lies before the event: moments are compared where both are known, else days."""
        if self.anchor is None:
            return False
        if isinstance(day, datetime) and isinstance(self.anchor, datetime):
            return utc(day) < utc(self.anchor)
        return local_day(day) < local_day(self.anchor)

    def certainly_after(self, day: date) -> bool:
        """Whether `day` is too late whatever time of its day the event had; for a window in hours without a moment."""
        if self.anchor is None or isinstance(self.anchor, datetime) or self.rule.closes is None:
            return False
        if self.rule.closes.unit is not Unit.HOURS:
            return False
        last = utc(datetime.combine(self.anchor, time(23, 59), LONDON)) + timedelta(hours=self.rule.closes.n)
        return local_day(day) > local_day(last)

    def place(self, day: date | datetime) -> Place | Literal["suspended"]:
        """Where `day` lies; "suspended" while the window does not run, so that no day departs from it."""
        return "suspended" if self.suspended else self.dates.place(day)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One rule of a meeting, from its invitees to its gaps, that applies (or may: `answer` is then "cannot tell")."""

    rule: Invitee | PackItem | AgendaItem | Part | Prompt | Offer | Gap
    answer: Answer
    owner: str | None = None
    owner_needs: tuple[str, ...] = ()
    due: Due | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one meeting kind asks in one case, with the meeting on `day` (None: not chosen yet)."""

    kind: MeetingKind
    day: date | None
    arranged_by: str | None
    arranged_needs: tuple[str, ...] = ()
    level: Graded | None = None
    windows: tuple[PlannedWindow, ...] = ()
    parts: tuple[Planned, ...] = ()
    invitees: tuple[Planned, ...] = ()
    pack: tuple[Planned, ...] = ()
    agenda: tuple[Planned, ...] = ()
    prompts: tuple[Planned, ...] = ()
    offers: tuple[Planned, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    blocked: tuple[Planned, ...] = ()
    not_needed: tuple[Planned, ...] = field(default=())

    @property
    def window(self) -> PlannedWindow | None:
        """The window in force: the first whose condition holds, else the first that cannot be told."""
        return next((w for w in self.windows if w.answer), self.windows[0] if self.windows else None)

    def window_of(self, part: str) -> PlannedWindow | None:
        """The window of one part: its own, or one that holds for all parts."""
        own = [w for w in self.windows if w.rule.part in (None, part)]
        return next((w for w in own if w.answer), own[0] if own else None)


def plan(
    kind: MeetingKind,
    facts: Facts,
    *,
    day: date | None,
    calendar: Calendar,
    happened: Mapping[str, date] | None = None,
    part_days: Mapping[str, date] | None = None,
) -> Plan:
    """The plan for `kind` in this case, with the meeting on `day` and its parts on `part_days`.

    `happened` maps events and step keys to the day each happened; a part's own meeting is "meeting_held:part".
    Never raises: what a plugin's rule got wrong is said in the plan.
    """
    events = {facts.anchor.value: facts.day} | dict(happened or {})
    held_on: dict[str | None, date] = dict(part_days or {}) | ({None: day} if day else {})
    graded = level(kind, facts)
    arranger, arranger_needs = who_owes(kind.arranged_by, facts)
    first_day = min(held_on.values(), default=None)
    invitees = [_invitee(i, facts, graded.answer) for i in graded.rule.invitees] if graded else []
    invitees += [_invitee(i, facts) for i in kind.invitees]
    pack = [_pack_item(item, facts, first_day, calendar) for item in kind.pack]
    return Plan(
        kind=kind,
        day=day,
        arranged_by=arranger,
        arranged_needs=arranger_needs,
        level=graded,
        windows=tuple(w for rule in kind.window if (w := planned_window(rule, facts, calendar, events)) is not None),
        parts=_applying(kind.parts, facts),
        invitees=tuple(i for i in invitees if i.answer.verdict is not Verdict.NO),
        pack=tuple(p for p in pack if p.answer.verdict is not Verdict.NO),
        agenda=_applying(kind.agenda, facts),
        prompts=_applying(kind.prompts, facts),
        offers=tuple(o for rule in kind.offers if (o := _offer(rule, facts)).answer.verdict is not Verdict.NO),
        steps=planned_steps(kind, facts, events, held_on, calendar),
        blocked=blocked(kind, facts),
        not_needed=tuple(p for p in (*invitees, *pack) if p.answer.verdict is Verdict.NO),
    )


def blocked(kind: MeetingKind, facts: Facts) -> tuple[Planned, ...]:
    """What has to be settled before anybody is invited to this meeting, in this case."""
    return _applying(kind.blocked_by, facts)


def planned_window(
    rule: Window, facts: Facts, calendar: Calendar, events: Mapping[str, date] | None = None
) -> PlannedWindow | None:
    """The dates of one window rule; None where its condition does not hold.

    The window runs from the event that the rule names. One in hours needs the anchor's time of day. Where the event,
    or its time, is not known the dates are absent and `needs` says so.
    """
    answer = ask(rule.when, facts)
    if answer.verdict is Verdict.NO:
        return None
    dates = WindowDates()
    needs: tuple[str, ...] = ()
    anchor = _anchor(rule.after, facts, events or {})
    try:
        if anchor is None:
            dated = rule.opens or rule.target or rule.closes
            needs = (f"the day of this event: {rule.after.replace('_', ' ')}",) if dated else ()
        else:
            dates = window_dates(anchor, opens=rule.opens, target=rule.target, closes=rule.closes, calendar=calendar)
    except (UnknownTimeOfDay, ValueError) as unclear:
        needs = (str(unclear),)
    return PlannedWindow(
        rule=rule,
        answer=answer,
        suspended=ask(rule.suspended_by, facts) if rule.suspended_by else None,
        dates=dates,
        needs=needs,
        anchor=anchor,
    )


def span_words(rule: Window) -> str:
    """A window in words: "2 to 6 weeks", "1 month to 6 weeks", "up to 6 weeks", "no sooner than 2 weeks"."""
    if rule.opens and rule.closes:
        alike = rule.opens.unit is rule.closes.unit
        return f"{rule.opens.n if alike else rule.opens} to {rule.closes}"
    return f"up to {rule.closes}" if rule.closes else f"no sooner than {rule.opens}" if rule.opens else ""


def _anchor(event: str, facts: Facts, events: Mapping[str, date]) -> date | datetime | None:
    if event == facts.anchor.value:
        return facts.day if isinstance(facts.moment, Unknown) else facts.moment
    return events.get(event)


def _applying(rules: tuple[Part | AgendaItem | Prompt | Gap, ...], facts: Facts) -> tuple[Planned, ...]:
    asked = [(rule, ask(rule.when, facts)) for rule in rules]
    return tuple(Planned(rule=rule, answer=answer) for rule, answer in asked if answer.verdict is not Verdict.NO)


def _invitee(rule: Invitee, facts: Facts, of_level: Answer | None = None) -> Planned:
    owner, needs = who_owes(rule.supported_by, facts)
    answer = ask(rule.when, facts)
    if answer and of_level is not None:
        answer = of_level
    return Planned(rule=rule, answer=answer, owner=owner, owner_needs=needs)


def _offer(rule: Offer, facts: Facts) -> Planned:
    owner, needs = who_owes(rule.owed_by, facts)
    return Planned(rule=rule, answer=ask(rule.when, facts), owner=owner, owner_needs=needs)


def _pack_item(item: PackItem, facts: Facts, day: date | None, calendar: Calendar) -> Planned:
    owner, needs = who_owes(item.owed_by, facts)
    hourly = item.before_meeting is not None and item.before_meeting.unit is Unit.HOURS
    due = due_before(day, item.before_meeting, calendar) if day and item.before_meeting and not hourly else None
    return Planned(rule=item, answer=ask(item.when, facts), owner=owner, owner_needs=needs, due=due)
