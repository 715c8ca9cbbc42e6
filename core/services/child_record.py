"""What a child's pages show beside the placements: meetings, actions, waiting decisions, what happened; each in one
statement. Apart from `children`, which finds and changes a child."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.domain.periods import in_period_ending, months
from core.models import Child, Ending, Event, Meeting, Placement, Task
from core.services.desk import Desk
from core.services.paging import moment_place

WHOLE = ("", "main")
RECORDS = ("output", "delivery", "minute", "recommendation")
"""What a meeting's own history shows, to those who may read its records; a child's history does not name them."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many there are of what, for the tabs; `actions` counts those still open."""

    placements: int
    meetings: int
    actions: int


def tally(desk: Desk, child: Child) -> Tally:
    """Numbers for one child, in one statement."""
    homes = select(func.count()).where(Placement.child_id == child.id, Placement.planned == "").scalar_subquery()
    held = select(func.count()).where(Meeting.child_id == child.id).scalar_subquery()
    owed = (
        select(func.count())
        .where(Task.child_id == child.id, Task.kind == "action", Task.done_on.is_(None), Task.state != "withdrawn")
        .where(_open_to(desk))
        .scalar_subquery()
    )
    row = desk.db.execute(select(homes, held, owed).select_from(Child).where(Child.id == child.id)).one()
    return Tally(placements=row[0], meetings=row[1], actions=row[2])


def meetings_of(desk: Desk, child: Child) -> list[Meeting]:
    """Every meeting of a child, those without a day first, then the latest."""
    statement = select(Meeting).where(Meeting.child_id == child.id)
    return list(desk.db.scalars(statement.order_by(Meeting.day.is_not(None), Meeting.day.desc(), Meeting.id)))


def owed(desk: Desk, child: Child, *, done: bool = False) -> list[Task]:
    """Open actions and waiting decisions for a child, soonest first; with `done` the finished actions after them."""
    statement = select(Task).where(
        Task.child_id == child.id, Task.kind.in_(("action", "decide", "confirm")), Task.state != "withdrawn"
    )
    statement = statement.where(_open_to(desk))
    if not done:
        statement = statement.where(Task.done_on.is_(None))
    return list(desk.db.scalars(statement.order_by(Task.done_on.is_not(None), Task.due.is_(None), Task.due, Task.id)))


def _open_to(desk: Desk) -> ColumnElement[bool]:
    """What belongs to one part of a meeting is shown on the child's pages only to those it concerns."""
    me = desk.actor.person_id
    return or_(Task.part.in_(WHOLE), Task.owner_id == me, Task.asked_by_id == me)


def moves_lately(desk: Desk, rows: Sequence[tuple[Placement, Ending | None]]) -> int:
    """How many of these endings were moves in the six months up to today."""
    first, last = in_period_ending(desk.today, months(6))
    return sum(1 for _, ending in rows if ending and not ending.left_care and first <= ending.day <= last)


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One page of a child's history, newest first; `last` is where the next page begins, "" where none follows."""

    events: tuple[Event, ...]
    last: str = ""


def events(desk: Desk, child: Child, *, after: str = "", size: int = 25) -> Happened:
    """What was done for a child, from the event after `after` ("moment|id")."""
    apart = select(Task.id).where(Task.child_id == child.id, Task.part.not_in(WHOLE))
    statement = select(Event).where(
        Event.child_id == child.id, Event.about.not_in(RECORDS), Event.about_id.not_in(apart)
    )
    if place := moment_place(after):
        start, last = place
        statement = statement.where(or_(Event.at < start, and_(Event.at == start, Event.id < last)))
    found = list(desk.db.scalars(statement.order_by(Event.at.desc(), Event.id.desc()).limit(size + 1)))
    more = len(found) > size
    return Happened(
        events=tuple(found[:size]),
        last=f"{found[size - 1].at.isoformat()}|{found[size - 1].id}" if more else "",
    )
