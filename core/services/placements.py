"""Placements: starting one or planning one, and recording once that one has ended."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from core.domain.days import british, local_day
from core.models import Child, Ending, Placement
from core.services import children
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.planned_homes import (
    PLANNED,
    refuse_overlap,
    refuse_second_plan,
    refuse_unmoved,
    same_day_key,
    take_up,
)


@dataclass(frozen=True, kw_only=True)
class NextHome:
    """Where the child went: the placement that starts on the ending's day; `as_planned` is a home planned before."""

    carer: str
    kind: str | None = None
    provider: str | None = None
    carer_ref: str | None = None
    started_at: datetime | None = None
    facts: dict[str, Any] | None = None
    as_planned: Placement | None = None


def find(desk: Desk, placement_id: str) -> tuple[Placement, Child]:
    """One placement and its child; `Missing` where there is none or the child is not this actor's to see."""
    placement = desk.db.scalar(select(Placement).where(Placement.id == placement_id))
    if placement is None:
        raise Missing(placement_id)
    return placement, children.find(desk, placement.child_id)


def current(desk: Desk, child: Child) -> Placement | None:
    """The placement the child lives in now, if one is recorded."""
    statement = select(Placement).where(
        Placement.child_id == child.id, Placement.ended.is_(None), Placement.planned == ""
    )
    return desk.db.scalars(statement.order_by(Placement.started.desc()).limit(1)).first()


def start(desk: Desk, child: Child, *, started: date, carer: str, **facts: Any) -> Placement:
    """A new placement from `started`; one that is still to come is planned, and there is one such at a time.

    Refused while another is open on that day, or when it overlaps an earlier one.
    """
    ahead = started > desk.today
    if ahead:
        refuse_second_plan(desk, child, started)
    else:
        refuse_overlap(desk, child, started)
    at = facts.get("started_at")
    if at is not None and (ahead or at > desk.now):
        raise Refused("Leave the time empty until the placement has started.", field="at")
    seq = 1 + (desk.db.scalar(select(func.max(Placement.seq)).where(Placement.child_id == child.id)) or 0)
    placement = Placement(
        child_id=child.id,
        started=started,
        carer=carer,
        seq=seq,
        source_key=PLANNED if ahead else same_day_key(desk, child, started, seq),
        source="worker",
        planned=PLANNED if ahead else "",
        **{key: value for key, value in facts.items() if value is not None},
    )
    desk.db.add(placement)
    desk.db.flush()
    said = "planned a placement" if ahead else "recorded a placement's start"
    desk.note(said, "placement", placement.id, child_id=child.id, started=str(started))
    return placement


@dataclass(frozen=True, kw_only=True)
class HowItEnded:
    """What a worker records of an ending. None means: not known yet."""

    day: date
    moment: datetime | None = None
    requested_at: datetime | None = None
    unplanned: bool | None = None
    abrupt: bool | None = None
    notice_by_carer: bool | None = None
    pathway_plan: bool | None = None
    complaint: bool | None = None
    education_disrupted: bool | None = None
    what_happened: str = ""
    left_care: bool = False
    answers: dict[str, Any] = field(default_factory=dict)


def end(
    desk: Desk,
    placement: Placement,
    child: Child,
    how: HowItEnded,
    *,
    next_home: NextHome | None = None,
    about: dict[str, Any] | None = None,
    version: int | None = None,
) -> Ending:
    """Record that a placement ended, with what is known of it (`about`: facts of the placement itself).

    The new ending waits for a decision. Refused, with nothing written, for an ending before its start, in the future,
    twice, or one that another placement overlaps. `Stale` where somebody changed the placement, or ended it, meanwhile.
    """
    if version is not None and version != placement.version:
        raise Stale(placement)
    _refuse_ending(desk, placement, child, how)
    changed = [key for key, value in (about or {}).items() if getattr(placement, key) != value]
    placement.ended = how.day
    for key in changed:
        setattr(placement, key, (about or {})[key])
    placement.edited = sorted({*placement.edited, "ended", *changed})
    following = None
    if next_home is not None:
        desk.db.flush()
        following = _next_home(desk, child, placement, how.day, next_home)
    ending = Ending(
        child_id=child.id,
        placement_id=placement.id,
        next_placement_id=following.id if following else None,
        day=how.day,
        moment=how.moment,
        requested_at=how.requested_at,
        unplanned=how.unplanned,
        abrupt=how.abrupt,
        notice_by_carer=how.notice_by_carer,
        pathway_plan=how.pathway_plan,
        complaint=how.complaint,
        education_disrupted=how.education_disrupted,
        what_happened=how.what_happened,
        left_care=how.left_care,
        answers=how.answers,
    )
    if how.unplanned is not None:
        ending.classified_by_id, ending.classified_on = desk.actor.person_id, desk.today
    desk.db.add(ending)
    desk.db.flush()
    desk.note("recorded an ending", "ending", ending.id, child_id=child.id, day=str(how.day))
    return ending


def _next_home(desk: Desk, child: Child, placement: Placement, day: date, home: NextHome) -> Placement:
    if home.as_planned is not None:
        home.as_planned.care_period = placement.care_period
        return take_up(desk, home.as_planned, child, started=day, started_at=home.started_at)
    return start(
        desk,
        child,
        started=day,
        carer=home.carer,
        kind=home.kind,
        provider=home.provider,
        carer_ref=home.carer_ref,
        started_at=home.started_at,
        care_period=placement.care_period,
        **(home.facts or {}),
    )


def _refuse_ending(desk: Desk, placement: Placement, child: Child, how: HowItEnded) -> None:
    refuse_unmoved(placement, field="day")
    if placement.ended is not None:
        raise Refused(f"This placement's ending, on {british(placement.ended)}, is recorded already.", field="day")
    if how.day < placement.started:
        raise Refused(
            f"The placement started on {british(placement.started)}. Enter an ending on or after that day.", field="day"
        )
    if how.day > desk.today:
        raise Refused("Enter the day the placement ended. It cannot be in the future.", field="day")
    if how.moment is not None and local_day(how.moment) != how.day:
        raise Refused("The time of the ending must be on the day it ended.", field="time")
    if how.moment is not None and how.requested_at is not None and how.requested_at > how.moment:
        raise Refused("The ending cannot be asked for after it happened. Check the two times.", field="requested_day")
    if how.requested_at is not None and local_day(how.requested_at) > how.day:
        raise Refused("The ending cannot be asked for after it happened. Check the two days.", field="requested_day")
    later = desk.db.scalar(
        select(Placement)
        .where(Placement.child_id == child.id, Placement.id != placement.id, Placement.started >= placement.started)
        .where(Placement.planned == "")
        .order_by(Placement.started)
        .limit(1)
    )
    if later is not None and later.started < how.day:
        raise Refused(
            f"Another placement started on {british(later.started)}. Enter that day or an earlier one, "
            "or put the other placement right first.",
            field="day",
        )
