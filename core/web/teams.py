"""Teams: the authority's own list, a page for each, and what records call a team that is not on it."""

from flask import Blueprint, Response, url_for

from core.services import people, team_changes, teams
from core.services.desk import Refused, Stale
from core.services.teams import Listed
from core.web.forms import Choice, Form, FormSchema, Text, Version, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.people.blueprint import crumbs
from core.web.requests import abandon, desk

bp = Blueprint("teams", __name__, url_prefix="/<authority>/people/teams")


class Called(FormSchema):
    """What a team is called, and who leads it."""

    name = Text(ask="the name of the team", max=team_changes.LONGEST)
    manager_id = Choice(ask="who leads the team", required=False)


class CalledNow(Called):
    """What a team is called from now on, and who leads it."""

    version = Version()


class Into(FormSchema):
    """The team that another becomes part of."""

    into = Choice(ask="the team")
    version = Version()


class Found(FormSchema):
    """What records call a team that is not on the list, and the team that it is; none for a new one."""

    found = Text(ask="the name on the records", max=200)
    into = Choice(ask="the team", required=False)


@bp.get("")
@allow("people.read")
def index() -> Response:
    """Every team, and the names that are on records only."""
    return _index(Form(Found))


@bp.get("/new")
@allow("people.write")
def new() -> Response:
    """The form of a new team."""
    return _new(Form(Called))


@bp.post("/new")
@allow("people.write")
@once
def create() -> Response:
    """Add a team."""
    form = read(Called)
    if form.ok:
        try:
            team_changes.add(desk(), form.values["name"], form.values["manager_id"])
            return see("teams.index")
        except Refused as refused:
            form.refuse(refused)
    return _new(form, 422)


@bp.post("/found")
@allow("people.write")
@once
def take_up() -> Response:
    """Put a name that records carry on the list, or lead it to a team that is there."""
    form = read(Found)
    if form.ok:
        try:
            if form.values["into"]:
                team_changes.take_in(desk(), form.values["found"], form.values["into"])
            else:
                team_changes.add(desk(), form.values["found"])
            return see("teams.index")
        except Refused as refused:
            form.refuse(refused)
    return _index(form, 422)


@bp.get("/<team_id>")
@allow("people.read")
def show(team_id: str) -> Response:
    """One team: who is in it, and what was done about it."""
    return _show(teams.find(desk(), team_id))


@bp.post("/<team_id>")
@allow("people.write")
@once
def change(team_id: str) -> Response:
    """Another name or manager, for everybody in the team at once."""
    found, form = teams.find(desk(), team_id), read(CalledNow)
    if not form.ok:
        return _show(found, 422, form=form)
    try:
        values = form.values
        team_changes.edit(desk(), found.team, values["name"], values["manager_id"], version=values["version"])
        return see("teams.show", team_id=team_id)
    except Refused as refused:
        form.refuse(refused)
        return _again(team_id, 422, form)
    except Stale:
        return _again(team_id, 409, form)


@bp.post("/<team_id>/merger")
@allow("people.write")
@once
def merge(team_id: str) -> Response:
    """The team becomes part of another."""
    found, form = teams.find(desk(), team_id), read(Into, prefix="into")
    if form.ok:
        try:
            into = team_changes.merge(desk(), found.team, form.values["into"], version=form.values["version"])
            return see("teams.show", team_id=into.id)
        except Refused as refused:
            form.refuse(refused)
    return _again(team_id, 422, into=form)


@bp.post("/<team_id>/closing")
@allow("people.write")
@once
def close(team_id: str) -> Response:
    """The team is not offered any more, or is again."""
    found, form = teams.find(desk(), team_id), Form(FormSchema)
    act = team_changes.close if found.team.active else team_changes.open_again
    try:
        act(desk(), found.team, version=version_seen())
        return see("teams.show", team_id=team_id)
    except Refused as refused:
        form.refuse(refused)
        return _again(team_id, 422, refused=form)


def _index(form: Form, status: int = 200) -> Response:
    every = teams.listed(desk())
    return page("teams/index.html", status=status, form=form, listed=every, unlisted=teams.unlisted(desk()),
                into=[(one.team.id, one.team.name) for one in every if one.team.active])  # fmt: skip


def _new(form: Form, status: int = 200) -> Response:
    return page("teams/new.html", status=status, form=form, managers=_managers(), crumbs=_crumbs())


def _again(team_id: str, status: int, form: Form | None = None, *, into: Form | None = None,
           refused: Form | None = None) -> Response:  # fmt: skip
    abandon()
    return _show(teams.find(desk(), team_id), status, form=form, into=into, refused=refused)


def _show(found: Listed, status: int = 200, *, form: Form | None = None, into: Form | None = None,
          refused: Form | None = None) -> Response:  # fmt: skip
    team = found.team
    others = [(one.team.id, one.team.name) for one in teams.listed(desk()) if one.team.active and one.team != team]
    return page(
        "teams/show.html", status=status, found=found, team=team, managers=_managers(found), others=others,
        members=teams.members(desk(), team), past=teams.history(desk(), team), stale=status == 409, refused=refused,
        form=form or Form(CalledNow, {"name": team.name, "manager_id": team.manager_id}),
        into=into or Form(Into, prefix="into"), crumbs=_crumbs(),
    )  # fmt: skip


def _managers(found: Listed | None = None) -> list[tuple[str, str]]:
    every = people.colleagues(desk())
    every += [found.manager] if found and found.manager and not found.manager.active else []
    return [(one.id, f"{one.name}, {one.title}" if one.title else one.name) for one in every]


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs(), ("Teams", url_for("teams.index"))]
