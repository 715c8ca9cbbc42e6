"""What somebody who leaves had to do with restricted records: it goes to nobody who may not open them, but to whoever
answers for the record and decides who takes over. Apart from `leaving`, which hands on all the rest."""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from core.models import CaseRole, Child, Person, Plan, Support, Task
from core.services import notices, sight, tasks
from core.services.desk import Desk
from core.services.record_managers import answering

KIND = "restricted"


def pass_on(desk: Desk, person: Person, heir: Person) -> None:
    """Take the person out of every restricted record that is not the heir's to open. Asked in the whole."""
    kept = [child_id for child_id, people in sight.readers(desk.db).items() if heir.id not in people]
    for child in desk.db.scalars(select(Child).where(Child.id.in_(kept)).order_by(Child.id)) if kept else ():
        _take_out(desk, person, child)
    desk.db.flush()


def _take_out(desk: Desk, person: Person, child: Child) -> None:
    answers = answering(desk, child, but=person.id)
    keeper = answers.people[0] if answers.readers else None
    owed = desk.db.scalars(
        select(Task).where(
            Task.child_id == child.id, Task.owner_id == person.id, Task.done_on.is_(None), Task.state != "withdrawn"
        )
    ).all()
    supports = desk.db.scalars(
        select(Support)
        .join(Plan, (Plan.tenant_id == Support.tenant_id) & (Plan.id == Support.plan_id))
        .where(Plan.child_id == child.id, Plan.state == "open", Support.owner_id == person.id, Support.state != "ended")
    ).all()
    held = desk.db.scalars(
        select(CaseRole).where(CaseRole.child_id == child.id, CaseRole.person_id == person.id)
        .where(or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
    ).all()  # fmt: skip
    for task in owed:
        tasks.forget_escalation(task)
    mine: list[Any] = [*owed, *supports]
    for one in mine:
        one.owner_id, one.owner_name = (keeper.id, keeper.name) if keeper else (None, "")
    for role in held:
        role.until = desk.today - timedelta(days=1)
    if owed or supports or held:
        text = f"{person.name}, who had to do with a restricted record, has left. Choose who takes over there."
        for somebody in answers.people:
            notices.tell(desk, somebody.id, key=f"restricted:{child.id}:{person.id}", kind=KIND, text=text)
