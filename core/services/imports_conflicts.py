"""Where a worker and a later file differ: keeping the list, and settling one by one. The worker's value stands until
somebody takes the file's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import new_id
from core.models import CaseRole, Child, Decision, Ending, ImportConflict, Meeting, Placement, Task
from core.services import children
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.imports_changes import Conflict

FIELDS = {
    "born": "Date of birth", "sex": "Sex", "in_care_since": "In care since", "started": "Placement started",
    "ended": "Placement ended", "kind": "Type of placement", "provider": "Provider", "long_term": "Long term",
    "commissioned": "Commissioned", "unplanned": "Unplanned ending", "left_care": "Left care",
    "stay": "The placement itself",
}  # fmt: skip
DAYS = frozenset({"born", "in_care_since", "started", "ended"})
YES_NO = frozenset({"long_term", "commissioned", "unplanned", "left_care"})
OPEN, OURS, THEIRS, AGREED = "", "ours", "theirs", "agreed"


def record(desk: Desk, run_id: str, found: Sequence[Conflict], seen: Sequence[str]) -> int:
    """Keep what is in conflict for the children `seen` in this batch; the number newly found.

    The same conflict is kept once; one that a person settled for our value comes back only if the file says something
    new, and one on which both now agree is closed.
    """
    ids = list({*seen, *(one.child_id for one in found)})
    if not ids:
        return 0
    statement = select(ImportConflict).where(ImportConflict.child_id.in_(ids))
    kept: dict[tuple[str, str], list[ImportConflict]] = {}
    for row in desk.db.scalars(statement.where(ImportConflict.settled.in_((OPEN, OURS)))):
        kept.setdefault((row.about_id, row.field), []).append(row)
    new = 0
    for one in found:
        ours, theirs = written(one.ours), written(one.theirs)
        there = kept.pop((one.about_id, one.field), [])
        waiting = next((row for row in there if row.settled == OPEN), None)
        if waiting is not None:
            if (waiting.ours, waiting.theirs) != (ours, theirs):
                waiting.ours, waiting.theirs, waiting.run_id = ours, theirs, run_id
        elif not any(row.theirs == theirs for row in there):
            fields = {"child_id": one.child_id, "about": one.about, "about_id": one.about_id, "field": one.field}
            desk.db.add(ImportConflict(id=new_id(), run_id=run_id, ours=ours, theirs=theirs, **fields))
            new += 1
    for rows in kept.values():
        for row in rows:
            if row.settled == OPEN:
                row.settled, row.settled_at = AGREED, desk.now
    desk.db.flush()
    desk.db.expunge_all()
    return new


def written(value: Any) -> str:
    """A value as it is kept in the list: "" for none, yes or no, a day as 2026-03-16."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def understood(field: str, text: str) -> Any:
    """The value that `written` made this text of: a day, True or False, a text; None for none."""
    if not text:
        return None
    return date.fromisoformat(text) if field in DAYS else text == "yes" if field in YES_NO else text


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One conflict with the child it is about; `ours` and `theirs` as values."""

    row: ImportConflict
    child: Child
    what: str
    ours: Any
    theirs: Any


def waiting(desk: Desk, *, after: str = "", size: int = 25) -> tuple[list[Listed], bool]:
    """Conflicts to settle among the children this actor may see, from the one after `after`; whether more follow."""
    statement = (
        select(ImportConflict, Child)
        .join(Child, (Child.tenant_id == ImportConflict.tenant_id) & (Child.id == ImportConflict.child_id))
        .where(ImportConflict.settled == OPEN, ImportConflict.id > after)
        .where(Child.id.in_(children.visible(desk).with_only_columns(Child.id)))
        .order_by(ImportConflict.id)
        .limit(size + 1)
    )
    rows = [_listed(row, child) for row, child in desk.db.execute(statement)]
    return rows[:size], len(rows) > size


def _listed(row: ImportConflict, child: Child) -> Listed:
    values = [understood(row.field, text) for text in (row.ours, row.theirs)]
    return Listed(row=row, child=child, what=FIELDS.get(row.field, row.field), ours=values[0], theirs=values[1])


def find(desk: Desk, conflict_id: str) -> Listed:
    """One conflict; `Missing` where there is none or the child is not this actor's to see."""
    row = desk.db.scalar(select(ImportConflict).where(ImportConflict.id == conflict_id))
    if row is None:
        raise Missing(conflict_id)
    return _listed(row, children.find(desk, row.child_id))


def settle(desk: Desk, conflict: Listed, choice: str) -> None:
    """Keep ours (`ours`) or take the file's (`theirs`), with the actor's name and the time. `Stale` if it is settled
    already, or if the record has changed since the conflict was found."""
    row = conflict.row
    if row.settled:
        raise Stale(row)
    if choice == THEIRS:
        _take(desk, conflict)
    row.settled, row.settled_by, row.settled_at = choice, desk.actor.name, desk.now
    desk.note(
        "settled a difference with a return",
        row.about,
        row.about_id,
        child_id=row.child_id,
        field=row.field,
        kept=choice,
    )


def _take(desk: Desk, conflict: Listed) -> None:
    row = conflict.row
    if row.field == "stay":
        _remove(desk, row.about_id)
        return
    models: dict[str, Any] = {"child": Child, "placement": Placement, "ending": Ending}
    model = models[row.about]
    target = desk.db.scalars(select(model).where(model.id == row.about_id)).one_or_none()
    if target is None:
        raise Missing(row.about_id)
    if written(getattr(target, row.field)) != row.ours:
        raise Stale(target)
    if row.field in ("started", "ended"):
        _refuse_wrong_order(desk, target, row.field, conflict.theirs)
    setattr(target, row.field, conflict.theirs)
    target.edited = [name for name in target.edited if name != row.field]
    if row.field == "ended":
        _move_ending(desk, target, conflict.theirs)


def _refuse_wrong_order(desk: Desk, placement: Placement, field: str, day: date | None) -> None:
    started = day if field == "started" else placement.started
    ended = day if field == "ended" else placement.ended
    if started is not None and ended is not None and ended < started:
        raise Refused("The placement would end before it began. Settle its other date first.")
    statement = select(Placement).where(Placement.child_id == placement.child_id, Placement.id != placement.id)
    statement = statement.where(Placement.planned == "")
    for other in desk.db.scalars(statement):
        begins, ends = max(started or date.min, other.started), min(ended or date.max, other.ended or date.max)
        if begins < ends:
            raise Refused("It would overlap another placement. Settle that one first, or change its dates.")


def _move_ending(desk: Desk, placement: Placement, day: date | None) -> None:
    ending = desk.db.scalar(select(Ending).where(Ending.placement_id == placement.id))
    if ending is None:
        return
    if day is not None:
        ending.day = day
        return
    _refuse_held(desk, [_hangs(Meeting.ending_id, ending.id), _hangs(Decision.ending_id, ending.id)])
    for task in desk.db.scalars(select(Task).where(Task.ending_id == ending.id)):
        desk.db.delete(task)
    desk.db.flush()
    desk.db.delete(ending)


def _remove(desk: Desk, placement_id: str) -> None:
    _refuse_held(desk, [_hangs(Meeting.placement_id, placement_id), _hangs(CaseRole.placement_id, placement_id)])
    placement = desk.db.scalar(select(Placement).where(Placement.id == placement_id))
    if placement is None:
        return
    _move_ending(desk, placement, None)
    for before in desk.db.scalars(select(Ending).where(Ending.next_placement_id == placement_id)):
        before.next_placement_id = None
    desk.db.flush()
    desk.db.delete(placement)


def _hangs(column: Any, id: str) -> Callable[[Desk], bool]:
    return lambda desk: desk.db.scalar(select(column).where(column == id).limit(1)) is not None


def _refuse_held(desk: Desk, questions: Sequence[Callable[[Desk], bool]]) -> None:
    if any(question(desk) for question in questions):
        raise Refused("A meeting, a decision or a person's role hangs on it. Keep ours, or move those first.")
