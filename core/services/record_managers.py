"""Who answers for a restricted record: who is told when somebody opened it and says whether that was justified. Never
nobody: where none of those nearest to the child is left, the circle widens."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from core.models import CaseRole, Child, Membership, Person, PersonRole, Restriction, RestrictionReader, User
from core.services.desk import Desk
from core.services.permissions import MANAGERS

SENIOR = ("service_manager", "senior_manager")
LAST = ("configuration",)


@dataclass(frozen=True, kw_only=True)
class Answering:
    """The people who answer for one record, by name; `readers`: they may open it themselves."""

    people: tuple[Person, ...] = ()
    readers: bool = False


def answering(desk: Desk, child: Child, *, but: str = "") -> Answering:
    """Who answers for a child's record, without the person with the id `but`: of its readers the manager of the
    child's social worker, else those who manage at all; where none of them is left, the same managers who are no
    readers, those of the child's team, those of the service, and at last whoever looks after the configuration."""
    at_work = staff_who_sign_in(desk).where(Person.id != but)
    reads = Person.id.in_(_readers(child))
    above = Person.id.in_(_above_the_worker(desk, child))
    circles = (
        (at_work.where(reads, above), True),
        (holding(desk, at_work, MANAGERS).where(reads), True),
        (at_work.where(above), False),
        (holding(desk, at_work, MANAGERS).where(Person.team == child.team, Person.team != ""), False),
        (holding(desk, at_work, SENIOR), False),
        (holding(desk, at_work, LAST), False),
    )
    for circle, readers in circles:
        found = tuple(desk.db.scalars(circle.distinct().order_by(Person.name, Person.id)))
        if found:
            return Answering(people=found, readers=readers)
    return Answering()


def staff_who_sign_in(desk: Desk) -> Select[Person]:
    """Staff who work here and may sign in today."""
    return (
        select(Person)
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .join(User, User.id == Membership.user_id)
        .where(Person.staff, Person.active, User.active)
        .where(or_(Membership.until.is_(None), Membership.until >= desk.today))
    )


def holding(desk: Desk, people: Select[Person], roles: Collection[str]) -> Select[Person]:
    """Those of these people who hold one of the roles today."""
    held = select(PersonRole.person_id).where(PersonRole.role.in_(roles), PersonRole.held_on(desk.today))
    return people.where(Person.id.in_(held))


def _readers(child: Child) -> Select[str]:
    return (
        select(RestrictionReader.person_id)
        .join(
            Restriction,
            (Restriction.tenant_id == RestrictionReader.tenant_id)
            & (Restriction.id == RestrictionReader.restriction_id),
        )
        .where(Restriction.child_id == child.id, Restriction.ended == "")
    )


def _above_the_worker(desk: Desk, child: Child) -> Select[str | None]:
    worker = aliased(Person)
    return (
        select(worker.manager_id)
        .join(CaseRole, (CaseRole.tenant_id == worker.tenant_id) & (CaseRole.person_id == worker.id))
        .where(CaseRole.child_id == child.id, CaseRole.role == "social_worker", worker.manager_id.is_not(None))
        .where(or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
    )
