"""The staff of an authority as they stood to a child's case on the day of an ending, for many cases at once. Roles held
across the authority, teams and line management are those of today; roles round a child are those of the day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from core.domain.procedure import Relation
from core.domain.replaying import People
from core.models import CaseRole, Child, Ending, Person, PersonRole
from core.services.casting import Cast
from core.services.chairs import NEVER
from core.services.desk import Desk

Alike = tuple[frozenset[str], frozenset[Relation]]
NOBODYS = "chair"
"""A role that a meeting gives: nobody holds it before there is one."""


@dataclass(kw_only=True)
class Staff:
    """Everybody who works here, with the roles they hold across the authority today."""

    people: dict[str, Person]
    across: dict[str, tuple[str, ...]]
    teams: dict[str, dict[str, Alike]] = field(default_factory=dict)

    def round(self, child: Child, ending: Ending, roles: Iterable[CaseRole]) -> People:
        """The staff by what they are to the case of this child on the day of the ending."""
        mine = tuple(role for role in roles if _held(role, ending.day))
        cast = Cast(people=self.people, case=mine, across=self.across, placement_id=ending.placement_id,
                    next_placement_id=ending.next_placement_id)  # fmt: skip
        usual = self._usual(child.team)
        found: dict[str, Alike] = usual
        near = self._near(mine) & usual.keys()
        if near:
            found = usual | {id: self._in(cast, id, child) for id in near}
        groups: defaultdict[Alike, set[str]] = defaultdict(set)
        for id, alike in found.items():
            groups[alike].add(id)
        return {alike: frozenset(ids) for alike, ids in groups.items()}

    def _near(self, case: Iterable[CaseRole]) -> set[str]:
        """The staff with a role for the child, and everybody above them."""
        near: set[str] = set()
        for role in case:
            at: str | None = role.person_id
            while at and at not in near and at in self.people:
                near.add(at)
                at = self.people[at].manager_id
        return near

    def _in(self, cast: Cast, id: str, child: Child) -> Alike:
        return cast.roles_of(id) - {NOBODYS}, cast.relations_of(self.people[id], child)

    def _usual(self, team: str) -> dict[str, Alike]:
        """What each of those who may ever chair is to a child of this team whose case they have no part in."""
        if team not in self.teams:
            nobody = Cast(people=self.people, case=(), across=self.across)
            child = Child(team=team)
            usual = {id: self._in(nobody, id, child) for id, person in self.people.items() if person.active}
            self.teams[team] = {id: one for id, one in usual.items() if not (one[0] and one[0] <= NEVER)}
        return self.teams[team]


def staff(desk: Desk) -> Staff:
    """Everybody who works or worked here, in two statements; only those who still do can chair."""
    people = {person.id: person for person in desk.db.scalars(select(Person).where(Person.staff))}
    across: defaultdict[str, list[str]] = defaultdict(list)
    held = select(PersonRole.role, PersonRole.person_id).where(PersonRole.held_on(desk.today))
    for role, id in desk.db.execute(held):
        across[role].append(id)
    return Staff(people=people, across={role: tuple(ids) for role, ids in across.items()})


def _held(role: CaseRole, day: date) -> bool:
    return (role.since is None or role.since <= day) and (role.until is None or role.until >= day)
