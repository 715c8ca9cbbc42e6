"""Who holds which role in one case: the child's people, their managers, and roles across the authority."""

from dataclasses import dataclass, field

from sqlalchemy import or_, select

from core.domain.procedure import Relation
from core.domain.roles import FROM_THE_CASE, ROLES
from core.models import CaseRole, Child, Person, PersonRole
from core.services.desk import Desk

CARERS = ("foster_carer", "adopter", "keyworker", "home_manager", "connected_carer")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """People by role for one child and one placement, in three queries at most; names only, no addresses."""

    people: dict[str, Person]
    case: tuple[CaseRole, ...]
    across: dict[str, tuple[str, ...]] = field(default_factory=dict)
    placement_id: str | None = None
    next_placement_id: str | None = None
    chair_id: str | None = None

    def holders(self, role: str | None) -> tuple[Person, ...]:
        """The people who hold `role` in this case; () where nobody does, or nobody is named."""
        if role is None:
            return ()
        if role == "chair":
            return (self.people[self.chair_id],) if self.chair_id in self.people else ()
        if role == "social_worker_manager":
            managers = [p.manager_id for p in self.holders("social_worker")]
            return tuple(self.people[m] for m in managers if m in self.people)
        if role == "previous_carer":
            return self._carers(self.placement_id)
        if role == "current_carer":
            return self._carers(self.next_placement_id)
        here = [c.person_id for c in self.case if c.role == role and c.placement_id in (None, self.placement_id)]
        if not here and role not in FROM_THE_CASE:
            here = list(self.across.get(role, ()))
        return tuple(self.people[ref] for ref in dict.fromkeys(here) if ref in self.people)

    def _carers(self, placement_id: str | None) -> tuple[Person, ...]:
        if placement_id is None:
            return ()
        refs = [c.person_id for c in self.case if c.placement_id == placement_id and c.role in CARERS]
        return tuple(self.people[ref] for ref in dict.fromkeys(refs) if ref in self.people)

    def roles_of(self, person_id: str) -> frozenset[str]:
        """Every role that a person holds in this case or across the authority, derived ones included."""
        held = {c.role for c in self.case if c.person_id == person_id}
        held |= {role for role, refs in self.across.items() if person_id in refs}
        for derived in ("chair", "social_worker_manager", "previous_carer", "current_carer"):
            if any(p.id == person_id for p in self.holders(derived)):
                held.add(derived)
        return frozenset(held)

    def relations_of(self, person: Person, child: Child) -> frozenset[Relation]:
        """How a person stands to the case: what chair rules ask about."""
        found: set[Relation] = set()
        if person.id in self._managers("social_worker"):
            found.add(Relation.MANAGES_CASE)
        if person.id in self._managers("supervising_social_worker"):
            found.add(Relation.MANAGES_CARER)
        if person.id in self._managers("adoption_social_worker"):
            found.add(Relation.MADE_MATCH)
        if any(p.id == person.id for p in self.holders("social_worker")):
            found.add(Relation.OWN_SOCIAL_WORKER)
        if any(c.person_id == person.id and c.role == "iro" for c in self.case):
            found.add(Relation.OWN_IRO)
        if person.team and person.team == child.team:
            found.add(Relation.CHILDS_TEAM)
        if person.operational:
            found.add(Relation.OPERATIONAL)
        if person.employed_here:
            found.add(Relation.EMPLOYED_HERE)
        return frozenset(found)

    def _managers(self, role: str) -> set[str]:
        """Everybody above the holders of a case role, up to the top."""
        above: set[str] = set()
        for holder in self.holders(role):
            at = holder.manager_id
            while at and at not in above and at in self.people:
                above.add(at)
                at = self.people[at].manager_id
        return above


def cast(
    desk: Desk,
    child_id: str,
    *,
    placement_id: str | None = None,
    next_placement_id: str | None = None,
    chair_id: str | None = None,
) -> Cast:
    """The cast of one child's case on the desk's day."""
    day = desk.today
    roles = tuple(
        desk.db.scalars(
            select(CaseRole)
            .where(CaseRole.child_id == child_id, or_(CaseRole.until.is_(None), CaseRole.until >= day))
            .order_by(CaseRole.role, CaseRole.id)
        )
    )
    wanted = {role.person_id for role in roles}
    everyone = desk.db.execute(
        select(Person, PersonRole.role)
        .outerjoin(
            PersonRole,
            (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id) & PersonRole.held_on(day),
        )
        .where(or_(Person.staff, Person.id.in_(wanted)), Person.active)
        .order_by(Person.name)
    ).all()
    across: dict[str, list[str]] = {}
    for person, role in everyone:
        if role:
            across.setdefault(role, []).append(person.id)
    return Cast(
        people={person.id: person for person, _ in everyone},
        case=roles,
        across={role: tuple(refs) for role, refs in across.items()},
        placement_id=placement_id,
        next_placement_id=next_placement_id,
        chair_id=chair_id,
    )


def role_title(role: str, local: dict[str, str] | None = None) -> str:
    """A role in words: the authority's own, the core's, or the key itself."""
    return (local or {}).get(role) or ROLES.get(role) or role.replace("_", " ").capitalize()
