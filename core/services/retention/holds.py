"""Legal holds: nothing of a child, or of the whole authority, is disposed of while one is in force. What is held can
still be read and exported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from core.models import Child, LegalHold
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.paging import day_place

SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Held:
    """One page of holds in force, the soonest review first, each with its child where it is of one; `last` is where
    the next page begins, "" where none follows."""

    rows: tuple[tuple[LegalHold, Child | None], ...]
    last: str = ""


def place(desk: Desk, child: Child | None, *, reason: str, review_on: date) -> LegalHold:
    """Hold one child's record, or everything (None), until somebody lifts it. Refused without a reason or a day ahead
    on which it is looked at again, and where the same is held already."""
    desk.require("retention.hold")
    desk.lock()
    if not reason.strip():
        raise Refused("Say why the records are held, such as the claim or the inquiry.", field="reason")
    if review_on <= desk.today:
        raise Refused("Choose a day ahead on which somebody looks at this again.", field="review_on")
    if any(one.child_id == (child.id if child else None) for one in in_force(desk, child)):
        raise Refused("There is a hold on this already. Lift it first, or leave it as it is.", field="reason")
    hold = LegalHold(
        child_id=child.id if child else None, reason=reason.strip(), review_on=review_on,
        placed_by_id=desk.actor.person_id, placed_by=desk.actor.name, placed_at=desk.now,
    )  # fmt: skip
    desk.db.add(hold)
    desk.db.flush()
    desk.note("placed a legal hold", "hold", hold.id, child_id=hold.child_id, review_on=review_on.isoformat())
    return hold


def lift(desk: Desk, hold: LegalHold, *, because: str, version: int | None = None) -> None:
    """End a hold, with a reason. Refused without one; `Stale` where it has been lifted."""
    desk.require("retention.hold")
    desk.lock()
    desk.db.refresh(hold)
    if hold.lifted_at is not None or (version is not None and version != hold.version):
        raise Stale(hold)
    if not because.strip():
        raise Refused("Say why the hold ends.", field="because")
    hold.lifted_at, hold.lifted_because = desk.now, because.strip()
    hold.lifted_by_id, hold.lifted_by = desk.actor.person_id, desk.actor.name
    desk.db.flush()
    desk.note("lifted a legal hold", "hold", hold.id, child_id=hold.child_id)


def find(desk: Desk, hold_id: str) -> LegalHold:
    """One hold, in force or lifted; `Missing` where there is none."""
    hold = desk.db.scalar(select(LegalHold).where(LegalHold.id == hold_id))
    if hold is None:
        raise Missing(hold_id)
    return hold


def in_force(desk: Desk, child: Child | None) -> tuple[LegalHold, ...]:
    """The holds that forbid disposing of this child's record: its own and the whole authority's; of the authority
    alone where no child is given."""
    whose: ColumnElement[bool] = LegalHold.child_id.is_(None)
    if child is not None:
        whose = or_(whose, LegalHold.child_id == child.id)
    statement = select(LegalHold).where(LegalHold.lifted_at.is_(None), whose)
    return tuple(desk.db.scalars(statement.order_by(LegalHold.placed_at, LegalHold.id)))


def history(desk: Desk, child: Child) -> tuple[LegalHold, ...]:
    """Every hold that ever touched this child's record, the newest first."""
    statement = select(LegalHold).where(or_(LegalHold.child_id == child.id, LegalHold.child_id.is_(None)))
    return tuple(desk.db.scalars(statement.order_by(LegalHold.placed_at.desc(), LegalHold.id)))


def held_among(desk: Desk, child_ids: Iterable[str]) -> frozenset[str]:
    """Which of these children have a hold of their own."""
    statement = select(LegalHold.child_id).where(LegalHold.lifted_at.is_(None), LegalHold.child_id.in_(child_ids))
    return frozenset(one for one in desk.db.scalars(statement) if one)


def anything(desk: Desk) -> bool:
    """Whether any hold is in force in this authority."""
    return desk.db.scalar(select(LegalHold.id).where(LegalHold.lifted_at.is_(None)).limit(1)) is not None


def listed(desk: Desk, *, after: str = "", size: int = SIZE) -> Held:
    """The holds in force, from the one after `after` ("day|id")."""
    statement = (
        select(LegalHold, Child)
        .outerjoin(Child, (Child.tenant_id == LegalHold.tenant_id) & (Child.id == LegalHold.child_id))
        .where(LegalHold.lifted_at.is_(None))
    )
    if spot := day_place(after):
        day, last = spot
        statement = statement.where(
            or_(LegalHold.review_on > day, (LegalHold.review_on == day) & (LegalHold.id > last))
        )
    ordered = statement.order_by(LegalHold.review_on, LegalHold.id).limit(size + 1)
    found = [(hold, child) for hold, child in desk.db.execute(ordered)]
    end = found[size - 1][0] if len(found) > size else None
    return Held(rows=tuple(found[:size]), last=f"{end.review_on.isoformat()}|{end.id}" if end else "")
