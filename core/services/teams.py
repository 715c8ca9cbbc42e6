"""An authority's own list of teams. People and children carry a team's name, and who sees which child hangs on it: so a
name is changed for all of them at once, and a name that a team had before still leads to it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.db import in_whole
from core.models import Child, Event, Person, Team
from core.services.desk import Desk, Missing


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One team with its manager, and how many people who work here and how many children carry its name."""

    team: Team
    manager: Person | None
    people: int
    children: int


@dataclass(frozen=True, kw_only=True)
class Unlisted:
    """A team that people or children carry and that is not on the list."""

    name: str
    people: int
    children: int


def named(desk: Desk, text: str) -> str:
    """What a team is called today: the list's own spelling, or the new name of one called so before; any other text as
    it is. No name changes until this transaction ends."""
    wanted = plain(text)
    statement = select(Team).order_by(Team.name).with_for_update(read=True)
    every = list(desk.db.scalars(statement, execution_options={"populate_existing": True})) if wanted else []
    for called in (lambda team: [team.name], lambda team: team.former):
        for team in every:
            if wanted in map(plain, called(team)):
                return str(team.name)
    return " ".join(text.split())


def names(desk: Desk) -> tuple[str, ...]:
    """The teams to choose from, by name."""
    return tuple(desk.db.scalars(select(Team.name).where(Team.active).order_by(Team.name)))


def listed(desk: Desk) -> tuple[Listed, ...]:
    """Every team, those in use first, by name."""
    statement = (
        select(Team, Person)
        .outerjoin(Person, (Person.tenant_id == Team.tenant_id) & (Person.id == Team.manager_id))
        .order_by(Team.active.desc(), Team.name)
    )
    people, children = _counts(desk)
    return tuple(
        Listed(team=t, manager=m, people=people.get(t.name, 0), children=children.get(t.name, 0))
        for t, m in desk.db.execute(statement)
    )


def unlisted(desk: Desk) -> tuple[Unlisted, ...]:
    """Teams that records carry and nobody has put on the list, by name."""
    people, children = _counts(desk)
    known = set(desk.db.scalars(select(Team.name)))
    return tuple(
        Unlisted(name=name, people=people.get(name, 0), children=children.get(name, 0))
        for name in sorted({*people, *children} - known - {""})
    )


def find(desk: Desk, team_id: str) -> Listed:
    """One team; `Missing` where there is none."""
    found = next((one for one in listed(desk) if one.team.id == team_id), None)
    if found is None:
        raise Missing(team_id)
    return found


def members(desk: Desk, team: Team) -> tuple[Person, ...]:
    """Who works here in a team, by name."""
    statement = select(Person).where(Person.staff, Person.active, Person.team == team.name)
    return tuple(desk.db.scalars(statement.order_by(Person.name, Person.id)))


def history(desk: Desk, team: Team) -> tuple[Event, ...]:
    """What was done about a team, the newest first."""
    statement = select(Event).where(Event.about == "team", Event.about_id == team.id)
    return tuple(desk.db.scalars(statement.order_by(Event.at.desc(), Event.id.desc()).limit(50)))


def _counts(desk: Desk) -> tuple[dict[str, int], dict[str, int]]:
    """How many people who work here, and how many children, carry each name: all of them, in numbers only, because what
    is done to a team is done to them all."""
    people = select(Person.team, func.count()).where(Person.staff, Person.active).group_by(Person.team)
    children = select(Child.team, func.count()).group_by(Child.team)
    with in_whole(desk.db):
        return _table(desk, people), _table(desk, children)


def _table(desk: Desk, statement: Any) -> dict[str, int]:
    return {name: number for name, number in desk.db.execute(statement)}


def plain(name: str) -> str:
    """A name without what does not tell it from another."""
    return " ".join(name.casefold().split())
