"""The lists of those who look after records: what is due, what cannot be told, what waits for a second person, what has
gone. Each a page at a time, from the line after a place; names only for those who may read children's records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select

from core.domain.retention import anniversary
from core.models import Child, Disposal
from core.services import children
from core.services.desk import Desk, Missing
from core.services.paging import moment_place
from core.services.retention import holds
from core.services.retention.disposing import DISPOSED, PROPOSED
from core.services.retention.lives import last_day, number

SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Line:
    """One record. `until` is None where it cannot be told; `held` says that a hold of its own is in force; `waiting` is
    the id of a disposal that waits."""

    child: Child
    until: date | None
    held: bool
    waiting: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; `last` is where the next begins, "" where none follows."""

    rows: tuple[Any, ...]
    last: str = ""


def scope(desk: Desk) -> Select[Any]:
    """The records that the actor looks after: those whose child they may read; all, without names, for those who read
    none, such as auditors."""
    return children.visible(desk) if desk.actor.may("child.read") else select(Child)


def find(desk: Desk, child_id: str) -> Child:
    """One record of the actor's; `Missing` where there is none."""
    child = desk.db.scalar(scope(desk).where(Child.id == child_id))
    if child is None:
        raise Missing(child_id)
    return child


def due(desk: Desk, *, after: str = "", size: int = SIZE) -> Page:
    """Records whose last day has passed or comes within a year, the earliest first, from the line after "day|id"."""
    horizon = anniversary(desk.today, 1)
    statement, last = last_day(desk, scope(desk), until=horizon)
    statement = statement.add_columns(last.label("last")).where(last <= number(horizon))
    at, _, ref = after.partition("|")
    if at.isascii() and at.isdigit() and len(at) == 8 and ref and "\x00" not in ref:
        statement = statement.where(or_(last > int(at), and_(last == int(at), Child.id > ref)))
    found = list(desk.db.execute(statement.order_by(last, Child.id).limit(size + 1)))
    rows = _lines(desk, [(row[0], _day(row[-1])) for row in found[:size]])
    return Page(rows=rows, last=f"{found[size - 1][-1]}|{found[size - 1][0].id}" if len(found) > size else "")


def undecided(desk: Desk, *, after: str = "", size: int = SIZE) -> Page:
    """Records of children whose date of birth nobody has recorded, by id, from the one after `after`."""
    statement = scope(desk).where(Child.born.is_(None), Child.id > after.replace("\x00", ""))
    found = list(desk.db.scalars(statement.order_by(Child.id).limit(size + 1)))
    last = found[size - 1].id if len(found) > size else ""
    return Page(rows=_lines(desk, [(child, None) for child in found[:size]]), last=last)


def waiting(desk: Desk, *, after: str = "", size: int = SIZE) -> Page:
    """Disposals that wait for a second person, the oldest first, each with its child."""
    statement = (
        scope(desk)
        .add_columns(Disposal)
        .join(Disposal, and_(Disposal.tenant_id == Child.tenant_id, Disposal.child_id == Child.id))
        .where(Disposal.state == PROPOSED)
    )
    if spot := moment_place(after):
        at, ref = spot
        statement = statement.where(or_(Disposal.proposed_at > at, and_(Disposal.proposed_at == at, Disposal.id > ref)))
    found = list(desk.db.execute(statement.order_by(Disposal.proposed_at, Disposal.id).limit(size + 1)))
    rows = tuple((row[1], row[0]) for row in found[:size])
    end = rows[-1][0] if len(found) > size else None
    return Page(rows=rows, last=f"{end.proposed_at.isoformat()}|{end.id}" if end else "")


def gone(desk: Desk, *, after: str = "", size: int = SIZE) -> Page:
    """What was disposed of, the latest first."""
    statement = select(Disposal).where(Disposal.state == DISPOSED)
    if spot := moment_place(after):
        at, ref = spot
        statement = statement.where(or_(Disposal.answered_at < at, and_(Disposal.answered_at == at, Disposal.id > ref)))
    found = list(desk.db.scalars(statement.order_by(Disposal.answered_at.desc(), Disposal.id).limit(size + 1)))
    end = found[size - 1] if len(found) > size else None
    last = f"{end.answered_at.isoformat()}|{end.id}" if end and end.answered_at else ""
    return Page(rows=tuple(found[:size]), last=last)


def _lines(desk: Desk, found: Iterable[tuple[Child, date | None]]) -> tuple[Line, ...]:
    rows = tuple(found)
    ids = [child.id for child, _ in rows]
    held, asked = holds.held_among(desk, ids), _waiting_among(desk, ids)
    return tuple(
        Line(child=child, until=until, held=child.id in held, waiting=asked.get(child.id, "")) for child, until in rows
    )


def _waiting_among(desk: Desk, ids: Iterable[str]) -> Mapping[str, str]:
    statement = select(Disposal.child_id, Disposal.id).where(Disposal.state == PROPOSED, Disposal.child_id.in_(ids))
    return {child_id: ref for child_id, ref in desk.db.execute(statement)}


def _day(said: int) -> date:
    """The day of such a number; 29 February of a year without one is 1 March."""
    year, month, day = said // 10_000, said // 100 % 100, said % 100
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 2, 28) + timedelta(days=1)
