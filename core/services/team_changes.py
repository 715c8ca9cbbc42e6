"""Changing the list of teams: a name that changes, a team that becomes part of another, one that is closed. Apart from
`teams`, which every form that asks for a team reads."""

from sqlalchemy import select, update

from core.db import in_whole
from core.models import Child, Person, Team
from core.services import teams
from core.services.desk import Desk, Refused, Stale
from core.services.people import note_changes
from core.services.teams import plain

LONGEST = 100


def add(desk: Desk, name: str, manager_id: str | None = None) -> Team:
    """One more team. Whoever carries its name already is in it. Refused where a team is or was called so."""
    desk.require("people.write")
    desk.lock()
    _refuse_name(desk, None, name)
    team = Team(name=_tidy(name), manager_id=_manager(desk, manager_id))
    desk.db.add(team)
    desk.db.flush()
    desk.note("added a team", "team", team.id, after=team.name)
    return team


def edit(desk: Desk, team: Team, name: str, manager_id: str | None, *, version: int | None = None) -> None:
    """Another name or manager. A new name is at once that of everybody and every child that carried the old one."""
    _begin(desk, team, version)
    before, name = team.name, _tidy(name)
    manager = _manager(desk, manager_id)
    if name != before:
        _refuse_name(desk, team, name)
        team.former = [one for one in (*team.former, before) if plain(one) != plain(name)]
        team.name = name
        desk.db.flush()
        _carry(desk, team, before, name, "renamed a team")
    if manager != team.manager_id:
        said = {"before": _name_of(desk, team.manager_id), "after": _name_of(desk, manager)}
        team.manager_id = manager
        desk.db.flush()
        desk.note("changed the manager of a team", "team", team.id, **said)


def merge(desk: Desk, team: Team, into_id: str, *, version: int | None = None) -> Team:
    """A team becomes part of another, with everybody and every child; its names lead to that one from now on."""
    _begin(desk, team, version)
    into = desk.db.scalar(select(Team).where(Team.id == into_id, Team.active))
    if into is None or into.id == team.id:
        raise Refused("Choose another team that is in use.", field="into")
    before, moved = team.name, [*team.former, team.name]
    into.former = [*into.former, *moved]
    desk.db.delete(team)
    desk.db.flush()
    _carry(desk, into, before, into.name, "took in a team")
    return into


def take_in(desk: Desk, text: str, into_id: str) -> Team:
    """What records call a team that is not on the list is one that is; its name leads to that one from now on."""
    desk.require("people.write")
    desk.lock()
    into = desk.db.scalar(select(Team).where(Team.id == into_id, Team.active))
    if into is None:
        raise Refused("Choose a team that is in use.", field="into")
    if text not in {one.name for one in teams.unlisted(desk)}:
        raise Refused("No record carries this name any more.", field="into")
    into.former = [*into.former, text]
    desk.db.flush()
    _carry(desk, into, text, into.name, "took in a team")
    return into


def close(desk: Desk, team: Team, *, version: int | None = None) -> None:
    """The team is not offered any more. Refused while anybody is in it, and names them."""
    _begin(desk, team, version)
    found = teams.find(desk, team.id)
    if found.people:
        who = ", ".join(one.name for one in teams.members(desk, team)[:5])
        more = f" and {found.people - 5} more" if found.people > 5 else ""
        raise Refused(f"{who}{more} {'is' if found.people == 1 else 'are'} in this team. Move them to another first.")
    if found.children:
        raise Refused("Children are in this team: nobody’s team would be theirs. Merge it with another instead.")
    team.active = False
    desk.db.flush()
    desk.note("closed a team", "team", team.id, before=team.name)


def open_again(desk: Desk, team: Team, *, version: int | None = None) -> None:
    """The team is offered again."""
    _begin(desk, team, version)
    team.active = True
    desk.db.flush()
    desk.note("opened a team again", "team", team.id, after=team.name)


def _begin(desk: Desk, team: Team, version: int | None) -> None:
    desk.require("people.write")
    desk.lock()
    desk.db.refresh(team, with_for_update=True)
    if version is not None and version != team.version:
        raise Stale(team)


def _carry(desk: Desk, team: Team, before: str, after: str, verb: str) -> None:
    """Everybody and every child of one name gets the other, with a line in the history of each; the children whom the
    actor may not see too."""
    people = list(desk.db.scalars(select(Person).where(Person.team == before)))
    for person in people:
        person.team = after
        note_changes(desk, person, {"team": [before, after]})
    with in_whole(desk.db):
        children = list(desk.db.scalars(select(Child.id).where(Child.team == before)))
        moved = update(Child).where(Child.team == before).values(team=after, version=Child.version + 1)
        desk.db.execute(moved.execution_options(synchronize_session="fetch"))
        for id in children:
            desk.note("changed the child's team", "child", id, child_id=id, note=f"{before} is now {after}")
    desk.note(verb, "team", team.id, before=before, after=after, people=len(people), children=len(children))


def _refuse_name(desk: Desk, team: Team | None, name: str) -> None:
    wanted = plain(name)
    if not wanted:
        raise Refused("Enter the name of the team.", field="name")
    for other in desk.db.scalars(select(Team)):
        if team is None or other.id != team.id:
            if wanted == plain(other.name):
                raise Refused("Another team is called this already.", field="name")
            if wanted in map(plain, other.former):
                raise Refused(f"{other.name} was called this before, and records that say so lead there.", field="name")


def _manager(desk: Desk, manager_id: str | None) -> str | None:
    if not manager_id:
        return None
    wanted = select(Person.id).where(Person.id == manager_id, Person.staff, Person.active)
    if desk.db.scalar(wanted) is None:
        raise Refused("Choose one of the people listed.", field="manager_id")
    return manager_id


def _name_of(desk: Desk, person_id: str | None) -> str:
    return desk.db.scalar(select(Person.name).where(Person.id == person_id)) or "" if person_id else ""


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST]
