"""The queue "was this unplanned?": endings that an import or a worker left open, answered by a person with a date."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.models import Child, Ending, Person, Placement
from core.services import children, endings
from core.services.desk import Desk, Refused, Stale
from core.services.paging import day_place

SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Unclassified:
    """One line of the queue, or one that has just been answered (`by_name`)."""

    ending: Ending
    child: Child
    placement: Placement
    after: str
    """The carer of the home that followed; "" where none is recorded."""
    by_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One page of the queue, newest first; `last` is where the next page begins, "" on the last one."""

    rows: tuple[Unclassified, ...]
    total: int
    last: str = ""


def queue(desk: Desk, *, after: str = "", size: int = SIZE) -> Queue:
    """Endings whose being unplanned nobody has recorded, from the one after `after` ("day|id")."""
    following = aliased(Placement)
    mine = children.visible(desk).with_only_columns(Child.id)
    waiting = (Ending.unplanned.is_(None), Ending.left_care.is_(False), Ending.child_id.in_(mine))
    statement = (
        select(Ending, Child, Placement, following.carer)
        .join(Child, (Child.tenant_id == Ending.tenant_id) & (Child.id == Ending.child_id))
        .join(Placement, (Placement.tenant_id == Ending.tenant_id) & (Placement.id == Ending.placement_id))
        .outerjoin(following, (following.tenant_id == Ending.tenant_id) & (following.id == Ending.next_placement_id))
        .where(*waiting)
    )
    if place := day_place(after):
        on, last = place
        statement = statement.where((Ending.day < on) | ((Ending.day == on) & (Ending.id < last)))
    found = list(desk.db.execute(statement.order_by(Ending.day.desc(), Ending.id.desc()).limit(size + 1)))
    rows = tuple(Unclassified(ending=e, child=c, placement=p, after=to or "") for e, c, p, to in found[:size])
    total = desk.db.scalar(select(func.count()).select_from(Ending).where(*waiting)) or 0
    more = len(found) > size
    return Queue(rows=rows, total=total, last=f"{rows[-1].ending.day}|{rows[-1].ending.id}" if more else "")


def line(desk: Desk, ending: Ending, child: Child) -> Unclassified:
    """One ending as a line, with who answered it if somebody has."""
    placement = desk.db.scalars(select(Placement).where(Placement.id == ending.placement_id)).one()
    to = desk.db.scalar(select(Placement.carer).where(Placement.id == ending.next_placement_id))
    by = desk.db.scalar(select(Person.name).where(Person.id == ending.classified_by_id))
    return Unclassified(ending=ending, child=child, placement=placement, after=to or "", by_name=by or "")


def classify(desk: Desk, ending: Ending, child: Child, unplanned: bool | None, *, version: int | None = None) -> None:
    """Keep whether an ending was unplanned, who said so and when. Somebody else's answer meanwhile is `Stale`."""
    if version is not None and version != ending.version:
        raise Stale(ending)
    if unplanned is None:
        raise Refused("Choose whether this ending was unplanned.", field="unplanned")
    endings.complete(desk, ending, child, {"unplanned": unplanned}, version=version)
