"""What Mooring tells one person: a reminder, something late that they manage, an answer. No case detail stands in it:
the words name no child, and the page behind the link asks whether this person may read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from core.models import Child, Meeting, Notice, Person, Task
from core.services import sight
from core.services.desk import Desk
from core.services.paging import moment_place

SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice with what it is about; the child of the task, for a link where there is no meeting."""

    notice: Notice
    task: Task | None = None
    meeting: Meeting | None = None
    child: Child | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of somebody's notices, the newest first; `last` is where the next page begins, "" where none follows."""

    rows: tuple[Told, ...]
    last: str = ""


def mine(desk: Desk, *, after: str = "", size: int = SIZE) -> Page:
    """The actor's notices, from the one after `after` ("moment|id"). One statement."""
    statement = (
        select(Notice, Task, Meeting, Child)
        .outerjoin(Task, (Task.tenant_id == Notice.tenant_id) & (Task.id == Notice.task_id))
        .outerjoin(Meeting, (Meeting.tenant_id == Notice.tenant_id) & (Meeting.id == Notice.meeting_id))
        .outerjoin(Child, (Child.tenant_id == Task.tenant_id) & (Child.id == Task.child_id))
        .where(Notice.person_id == desk.actor.person_id)
        .order_by(Notice.at.desc(), Notice.id)
        .limit(size + 1)
    )
    if place := moment_place(after):
        statement = statement.where(_beyond(*place))
    found = [Told(notice=n, task=t, meeting=m, child=c) for n, t, m, c in desk.db.execute(statement)]
    end = found[size - 1].notice if len(found) > size else None
    return Page(rows=tuple(found[:size]), last=f"{end.at.isoformat()}|{end.id}" if end else "")


def see(desk: Desk, until: datetime) -> None:
    """The actor has seen what they were told up to a moment; what came later still counts as new."""
    statement = update(Notice).where(
        Notice.person_id == desk.actor.person_id, Notice.seen_at.is_(None), Notice.at <= until
    )
    desk.db.execute(statement.values(seen_at=desk.now).execution_options(synchronize_session="fetch"))


def tell(
    desk: Desk, person_id: str, *, key: str, kind: str, text: str, task_id: str | None = None,
    meeting_id: str | None = None,
) -> bool:  # fmt: skip
    """Tell one person something, once for each `key`; whether it was new. `text` names no child. Of a restricted record
    nobody is told who may not open it."""
    there = select(Notice.id).where(Notice.person_id == person_id, Notice.key == key).exists()
    kept = sight.kept_from(person_id, task_id=task_id, meeting_id=meeting_id)
    if desk.db.scalar(select(Person.id).where(Person.id == person_id, or_(there, kept))) is not None:
        return False
    row = Notice(person_id=person_id, key=key, kind=kind, text=text, task_id=task_id, meeting_id=meeting_id)
    row.at = desk.now
    desk.db.add(row)
    desk.db.flush()
    return True


def _beyond(start: datetime, last: str) -> ColumnElement[bool]:
    return or_(Notice.at < start, and_(Notice.at == start, Notice.id > last))
