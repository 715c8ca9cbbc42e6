"""Endings that a return brings while their meeting may still be called for: each is held against the procedure of its
day, and where any rule applies, somebody is asked to decide. Whole batches at a time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select, update

from core.domain.proposing import Proposals, propose
from core.models import CaseRole, Child, Ending, Person, Placement, Task
from core.services import endings, facts
from core.services.desk import Desk
from core.services.imports_mapping import NEVER_ASKED

Weighed = tuple[str, date, str]
"""An ending's child, its day and the code of its reason."""


def ask_for_decisions(desk: Desk, changed: Mapping[str, Weighed]) -> int:
    """Ask for a decision where a new or changed ending calls for one; the number newly asked for.

    The child's social worker is asked; where there is none the task belongs to nobody yet, and managers see it.
    """
    first = desk.today - timedelta(days=desk.setting("prompt_days"))
    recent = {
        id: child_id
        for id, (child_id, day, reason) in changed.items()
        if first < day <= desk.today and reason not in NEVER_ASKED and desk.procedure(day) is not None
    }
    if not recent:
        return 0
    children = {one.id: one for one in desk.db.scalars(select(Child).where(Child.id.in_(set(recent.values()))))}
    histories = _histories(desk, children)
    asked_before = {
        task.ending_id: task
        for task in desk.db.scalars(select(Task).where(Task.ending_id.in_(recent), Task.kind == "decide"))
    }
    workers = _social_workers(desk, children)
    opened, tasks = [], []
    for ending_id, child_id in recent.items():
        rows = histories[child_id]
        placement, ending = next((p, e) for p, e in rows if e is not None and e.id == ending_id)
        if ending_id in asked_before:
            endings.ask_for_decision(desk, endings.weigh(desk, ending, children[child_id]))
            continue
        procedure = desk.procedure(ending.day)
        assert procedure is not None
        child = children[child_id]
        by_carer = placement.carer_ref is not None
        known = facts.of_ending(desk, ending, child) if by_carer else facts.of_history(ending, child, rows)
        proposals = propose(known, procedure)
        if _calls_for_something(proposals):
            owner = workers.get(child_id, (None, ""))
            since = (desk.today, "Loaded from the return on")
            tasks.append(endings.task_to_decide(desk, ending, proposals, procedure, owner, *since))
            opened.append(ending_id)
    desk.db.add_all(tasks)
    desk.db.flush()
    if opened:
        statement = update(Ending).where(Ending.id.in_(opened)).values(state="open")
        desk.db.execute(statement, execution_options={"synchronize_session": False})
    desk.db.expunge_all()
    return len(opened)


def _calls_for_something(proposals: Proposals) -> bool:
    return bool(proposals.applies or proposals.cannot_tell or proposals.could_not_check)


def _histories(desk: Desk, children: Mapping[str, Child]) -> dict[str, list[tuple[Placement, Ending | None]]]:
    statement = (
        select(Placement, Ending)
        .outerjoin(Ending, (Ending.tenant_id == Placement.tenant_id) & (Ending.placement_id == Placement.id))
        .where(Placement.child_id.in_(children))
        .order_by(Placement.child_id, Placement.started, Placement.seq)
    )
    found: dict[str, list[tuple[Placement, Ending | None]]] = defaultdict(list)
    for placement, ending in desk.db.execute(statement):
        found[placement.child_id].append((placement, ending))
    return found


def _social_workers(desk: Desk, children: Mapping[str, Child]) -> dict[str, tuple[str | None, str]]:
    statement = (
        select(CaseRole.child_id, Person.id, Person.name)
        .join(Person, (Person.tenant_id == CaseRole.tenant_id) & (Person.id == CaseRole.person_id))
        .where(CaseRole.child_id.in_(children), CaseRole.role == "social_worker", Person.active)
        .where(CaseRole.until.is_(None) | (CaseRole.until >= desk.today))
        .order_by(CaseRole.since.desc(), CaseRole.id)
    )
    found: dict[str, tuple[str | None, str]] = {}
    for child_id, id, name in desk.db.execute(statement):
        found.setdefault(child_id, (id, name))
    return found
