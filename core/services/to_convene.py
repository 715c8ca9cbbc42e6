"""Whom a meeting can be convened for: children whose ending waits for a decision, whose placement is still to be
planned, and meetings that are proposed but not convened."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from core.models import Child, Ending, Meeting, Placement, Task
from core.services import children
from core.services.desk import Desk

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing to go on with: a decision about an ending or the planning of a start (`task`), or a meeting that is
    being arranged. `ended` is the day that it hangs on."""

    child: Child
    carer: str
    ended: date
    task: Task | None = None
    meeting: Meeting | None = None


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """Every decision and every proposed meeting among the children this actor may see, by the child's name; at most
    `MOST` of each. An ending about which nothing is to be decided is not among them."""
    seen = children.visible(desk).with_only_columns(Child.id)
    home = and_(Placement.tenant_id == Child.tenant_id, Placement.child_id == Child.id)
    endings = (
        select(Child, Placement.carer, Ending.day, Task)
        .join(Ending, (Ending.tenant_id == Child.tenant_id) & (Ending.child_id == Child.id))
        .join(Placement, and_(home, Placement.id == Ending.placement_id))
        .join(Task, (Task.tenant_id == Ending.tenant_id) & (Task.ending_id == Ending.id))
        .where(Task.kind.in_(("decide", "confirm")), Task.done_on.is_(None), Task.state != "withdrawn")
        .where(Task.meeting_id.is_(None), Child.id.in_(seen))
        .order_by(Child.name, Child.id, Ending.day, Task.id)
        .limit(MOST)
    )
    proposed = (
        select(Child, Placement.carer, Meeting.anchor_day, Meeting)
        .join(Meeting, (Meeting.tenant_id == Child.tenant_id) & (Meeting.child_id == Child.id))
        .join(Placement, and_(home, Placement.id == Meeting.placement_id))
        .where(Meeting.stage == "proposed", Child.id.in_(seen))
        .order_by(Child.name, Child.id, Meeting.id)
        .limit(MOST)
    )
    arranged = select(Meeting.id).where(Meeting.tenant_id == Placement.tenant_id, Meeting.start_of_id == Placement.id)
    starts = (
        select(Child, Placement.carer, Placement.started, Task)
        .join(Placement, home)
        .join(Task, (Task.tenant_id == Placement.tenant_id) & (Task.key == Placement.id))
        .where(Task.kind == "plan", Task.done_on.is_(None), Task.state != "withdrawn", Child.id.in_(seen))
        .where(~arranged.exists())
        .order_by(Child.name, Child.id, Placement.started, Task.id)
        .limit(MOST)
    )
    found = [Waiting(child=c, carer=carer, ended=day, task=t) for c, carer, day, t in desk.db.execute(endings)]
    found += [Waiting(child=c, carer=carer, ended=day, task=t) for c, carer, day, t in desk.db.execute(starts)]
    found += [Waiting(child=c, carer=carer, ended=day, meeting=m) for c, carer, day, m in desk.db.execute(proposed)]
    return tuple(sorted(found, key=lambda one: (one.child.name.casefold(), one.child.id, one.ended)))
