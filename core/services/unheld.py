"""Roles from which a procedure takes its chairs and which nobody holds: a meeting could be asked for and not be led."""

from dataclasses import dataclass

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.roles import FROM_THE_CASE
from core.domain.steps import MeetingKind
from core.models import Person, PersonRole
from core.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Unheld:
    """A meeting whose chair would come from roles that nobody here holds today; `roles` by title."""

    kind: MeetingKind
    roles: tuple[str, ...]
    clause: str


def unheld(desk: Desk, before: Procedure | None, after: Procedure | None) -> tuple[Unheld, ...]:
    """The chair rules of `after` that nobody could fulfil today; not those that stand in `before` as well."""
    held = _held(desk)
    known = {(key, roles) for key, roles, _ in _asked(before)}
    return tuple(
        Unheld(kind=after.kinds[key], roles=tuple(after.role(role) for role in roles), clause=clause)
        for key, roles, clause in _asked(after)
        if after and (key, roles) not in known and not set(roles) & held
    )


def _asked(procedure: Procedure | None) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Meeting, roles and clause of each rule whose chair is found by a role across the authority."""
    kinds = procedure.kinds.values() if procedure else ()
    rules = [(kind, rule) for kind in kinds for rule in kind.chairs]
    return tuple((kind.key, rule.roles, rule.clause) for kind, rule in rules
                 if rule.roles and not set(rule.roles) & FROM_THE_CASE)  # fmt: skip


def _held(desk: Desk) -> set[str]:
    statement = (
        select(PersonRole.role)
        .join(Person, (Person.tenant_id == PersonRole.tenant_id) & (Person.id == PersonRole.person_id))
        .where(Person.active, PersonRole.held_on(desk.today))
        .distinct()
    )
    return set(desk.db.scalars(statement))
