"""Acting on what somebody owes: a decision, confirmation, step, pack item or action. `worklist` lists them."""

from datetime import date

from sqlalchemy import select

from core.models import Task
from core.services.desk import Desk, Missing, Refused, Stale


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


def forget_escalation(task: Task) -> None:
    """Nobody is told of it any more: it has another owner, or another day."""
    task.reminded_on, task.escalated_on, task.escalated_to_id = None, None, None
    task.escalated_to_name, task.escalated_because = "", ""


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
