"""Roles across the authority, with their days. Nobody gives what they lack, and nobody gives to themselves."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from core.domain.roles import CASE_STAFF, ROLES
from core.models import Person, PersonRole
from core.services.desk import Desk, Missing, Refused

BESIDE = ("panel_adviser", "panel_administrator", "agency_decision_maker", "auditor", "configuration", "operator")
ONLY_BY_HOLDERS = frozenset({"configuration", "operator"})


def giveable(desk: Desk) -> list[tuple[str, str]]:
    """The roles that the actor may give, with their titles in the authority's own words."""
    procedure = desk.procedure(desk.today)
    own = {key: title for key, title in procedure.roles.items() if key not in ROLES} if procedure else {}
    keys = [key for key in ROLES if key in CASE_STAFF or key in BESIDE]
    keys = [key for key in keys if key not in ONLY_BY_HOLDERS or key in desk.actor.roles]
    return [(key, procedure.role(key) if procedure else ROLES[key]) for key in keys] + sorted(own.items())


def give(desk: Desk, person: Person, role: str, *, since: date | None = None, until: date | None = None) -> PersonRole:
    """Give a role. Refused to oneself, beyond what the actor may give, twice, or case work beside configuration."""
    if person.id == desk.actor.person_id:
        raise Refused("Nobody gives a role to themselves. Ask a colleague who looks after roles.", field="role")
    if role not in dict(giveable(desk)):
        raise Refused("Choose one of the roles listed. A role that you do not hold yourself is given by others.",
                      field="role")  # fmt: skip
    if since and until and until < since:
        raise Refused("The last day comes before the first. Check both dates.", field="until")
    held = set(desk.db.scalars(select(PersonRole.role).where(PersonRole.person_id == person.id, _in_force(desk))))
    if role in held:
        raise Refused(f"{person.name} holds this role already.", field="role")
    if (role == "configuration" and held & CASE_STAFF) or (role in CASE_STAFF and "configuration" in held):
        raise Refused("Whoever looks after the configuration sees no children’s records. End the other role first.",
                      field="role")  # fmt: skip
    given = PersonRole(person_id=person.id, role=role, since=since, until=until)
    desk.db.add(given)
    desk.db.flush()
    desk.note("gave a role", "person", person.id, role=role, since=str(since or ""), until=str(until or ""))
    return given


def end(desk: Desk, person: Person, role_id: str, on: date) -> None:
    """The role's last day. Refused where nobody would be left to look after the configuration."""
    role = desk.db.scalar(select(PersonRole).where(PersonRole.id == role_id, PersonRole.person_id == person.id))
    if role is None:
        raise Missing(role_id)
    if role.since is not None and on < role.since:
        raise Refused("The role began after this day. Check both dates.", field="until")
    if role.role in ONLY_BY_HOLDERS and role.role not in desk.actor.roles:
        raise Refused("Only somebody who holds this role may end it.", field="until")
    if role.role == "configuration" and not _others(desk, person):
        raise Refused("Nobody else looks after the configuration. Give somebody else the role first.", field="until")
    role.until = on
    desk.note("ended a role", "person", person.id, role=role.role, until=str(on))


def in_force(role: PersonRole, today: date) -> bool:
    """Whether a role holds on a day."""
    return (role.since is None or role.since <= today) and (role.until is None or today <= role.until)


def _others(desk: Desk, person: Person) -> int:
    statement = (
        select(func.count())
        .select_from(PersonRole)
        .join(Person, (Person.tenant_id == PersonRole.tenant_id) & (Person.id == PersonRole.person_id))
        .where(PersonRole.role == "configuration", Person.active, Person.id != person.id, _in_force(desk))
    )
    return desk.db.scalar(statement) or 0


def _in_force(desk: Desk) -> ColumnElement[bool]:
    return or_(PersonRole.until.is_(None), PersonRole.until >= desk.today)
