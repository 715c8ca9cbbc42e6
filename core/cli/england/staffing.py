"""Who works in an invented authority: the demonstration's positions, as many of each as its children need, in teams.

In an exemplar everybody's name is a mark, "⟦p4⟧" for the fifth position, so that copies find where names stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from random import Random

from core.cli.demo_people import Authority, Staff
from core.cli.england import names
from core.services.permissions import MANAGERS

TEAM = "⟦team⟧"
EACH = {
    "social_worker": 16, "supervising_social_worker": 30, "adoption_social_worker": 150, "iro": 65,
    "independent_chair": 250, "service_manager": 500, "panel": 600,
}  # fmt: skip
"""So many children for each of them; of any other position one for every 700."""
OTHERS, IN_A_TEAM = 700, 6


def mark(key: str) -> str:
    """How a name stands in an exemplar."""
    return f"⟦{key}⟧"


def positions(pattern: Authority) -> tuple[Staff, ...]:
    """The positions of an authority: its people but further social workers, who hold the same one."""
    worker = worker_of(pattern.people)
    return tuple(one for one in pattern.people if one is worker or "social_worker" not in one.roles)


def worker_of(people: tuple[Staff, ...]) -> Staff:
    """The social worker, whose team is the child's."""
    return next(one for one in people if "social_worker" in one.roles)


def exemplary(pattern: Authority, slug: str) -> Authority:
    """The authority with marks for names, in which exemplars are made."""
    held = positions(pattern)
    team = worker_of(held).team
    marks = {one.name: mark(f"p{number}") for number, one in enumerate(held)}
    people = tuple(
        replace(
            one, name=marks[one.name], title=titled(one, team, TEAM), team=TEAM if one.team == team else one.team,
            manager=marks.get(one.manager, ""), signs_in=False, shared="",
        )
        for one in held
    )  # fmt: skip
    return replace(pattern, slug=slug, people=people)


def titled(one: Staff, before: str, team: str) -> str:
    """A job title that names the team, with another team's name."""
    return one.title.replace(before, team) if one.team == before else one.title


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody on the staff; `position` is their place among the pattern's."""

    id: str
    name: str
    title: str
    position: int
    team: str
    email: str
    manager_id: str | None = None


@dataclass(kw_only=True)
class Staffing:
    """The staff of one authority: those of each team, and those who work for all of it, by position."""

    held: tuple[Staff, ...]
    teams: list[dict[int, list[Member]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pool: dict[int, list[Member]] = field(default_factory=dict)

    def everybody(self) -> Iterator[Member]:
        """Managers before those whom they manage."""
        for group in (self.pool, *self.teams):
            for position in _managers_first(self.held):
                yield from group.get(position, ())

    def around(self, chance: Random) -> tuple[str, Mapping[int, Member]]:
        """The team that one child has, and somebody for each position of the child's case."""
        at = int(chance.random() * len(self.teams))
        found = {place: people[int(chance.random() * len(people))] for place, people in self.pool.items()}
        found |= {place: people[int(chance.random() * len(people))] for place, people in self.teams[at].items()}
        return self.names[at], found


def staffed(pattern: Authority, slug: str, children: int, chance: Random) -> Staffing:
    """As many people as so many children need."""
    held = positions(pattern)
    worker = worker_of(held)
    workers = ceil(children / EACH["social_worker"])
    found = Staffing(held=held)
    hiring = _Hiring(held, slug, chance)
    for place in _managers_first(held):
        if held[place].team != worker.team:
            each = next((EACH[role] for role in held[place].roles if role in EACH), OTHERS)
            found.pool[place] = [hiring.one(place, held[place].team) for _ in range(ceil(children / each))]
    mates = [place for place in _managers_first(held) if held[place].team == worker.team]
    for number in range(ceil(workers / IN_A_TEAM)):
        name = f"{worker.team.rstrip('0123456789 ')} {number + 1}"
        hiring.begin_team(mates)
        size = {held.index(worker): min(IN_A_TEAM, workers - number * IN_A_TEAM)}
        found.names.append(name)
        found.teams.append({place: [hiring.one(place, name) for _ in range(size.get(place, 1))] for place in mates})
    return found


def leads(held: tuple[Staff, ...], place: int) -> bool:
    """Whether this position manages a team."""
    return bool(MANAGERS & set(held[place].roles))


def _managers_first(held: tuple[Staff, ...]) -> list[int]:
    above = {one.name: one.manager for one in held}

    def depth(name: str) -> int:
        return 1 + depth(above[name]) if above.get(name) in above else 0

    return sorted(range(len(held)), key=lambda place: (depth(held[place].name), place))


class _Hiring:
    """New members, each managed by one of those hired for their manager's position."""

    def __init__(self, held: tuple[Staff, ...], slug: str, chance: Random):
        self.held, self.slug, self.chance = held, slug, chance
        self.hired: dict[str, list[Member]] = {}
        self.number = 0

    def begin_team(self, mates: list[int]) -> None:
        """Nobody is managed from within another team."""
        for place in mates:
            self.hired[self.held[place].name] = []

    def one(self, place: int, team: str) -> Member:
        self.number += 1
        name, staff = names.person(self.chance), self.held[place]
        above = self.hired.get(staff.manager)
        made = Member(
            id=self.chance.randbytes(16).hex(), name=name, title=titled(staff, staff.team, team), position=place,
            team=team,
            email=f"{name.lower().replace(' ', '.')}.{self.number}@{self.slug}.example",
            manager_id=above[int(self.chance.random() * len(above))].id if above else None,
        )  # fmt: skip
        self.hired.setdefault(staff.name, []).append(made)
        return made
