"""Carers, parents and other contacts who stood in one child's record only: once it is gone, nothing names them any
more, and they go with it. Staff stay, because other records name who decided."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from core.db import Base
from core.models import Membership, Person
from core.services.desk import Desk
from core.services.retention.belonging import Belonging, links, models


def contacts(desk: Desk, belonging: Iterable[Belonging]) -> frozenset[str]:
    """The people without a job here whom these rows name, by id."""
    named: set[str] = set()
    for one in belonging:
        for column in links(one.model.__table__, "people"):
            held = getattr(one.model, column)
            named.update(desk.db.scalars(select(held).where(one.mine, held.is_not(None)).distinct()))
    statement = select(Person.id).where(Person.id.in_(named), Person.staff.is_(False))
    return frozenset(desk.db.scalars(statement))


def forget(desk: Desk, people: frozenset[str]) -> int:
    """Delete those of these people whom no row names any more; how many went."""
    left = people - set(desk.db.scalars(select(Membership.person_id).where(
        Membership.tenant_id == desk.tenant.id, Membership.person_id.in_(people))))  # fmt: skip
    for table in Base.metadata.sorted_tables:
        for column in links(table, "people") if table.name in models() and left else ():
            held = getattr(models()[table.name], column)
            left -= set(desk.db.scalars(select(held).where(held.in_(left)).distinct()))
    if left:
        gone = delete(Person).where(Person.id.in_(left), Person.staff.is_(False))
        desk.db.execute(gone, execution_options={"synchronize_session": False})
    return len(left)
