"""Filling one invented authority: its staff through the models, its children as copies of exemplars, loaded in bulk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert

from core import db
from core.adapters.bulk import bulk_load
from core.audit.entries import Trail
from core.cli import demo
from core.cli.demo_people import Authority
from core.cli.england import names
from core.cli.england.copying import Exemplar, Given, Rows
from core.cli.england.exemplars import BEGAN
from core.cli.england.names import Named
from core.cli.england.shaping import columns
from core.cli.england.staffing import Staffing, leads, staffed
from core.cli.england.stories import STORIES
from core.db import Base, TenantSession
from core.models import Membership, Person, PersonRole, Team, Tenant, User
from core.registry import Registry
from core.services import procedure_versions as versions
from core.services.desk import Actor, Desk

AT_ONCE = 400
"""So many children are copied before their rows are loaded: enough for COPY, and little memory."""
YOUNGER, OLDER = 1400, 1200
"""Days by which a child may have been born after, or before, the one in the exemplar."""
MODELS: dict[str, type[Base]] = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
WEIGHTS = [story.of_thousand for story in STORIES]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One authority to fill: run as `pattern` is, with so many children."""

    named: Named
    pattern: Authority
    children: int
    seed: str


def drawn(wanted: Wanted) -> list[int]:
    """The story of each child, by number."""
    return Random(f"{wanted.seed} stories").choices(range(len(STORIES)), WEIGHTS, k=wanted.children)


def fill(
    url: str, wanted: Wanted, exemplars: Mapping[int, Exemplar], registry: Registry, password: str, now: datetime
) -> Counter[str]:
    """Write one authority in one transaction, and answer how many rows of which table. `password` is a hash."""
    chance = Random(wanted.seed)
    staffing = staffed(wanted.pattern, wanted.named.slug, wanted.children, chance)
    written: Counter[str] = Counter()
    trail = Trail(at=now, actor_name="Demonstration", endpoint="mooring demo --england")
    with db.session(url, wanted.named.slug, writes=True, trail=trail) as session:
        _employ(session, wanted, staffing, password, written)
        _enable(session, wanted, staffing, registry, now)
        rows: Rows = {}
        for number, story in enumerate(drawn(wanted), start=1):
            exemplars[story].copy(rows, _given(wanted, staffing, chance, exemplars[story], story, number))
            if number % AT_ONCE == 0 or number == wanted.children:
                _load(session, rows, written)
                rows = {}
        session.commit()
    return written


def _employ(session: TenantSession, wanted: Wanted, staffing: Staffing, password: str, written: Counter[str]) -> None:
    """The authority, its staff with their roles and sign-ins, and its teams."""
    one, members = wanted.named, list(staffing.everybody())
    session.add(Tenant(id=one.slug, name=one.name, short=one.short, accent=one.accent, second_factor=False))
    session.flush()
    held = staffing.held
    people = [
        (m.id, m.name, m.title, m.team, m.email, m.manager_id, held[m.position].employed_here,
         held[m.position].operational)
        for m in members
    ]  # fmt: skip
    named = ("id", "name", "title", "team", "email", "manager_id", "employed_here", "operational")
    bulk_load(session, Person, named, people, {"staff": True, "active": True, "version": 1})
    roles = [(db.new_id(), m.id, role) for m in members for role in held[m.position].roles]
    bulk_load(session, PersonRole, ("id", "person_id", "role"), roles, {})
    users = [{"id": db.new_id(), "email": m.email, "name": m.name, "password_hash": password} for m in members]
    session.execute(insert(User), users)
    entering = zip(users, members, strict=True)
    session.execute(
        insert(Membership), [{"user_id": u["id"], "tenant_id": one.slug, "person_id": m.id} for u, m in entering]
    )
    teams: dict[str, str | None] = {m.team: None for m in members if m.team}
    teams |= {m.team: m.id for m in members if m.team and leads(held, m.position)}
    bulk_load(session, Team, ("id", "name", "manager_id"), [(db.new_id(), name, lead) for name, lead in teams.items()],
              {"former": [], "active": True, "version": 1})  # fmt: skip
    written.update(people=len(people), person_roles=len(roles), teams=len(teams), tenants=1)
    written.update(users=len(users), memberships=len(users))


def _enable(session: TenantSession, wanted: Wanted, staffing: Staffing, registry: Registry, now: datetime) -> None:
    """The procedure, entered by the configuration staff as at any authority."""
    keeper = next(m for m in staffing.everybody() if "configuration" in staffing.held[m.position].roles)
    actor = Actor(user_id="", person_id=keeper.id, name=keeper.name, title="Configuration", team="",
                  roles=frozenset({"configuration"}))  # fmt: skip
    tenant = session.get_one(Tenant, wanted.named.slug)
    desk = Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=now - timedelta(days=BEGAN))
    versions.entered(desk, demo.enabled(wanted.pattern, registry), demo.FIRST, always=True)
    session.flush()


def _given(
    wanted: Wanted, staffing: Staffing, chance: Random, exemplar: Exemplar, story: int, number: int
) -> Given:  # fmt: skip
    """What is this child's own."""
    team, staff = staffing.around(chance)
    family = names.family(chance)
    said = names.person(chance, family)
    known = {"child": said, "first": said.split()[0], "team": team, f"local {story}": f"{10000 + number}"}
    known |= {f"p{position}": member.name for position, member in staff.items()}
    households: dict[str, str] = {}
    for key in exemplar.marks:
        if key not in known:
            known[key] = _name(key, family, households, chance, number)
    return Given(
        chance=chance,
        weeks=int(chance.random() * (STORIES[story].weeks + 1)),
        born=timedelta(days=chance.randrange(-OLDER, YOUNGER)),
        names=known,
        staff=staff,
    )


def _name(key: str, family: str, households: dict[str, str], chance: Random, number: int) -> str:
    """A name for a mark: "carer 2" and "family 2" are of one household."""
    what, _, which = key.partition(" ")
    match what:
        case "parent":
            return names.person(chance, family)
        case "house":
            return names.house(chance)
        case "ref":
            return f"home-{number}-{which}"
        case "family" | "carer":
            there = households.setdefault(which, names.family(chance))
            return f"{there} family" if what == "family" else names.person(chance, there)
        case _:
            return names.person(chance)


def _load(session: TenantSession, rows: Rows, written: Counter[str]) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in rows:
            bulk_load(session, MODELS[table.name], columns(table.name), rows[table.name], {})
            written[table.name] += len(rows[table.name])
