"""Who is told when a role changes: the second person, and where there is none the managers and the auditors."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, select

from core.domain.days import british
from core.models import Person, PersonRole, RoleGiven
from core.services import notices
from core.services.desk import Desk

KIND = "role"


def of_waiting(desk: Desk, given: RoleGiven, person: Person, seconds: Iterable[Person]) -> None:
    """Those who could confirm it."""
    text = f"{desk.actor.name} asks for a role for {person.name}. It takes effect once somebody else confirms it."
    for one in seconds:
        notices.tell(desk, one.id, key=f"role:{given.id}", kind=KIND, text=text)


def of_alone(desk: Desk, person: Person, did: str, key: str) -> None:
    """Something for which there was no second person: the managers of both, and the auditors."""
    text = f"{desk.actor.name} {did} alone: nobody else here looks after roles. Ask them if you did not expect this."
    _watchers(desk, person, key, text)


def of_ended(desk: Desk, person: Person, role: PersonRole) -> None:
    """That somebody no longer looks after the configuration: they, the managers of both, and the auditors."""
    until = british(role.until or desk.today)
    text = f"{desk.actor.name} ended {person.name}’s work on the configuration, with {until} as its last day."
    key = f"role ended:{role.id}:{role.until}"
    notices.tell(desk, person.id, key=key, kind=KIND, text=text)
    _watchers(desk, person, key, text)


def of_answer(desk: Desk, given: RoleGiven, text: str) -> None:
    """Whoever gave the role, of what came of it."""
    notices.tell(desk, given.given_by_id, key=f"role {given.state}:{given.id}", kind=KIND, text=text)


def _watchers(desk: Desk, person: Person, key: str, text: str) -> None:
    known = select(Person.manager_id).where(Person.id.in_((person.id, desk.actor.person_id)))
    told = {one for one in desk.db.scalars(known) if one} | set(desk.db.scalars(_auditors(desk.today)))
    for one in sorted(told - {desk.actor.person_id, person.id}):
        notices.tell(desk, one, key=key, kind=KIND, text=text)


def _auditors(day: date) -> Select[str]:
    return (
        select(Person.id)
        .join(PersonRole, (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id))
        .where(PersonRole.role == "auditor", Person.active)
        .where(PersonRole.held_on(day))
    )
