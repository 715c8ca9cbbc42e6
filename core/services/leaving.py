"""Somebody no longer works here: what they leave open, in kinds and numbers, and who takes it on. Apart from `people`,
which says who works here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from core.db import in_whole
from core.models import CaseRole, Meeting, Person, Plan, Support, Task, Team
from core.services import api_tokens, left_in_confidence, notices, people, roles, tasks
from core.services.desk import Desk, Refused, Stale
from core.services.keepers import KEEPS

Under = aliased(Person)
KINDS = {
    "step": ("step of a meeting", "steps of meetings"),
    "action": ("action", "actions"),
    "pack": ("paper for a meeting", "papers for meetings"),
    "decide": ("decision", "decisions"),
    "confirm": ("confirmation", "confirmations"),
    "review": ("review of a plan", "reviews of plans"),
    "offer": ("offer to make", "offers to make"),
    "plan": ("planning meeting to arrange", "planning meetings to arrange"),
    "restricted": ("restriction to review", "restrictions to review"),
    "opening": ("opening of a restricted record to review", "openings of restricted records to review"),
}
"""Kinds of task in words, one and several, in the order in which they are said; any other is "other open step"."""
OTHER = ("other open step", "other open steps")


@dataclass(frozen=True, kw_only=True)
class Left:
    """What somebody who leaves would leave behind: numbers only, so that no child is named here. `owned` counts open
    tasks by kind, `supports` what a plan counts on them for."""

    owned: Mapping[str, int]
    supports: int
    meetings: int
    children: int
    managed: int
    teams: int = 0

    @property
    def tasks(self) -> int:
        """Open tasks of every kind."""
        return sum(self.owned.values())

    @property
    def passes_on(self) -> bool:
        """Whether somebody has to take over."""
        return bool(self.tasks or self.supports or self.children or self.managed or self.teams)

    @property
    def case_work(self) -> bool:
        """Whether any of it is about children."""
        return bool(self.tasks or self.supports or self.children)

    @property
    def said(self) -> list[str]:
        """All of it in words, a line each: "2 actions", "a role for 1 child"."""
        known = [(self.owned.get(kind, 0), words) for kind, words in KINDS.items()]
        others = sum(number for kind, number in self.owned.items() if kind not in KINDS)
        known += [(others, OTHER), (self.supports, ("support in a plan", "supports in plans"))]
        lines = [f"{number} {one if number == 1 else many}" for number, (one, many) in known if number]
        if self.children:
            lines.append(f"a role for {self.children} {'child' if self.children == 1 else 'children'}")
        if self.managed:
            lines.append(f"{self.managed} {'member' if self.managed == 1 else 'members'} of staff to manage")
        if self.teams:
            lines.append(f"{self.teams} {'team' if self.teams == 1 else 'teams'} to lead")
        return lines


def leaves_behind(desk: Desk, person: Person) -> Left:
    """Open tasks and supports that the person owns, meetings to come that they chair, children they have a role for,
    and staff and teams whom they lead: all of them, in numbers only. Two statements."""
    with in_whole(desk.db):
        return _left(desk, person)


def _left(desk: Desk, person: Person) -> Left:
    kinds = select(Task.kind, func.count()).where(*_owed(person)).group_by(Task.kind)
    supports = select(func.count()).select_from(Support).where(*_supporting(person)).scalar_subquery()
    meetings = (
        select(func.count())
        .where(Meeting.chair_id == person.id, Meeting.stage.in_(("proposed", "convened", "postponed", "held")))
        .scalar_subquery()
    )
    children = select(func.count(CaseRole.child_id.distinct())).where(*_held(desk, person)).scalar_subquery()
    managed = select(func.count()).where(Under.manager_id == person.id, Under.active).scalar_subquery()
    led = select(func.count()).where(Team.manager_id == person.id, Team.active).scalar_subquery()
    numbers = select(supports, meetings, children, managed, led).select_from(Person).where(Person.id == person.id)
    row = desk.db.execute(numbers).one()
    owned = {kind: number for kind, number in desk.db.execute(kinds)}
    return Left(owned=owned, supports=row[0], meetings=row[1], children=row[2], managed=row[3], teams=row[4])


def leave(desk: Desk, person: Person, *, heir_id: str = "", version: int | None = None) -> None:
    """The person no longer works here: their roles end, their sign-in and tokens open nothing here. Open tasks,
    supports, roles for children and the staff they manage pass to somebody else, who is told. What is part of a
    restricted record that is not theirs to open passes to whoever answers for it.

    Refused for oneself, while there is any of these and nobody takes them over, and where case work would come to
    somebody who looks after the configuration; the refusal names them.
    """
    desk.lock()
    if version is not None and version != person.version:
        raise Stale(person)
    if person.id == desk.actor.person_id:
        raise Refused("Somebody else must do this for you: it would shut you out.")
    behind = leaves_behind(desk, person)
    heir = next((one for one in people.colleagues(desk, but=person.id) if one.id == heir_id), None)
    if behind.passes_on and heir is None:
        left = ", ".join(behind.said)
        raise Refused(
            f"Somebody has to take on what {person.name} leaves: {left}. Choose who takes over.", field="heir"
        )
    if heir is not None:
        _refuse_keeper(desk, heir, behind)
        with in_whole(desk.db):
            left_in_confidence.pass_on(desk, person, heir)
            _pass_on(desk, person, heir)
    roles.end_all(desk, person)
    api_tokens.revoke_all(desk, person.id, "No longer works here.")
    person.active = False
    desk.db.flush()
    desk.note("ended somebody's work here", "person", person.id, tasks=behind.tasks, supports=behind.supports,
              heir=heir.id if heir else None, heir_name=heir.name if heir else "")  # fmt: skip


def _refuse_keeper(desk: Desk, heir: Person, behind: Left) -> None:
    """Case work does not go beside the configuration, neither as a role nor as what somebody leaves behind."""
    held = people.find(desk, heir.id).roles
    keeps = any(one.role == KEEPS and (one.until is None or one.until >= desk.today) for one in held)
    if behind.case_work and keeps:
        raise Refused(
            f"{heir.name} looks after the configuration and sees no children’s records. Choose somebody else to take "
            "over.", field="heir",
        )  # fmt: skip


def _pass_on(desk: Desk, person: Person, heir: Person) -> None:
    behind = _left(desk, person)
    for task in desk.db.scalars(select(Task).where(*_owed(person))):
        task.owner_id, task.owner_name = heir.id, heir.name
        tasks.forget_escalation(task)
    for told in desk.db.scalars(select(Task).where(Task.escalated_to_id == person.id, Task.done_on.is_(None))):
        tasks.forget_escalation(told)
    for support in desk.db.scalars(select(Support).where(*_supporting(person))):
        support.owner_id, support.owner_name = heir.id, heir.name
    for role in desk.db.scalars(select(CaseRole).where(*_held(desk, person))):
        role.until = desk.today - timedelta(days=1)
        taken = CaseRole(child_id=role.child_id, person_id=heir.id, role=role.role, placement_id=role.placement_id)
        taken.since = desk.today
        desk.db.add(taken)
    for member in desk.db.scalars(select(Person).where(Person.manager_id == person.id, Person.id != heir.id)):
        people.note_changes(desk, member, {"manager_id": [person.name, heir.name]})
        member.manager_id = heir.id
    for team in desk.db.scalars(select(Team).where(Team.manager_id == person.id)):
        team.manager_id = heir.id
        desk.note("changed the manager of a team", "team", team.id, before=person.name, after=heir.name)
    if heir.manager_id == person.id:
        above = desk.db.scalar(select(Person.name).where(Person.id == person.manager_id)) or ""
        people.note_changes(desk, heir, {"manager_id": [person.name, above]})
        heir.manager_id = person.manager_id
    if behind.passes_on:
        text = f"{person.name} has left. You take over: {', '.join(behind.said)}."
        notices.tell(desk, heir.id, key=f"left:{person.id}:{desk.today}", kind="taken over", text=text)


def _owed(person: Person) -> tuple[Any, ...]:
    return (Task.owner_id == person.id, Task.done_on.is_(None), Task.state != "withdrawn")


def _supporting(person: Person) -> tuple[Any, ...]:
    """The supports that a plan in force counts on somebody for."""
    open_plans = select(Plan.id).where(Plan.state == "open")
    return (Support.owner_id == person.id, Support.state != "ended", Support.plan_id.in_(open_plans))


def _held(desk: Desk, person: Person) -> tuple[Any, ...]:
    return (CaseRole.person_id == person.id, or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
