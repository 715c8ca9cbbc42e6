"""What a meeting leads to: recommendations, which go to a body, and actions, which a person owes."""

from datetime import date

from sqlalchemy import func, select

from core.models import Minute, Person, Recommendation, Task
from core.services import responding, tasks
from core.services.desk import Desk, Missing, Refused
from core.services.meetings import Case, agreed_parts

SUM = "The day was agreed in the meeting."


def recommend(
    desk: Desk, case: Case, *, text: str, body: str, theme: str = "", part: str = "main", due: date | None = None
) -> Recommendation:
    """Something the meeting recommends to a body, by role or name, and by a day where one was agreed."""
    _still_open(case, part)
    found = Recommendation(meeting_id=case.meeting.id, part=part, position=_number(desk, case))
    _write(desk, case, found, text, body, theme, due)
    desk.db.add(found)
    desk.db.flush()
    _note(desk, case, "recommended", "recommendation", found.id)
    return found


def recommendation(desk: Desk, case: Case, recommendation_id: str) -> Recommendation:
    """One recommendation of this meeting; `Missing` where there is none."""
    wanted = (Recommendation.id == recommendation_id, Recommendation.meeting_id == case.meeting.id)
    found = desk.db.scalar(select(Recommendation).where(*wanted, Recommendation.withdrawn.is_(False)))
    if found is None:
        raise Missing(recommendation_id)
    return found


def reword(
    desk: Desk, case: Case, found: Recommendation, *, text: str, body: str, theme: str = "", due: date | None = None,
    version: int | None = None,
) -> None:  # fmt: skip
    """Change a recommendation before the minutes are agreed."""
    responding.current(found, version)
    _still_open(case, found.part)
    _write(desk, case, found, text, body, theme, due)
    desk.db.flush()
    _note(desk, case, "reworded a recommendation", "recommendation", found.id)


def withdraw(desk: Desk, case: Case, found: Recommendation, *, version: int | None = None) -> None:
    """Take a recommendation back before the minutes are agreed; it is kept, and shown no longer."""
    responding.current(found, version)
    _still_open(case, found.part)
    found.withdrawn = True
    _note(desk, case, "withdrew a recommendation", "recommendation", found.id)


def recommendations_of(desk: Desk, case: Case) -> list[Recommendation]:
    """A meeting's recommendations in order, without those withdrawn."""
    statement = select(Recommendation).where(
        Recommendation.meeting_id == case.meeting.id, Recommendation.withdrawn.is_(False)
    )
    return list(desk.db.scalars(statement.order_by(Recommendation.position, Recommendation.id)))


def agree_action(
    desk: Desk, case: Case, *, text: str, owner_id: str | None, owner_name: str, owner_role: str, due: date | None,
    theme: str = "", part: str = "",
) -> Task:  # fmt: skip
    """Something a person takes on at the meeting: owned by name and role, with a day."""
    _still_open(case, part)
    number = desk.db.scalar(
        select(func.count()).select_from(Task).where(Task.meeting_id == case.meeting.id, Task.kind == "action")
    )
    task = Task(
        kind="action",
        child_id=case.child.id,
        meeting_id=case.meeting.id,
        part=part,
        detail=f"Action {(number or 0) + 1} from the {case.meeting.title[:1].lower()}{case.meeting.title[1:]}",
        sum=SUM,
        asked_by_id=desk.actor.person_id,
        position=number or 0,
    )
    _assign(desk, case, task, text, owner_id, owner_name, owner_role, due, theme)
    desk.db.add(task)
    desk.db.flush()
    _note(desk, case, "agreed an action", "task", task.id)
    return task


def change_action(
    desk: Desk, case: Case, task: Task, *, text: str, owner_id: str | None, owner_name: str, owner_role: str,
    due: date | None, theme: str = "", because: str = "", version: int | None = None,
) -> None:  # fmt: skip
    """Change what, who or when. Once the minutes are agreed the words stay, and another owner or day needs a reason."""
    tasks.current(task, version)
    if task.done_on is not None:
        raise Refused("This action is complete. Open it again before changing it.")
    before = (task.owner_name, task.due)
    if agreed_parts(case.meeting).get(task.part or "main") or case.meeting.agreed_on:
        text, theme = task.title, task.theme
        if not because.strip():
            raise Refused("The minutes have been agreed. Say why this changes.", field="because")
    _assign(desk, case, task, text, owner_id, owner_name, owner_role, due, theme)
    if because.strip():
        task.because = because.strip()
    desk.db.flush()
    said = {"owner_before": before[0], "due_before": str(before[1]), "because": because.strip()}
    _note(desk, case, "changed an action", "task", task.id, **said)


def progress(desk: Desk, task: Task, *, text: str, done: bool, version: int | None = None) -> None:
    """How far an action is; `done` completes it today, and taking that back opens it again."""
    tasks.current(task, version)
    if not text.strip() and not done and task.done_on is None:
        raise Refused("Enter how far it is, or say that it is done.", field="progress")
    task.progress = text.strip()
    if done:
        tasks.complete(desk, task)
    elif task.done_on is not None:
        tasks.reopen(desk, task)
    desk.note("reported progress", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, done=done)


def end_action(desk: Desk, case: Case, task: Task, because: str, *, version: int | None = None) -> None:
    """An action is no longer wanted: it stops being owed, with the reason, and stays on the record."""
    tasks.current(task, version)
    if not because.strip():
        raise Refused("Say why this action is no longer wanted.", field="because")
    task.state, task.because = "withdrawn", because.strip()
    _note(desk, case, "withdrew an action", "task", task.id, because=because.strip())


def place_of(desk: Desk, case: Case, minute_id: str, otherwise: str) -> tuple[str, str]:
    """The part and the title of the theme something came up in; the part `otherwise` without a theme."""
    if not minute_id:
        return otherwise, ""
    minute = desk.db.scalar(select(Minute).where(Minute.id == minute_id, Minute.meeting_id == case.meeting.id))
    if minute is None:
        raise Refused("Choose one of the themes listed.", field="theme")
    return minute.part, minute.title


def _write(
    desk: Desk, case: Case, found: Recommendation, text: str, body: str, theme: str, due: date | None
) -> None:  # fmt: skip
    if not text.strip():
        raise Refused("Enter the recommendation.", field="text")
    if due is not None:
        _refuse_before_meeting(desk, case, due)
    found.text, found.body, found.theme, found.due = text.strip(), body.strip(), theme, due


def _assign(
    desk: Desk, case: Case, task: Task, text: str, owner_id: str | None, owner_name: str, owner_role: str,
    due: date | None, theme: str,
) -> None:  # fmt: skip
    if not text.strip():
        raise Refused("Enter what is to be done.", field="text")
    if not owner_id and not owner_name.strip():
        raise Refused("Say who will do it.", field="owner")
    if due is None:
        raise Refused("Enter the day by which it is to be done.", field="due")
    _refuse_before_meeting(desk, case, due)
    person = desk.db.scalar(select(Person).where(Person.id == owner_id)) if owner_id else None
    if owner_id and person is None:
        raise Missing(owner_id)
    task.title, task.theme, task.owed_by = text.strip(), theme, owner_role.strip() or None
    before = (task.owner_id, task.due)
    task.owner_id = person.id if person else None
    task.owner_name = person.name if person else owner_name.strip()
    if before != (task.owner_id, due):
        tasks.forget_escalation(task)
    task.due = due


def _refuse_before_meeting(desk: Desk, case: Case, due: date) -> None:
    if due < (case.meeting.held_on or case.meeting.day or desk.today):
        raise Refused("Enter the day of the meeting or a later one.", field="due")


def _still_open(case: Case, part: str) -> None:
    if case.meeting.agreed_on is not None or agreed_parts(case.meeting).get(part):
        raise Refused("The minutes have been agreed, so what the meeting asked for stays as it is.")


def _number(desk: Desk, case: Case) -> int:
    statement = select(func.count()).select_from(Recommendation).where(Recommendation.meeting_id == case.meeting.id)
    return desk.db.scalar(statement) or 0


def _note(desk: Desk, case: Case, verb: str, about: str, about_id: str, **data: object) -> None:
    desk.note(verb, about, about_id, child_id=case.child.id, meeting_id=case.meeting.id, **data)
