"""Meetings held in a period as plain rows: each against its window as its own procedure gives it, and who was heard."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from core.domain.facts import Anchor, Facts, PlacementFacts
from core.domain.measures.made import HeldRow
from core.domain.planning import PlannedWindow, planned_window, span_words
from core.domain.reporting import Span
from core.models import Child, Concern, Ending, Invitation, Judgement, Meeting, MeetingPart, Placement
from core.services import judging
from core.services.desk import Desk
from core.services.meetings import Case, pinned

if TYPE_CHECKING:
    from core.services.measuring import Sources

AHEAD = ("convened", "postponed")
DEPARTURES = (judging.OUTSIDE, judging.HELD)


@dataclass(frozen=True, kw_only=True)
class _Lists:
    """What several meetings need, fetched at once: first part held, ids with a judgement, ids where the child came."""

    first: dict[str, tuple[str, date]]
    judged: set[str]
    came: set[str]


def held(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> list[HeldRow]:
    """The meetings of these families held in the period; four statements, unless a window asks about the history."""
    statement = (
        select(Meeting, Child, Placement, Ending, Concern)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
        .where(*held_in(span, about))
        .order_by(Meeting.held_on, Meeting.id)
    )
    lists, found = _lists(desk, span, about), []
    for meeting, child, placement, ending, concern in desk.db.execute(statement):
        case = Case(
            desk=desk, meeting=meeting, child=child, placement=placement, ending=ending, concern=concern,
            procedure=pinned(desk, meeting),
        )  # fmt: skip
        found.append(_row(case, lists))
        sources.add("meetings", meeting.id, meeting.version)
    return found


def booked(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> int:
    """How many meetings about the period's endings are convened and still to come."""
    statement = (
        select(Meeting.id, Meeting.version)
        .join(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .where(Ending.day >= span.first, Ending.day <= span.last)
        .where(Meeting.family.in_(about), Meeting.stage.in_(AHEAD), Meeting.held_on.is_(None))
    )
    found = desk.db.execute(statement).all()
    for id, version in found:
        sources.add("meetings", id, version)
    return len(found)


def held_in(span: Span, about: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `Meeting`: of these families, held in the period. One in several parts is held with its last."""
    return Meeting.family.in_(about), Meeting.held_on >= span.first, Meeting.held_on <= span.last


def _lists(desk: Desk, span: Span, about: Collection[str]) -> _Lists:
    ids = select(Meeting.id).where(*held_in(span, about))
    first: dict[str, tuple[str, date]] = {}
    parts = select(MeetingPart.meeting_id, MeetingPart.key, MeetingPart.held_on).where(
        MeetingPart.meeting_id.in_(ids), MeetingPart.held_on.is_not(None)
    )
    for id, key, day in desk.db.execute(parts.order_by(MeetingPart.held_on, MeetingPart.position)):
        assert day is not None  # asked for above
        first.setdefault(id, (key, day))
    judged = select(Judgement.meeting_id).where(Judgement.meeting_id.in_(ids), Judgement.about.in_(DEPARTURES))
    came = select(Invitation.meeting_id).where(
        Invitation.meeting_id.in_(ids), Invitation.role == "child", Invitation.attended.is_(True)
    )
    return _Lists(first=first, judged=set(desk.db.scalars(judged)), came=set(desk.db.scalars(came)))


def _row(case: Case, lists: _Lists) -> HeldRow:
    meeting = case.meeting
    part, day = lists.first.get(meeting.id, ("main", meeting.held_on or meeting.anchor_day))
    window = _window(case, part)
    dates = window.dates if window else None
    opens = (dates.opens - meeting.anchor_day).days if dates and dates.opens else None
    closes = (dates.closes - meeting.anchor_day).days if dates and dates.closes else None
    return HeldRow(
        days=(day - meeting.anchor_day).days,
        place=window.place(day) if window else "no dates",
        opens=opens,
        closes=closes,
        window=span_words(window.rule) if window and (opens is not None or closes is not None) else "",
        judged=meeting.id in lists.judged,
        voice=meeting.voice,
        came=meeting.id in lists.came,
    )


def _window(case: Case, part: str) -> PlannedWindow | None:
    """The window of a part: the first whose condition holds, else the first that cannot be told; None without one."""
    rules = [rule for rule in case.declared.window if rule.part in (None, part)] if case.declared else []
    if not rules:
        return None
    asks = any(rule.when or rule.suspended_by for rule in rules)
    known = case.facts if asks else _dated(case)
    windows = [w for rule in rules if (w := planned_window(rule, known, case.desk.calendar)) is not None]
    return next((w for w in windows if w.answer), windows[0] if windows else None)


def _dated(case: Case) -> Facts:
    """As much of the facts as a window without conditions counts from; the history is not asked for."""
    place, at = case.placement, case.ending.moment if case.ending else case.placement.started_at
    known = Facts(
        anchor=Anchor(case.meeting.anchor),
        day=case.meeting.anchor_day,
        placement=PlacementFacts(ref=place.id, started=place.started, ended=place.ended),
    )
    return known if at is None else replace(known, moment=at)
