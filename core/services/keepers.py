"""Those who look after an authority's configuration and can sign in: who could be the second person, and whether
anybody would be left."""

from datetime import date

from sqlalchemy import Select, or_, select

from core.models import Membership, Person, PersonRole, User
from core.services.desk import Desk

KEEPS = "configuration"


def keepers(desk: Desk, *, but: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Those who look after the configuration today, by name, without the people with these ids."""
    statement = _keepers(desk, desk.today).where(Person.id.not_in(but))
    return tuple(desk.db.scalars(statement.order_by(Person.name, Person.id)))


def somebody_stays(desk: Desk, but: str, from_day: date) -> bool:
    """Whether, without this person, somebody looks after the configuration from a day on and for good: nobody whose
    role or sign-in has a last day counts."""
    lasting = _keepers(desk, from_day).where(PersonRole.until.is_(None), Membership.until.is_(None), Person.id != but)
    return desk.db.scalars(lasting.limit(1)).first() is not None


def _keepers(desk: Desk, day: date) -> Select[Person]:
    return (
        select(Person)
        .join(PersonRole, (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id))
        .join(Membership, (Membership.tenant_id == Person.tenant_id) & (Membership.person_id == Person.id))
        .join(User, User.id == Membership.user_id)
        .where(PersonRole.role == KEEPS, Person.active, User.active)
        .where(PersonRole.held_on(day))
        .where(or_(Membership.until.is_(None), Membership.until >= day))
        .distinct()
    )
