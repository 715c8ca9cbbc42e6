"""A meeting in several parts: who is asked to which, which comes first, and people who come one after another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from core.domain.days import british
from core.domain.steps import MeetingKind

if TYPE_CHECKING:
    from core.domain.planning import Plan, Planned

FAMILY_AND_CARERS = frozenset({"child", "parent", "adopter", "foster_carer", "previous_carer", "current_carer"})
"""Roles that a part for professionals only leaves out."""


def asked_to(plan: "Plan", part: str) -> "tuple[Planned, ...]":
    """The invitees of one part. A rule without a part means every part that is not for professionals only."""
    closed = {one.key for one in plan.kind.parts if one.professionals_only}

    def comes(role: str, own: str | None) -> bool:
        return own == part or (own is None and (part not in closed or role not in FAMILY_AND_CARERS))

    return tuple(i for i in plan.invitees if comes(getattr(i.rule, "role", ""), getattr(i.rule, "part", None)))


def not_asked_to(plan: "Plan", part: str) -> tuple[str, ...]:
    """Roles that are asked to another part and not to this one, in declared order."""
    here = {getattr(i.rule, "role", "") for i in asked_to(plan, part)}
    return tuple(dict.fromkeys(r for i in plan.invitees if (r := getattr(i.rule, "role", "")) not in here))


def out_of_order(kind: MeetingKind, days: Mapping[str, date]) -> tuple[str, ...]:
    """A sentence for each part whose day lies before the day of the part that comes first; the same day is fine."""
    titles = {part.key: part.title for part in kind.parts}
    return tuple(
        f"{part.title} on {british(days[part.key])} would come before {titles[part.not_before]} on "
        f"{british(days[part.not_before])}."
        for part in kind.parts
        if part.not_before in days and part.key in days and days[part.key] < days[part.not_before]
    )


@dataclass(frozen=True, kw_only=True)
class TimeSlot:
    """One person's time in a part that people attend one after another."""

    who: str
    starts: datetime
    ends: datetime


def time_slots(starts: datetime, who: Iterable[str], minutes: int) -> tuple[TimeSlot, ...]:
    """Slots of equal length, one after another, in the order of `who`. ValueError for a length below one minute."""
    if minutes < 1:
        raise ValueError(f"A time slot lasts 1 minute or more, not {minutes}.")
    each = timedelta(minutes=minutes)
    return tuple(TimeSlot(who=one, starts=starts + n * each, ends=starts + (n + 1) * each) for n, one in enumerate(who))


def who_would_meet(slots: Iterable[TimeSlot]) -> tuple[tuple[str, str], ...]:
    """Pairs of people whose slots overlap; slots that only touch do not."""
    return tuple((a.who, b.who) for a, b in combinations(slots, 2) if a.starts < b.ends and b.starts < a.ends)
