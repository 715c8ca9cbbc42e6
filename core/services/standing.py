"""Whether an authority has a procedure here, and whom to ask where it has none; said on pages that would show it."""

from dataclasses import dataclass

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.models import Person, PersonRole
from core.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The procedure in force today; None with `fault`, why it does not answer ("" where no plugin is enabled), and
    `ask`, the names of those who can put it right."""

    procedure: Procedure | None
    fault: str = ""
    ask: tuple[str, ...] = ()


def standing(desk: Desk) -> Standing:
    """How the authority stands today. Asks the database only where there is no procedure."""
    procedure = desk.procedure(desk.today)
    if procedure is not None:
        return Standing(procedure=procedure)
    return Standing(procedure=None, fault=desk.fault(), ask=keepers(desk))


def keepers(desk: Desk) -> tuple[str, ...]:
    """The names of those who look after the configuration today."""
    statement = (
        select(Person.name)
        .join(PersonRole, (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id))
        .where(PersonRole.role == "configuration", Person.active)
        .where(PersonRole.held_on(desk.today))
        .order_by(Person.name)
        .distinct()
    )
    return tuple(desk.db.scalars(statement))
