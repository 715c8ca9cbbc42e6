"""Lists of meetings: those coming up for somebody, and all that they may read, by stage."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.domain.lifecycle import Stage
from core.models import CaseRole, Child, Invitation, Meeting, MeetingPart
from core.services import children
from core.services.desk import Desk
from core.services.paging import day_place

AHEAD = ("proposed", "convened", "postponed")
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "arranging": ("Being arranged", ("proposed", "postponed")),
    "convened": ("Convened", ("convened",)),
    "held": ("Held, record to agree", ("held",)),
    "recorded": ("Agreed, to circulate", ("recorded",)),
    "finished": ("Circulated or closed", ("circulated", "considered", "closed", "declined")),
}
"""Key -> words and the stages that it gathers, in the order of a meeting's life."""

WHOSE = ("chair", "mine", "team", "all")


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """One meeting, or one part of it, that is still to come; `part` is None where no day has been chosen for any."""

    meeting: Meeting
    child: Child
    part: MeetingPart | None


def ahead(desk: Desk, *, whose: str = "mine", size: int = 10) -> tuple[list[Ahead], int]:
    """Meetings to come, soonest first, those without a day last; and how many there are. One statement.

    A part whose day has passed stays until somebody records that it was held, or another day.
    """
    to_come = and_(Meeting.stage.in_(AHEAD), MeetingPart.held_on.is_(None))
    parts = (MeetingPart.tenant_id == Meeting.tenant_id) & (MeetingPart.meeting_id == Meeting.id)
    order = (MeetingPart.day.is_(None), MeetingPart.day, MeetingPart.starts, Meeting.id, MeetingPart.position)
    chosen = (
        select(Meeting.id, MeetingPart.id.label("part_id"), func.count().over().label("number"))
        .outerjoin(MeetingPart, parts)
        .where(to_come, belonging(desk, whose))
        .order_by(*order)
        .limit(size)
        .subquery()
    )
    statement = (
        select(Meeting, Child, MeetingPart, chosen.c.number)
        .join(chosen, chosen.c.id == Meeting.id)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .outerjoin(MeetingPart, parts & (MeetingPart.id == chosen.c.part_id))
        .order_by(*order)
    )
    rows = desk.db.execute(statement).all()
    return [Ahead(meeting=m, child=c, part=p) for m, c, p, _ in rows], rows[0][3] if rows else 0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of meetings; `last` is where the next page begins, "" where none follows."""

    rows: tuple[tuple[Meeting, Child], ...]
    last: str = ""


def listed(desk: Desk, *, whose: str = "mine", stage: str = "", after: str = "", size: int = 25) -> Listed:
    """Meetings, the latest day first and those without a day before them, from the one after `after` ("day|id")."""
    day = func.coalesce(Meeting.day, date.max)
    chosen: Select[*tuple[Any, ...]] = select(Meeting.id).where(belonging(desk, whose))
    if stage in STAGES:
        chosen = chosen.where(Meeting.stage.in_(STAGES[stage][1]))
    if "|" in after:
        chosen = _beyond(chosen, day, after)
    few = chosen.order_by(day.desc(), Meeting.id).limit(size + 1).subquery()
    statement = (
        select(Meeting, Child)
        .join(few, few.c.id == Meeting.id)
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .order_by(day.desc(), Meeting.id)
    )
    found = [(m, c) for m, c in desk.db.execute(statement)]
    more = len(found) > size
    last = found[size - 1][0] if more else None
    return Listed(rows=tuple(found[:size]), last=f"{last.day or date.max}|{last.id}" if last else "")


def by_stage(desk: Desk, whose: str) -> dict[str, int]:
    """How many meetings each entry of STAGES gathers."""
    statement = select(Meeting.stage, func.count()).where(belonging(desk, whose)).group_by(Meeting.stage)
    numbers = {Stage(stage).value: number for stage, number in desk.db.execute(statement)}
    return {key: sum(numbers.get(stage, 0) for stage in stages) for key, (_, stages) in STAGES.items()}


def belonging(desk: Desk, whose: str) -> ColumnElement[bool]:
    """Meetings that the actor chairs, takes part in or holds the case of (mine), of their team, or may read."""
    me = desk.actor.person_id
    if whose == "chair":
        return Meeting.chair_id == me
    invited = select(Invitation.meeting_id).where(Invitation.person_id == me, Invitation.left_out == "")
    takes_part = or_(Meeting.chair_id == me, Meeting.minute_taker_id == me, Meeting.id.in_(invited))
    if whose == "mine":
        cases = select(CaseRole.child_id).where(
            CaseRole.person_id == me, or_(CaseRole.until.is_(None), CaseRole.until >= desk.today)
        )
        return or_(takes_part, Meeting.child_id.in_(cases))
    seen = children.visible(desk).with_only_columns(Child.id)
    if whose == "team":
        return Meeting.child_id.in_(seen.where(Child.team == desk.actor.team))
    return or_(takes_part, Meeting.child_id.in_(seen))


def _beyond(statement: Select[*tuple[Any, ...]], day: ColumnElement[date], after: str) -> Select[*tuple[Any, ...]]:
    place = day_place(after)
    if place is None:
        return statement
    start, last = place
    return statement.where(or_(day < start, and_(day == start, Meeting.id > last)))
