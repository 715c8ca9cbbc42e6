"""Line management round one person: who stands above them up to the top, and whom they manage."""

from dataclasses import dataclass

from sqlalchemy import select

from core.models import Person
from core.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Somebody in the line, and how many people they manage themselves."""

    id: str
    name: str
    title: str
    manages: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """`above` from the top down to the line manager, `below` those whom the person manages, by name."""

    above: tuple[Placed, ...] = ()
    below: tuple[Placed, ...] = ()


def line(desk: Desk, person: Person) -> Line:
    """The line of one person, of those who work here. One statement."""
    columns = select(Person.id, Person.name, Person.title, Person.manager_id).where(Person.staff, Person.active)
    staff = {row.id: row for row in desk.db.execute(columns.order_by(Person.name, Person.id))}
    under: dict[str | None, list[str]] = {}
    for row in staff.values():
        under.setdefault(row.manager_id, []).append(row.id)

    def placed(id: str) -> Placed:
        return Placed(id=id, name=staff[id].name, title=staff[id].title, manages=len(under.get(id, ())))

    above: list[str] = []
    at = person.manager_id
    while at is not None and at in staff and at not in above:
        above.insert(0, at)
        at = staff[at].manager_id
    return Line(above=tuple(map(placed, above)), below=tuple(map(placed, under.get(person.id, ()))))
