"""Homes that are planned and not yet moved into: the one ahead, that it began, or that it came to nothing. Apart from
`placements`, where a child has lived; what refuses a second home for one day stands here for both."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.domain.days import british
from core.models import Child, Placement
from core.services.desk import Desk, Refused, Stale

PLANNED, NOT_TAKEN = "planned", "not taken"


def planned(desk: Desk, child: Child) -> Placement | None:
    """The home a child is to move to, while that is planned and has not happened."""
    return desk.db.scalar(select(Placement).where(Placement.child_id == child.id, Placement.planned == PLANNED))


def take_up(
    desk: Desk, placement: Placement, child: Child, *, started: date, started_at: datetime | None = None,
    version: int | None = None,
) -> Placement:  # fmt: skip
    """Record that a planned placement started: from that day the child lives there. Refused as `start` refuses."""
    _current(placement, version)
    if started > desk.today or (started_at is not None and started_at > desk.now):
        raise Refused("Enter when the placement started. It cannot be in the future.", field="started")
    refuse_overlap(desk, child, started)
    placement.source_key = same_day_key(desk, child, started, placement.seq)
    placement.started, placement.started_at, placement.planned = started, started_at, ""
    desk.db.flush()
    desk.note("recorded a placement's start", "placement", placement.id, child_id=child.id, started=str(started))
    return placement


def put_off(desk: Desk, placement: Placement, child: Child, started: date, *, version: int | None = None) -> None:
    """Plan the move for another day. Refused for a day that has come: then it is recorded that it started."""
    _current(placement, version)
    if started <= desk.today:
        raise Refused("Enter a day that is still to come, or record that the placement started.", field="started")
    _refuse_far(desk, started)
    before, placement.started = placement.started, started
    desk.db.flush()
    desk.note("moved a planned placement", "placement", placement.id, child_id=child.id, before=str(before),
              started=str(started))  # fmt: skip


def set_aside(desk: Desk, placement: Placement, child: Child, because: str, *, version: int | None = None) -> None:
    """Record that a planned placement came to nothing, and why; the record of it stays."""
    _current(placement, version)
    if not because.strip():
        raise Refused("Enter why the child does not move there.", field="because")
    placement.planned, placement.not_taken = NOT_TAKEN, because.strip()
    placement.source_key = f"not taken {placement.seq}"
    desk.db.flush()
    desk.note("set a planned placement aside", "placement", placement.id, child_id=child.id, reason=because.strip())


def refuse_unmoved(placement: Placement, *, field: str) -> None:
    """Refused for a home to which the child has not moved, or never did: nothing of it can end or cause concern."""
    if placement.planned == NOT_TAKEN:
        raise Refused("This home was planned, and the child did not move there.", field=field)
    if placement.planned:
        raise Refused("The child has not moved there yet. Record that the placement started first.", field=field)


def same_day_key(desk: Desk, child: Child, started: date, seq: int) -> str:
    """What tells a second home of one day from the first; "" for the only one that begins on its day."""
    there = select(Placement.id).where(
        Placement.child_id == child.id, Placement.started == started, Placement.planned == ""
    )
    return f"seq {seq}" if desk.db.scalar(there.limit(1)) is not None else ""


def refuse_second_plan(desk: Desk, child: Child, started: date) -> None:
    """Refused where a move is planned already, or this one lies too far ahead."""
    _refuse_far(desk, started)
    there = planned(desk, child)
    if there is not None:
        raise Refused(
            f"A move to {there.carer or 'another home'} is planned already, for {british(there.started)}. "
            "Change that plan, or set it aside first.",
            field="started",
        )


def refuse_overlap(desk: Desk, child: Child, started: date) -> None:
    """Refused where the child lives elsewhere on that day, or moved somewhere later."""
    overlapping = desk.db.scalar(
        select(Placement)
        .where(Placement.child_id == child.id, Placement.planned == "")
        .where((Placement.ended.is_(None)) | (Placement.ended > started))
        .order_by(Placement.started)
        .limit(1)
    )
    if overlapping is None:
        return
    if overlapping.ended is None and overlapping.started <= started:
        raise Refused(
            f"{overlapping.carer or 'Another placement'} is still open, since {british(overlapping.started)}. "
            "Record its ending first.",
            field="started",
        )
    raise Refused(
        f"This overlaps a placement that started on {british(overlapping.started)}. Check both dates.", field="started"
    )


def _current(placement: Placement, version: int | None) -> None:
    if version is not None and version != placement.version:
        raise Stale(placement)
    if placement.planned != PLANNED:
        raise Refused("This placement is not planned any more. Look at the child’s page for what is recorded.")


def _refuse_far(desk: Desk, started: date) -> None:
    if started > desk.today + timedelta(days=183):
        raise Refused("Enter a start within the next six months.", field="started")
