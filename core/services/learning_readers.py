"""Who reads a learning report and who makes it: the roles that it names, managers and auditors. For anybody else it
does not exist. Apart from the permissions, which know no authority's roles."""

from collections.abc import Collection
from functools import cached_property

from sqlalchemy import select

from core.models import Meeting, Person, PersonRole
from core.services.desk import Desk
from core.services.permissions import MANAGERS

OVERSEERS = MANAGERS | {"auditor"}
CHAIR = "chair"


class Readers:
    """What the actor of one desk may read and make; asks the database at most twice, and only where it must."""

    def __init__(self, desk: Desk, by: Collection[str]):
        self._desk, self._by = desk, tuple(by)

    def read(self, by: str, to: Collection[str]) -> bool:
        """Whether the actor reads a report by and to these roles. "chair" is whoever has chaired a meeting here."""
        mine = self._desk.actor.roles
        return bool(mine & OVERSEERS or mine & {by, *to}) or (CHAIR in (by, *to) and self._chairs)

    def write(self, by: str) -> bool:
        """Whether the actor makes and issues it: the role that is to, or a manager while nobody holds that role."""
        if by in self._desk.actor.roles or (by == CHAIR and self._chairs):
            return True
        return self.unheld(by) and bool(self._desk.actor.roles & MANAGERS)

    def unheld(self, by: str) -> bool:
        """Whether nobody in the authority holds the role that makes a report."""
        return by != CHAIR and by not in self._held

    @cached_property
    def _held(self) -> frozenset[str]:
        day = self._desk.today
        statement = (
            select(PersonRole.role)
            .join(Person, (Person.tenant_id == PersonRole.tenant_id) & (Person.id == PersonRole.person_id))
            .where(PersonRole.role.in_(self._by), Person.active)
            .where(PersonRole.held_on(day))
            .distinct()
        )
        return frozenset(self._desk.db.scalars(statement))

    @cached_property
    def _chairs(self) -> bool:
        me = self._desk.actor.person_id
        return self._desk.db.scalar(select(Meeting.id).where(Meeting.chair_id == me).limit(1)) is not None
