"""What somebody owes: one list of decisions, confirmations, steps, pack items and actions, and marking them done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from core.models import Child, Meeting, Task
from core.services.desk import Desk, Missing, Refused, Stale

SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One line of a worklist."""

    task: Task
    child: Child
    meeting: Meeting | None

    def group(self, today: date) -> str:
        """ "past", "week" or "later"; a task without a date is later."""
        due = self.task.due
        if due is None or due > today + timedelta(days=7):
            return "later"
        return "past" if due < today else "week"


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """What a person owes or waits for, soonest first; at most `SHOWN` lines."""

    rows: tuple[Owed, ...]
    more: bool = False

    def of(self, group: str, today: date) -> list[Owed]:
        """The lines of one group."""
        return [row for row in self.rows if row.group(today) == group]


def worklist(
    desk: Desk, *, mine: bool = True, asked: bool = True, families: Sequence[str] = (), team: str = ""
) -> Worklist:
    """Open tasks owed by the actor, asked of others by the actor, or of a whole `team`; one query."""
    person = desk.actor.person_id
    statement = (
        select(Task, Child, Meeting)
        .join(Child, (Child.tenant_id == Task.tenant_id) & (Child.id == Task.child_id))
        .outerjoin(Meeting, (Meeting.tenant_id == Task.tenant_id) & (Meeting.id == Task.meeting_id))
        .where(Task.done_on.is_(None), Task.state != "withdrawn")
    )
    if team:
        statement = statement.where(Child.team == team)
    else:
        whose = [Task.owner_id == person] if mine else []
        whose += [(Task.asked_by_id == person) & (Task.owner_id != person)] if asked else []
        statement = statement.where(or_(*whose)) if whose else statement.where(Task.owner_id == person)
    if families:
        statement = statement.where(or_(Meeting.family.in_(families), Task.meeting_id.is_(None)))
    statement = statement.order_by(Task.due.is_(None), Task.due, Task.id).limit(SHOWN + 1)
    rows = [Owed(task=t, child=c, meeting=m) for t, c, m in desk.db.execute(statement)]
    return Worklist(rows=tuple(rows[:SHOWN]), more=len(rows) > SHOWN)


def find(desk: Desk, task_id: str, *, kind: str | None = None) -> Task:
    """One task of this authority; `Missing` where there is none, or it is of another kind."""
    task = desk.db.scalar(select(Task).where(Task.id == task_id))
    if task is None or (kind is not None and task.kind != kind):
        raise Missing(task_id)
    return task


def current(task: Task, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version of the task."""
    if version is not None and version != task.version:
        raise Stale(task)


def complete(desk: Desk, task: Task, *, on: date | None = None, note: str = "", state: str = "done") -> None:
    """Mark a task as done on a day (today, if not given). A day to come is refused."""
    day = on or desk.today
    if day > desk.today:
        raise Refused("Enter a day that is not in the future.", field="on")
    if task.done_on is not None:
        return
    task.done_on, task.done_by, task.done_at, task.state = day, desk.actor.name, desk.now, state
    if note:
        task.because = note
    desk.note(
        "completed", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, title=task.title, key=task.key
    )


def reopen(desk: Desk, task: Task) -> None:
    """Undo a completion that was a mistake."""
    task.done_on, task.done_by, task.done_at, task.state = None, "", None, "open"
    desk.note("reopened", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, title=task.title)
