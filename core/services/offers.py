"""What is offered before a meeting, such as to meet the chair: to whom, on which day, and what they answered."""

from dataclasses import dataclass
from datetime import date

from core.domain.knowing import ask
from core.domain.steps import Offer
from core.models import Task
from core.services import arranging, scheduling, tasks
from core.services.desk import Desk, Refused
from core.services.dossier import Dossier
from core.services.meetings import Case

STATES = ("open", "offered", "not offered")
NOT_OFFERED = "not available"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One offer to one person: `role` is what they are to the child; the task is done once the offer has been made.

    `fault` says whose it is that nobody can tell whether the offer applies.
    """

    task: Task
    rule: Offer | None
    role: str
    fault: str = ""

    @property
    def state(self) -> str:
        """ "open", "offered" or "not offered"."""
        if self.task.done_on is None:
            return "open"
        return "not offered" if self.task.state == NOT_OFFERED else "offered"


def lines(case: Case, file: Dossier) -> list[Line]:
    """Every offer of a meeting in the procedure's order; what was withdrawn unmade is shown once it has been held."""
    declared = {offer.key: offer for offer in case.declared.offers} if case.declared else {}
    held = case.meeting.held_on is not None
    shown = [t for t in file.tasks if t.kind == "offer" and (held or t.state != "withdrawn")]
    return [
        Line(task=task, rule=declared.get(key), role=role, fault=_fault(case, declared.get(key)))
        for task in sorted(shown, key=lambda t: (t.position, t.id))
        for key, _, role in (task.key.partition(":"),)
    ]


def _fault(case: Case, rule: Offer | None) -> str:
    if case.procedure is None or rule is None or rule.when is None:
        return ""
    return case.procedure.fault(ask(rule.when, case.facts), rule.clause)


def record(
    desk: Desk, case: Case, task: Task, *, state: str, on: date | None = None, answer: str = "", note: str = "",
    version: int | None = None,
) -> None:  # fmt: skip
    """That an offer was made on a day, and what was answered ("" while there is no answer); or why it was not made.

    The last offer completes the step that waits for them all.
    """
    arranging.require_owing(desk, case, task)
    tasks.current(task, version)
    if state not in STATES:
        raise Refused("Choose whether it was offered.", field="state")
    if state != "offered" and answer not in ("", task.progress):
        raise Refused("An answer follows an offer. Choose “Offered” and give its day, or leave the answer out.",
                      field="state")  # fmt: skip
    if state == "offered":
        _offered(desk, case, task, on, answer, note.strip())
    elif state == "not offered":
        if not note.strip():
            raise Refused("Say why it was not offered.", field="note")
        _clear(task)
        task.because = note.strip()
        tasks.complete(desk, task, state=NOT_OFFERED)
    elif task.done_on is not None:
        _clear(task)
        task.because = ""
        tasks.reopen(desk, task)
    desk.db.flush()
    _complete_step(desk, case)
    desk.note(
        "recorded an offer", "task", task.id, child_id=case.child.id, meeting_id=case.meeting.id, title=task.title,
        note=". ".join(word for word in (task.about_name, state.capitalize(), answer, note.strip()) if word),
    )  # fmt: skip


def _offered(desk: Desk, case: Case, task: Task, on: date | None, answer: str, note: str) -> None:
    declared = case.declared.offers if case.declared else ()
    rule = next((offer for offer in declared if offer.key == task.key.partition(":")[0]), None)
    if on is None:
        raise Refused("Enter the day it was offered.", field="on")
    held = case.meeting.held_on
    if held is not None and on > held:
        raise Refused("This is offered before the meeting. Check the day.", field="on")
    if answer and rule is not None and answer not in rule.answers:
        raise Refused("Choose what they answered.", field="answer")
    by = task.done_by if task.done_on == on and task.state == "done" else ""
    _clear(task)
    tasks.complete(desk, task, on=on)
    task.done_by = by or task.done_by
    task.progress, task.because = answer, note


def _clear(task: Task) -> None:
    task.done_on, task.done_by, task.done_at, task.progress = None, "", None, ""


def _complete_step(desk: Desk, case: Case) -> None:
    rows = scheduling.tasks_of(desk, case.meeting)
    made = [t.done_on is not None for t in rows if t.kind == "offer"]
    keys = {s.key for s in case.declared.steps if s.completes == "offers"} if case.declared else set()
    for step in (t for t in rows if t.kind == "step" and t.key in keys):
        if made and all(made):
            tasks.complete(desk, step)
        elif step.done_on is not None:
            tasks.reopen(desk, step)
    desk.db.flush()
    scheduling.refresh(desk, case)
