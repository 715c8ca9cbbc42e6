"""The people round a child: who holds which role for them, since when and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from core.domain.roles import FROM_THE_CASE, ROLES
from core.models import CaseRole, Child, Meeting, Person, Placement
from core.services.desk import Desk, Missing, Refused

DERIVED = frozenset({"social_worker_manager", "previous_carer", "current_carer"})
ORDER = tuple(ROLES)
OF_A_PLACEMENT = frozenset({"foster_carer", "adopter", "keyworker", "home_manager", "connected_carer"})


@dataclass(frozen=True, kw_only=True)
class Round:
    """One person and what they are to the child; `manager` is theirs, `placement` the one that the role is about."""

    role: CaseRole
    person: Person
    manager: Person | None = None
    placement: Placement | None = None


def choices(local: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The roles that somebody can be given for one child, with their titles."""
    return [(key, (local or {}).get(key) or ROLES[key]) for key in ORDER
            if key in FROM_THE_CASE - DERIVED - {"child"}]  # fmt: skip


def title(role: str) -> str:
    """A role in words, where no procedure gives it its own."""
    return ROLES.get(role) or role.replace("_", " ").capitalize()


def around(desk: Desk, child: Child, *, past: bool = False) -> list[Round]:
    """The people round a child today, in the roles' order; with `past` also those whose role has ended."""
    manager = aliased(Person)
    statement = (
        select(CaseRole, Person, manager, Placement)
        .join(Person, (Person.tenant_id == CaseRole.tenant_id) & (Person.id == CaseRole.person_id))
        .outerjoin(manager, (manager.tenant_id == Person.tenant_id) & (manager.id == Person.manager_id))
        .outerjoin(Placement, (Placement.tenant_id == CaseRole.tenant_id) & (Placement.id == CaseRole.placement_id))
        .where(CaseRole.child_id == child.id)
        .order_by(Person.name, CaseRole.id)
    )
    if not past:
        statement = statement.where(or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
    found = [Round(role=r, person=p, manager=m, placement=a) for r, p, m, a in desk.db.execute(statement)]
    return sorted(found, key=lambda one: ORDER.index(one.role.role) if one.role.role in ORDER else len(ORDER))


def candidates(desk: Desk, child: Child) -> list[Person]:
    """Staff who can be named for a child, and the contacts already known round this child, by name."""
    known = select(CaseRole.person_id).where(CaseRole.child_id == child.id)
    statement = select(Person).where(Person.active, or_(Person.staff, Person.id.in_(known)))
    statement = statement.order_by(Person.staff.desc(), Person.name).limit(1000)
    return list(desk.db.scalars(statement))


def _has_meetings(desk: Desk, child: Child) -> bool:
    return desk.db.scalar(select(Meeting.id).where(Meeting.child_id == child.id).limit(1)) is not None


def add(
    desk: Desk,
    child: Child,
    role: str,
    *,
    person_id: str = "",
    name: str = "",
    detail: str = "",
    placement_id: str = "",
    since: date | None = None,
) -> CaseRole:
    """Give somebody a role for this child: a known person, or a new contact by `name`."""
    if role not in dict(choices()):
        raise Refused("Choose one of the roles listed.", field="role")
    if since is not None and since > desk.today:
        raise Refused("Enter a day that is not in the future.", field="since")
    if person_id == desk.actor.person_id and _has_meetings(desk, child):
        raise Refused(
            "Somebody else gives you a role for a child who has meetings: it opens their records.", field="person"
        )
    person = _person(desk, person_id, name)
    placement = _placement(desk, child, placement_id) if role in OF_A_PLACEMENT else None
    given = desk.db.scalars(
        select(CaseRole).where(
            CaseRole.child_id == child.id,
            CaseRole.person_id == person.id,
            CaseRole.role == role,
            CaseRole.placement_id == placement if placement else CaseRole.placement_id.is_(None),
        )
    ).first()
    if given is not None and (given.until is None or given.until >= desk.today):
        raise Refused(f"{person.name} has this role for {child.name} already.", field="person")
    if given is None:
        given = CaseRole(child_id=child.id, person_id=person.id, role=role, placement_id=placement)
    given.detail, given.since, given.until = detail, since, None
    desk.db.add(given)
    desk.db.flush()
    desk.note("added somebody round the child", "case role", given.id, child_id=child.id, role=role, person=person.id)
    return given


def find(desk: Desk, child: Child, role_id: str) -> Round:
    """One person's role for this child; `Missing` where there is none."""
    found = next((one for one in around(desk, child, past=True) if one.role.id == role_id), None)
    if found is None:
        raise Missing(role_id)
    return found


def end(desk: Desk, child: Child, role: CaseRole, on: date) -> None:
    """The role's last day."""
    if on > desk.today:
        raise Refused("Enter a day that is not in the future.", field="until")
    if role.since is not None and on < role.since:
        raise Refused("The role began after this day. Check both dates.", field="until")
    role.until = on
    desk.note("ended a role round the child", "case role", role.id, child_id=child.id, role=role.role, until=str(on))


def _person(desk: Desk, person_id: str, name: str) -> Person:
    if person_id:
        person = desk.db.scalar(select(Person).where(Person.id == person_id, Person.active))
        if person is None:
            raise Refused("Choose one of the people listed, or enter a new name.", field="person")
        return person
    if not name:
        raise Refused("Choose a person, or enter the name of somebody new.", field="person")
    person = Person(name=name, staff=False, employed_here=False, operational=False)
    desk.db.add(person)
    desk.db.flush()
    return person


def _placement(desk: Desk, child: Child, placement_id: str) -> str | None:
    """Carers belong to one placement: the one given, else where the child lives now."""
    statement = select(Placement.id).where(Placement.child_id == child.id)
    if placement_id:
        found = desk.db.scalar(statement.where(Placement.id == placement_id))
        if found is None:
            raise Refused("Choose one of the placements listed.", field="placement")
        return found
    statement = statement.where(Placement.ended.is_(None), Placement.planned == "")
    return desk.db.scalars(statement.order_by(Placement.started.desc())).first()
