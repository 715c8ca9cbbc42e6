"""The papers for the chair: where each stands and in which form it came, who supplies it, and what the chair has read.

Apart from `holding`, because a pack is dealt with paper by paper, by whoever has one.
"""

from dataclasses import dataclass

from sqlalchemy import select

from core.domain.lifecycle import Stage
from core.domain.owed import who_owes
from core.domain.procedure import PackItem
from core.models import Meeting, Person, PersonRole, Task
from core.services import inviting, scheduling, tasks
from core.services.casting import Cast
from core.services.desk import Desk, Missing, Refused
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.permissions import NotAllowed
from core.services.reading import holders

STATES = ("open", "asked", "received", "not available")
Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper of the pack. `authors` and `supporters` are (role, name), the name "" where nobody is recorded.

    `days_late` counts from its date while it is still to come.
    """

    task: Task
    rule: PackItem | None
    authors: Names = ()
    supporters: Names = ()
    days_late: int = 0

    @property
    def read_by(self) -> str:
        """The role that is to have read it before the meeting; "" where the text asks nobody to."""
        return _read_by(self.task, self.rule)

    @property
    def forms(self) -> tuple[str, ...]:
        """The other forms in which it may come."""
        return self.rule.alternatives if self.rule else ()

    @property
    def came(self) -> bool:
        """Whether it has been received, in whatever form."""
        return self.task.state == "received"


def papers(desk: Desk, case: Case, file: Dossier) -> list[Paper]:
    """The papers of a meeting in the procedure's order; without a statement, unless a rule asks for facts."""
    declared = {item.title: item for item in case.declared.pack} if case.declared else {}
    return [_paper(desk, case, file.people, task, declared.get(task.title)) for task in file.owed("pack")]


def supply(
    desk: Desk, case: Case, task: Task, *, state: str, because: str = "", form: str = "", version: int | None = None
) -> None:
    """Record where a paper stands. "Not available" needs its reason; `form` is one of its other forms, "" for the paper
    itself. The last one completes the pack's own step."""
    tasks.current(task, version)
    rule = _rule(case, task)
    if state not in STATES:
        raise Refused("Choose where this paper stands.", field="state")
    if state == "not available" and not because.strip():
        raise Refused("Say why it is not available.", field="because")
    if form and form not in (rule.alternatives if rule else ()):
        raise Refused("Choose in which form it came.", field="form")
    task.because = because.strip()
    task.form = form if state == "received" else ""
    if state in ("received", "not available"):
        if task.done_on is not None:
            task.state = state
        tasks.complete(desk, task, state=state)
    else:
        task.done_on, task.done_by, task.done_at, task.state = None, "", None, state
    if state != "received":
        task.read_on = None
    desk.db.flush()
    complete_step(desk, case)
    _note(desk, case, f"pack: {state}", task)


def mark_read(
    desk: Desk, case: Case, file: Dossier, task: Task, *, read: bool = True, version: int | None = None
) -> None:
    """Whoever is to read a paper has read it (or has not, after all). Nobody else can say so."""
    tasks.current(task, version)
    by = _read_by(task, _rule(case, task))
    if not by:
        raise Refused("The procedure does not ask that this paper is read beforehand.")
    if by not in file.reader.roles:
        raise NotAllowed("Only the person who is to read this paper marks it as read.")
    if read and task.state != "received":
        raise Refused(f"“{task.title}” has not been received yet.")
    task.read_on = desk.today if read else None
    desk.db.flush()
    _note(desk, case, "read a paper" if read else "marked a paper as not read", task)


def name_owner(desk: Desk, task: Task, person_id: str, *, version: int | None = None) -> None:
    """Say who supplies a paper, where the text is silent or somebody else takes it on."""
    tasks.current(task, version)
    person = desk.db.scalar(select(Person).where(Person.id == person_id, Person.active))
    if person is None:
        raise Missing(person_id)
    task.owner_id, task.owner_name = person.id, person.name
    if task.kind == "pack" and task.state == "open" and person.id != desk.actor.person_id and _convened(desk, task):
        task.state = "asked"
    desk.note("named who owes", "task", task.id, child_id=task.child_id, meeting_id=task.meeting_id, owner=person.id)


def suppliers(desk: Desk) -> list[tuple[str, str]]:
    """Staff who may be named as the supplier of a paper or take the minutes, as (id, words)."""
    roles = select(PersonRole.person_id).where(PersonRole.held_on(desk.today))
    apart = roles.where(PersonRole.role.in_(inviting.APART))
    other = roles.where(PersonRole.role.not_in(inviting.APART))
    statement = (
        select(Person)
        .where(Person.staff, Person.active, Person.id.not_in(apart) | Person.id.in_(other))
        .order_by(Person.name)
        .limit(500)
    )
    return [(p.id, f"{p.name}, {p.title}".rstrip(", ")) for p in desk.db.scalars(statement)]


def _paper(desk: Desk, case: Case, people: Cast, task: Task, rule: PackItem | None) -> Paper:
    late = (desk.today - task.due).days if task.due and task.done_on is None else 0
    if rule is None:
        return Paper(task=task, rule=None, days_late=max(late, 0))
    supporter = rule.supported_by
    if callable(supporter):
        supporter = who_owes(supporter, case.facts)[0]
    return Paper(
        task=task, rule=rule, days_late=max(late, 0),
        authors=tuple(pair for role in rule.authors for pair in _named(people, role)),
        supporters=_named(people, supporter) if supporter else (),
    )  # fmt: skip


def _read_by(task: Task, rule: PackItem | None) -> str:
    """Without the rule: the chair, where it was recorded that somebody had read it."""
    if rule is None:
        return "chair" if task.read_on else ""
    return rule.read_by or ""


def _named(people: Cast, role: str) -> Names:
    return tuple((role, name) for _, name in holders(people, role)) or ((role, ""),)


def _rule(case: Case, task: Task) -> PackItem | None:
    return next((item for item in case.declared.pack if item.title == task.title), None) if case.declared else None


def _convened(desk: Desk, task: Task) -> bool:
    meeting = desk.db.scalar(select(Meeting).where(Meeting.id == task.meeting_id))
    return meeting is not None and Stage(meeting.stage).convened_or_later


def complete_step(desk: Desk, case: Case) -> None:
    """The step of collecting the papers is complete once each is there or not available, and open again else."""
    rows = scheduling.tasks_of(desk, case.meeting)
    every = [t for t in rows if t.kind == "pack" and t.state != "withdrawn"]
    declared = case.declared.steps if case.declared else ()
    keys = {s.key for s in declared if s.completes == "pack"}
    for step in (t for t in rows if t.kind == "step" and t.key in keys):
        if every and all(p.done_on for p in every):
            tasks.complete(desk, step)
        elif step.done_on is not None:
            tasks.reopen(desk, step)


def _note(desk: Desk, case: Case, verb: str, task: Task) -> None:
    desk.note(verb, "task", task.id, child_id=case.child.id, meeting_id=case.meeting.id, title=task.title)
