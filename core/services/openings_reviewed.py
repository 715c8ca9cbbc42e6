"""Looking back at who opened restricted records: whoever answers for one says whether that was justified."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from core.db import in_whole
from core.models import Child, Notice, Opening, Task
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.openings import REVIEW, TOLD
from core.services.paging import moment_place
from core.services.permissions import NotAllowed

VERDICTS = {"justified": "Yes, it was justified", "not justified": "No, it was not"}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One opening as the actor may see it: without the child where the record is not theirs to open."""

    row: Opening
    child: Child | None
    may_review: bool


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of openings, the latest first; `last` is where the next page begins, "" where none follows."""

    rows: tuple[Seen, ...]
    last: str = ""


def find(desk: Desk, opening_id: str) -> Seen:
    """One opening. `Missing` for whoever neither opened the record, was told of it, nor manages and may open it."""
    with in_whole(desk.db):
        row = desk.db.scalar(select(Opening).where(Opening.id == opening_id, Opening.child_id.is_not(None)))
    if row is None:
        raise Missing(opening_id)
    child = _child(desk, row)
    told = _told(desk, row)
    manages = child is not None and desk.actor.may("child.restrict")
    own = row.person_id == desk.actor.person_id
    if not (told or manages or own):
        raise Missing(opening_id)
    return Seen(row=row, child=child, may_review=(told or manages) and not own)


def listed(desk: Desk, *, child: Child | None = None, after: str = "", size: int = 25) -> Page:
    """The openings of records that the actor may open, or that they were told of, from the one after `after`
    ("moment|id"); of one child where one is given. Two statements."""
    keys = select(Notice.key).where(Notice.person_id == desk.actor.person_id, Notice.kind == TOLD)
    told = [key.partition(":")[2] for key in desk.db.scalars(keys)]
    statement = select(Opening).where(Opening.child_id.is_not(None))
    statement = statement.where(or_(Opening.child_id.not_in(desk.db.hidden), Opening.id.in_(told)))
    if child is not None:
        statement = statement.where(Opening.child_id == child.id)
    if place := moment_place(after):
        at, last = place
        statement = statement.where(or_(Opening.at < at, and_(Opening.at == at, Opening.id < last)))
    with in_whole(desk.db):
        found = desk.db.scalars(statement.order_by(Opening.at.desc(), Opening.id.desc()).limit(size + 1)).all()
    rows, ids = found[:size], {row.child_id for row in found}
    children = {one.id: one for one in desk.db.scalars(select(Child).where(Child.id.in_(ids)))} if ids else {}
    seen = (Seen(row=row, child=children.get(row.child_id or ""), may_review=False) for row in rows)
    return Page(rows=tuple(seen), last=f"{rows[-1].at.isoformat()}|{rows[-1].id}" if len(found) > size else "")


def review(desk: Desk, seen: Seen, *, verdict: str, note: str, version: int | None = None) -> None:
    """Say whether an opening was justified; once. One that was not is over at once. Refused for one's own, and where
    it was not justified without a word on why. `Stale` where somebody has said so already."""
    row = seen.row
    if not seen.may_review:
        raise NotAllowed("Somebody else says whether you opened this record with good reason.")
    if row.verdict or (version is not None and version != row.version):
        raise Stale(row)
    if verdict not in VERDICTS:
        raise Refused("Choose whether it was justified.", field="verdict")
    if verdict != "justified" and not note.strip():
        raise Refused("Say what you found, and what happens now.", field="note")
    with in_whole(desk.db):
        row.verdict, row.note, row.reviewed_at = verdict, note.strip(), desk.now
        if verdict != "justified" and row.closed_at is None:
            row.closed_at = desk.now
        row.reviewed_by_id, row.reviewed_by = desk.actor.person_id, desk.actor.name
        asked = select(Task).where(Task.kind == REVIEW, Task.key == row.id, Task.done_on.is_(None))
        for task in desk.db.scalars(asked):
            task.done_on, task.done_at, task.done_by, task.state = desk.today, desk.now, desk.actor.name, "done"
        desk.note("reviewed who opened a restricted record", "opening", row.id, child_id=row.child_id, verdict=verdict)


def _child(desk: Desk, row: Opening) -> Child | None:
    return desk.db.scalar(select(Child).where(Child.id == row.child_id))


def _told(desk: Desk, row: Opening) -> bool:
    wanted = select(Notice.id).where(Notice.person_id == desk.actor.person_id, Notice.key == f"{TOLD}:{row.id}")
    return desk.db.scalar(wanted) is not None
