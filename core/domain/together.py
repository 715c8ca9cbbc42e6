"""What may be held together: siblings in one meeting, each with a plan of their own; and what must stand alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.calendar import Calendar
from core.domain.facts import Facts
from core.domain.planning import Plan, plan
from core.domain.steps import MeetingKind


@dataclass(frozen=True, kw_only=True)
class Together:
    """`plans` by child; the meeting lies in every window from `opens` to `closes` (None: unbounded).

    `apart` is True where no day lies in every child's window: the children then meet apart, or with a judgement.
    """

    plans: Mapping[str, Plan]
    opens: date | None
    closes: date | None

    @property
    def apart(self) -> bool:
        return bool(self.opens and self.closes and self.closes < self.opens)


def plan_together(kind: MeetingKind, facts: Mapping[str, Facts], *, day: date | None, calendar: Calendar) -> Together:
    """One meeting for several children, plans apart. ValueError where `kind` is not held for siblings together."""
    if kind.together != "siblings" and len(facts) > 1:
        raise ValueError(f"{kind.title} is held for one child at a time.")
    plans = {child: plan(kind, own, day=day, calendar=calendar) for child, own in facts.items()}
    windows = [one.window.dates for one in plans.values() if one.window]
    return Together(
        plans=plans,
        opens=max((w.opens for w in windows if w.opens), default=None),
        closes=min((w.closes for w in windows if w.closes), default=None),
    )


def cannot_double(kind: MeetingKind, other: MeetingKind) -> str | None:
    """The clause that forbids one meeting to be held as both kinds; None where neither text says so."""
    if kind.key == other.key:
        return None
    return kind.stand_alone_clause or other.stand_alone_clause or None
