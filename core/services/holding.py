"""The meeting itself and what surrounds it: who came, the pack, the steps, actions and recommendations."""

from datetime import date

from sqlalchemy import func, select

from core.domain.lifecycle import NotYet, Stage, move
from core.models import Invitation, Person, Recommendation, Task
from core.services import scheduling, tasks
from core.services.convening import invitations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case

PACK_STATES = ("open", "asked", "received", "not available")


def hold(desk: Desk, case: Case, part_key: str, *, on: date, attended: set[str], version: int | None = None) -> None:
    """Record that a part took place on a day, and who came (ids of invitations). The last part makes it held."""
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    if meeting.stage != Stage.CONVENED.value:
        move(Stage(meeting.stage), Stage.HELD)
    if on > desk.today:
        raise Refused("Enter the day the meeting took place. It cannot be in the future.", field="on")
    parts = scheduling.parts_of(desk, meeting)
    part = next((p for p in parts if p.key == part_key), None)
    if part is None:
        raise Missing(part_key)
    part.held_on = on
    for invitation in invitations_of(desk, case):
        if invitation.part == part_key and not invitation.left_out:
            invitation.attended = invitation.id in attended
    if all(p.held_on for p in parts):
        meeting.stage = Stage.HELD.value
        meeting.held_on = max(p.held_on for p in parts if p.held_on)
    desk.db.flush()
    scheduling.refresh(desk, case)
    desk.note("held", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id, part=part_key, on=str(on))


def supply(desk: Desk, case: Case, task: Task, *, state: str, because: str = "", version: int | None = None) -> None:
    """Record where a pack item stands. "Not available" needs its reason."""
    tasks.current(task, version)
    if state not in PACK_STATES:
        raise Refused("Choose where this paper stands.", field="state")
    if state == "not available" and not because.strip():
        raise Refused("Say why it is not available.", field="because")
    task.because = because.strip()
    if state in ("received", "not available"):
        tasks.complete(desk, task, state=state)
    else:
        task.done_on, task.done_by, task.done_at, task.state = None, "", None, state
    desk.note(f"pack: {state}", "task", task.id, child_id=case.child.id, meeting_id=case.meeting.id, title=task.title)


def name_owner(desk: Desk, task: Task, person_id: str, *, version: int | None = None) -> None:
    """Say who owes something, where the text is silent or somebody else takes it on."""
    tasks.current(task, version)
    person = desk.db.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise Missing(person_id)
    task.owner_id, task.owner_name = person.id, person.name
    desk.note("named who owes", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, owner=person.id)


def complete_step(desk: Desk, case: Case, task: Task, *, on: date | None = None, note: str = "") -> None:
    """A step has been done: what waits for it becomes firm. Refused while its own anchor has not happened."""
    rule = next((s for s in case.kind.steps if s.key == task.key), None)
    rows = {t.key: t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step"}
    earlier = rows.get(task.after)
    if earlier is not None and earlier.done_on is None:
        raise NotYet(f"Not yet: it follows “{earlier.title}”, which is not complete.", task.clause)
    if rule is not None and rule.direction == "after" and task.after == "meeting_held" and case.meeting.held_on is None:
        raise NotYet("Not yet: it follows the meeting, which has not been held.", task.clause)
    tasks.complete(desk, task, on=on, note=note)
    desk.db.flush()
    scheduling.refresh(desk, case)


def recommend(desk: Desk, case: Case, *, text: str, body: str, theme: str = "", part: str = "main") -> Recommendation:
    """Something the meeting recommends to a body."""
    if not text.strip():
        raise Refused("Enter the recommendation.", field="text")
    number = desk.db.scalar(
        select(func.count()).select_from(Recommendation).where(Recommendation.meeting_id == case.meeting.id)
    )
    found = Recommendation(
        meeting_id=case.meeting.id, text=text.strip(), body=body.strip(), theme=theme, part=part, position=number or 0
    )
    desk.db.add(found)
    desk.db.flush()
    desk.note("recommended", "recommendation", found.id, child_id=case.child.id, meeting_id=case.meeting.id)
    return found


def recommendations_of(desk: Desk, case: Case) -> list[Recommendation]:
    """A meeting's recommendations in order, without those withdrawn."""
    statement = select(Recommendation).where(
        Recommendation.meeting_id == case.meeting.id, Recommendation.withdrawn.is_(False)
    )
    return list(desk.db.scalars(statement.order_by(Recommendation.position)))


def agree_action(
    desk: Desk, case: Case, *, text: str, owner_id: str | None, owner_name: str, owner_role: str, due: date | None
) -> Task:
    """Something a person takes on at the meeting: owned by name and role, with a day."""
    if not text.strip():
        raise Refused("Enter what is to be done.", field="text")
    if not owner_id and not owner_name.strip():
        raise Refused("Say who will do it.", field="owner")
    if due is None:
        raise Refused("Enter the day by which it is to be done.", field="due")
    if due < (case.meeting.held_on or case.meeting.day or desk.today):
        raise Refused("Enter a day after the meeting.", field="due")
    person = desk.db.scalar(select(Person).where(Person.id == owner_id)) if owner_id else None
    if owner_id and person is None:
        raise Missing(owner_id)
    number = desk.db.scalar(
        select(func.count()).select_from(Task).where(Task.meeting_id == case.meeting.id, Task.kind == "action")
    )
    task = Task(
        kind="action",
        child_id=case.child.id,
        meeting_id=case.meeting.id,
        title=text.strip(),
        detail=f"Action {(number or 0) + 1} from the {case.meeting.title.lower()}",
        sum="The day was agreed in the meeting.",
        owed_by=owner_role or None,
        owner_id=person.id if person else None,
        owner_name=person.name if person else owner_name.strip(),
        asked_by_id=desk.actor.person_id,
        due=due,
        position=number or 0,
    )
    desk.db.add(task)
    desk.db.flush()
    desk.note("agreed an action", "task", task.id, child_id=case.child.id, meeting_id=case.meeting.id)
    return task


def progress(desk: Desk, task: Task, *, text: str, done: bool, version: int | None = None) -> None:
    """How far an action is; `done` completes it today."""
    tasks.current(task, version)
    task.progress = text.strip()
    if done:
        tasks.complete(desk, task)
    desk.note("reported progress", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, done=done)


def attendees(desk: Desk, case: Case) -> list[Invitation]:
    """Those recorded as having come, by part."""
    return [i for i in invitations_of(desk, case) if i.attended]
