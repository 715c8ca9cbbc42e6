"""The meeting itself and what surrounds it: who came, the steps and what was considered."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import select

from core.domain.lifecycle import NotYet, Stage, move
from core.models import Invitation, MeetingPart, Person, Task
from core.services import arranging, attendance, judging, scheduling, stages, tasks
from core.services.advising import agree_action as agree_action
from core.services.advising import progress as progress
from core.services.advising import recommend as recommend
from core.services.attendance import CHAIR as CHAIR
from core.services.attendance import also_came as also_came
from core.services.convening import invitations_of
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import Dossier
from core.services.meetings import Case

REPLIES = ("invited", "coming", "not coming", "sent views", "sent apologies")


def hold(
    desk: Desk,
    case: Case,
    part_key: str,
    *,
    on: date,
    attended: Collection[str],
    why: str = "",
    version: int | None = None,
) -> None:
    """Record that a part took place on a day, and who came (ids of invitations, `CHAIR`). The last part makes it held.

    A day other than the one planned needs a reason, `why`, kept as a judgement.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    arranging.require(desk, case)
    if meeting.stage != Stage.CONVENED.value:
        move(Stage(meeting.stage), Stage.HELD)
    if on > desk.today:
        raise Refused("Enter the day the meeting took place. It cannot be in the future.", field="on")
    parts = scheduling.parts_of(desk, meeting)
    part = next((p for p in parts if p.key == part_key), None)
    if part is None:
        raise Missing(part_key)
    _in_order(parts, part, on)
    if part.day is not None and on != part.day:
        judging.held_elsewhen(desk, case, part.day, on, why)
    part.held_on = on
    scheduling.touch(meeting)
    for invitation in invitations_of(desk, case):
        if invitation.part == part_key and not invitation.left_out:
            invitation.attended = invitation.id in attended
    if CHAIR in attended and meeting.chair_id is not None:
        attendance.chaired(desk, case, part_key)
    if all(p.held_on for p in parts):
        meeting.stage = Stage.HELD.value
        meeting.held_on = max(p.held_on for p in parts if p.held_on)
        _no_longer_asked(desk, case)
    desk.db.flush()
    scheduling.refresh(desk, case)
    desk.note("held", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id, part=part_key, on=str(on))


def _no_longer_asked(desk: Desk, case: Case) -> None:
    """What was to be considered or offered before the meeting, and was not, is owed by nobody once it has been held."""
    before = {p.key for p in case.declared.prompts if p.when_asked == "before"} if case.declared else set()
    for task in scheduling.tasks_of(desk, case.meeting):
        late = task.kind == "offer" or (task.kind == "prompt" and task.key in before)
        if late and task.done_on is None:
            task.state = "withdrawn"


def reply(desk: Desk, case: Case, found: Invitation, said: str, *, version: int | None = None) -> None:
    """What somebody answered to the invitation, or sent in place of coming."""
    if version is not None and version != found.version:
        raise Stale(found)
    if said not in REPLIES:
        raise Refused("Choose what they answered.", field="reply")
    if found.left_out:
        raise Refused("This person is not asked to this meeting.", field="reply")
    found.reply = said
    _note(desk, case, "recorded a reply", "invitation", found.id, reply=said)


def name_minute_taker(desk: Desk, case: Case, person_id: str, *, version: int | None = None) -> None:
    """Say who takes the minutes; "" for nobody yet. Where the procedure does not say who writes or circulates the
    record, it waits for this person."""
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    arranging.require(desk, case, field="minute_taker")
    person = desk.db.scalar(select(Person).where(Person.id == person_id, Person.active)) if person_id else None
    if person_id and (person is None or not person.staff):
        raise Refused("Choose one of the people listed.", field="minute_taker")
    before, case.meeting.minute_taker_id = case.meeting.minute_taker_id, person.id if person else None
    written = {step.key for step in case.asked.steps if step.completes in ("minutes", "circulation")}
    for task in scheduling.tasks_of(desk, case.meeting):
        unowned = task.owed_by is None and task.owner_id in (None, before)
        if task.kind == "step" and task.key in written and task.done_on is None and unowned:
            task.owner_id, task.owner_name = (person.id, person.name) if person else (None, "")
    _note(desk, case, "named who takes the minutes", "meeting", case.meeting.id)


def complete_step(desk: Desk, case: Case, task: Task, *, on: date | None = None, note: str = "") -> None:
    """A step has been done: what waits for it becomes firm. Refused while its own anchor has not happened, and without
    a sentence where the procedure asks what came of it."""
    rule = next((s for s in case.declared.steps if s.key == task.key), None) if case.declared else None
    if rule is not None and rule.outcome and not note.strip():
        raise Refused("Say in a sentence what was done, or why it was not required.", field="note")
    steps = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step"]
    first = stages.waits_for(case, task, steps, scheduling.parts_of(desk, case.meeting))
    if first:
        raise NotYet(f"Not yet: it follows {first}.", task.clause)
    stages.by_hand(desk, case, task, on)
    tasks.complete(desk, task, on=on, note=note.strip())
    desk.db.flush()
    scheduling.refresh(desk, case)


def reopen_step(desk: Desk, case: Case, task: Task) -> None:
    """A step was marked as done by mistake: what waited for it is projected again. Refused once a body has considered
    the meeting."""
    if case.meeting.stage in (Stage.CONSIDERED.value, Stage.CLOSED.value):
        raise Refused("This meeting has been considered, so what was done for it stays as it was recorded.")
    stages.by_hand(desk, case, task, None)
    tasks.reopen(desk, task)
    desk.db.flush()
    scheduling.refresh(desk, case)


def consider(desk: Desk, case: Case, task: Task, *, outcome: str, note: str = "", version: int | None = None) -> None:
    """What came of something the text asks to be considered: one of its options, where it has any, and a sentence."""
    tasks.current(task, version)
    rule = next((p for p in case.asked.prompts if p.key == task.key), None)
    options = rule.options if rule else ()
    if options and outcome not in options:
        raise Refused("Choose what came of it.", field="outcome")
    if not options and not note.strip():
        raise Refused("Say what came of it.", field="note")
    task.progress, task.because = outcome if options else "", note.strip()
    tasks.complete(desk, task)
    desk.db.flush()
    _note(desk, case, "considered", "task", task.id, title=task.title)


def owner_choices(file: Dossier, role: Callable[[str], str]) -> list[tuple[str, str]]:
    """Who may take on an action: those asked to the meeting and those with a role for the child, as (id, words)."""
    found = {i.person_id: f"{i.name}, {role(i.role)}" for i in file.invitations if i.person_id and not i.left_out}
    for one in file.people.case:
        if one.person_id in file.people.people and one.role != "child":
            found.setdefault(one.person_id, f"{file.people.people[one.person_id].name}, {role(one.role)}")
    return sorted(((ref, words) for ref, words in found.items() if ref), key=lambda pair: pair[1])


def attendees(desk: Desk, case: Case) -> list[Invitation]:
    """Those recorded as having come, by part."""
    return [i for i in invitations_of(desk, case) if i.attended]


def _in_order(parts: list[MeetingPart], part: MeetingPart, on: date) -> None:
    for other in parts:
        earlier = other.position < part.position
        if earlier and other.held_on is None:
            raise Refused(f"“{other.title}” comes first. Record that it was held.", field="on")
        if other.held_on is None or other is part:
            continue
        if (earlier and on < other.held_on) or (not earlier and on > other.held_on):
            said = "comes first" if earlier else "comes after this"
            raise Refused(f"“{other.title}” {said}. Check the day.", field="on")


def _note(desk: Desk, case: Case, verb: str, about: str, about_id: str, **data: object) -> None:
    desk.note(verb, about, about_id, child_id=case.child.id, meeting_id=case.meeting.id, **data)
