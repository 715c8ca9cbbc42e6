"""Writing down what a plan lists for a meeting: people to ask, papers, steps, prompts and offers. Each line once."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from core.domain.knowing import Verdict
from core.domain.parts import asked_to
from core.domain.planning import Plan, Planned
from core.domain.procedure import Invitee, PackItem
from core.domain.steps import Offer, Prompt
from core.models import Invitation, Meeting, Person, Task
from core.services.casting import Cast
from core.services.desk import Desk

NOT_INVITED = "not invited yet"
NOT_ASKED = "Not asked for any more since the move"
"""Begins what is kept of a row that was set aside when its meeting was moved to another version of the procedure."""


def people(
    desk: Desk, meeting: Meeting, planned: Plan, known: Cast, homes: Mapping[str, str], parts: Iterable[str]
) -> None:
    """List everyone the procedure asks to each part, each person once; a role that cannot be told yet is not listed.

    `homes` are carers as the record names them, by role. An unnamed line whose rule no longer holds is taken away.
    """
    there = list(desk.db.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id)))
    for part in parts:
        mine = [i for i in there if i.part == part]
        _take_away(desk, mine, {one.rule.role for one in asked(planned, part)})  # type: ignore[union-attr]
        for position, rule, person, supporters in missing(planned, part, mine, known, homes):
            desk.db.add(_invitation(meeting, part, rule, position, person, homes, supporters))


def asked(planned: Plan, part: str) -> list[Planned]:
    """Whom the procedure certainly asks to a part, in its order."""
    listed = asked_to(planned, part) if planned.kind.parts else planned.invitees
    return [one for one in listed if one.answer.verdict is Verdict.YES]


def missing(
    planned: Plan, part: str, there: Iterable[Invitation], known: Cast, homes: Mapping[str, str]
) -> Iterator[tuple[int, Invitee, Person | None, str]]:
    """Whom a part's list lacks: (position, rule, person or None for nobody named yet, who supports them)."""
    mine = list(there)
    listed = {i.person_id for i in mine if i.person_id}
    roles, names = {i.role for i in mine}, {i.name for i in mine}
    for position, one in enumerate(asked(planned, part)):
        rule = one.rule
        assert isinstance(rule, Invitee)
        if rule.role in roles:
            continue
        roles.add(rule.role)
        holders = known.holders(rule.role)
        fresh = [person for person in holders if person.id not in listed]
        listed |= {person.id for person in fresh}
        home = homes.get(rule.role, "")
        if not holders and home and home in names:
            continue
        names.add(home)
        supporters = ", ".join(person.name for person in known.holders(one.owner))
        for person in fresh if holders else (None,):
            yield position, rule, person, supporters


def papers(desk: Desk, meeting: Meeting, planned: Plan, known: Cast) -> None:
    """List the papers of the pack, and withdraw those that turn out not to be needed before they were supplied."""
    there = {task.key: task for task in _tasks(desk, meeting, "pack")}
    needed = set()
    for one in planned.pack:
        rule = one.rule
        assert isinstance(rule, PackItem)
        position = planned.kind.pack.index(rule)
        key = f"pack-{position}"
        needed.add(key)
        task = there.get(key)
        if task is None:
            task = _task(desk, meeting, known, "pack", rule.title, rule.clause, supplier(one), position, key=key)
        elif task.state == "withdrawn":
            task.state = "open"
        if task.owner_id is None and supplier(one) is not None:
            give(task, known, supplier(one))
        task.detail = _about(one)
    for key, task in there.items():
        if key not in needed and task.done_on is None:
            task.state = "withdrawn"


def steps(desk: Desk, meeting: Meeting, planned: Plan, known: Cast) -> None:
    """List the steps before and after the meeting, and the prompts that apply; one no longer needed is withdrawn."""
    _prompts_apply(desk, meeting, {one.rule.key for one in planned.prompts if isinstance(one.rule, Prompt)})
    there = {task.key: task for kind in ("step", "prompt") for task in _tasks(desk, meeting, kind)}
    for position, step in enumerate(planned.steps):
        if step.rule.key in there and there[step.rule.key].state == "withdrawn":
            there[step.rule.key].state = "open"
        elif step.rule.key not in there:
            task = _task(
                desk, meeting, known, "step", step.rule.title, step.rule.clause, step.owner, position,
                key=step.rule.key, detail=step.rule.note,
            )  # fmt: skip
            task.after, task.part = step.rule.after, step.rule.part or ""
    for position, one in enumerate(planned.prompts):
        rule = one.rule
        assert isinstance(rule, Prompt)
        if rule.key not in there:
            _task(
                desk, meeting, known, "prompt", rule.title, rule.clause, meeting.arranged_by, position,
                key=rule.key, detail=rule.note,
            )  # fmt: skip


def _prompts_apply(desk: Desk, meeting: Meeting, keys: set[str]) -> None:
    """Withdraw unanswered prompts whose question has been answered with no, and bring back those it now calls for."""
    for task in _tasks(desk, meeting, "prompt"):
        if task.done_on is None and meeting.held_on is None:
            task.state = "open" if task.key in keys else "withdrawn"


def offers(desk: Desk, meeting: Meeting, planned: Plan, known: Cast, homes: Mapping[str, str]) -> None:
    """List what is offered to whom: a line for each person, or for the role while nobody is named (key "offer:role").

    An offer that no longer applies is withdrawn, unless it has been made.
    """
    there = _tasks(desk, meeting, "offer")
    wanted: set[str] = set()
    for position, one in enumerate(planned.offers):
        rule = one.rule
        assert isinstance(rule, Offer)
        for number, (role, person_id, name) in enumerate(offered_to(rule, known, homes)):
            key = f"{rule.key}:{role}"
            wanted.add(key)
            mine = [t for t in there if t.key == key]
            task = next((t for t in mine if t.about_id == person_id and t.about_name == name), None)
            task = task or next((t for t in mine if not t.about_name and t.done_on is None), None)
            if task is None and mine and not name:
                continue
            if task is None:
                owner, place = one.owner or meeting.arranged_by, 100 * position + number
                task = _task(desk, meeting, known, "offer", rule.title, rule.clause, owner, place, key=key,
                             detail=rule.note)  # fmt: skip
            if task.state == "withdrawn":
                task.state = "open"
            task.about_id, task.about_name = person_id, name
    for task in there:
        if task.key not in wanted and task.done_on is None:
            task.state = "withdrawn"


def chair_owes(desk: Desk, meeting: Meeting, chair: Person) -> None:
    """What the chair owes becomes this person's."""
    owed = select(Task).where(Task.meeting_id == meeting.id, Task.owed_by == "chair", Task.done_on.is_(None))
    for task in desk.db.scalars(owed):
        task.owner_id, task.owner_name = chair.id, chair.name


def _take_away(desk: Desk, there: list[Invitation], roles: set[str]) -> None:
    for one in there:
        untouched = not (one.person_id or one.name or one.left_out) and one.reply == NOT_INVITED
        if one.clause and one.role not in roles and untouched:
            desk.db.delete(one)


def _invitation(
    meeting: Meeting, part: str, rule: Invitee, position: int, person: Person | None, homes: Mapping[str, str],
    supporters: str,
) -> Invitation:  # fmt: skip
    return Invitation(
        meeting_id=meeting.id,
        part=part,
        role=rule.role,
        person_id=person.id if person else None,
        name=person.name if person else homes.get(rule.role, ""),
        how=rule.contributes,
        supported_by=supporters,
        clause=rule.clause,
        strength=rule.strength.value,
        position=position,
    )


def offered_to(rule: Offer, known: Cast, homes: Mapping[str, str]) -> list[tuple[str, str | None, str]]:
    """(role, person id, name) of everybody an offer is made to, each once; "" for a role that nobody is named for.

    Roles that the record calls by one home, as the carers of one placement, are one person until they are named.
    """
    found: list[tuple[str, str | None, str]] = []
    seen: set[str] = set()
    for role in rule.to:
        holders, home = known.holders(role), homes.get(role)
        people: list[tuple[str | None, str]] = [(p.id, p.name) for p in holders if p.id not in seen]
        if not holders and f"home {home}" not in seen:
            people = [(None, home or "")]
        found += [(role, ref, name) for ref, name in people]
        seen |= {ref for ref, _ in people if ref} | ({f"home {home}"} if home is not None else set())
    return found


def supplier(one: Planned) -> str | None:
    """The role that a paper comes from; of one that several write together, the first."""
    rule = one.rule
    assert isinstance(rule, PackItem)
    return one.owner or (rule.authors[0] if rule.authors and not one.owner_needs else None)


def _about(one: Planned) -> str:
    rule = one.rule
    assert isinstance(rule, PackItem)
    if one.answer.verdict is Verdict.CANNOT_TELL:
        return "Cannot tell yet whether this is needed: needs " + ", ".join(one.answer.needs)
    if one.answer.verdict is Verdict.COULD_NOT_CHECK:
        return "Whether this is needed could not be checked: decide by hand"
    if one.owner_needs:
        return "Cannot tell yet who supplies this: needs " + ", ".join(one.owner_needs)
    if supplier(one) is None:
        return "The text does not say who supplies this: name somebody"
    return rule.note


def _tasks(desk: Desk, meeting: Meeting, kind: str) -> list[Task]:
    return list(desk.db.scalars(select(Task).where(Task.meeting_id == meeting.id, Task.kind == kind)))


def _task(
    desk: Desk, meeting: Meeting, known: Cast, kind: str, title: str, clause: str, owed_by: str | None, position: int,
    *, key: str, detail: str = "",
) -> Task:  # fmt: skip
    task = Task(
        kind=kind,
        child_id=meeting.child_id,
        meeting_id=meeting.id,
        key=key,
        title=title,
        detail=detail,
        clause=clause,
        asked_by_id=desk.actor.person_id,
        position=position,
        firm=False,
        state="open",
    )
    give(task, known, owed_by)
    desk.db.add(task)
    return task


def give(task: Task, known: Cast, owed_by: str | None) -> None:
    owners = known.holders(owed_by)
    task.owed_by = owed_by
    task.owner_id = owners[0].id if owners else None
    task.owner_name = owners[0].name if owners else ""
