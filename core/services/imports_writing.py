"""One batch of changes becomes rows: new ones in bulk, changed ones one by one with their versions, and what the file
tells of no more goes, unless something hangs on it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, delete, select, update

from core.adapters.bulk import bulk_load
from core.db import Base, new_id
from core.models import CaseRole, Child, Decision, Ending, Event, Meeting, Placement, Task
from core.services.desk import Desk
from core.services.imports_changes import Changes, Gone
from core.services.imports_mapping import CHILD_FIELDS, ENDING_FIELDS, PLACEMENT_FIELDS, SOURCE

MODELS: dict[str, type[Child] | type[Placement] | type[Ending]] = {
    "child": Child,
    "placement": Placement,
    "ending": Ending,
}


def write(desk: Desk, changes: Changes, run_id: str) -> int:
    """Write everything but conflicts; the number of placements removed. What could not go becomes a conflict."""
    removed = _remove(desk, changes)
    _add(desk, Child, ("id", "local_id", "name", *CHILD_FIELDS), changes.children)
    _add(desk, Placement, ("id", "child_id", *PLACEMENT_FIELDS), changes.placements)
    _add(desk, Ending, ("id", "child_id", "placement_id", *ENDING_FIELDS), changes.endings, state="history")
    for about, model in MODELS.items():
        _change(desk, model, changes.updates[about])
    _note(desk, changes, run_id)
    return removed


def defaults(model: type[Base], given: Iterable[str]) -> dict[str, Any]:
    """The values of all columns that may not be empty and are not given: what the model would fill in by itself."""
    named = {"tenant_id", *given}
    missing = [one for one in model.__table__.columns if not one.nullable and one.name not in named]
    found: dict[str, Any] = {}
    for one in missing:
        default: Any = one.default
        found[one.name] = default.arg(None) if default.is_callable else default.arg
    return found


def _add(desk: Desk, model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[Any]], **fixed: Any) -> None:
    if rows:
        said = {"source": SOURCE, **fixed}
        bulk_load(desk.db, model, columns, rows, defaults(model, [*columns, *said]) | said)


def _change(desk: Desk, model: type[Child] | type[Placement] | type[Ending], said: dict[str, dict[str, Any]]) -> None:
    wanted = [id for id, fields in said.items() if fields]
    if not wanted:
        return
    statement: Select[Any] = select(model).where(model.id.in_(wanted))
    for row in desk.db.scalars(statement):
        for name, value in said[row.id].items():
            setattr(row, name, value)
    desk.db.flush()
    desk.db.expunge_all()


def _remove(desk: Desk, changes: Changes) -> int:
    held = _held(desk, changes.gone)
    changes.conflicts.extend(one.conflict for one in changes.gone if one in held)
    going = [one for one in changes.gone if one not in held]
    if not going:
        return 0
    endings = [one.ending_id for one in going if one.ending_id]
    placements = [one.placement_id for one in going if one.whole]
    for one in going:
        changes.touch(one.conflict.child_id, "removed" if one.whole else "reopened")
    run = {"synchronize_session": False}
    db = desk.db
    db.execute(delete(Task).where(Task.ending_id.in_(endings)), execution_options=run)
    db.execute(delete(Ending).where(Ending.id.in_(endings)), execution_options=run)
    before = update(Ending).where(Ending.next_placement_id.in_(placements))
    db.execute(before.values(next_placement_id=None, version=Ending.version + 1), execution_options=run)
    db.execute(delete(Placement).where(Placement.id.in_(placements)), execution_options=run)
    for one in going:
        if not one.whole:
            changes.updates["placement"].setdefault(one.placement_id, {})["ended"] = None
    return len(placements)


def _held(desk: Desk, gone: Sequence[Gone]) -> list[Gone]:
    """Those on which a meeting, a decision, a person's role or work already done hangs."""
    if not gone:
        return []
    placements = [one.placement_id for one in gone if one.whole]
    endings = [one.ending_id for one in gone if one.ending_id]
    done = Task.done_on.is_not(None) | (Task.kind != "decide")
    questions: list[Any] = [
        select(Meeting.placement_id).where(Meeting.placement_id.in_(placements)),
        select(CaseRole.placement_id).where(CaseRole.placement_id.in_(placements)),
        select(Meeting.ending_id).where(Meeting.ending_id.in_(endings)),
        select(Decision.ending_id).where(Decision.ending_id.in_(endings)),
        select(Task.ending_id).where(Task.ending_id.in_(endings), done),
        select(Ending.next_placement_id).where(Ending.next_placement_id.in_(placements), Ending.source != SOURCE),
    ]
    hanging = {ref for question in questions for ref in desk.db.scalars(question)}
    return [one for one in gone if one.placement_id in hanging or one.ending_id in hanging]


def _note(desk: Desk, changes: Changes, run_id: str) -> None:
    """One event for each child whose record was changed."""
    rows = [(new_id(), id, id, {"run": run_id, **said}) for id, said in changes.touched.items()]
    fixed = {
        "at": desk.now,
        "actor_id": desk.actor.person_id or None,
        "actor_name": desk.actor.name,
        "verb": "loaded from a return",
        "about": "child",
    }
    bulk_load(desk.db, Event, ("id", "about_id", "child_id", "data"), rows, fixed)
