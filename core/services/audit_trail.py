"""Reading the audit: one page of an authority's entries, and who has seen one child's record. An entry is shown by what
it is about; of a meeting's own records never which: outside its audience a record does not exist, here neither."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.db import in_whole
from core.domain.days import LONDON
from core.models import AuditEntry, Child, Person
from core.services.audit_checking import CHECKED
from core.services.desk import Desk

SIZE, COUNTED, EXPORTED = 50, 1000, 10_000
TOLD = frozenset(
    {
        "account", "authority", "case role", "child", "closure", "concern", "decision", "ending", "gathering", "hold",
        "import", "meeting", "opening", "person", "placement", "plan", "plugin", "procedure", "procedure document",
        "register", "report", "restriction", "setting", "signals", "team",
    }
)  # fmt: skip
"""What verbs may be told about; of everything else only that there was a change."""
OPEN = frozenset(
    {
        "case_roles", "children", "concerns", "endings", "import_runs", "memberships", "people", "person_roles",
        "placement_notices", "placements", "procedure_documents", "procedure_versions", "roles_given", "school_changes",
        "teams", "tenants", "users",
    }
)  # fmt: skip
"""Tables of which columns are told, before and after; rows of a meeting may stand in a record that has an audience."""


OVERSEEN = ("opening", "restriction")
"""Of a restricted record only what is about these is told to whoever may not open it."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries: between two days, by somebody, about a child by the authority's own ID, of one kind; from the one
    before number `before`, where it is not 0."""

    first: date | None = None
    last: date | None = None
    person: str = ""
    child: str = ""
    kind: str = ""
    before: int = 0
    size: int = SIZE


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row of an open table: what happened to it, and columns with what they held before and hold now."""

    table: str
    did: str
    columns: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as it may be shown. `local_id` is the child's own ID, "" where the reader may not know it or the record
    is gone; `child_id` is None where it is about no child. `verbs` may be told of what was done; `untold`: more was."""

    seq: int
    at: datetime
    kind: str
    name: str
    title: str
    endpoint: str
    request_id: str
    hash: str
    child_id: str | None
    local_id: str = ""
    verbs: tuple[str, ...] = ()
    untold: bool = False
    changes: tuple[Change, ...] = ()
    many: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of entries, newest first; the next page goes on before number `last`, 0 where none follows."""

    lines: tuple[Line, ...]
    last: int = 0


def listed(desk: Desk, wanted: Wanted) -> Listed:
    """One page of the authority's audit."""
    conditions = _conditions(desk, wanted)
    if conditions is None:
        return Listed(lines=())
    with in_whole(desk.db):
        rows = desk.db.execute(_entries(conditions, wanted)).all()
    last = rows[wanted.size - 1][0].seq if len(rows) > wanted.size else 0
    shown = rows[: wanted.size]
    known = _local_ids(desk, {entry.child_id for entry, _ in shown if entry.child_id})
    lines = [_line(entry, title, known.get(entry.child_id, "")) for entry, title in shown]
    hidden = {entry.seq for entry, _ in shown if entry.child_id in desk.db.hidden and entry.about not in OVERSEEN}
    return Listed(lines=tuple(_withheld(line) if line.seq in hidden else line for line in lines), last=last)


def number(desk: Desk, wanted: Wanted) -> tuple[int, bool]:
    """How many entries a filter picks, and whether there are more than were counted."""
    conditions = _conditions(desk, wanted)
    if conditions is None:
        return 0, False
    some = select(AuditEntry.seq).where(*conditions).limit(COUNTED + 1).subquery()
    with in_whole(desk.db):
        found = desk.db.scalar(select(func.count()).select_from(some)) or 0
    return min(found, COUNTED), found > COUNTED


def export(desk: Desk, wanted: Wanted) -> Sequence[Line]:
    """All entries of a filter, up to EXPORTED; that they were taken out is recorded."""
    desk.exported("exported the audit", ())
    return listed(desk, Wanted(**(vars(wanted) | {"before": 0, "size": EXPORTED}))).lines


def of_child(desk: Desk, child: Child, wanted: Wanted) -> Listed:
    """Who saw, changed, sent or took out one child's record, and who was refused it; one query."""
    conditions = [AuditEntry.child_id == child.id, *_within(wanted)]
    rows = desk.db.execute(_entries(conditions, wanted)).all()
    last = rows[wanted.size - 1][0].seq if len(rows) > wanted.size else 0
    return Listed(lines=tuple(_line(entry, title, child.local_id) for entry, title in rows[: wanted.size]), last=last)


def last_check(desk: Desk) -> tuple[datetime, dict[str, Any]] | None:
    """When the audit was last computed again, and what came of it; None where it never was."""
    statement = select(AuditEntry).where(AuditEntry.kind == "operator", AuditEntry.verb == CHECKED)
    found = desk.db.scalar(statement.order_by(AuditEntry.seq.desc()).limit(1))
    return (found.at, json.loads(found.entry)["detail"]) if found else None


def _entries(conditions: Iterable[Any], wanted: Wanted) -> Any:
    who = and_(Person.tenant_id == AuditEntry.tenant_id, Person.id == AuditEntry.actor_id)
    statement = select(AuditEntry, Person.title).outerjoin(Person, who).where(*conditions)
    if wanted.before:
        statement = statement.where(AuditEntry.seq < wanted.before)
    return statement.order_by(AuditEntry.seq.desc()).limit(wanted.size + 1)


def _conditions(desk: Desk, wanted: Wanted) -> list[Any] | None:
    """None where the child is not there, or not for this reader."""
    found = list(_within(wanted))
    if wanted.child:
        child = desk.db.scalar(select(Child.id).where(Child.local_id == wanted.child))
        if child is None:
            return None
        found.append(AuditEntry.child_id == child)
    return found


def _within(wanted: Wanted) -> Iterable[Any]:
    if wanted.first:
        yield AuditEntry.at >= _midnight(wanted.first)
    if wanted.last:
        yield AuditEntry.at < _midnight(wanted.last + timedelta(days=1))
    if wanted.kind:
        yield AuditEntry.kind == wanted.kind
    if wanted.person:
        called = select(Person.id).where(Person.name.icontains(wanted.person, autoescape=True))
        nobody = and_(AuditEntry.actor_id == "", AuditEntry.actor_name.icontains(wanted.person, autoescape=True))
        yield or_(AuditEntry.actor_id.in_(called), nobody)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _local_ids(desk: Desk, ids: set[str]) -> dict[str, str]:
    """The children among these whom the reader may know."""
    if not ids:
        return {}
    rows = desk.db.execute(select(Child.id, Child.local_id).where(Child.id.in_(ids)))
    return {child: local_id for child, local_id in rows}


def _line(entry: AuditEntry, title: str | None, local_id: str) -> Line:
    detail = json.loads(entry.entry)["detail"]
    open_rows = tuple(_change(row) for row in detail.get("rows", ()) if row["table"] in OPEN)
    told = dict.fromkeys(verb for verb, about, _ in detail.get("done", ()) if about in TOLD)
    plain = (entry.verb,) if entry.verb and not detail.get("done") else ()
    return Line(
        seq=entry.seq, at=entry.at, kind=entry.kind, name=entry.actor_name, title=title or "", endpoint=entry.endpoint,
        request_id=entry.request_id, hash=entry.hash, child_id=entry.child_id, local_id=local_id,
        verbs=tuple(told) or plain, untold=len(open_rows) < len(detail.get("rows", ())), changes=open_rows,
        many={key: count for key, count in detail.get("many", {}).items() if key.split()[0] in OPEN},
        more={key: detail[key] for key in ("children", "from", "piece", "entries", "faults") if key in detail},
    )  # fmt: skip


def _withheld(line: Line) -> Line:
    """An entry about a restricted record that is not the reader's to open: that somebody read or changed it."""
    return replace(line, verbs=(), untold=True, changes=(), many={})


def _change(row: dict[str, Any]) -> Change:
    values = row.get("values", {}).items()
    columns = tuple((name, before, now) for name, (before, now) in values if not name.endswith("_id"))
    return Change(table=row["table"], did=row["did"], columns=columns)
