"""Staff of one authority: who works here, for whom, with which roles. Contacts round children do not stand here."""

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from core.models import Person, PersonRole
from core.services import teams
from core.services.desk import Desk, Missing, Refused, Stale

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
EDITABLE = ("name", "title", "team", "email", "manager_id", "employed_here", "operational")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member of staff with their manager and every role, past ones included."""

    person: Person
    manager: Person | None = None
    roles: tuple[PersonRole, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of staff; `last` is where the next page begins, "" where none follows."""

    rows: tuple[Member, ...]
    last: str = field(default="")


def listed(desk: Desk, *, query: str = "", former: bool = False, after: str = "", size: int = 25) -> Listed:
    """Staff by name, from the one after `after` ("name|id"); `former` those who have left. Two statements."""
    manager = aliased(Person)
    statement = _members(manager).where(Person.active.is_(not former))
    if query:
        statement = statement.where(
            or_(Person.name.icontains(query, autoescape=True), Person.team.icontains(query, autoescape=True))
        )
    if "|" in after:
        name, last = after.rsplit("|", 1)
        statement = statement.where(or_(Person.name > name, and_(Person.name == name, Person.id > last)))
    found = desk.db.execute(statement.order_by(Person.name, Person.id).limit(size + 1)).all()
    rows = found[:size]
    roles = _roles(desk, [person.id for person, _ in rows])
    return Listed(
        rows=tuple(Member(person=p, manager=m, roles=roles.get(p.id, ())) for p, m in rows),
        last=f"{rows[-1][0].name}|{rows[-1][0].id}" if len(found) > size else "",
    )


def find(desk: Desk, person_id: str) -> Member:
    """One member of staff; `Missing` where there is none, or it is a contact round a child."""
    manager = aliased(Person)
    row = desk.db.execute(_members(manager).where(Person.id == person_id)).first()
    if row is None:
        raise Missing(person_id)
    return Member(person=row[0], manager=row[1], roles=_roles(desk, [person_id]).get(person_id, ()))


def colleagues(desk: Desk, but: str = "") -> list[Person]:
    """Staff who work here now, by name, without the one whose id is `but`."""
    statement = select(Person).where(Person.staff, Person.active, Person.id != but)
    return list(desk.db.scalars(statement.order_by(Person.name)))


def add(desk: Desk, values: dict[str, Any]) -> Person:
    """A new member of staff, without a role or a sign-in."""
    values = _with_team(desk, values)
    person = Person(staff=True, **{key: values.get(key) for key in EDITABLE if values.get(key) is not None})
    _refuse_manager(desk, None, person.manager_id)
    _refuse_address(desk, None, person.email)
    desk.db.add(person)
    desk.db.flush()
    note_changes(desk, person, _said(desk, {key: ["", getattr(person, key)] for key in EDITABLE if key in values}),
                 "added a member of staff")  # fmt: skip
    return person


def edit(desk: Desk, person: Person, values: dict[str, Any], *, version: int | None = None) -> None:
    """Change who somebody is. Refused where a manager would come to be managed by those they manage."""
    if version is not None and version != person.version:
        raise Stale(person)
    if "manager_id" in values:
        _refuse_manager(desk, person, values["manager_id"])
    if "email" in values:
        _refuse_address(desk, person, values["email"])
    values = _with_team(desk, values)
    changes = {key: [getattr(person, key), values[key]] for key in EDITABLE if key in values}
    changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    for key, (_, after) in changes.items():
        setattr(person, key, after)
    if changes:
        desk.db.flush()
        note_changes(desk, person, _said(desk, changes))


def come_back(desk: Desk, person: Person) -> None:
    """The person works here again. Their roles ended when they left, and are given again."""
    person.active = True
    desk.note("let somebody back in", "person", person.id)


def note_changes(
    desk: Desk, person: Person, changes: dict[str, list[Any]], verb: str = "changed a member of staff"
) -> None:
    """Keep what somebody's entry said before and says now, by field; a manager stands there by name."""
    desk.note(verb, "person", person.id, name=person.name, changes=changes)


def _said(desk: Desk, changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The changes with managers by name, as they are called today."""
    ids = [one for one in changes.get("manager_id", ()) if one]
    found = desk.db.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    names = {id: name for id, name in found}
    said = {"manager_id": [names.get(one, "") for one in changes["manager_id"]]} if "manager_id" in changes else {}
    return changes | said


def _with_team(desk: Desk, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the team as it is called today."""
    return values | {"team": teams.named(desk, values["team"])} if values.get("team") else values


def _members(manager: Any) -> Any:
    return (
        select(Person, manager)
        .outerjoin(manager, (manager.tenant_id == Person.tenant_id) & (manager.id == Person.manager_id))
        .where(Person.staff)
    )


def _roles(desk: Desk, ids: list[str]) -> dict[str, tuple[PersonRole, ...]]:
    found: dict[str, tuple[PersonRole, ...]] = {}
    if ids:
        statement = select(PersonRole).where(PersonRole.person_id.in_(ids))
        for role in desk.db.scalars(statement.order_by(PersonRole.role, PersonRole.id)):
            found[role.person_id] = (*found.get(role.person_id, ()), role)
    return found


def _refuse_manager(desk: Desk, person: Person | None, manager_id: str | None) -> None:
    if not manager_id:
        return
    statement = select(Person.id, Person.manager_id).where(Person.staff)
    above = {one: its for one, its in desk.db.execute(statement)}
    if manager_id not in above:
        raise Refused("Choose one of the people listed.", field="manager_id")
    at: str | None = manager_id
    for _ in above:
        if person is not None and at == person.id:
            raise Refused("These two would manage each other, directly or through others.", field="manager_id")
        at = above.get(at) if at else None


def _refuse_address(desk: Desk, person: Person | None, email: str) -> None:
    if not email:
        return
    if not ADDRESS.fullmatch(email):
        raise Refused("Enter an email address, such as name@example.org.", field="email")
    statement = select(Person.name).where(Person.staff, func.lower(Person.email) == email.lower())
    if person is not None:
        statement = statement.where(Person.id != person.id)
    other = desk.db.scalars(statement).first()
    if other is not None:
        raise Refused(f"{other} has this email address already.", field="email")
