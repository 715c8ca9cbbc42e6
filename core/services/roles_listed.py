"""Every role that was given in an authority, for those who look after roles and for its auditors."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from core.models import Person, RoleGiven
from core.services.desk import Desk
from core.services.paging import moment_place


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of roles given, each with the person, newest first; `last` is where the next page begins, or ""."""

    rows: tuple[tuple[RoleGiven, Person], ...]
    last: str = ""


def given(desk: Desk, *, after: str = "", size: int = 50) -> Page:
    """Roles given, from the one after `after` ("moment|id"). One statement."""
    desk.require("roles.read")
    statement = select(RoleGiven, Person).join(
        Person, (Person.tenant_id == RoleGiven.tenant_id) & (Person.id == RoleGiven.person_id)
    )
    if place := moment_place(after):
        at, last = place
        beyond = and_(RoleGiven.given_at == at, RoleGiven.id < last)
        statement = statement.where(or_(RoleGiven.given_at < at, beyond))
    newest = statement.order_by(RoleGiven.given_at.desc(), RoleGiven.id.desc()).limit(size + 1)
    found = [(one, person) for one, person in desk.db.execute(newest)]
    end = found[size - 1][0] if len(found) > size else None
    return Page(rows=tuple(found[:size]), last=f"{end.given_at.isoformat()}|{end.id}" if end else "")
