"""Who prepares whom before a meeting: the steps of which the procedure asks what came of them, and the chair's own."""

from datetime import date

from core.models import Task
from core.services import holding, stages, tasks
from core.services.desk import Desk
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.stages import BEFORE, Row

NOT_REQUIRED = "Not required"


def steps(case: Case, file: Dossier) -> list[Row]:
    """The steps before the meeting that are recorded with a sentence, in the procedure's order.

    Where its rules cannot be read: those of which such a sentence was recorded.
    """
    every = stages.rows(case, file.tasks, file.parts)
    return [r for r in every if r.group == BEFORE and (r.rule.outcome if r.rule else bool(r.task.because))]


def of_chair(case: Case, file: Dossier) -> list[Row]:
    """What the chair does before the meeting, by hand: what is read, and with whom the chair speaks."""
    every = stages.rows(case, file.tasks, file.parts)
    return [r for r in every if r.group == BEFORE and r.task.owed_by == "chair" and r.by_hand]


def complete(
    desk: Desk, case: Case, task: Task, *, on: date, note: str, required: bool = True, version: int | None = None
) -> None:
    """Somebody has been prepared, or something arranged; or it was not `required`, and `note` says why."""
    tasks.current(task, version)
    holding.complete_step(desk, case, task, on=on, note=note)
    task.progress = "" if required else NOT_REQUIRED
    desk.db.flush()


def reopen(desk: Desk, case: Case, task: Task) -> None:
    """It was recorded by mistake."""
    holding.reopen_step(desk, case, task)
    task.progress = task.because = ""
    desk.db.flush()
