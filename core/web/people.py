"""People and roles: staff of the authority, for configuration staff. Nothing here names a child."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from core.services import leaving as leavers
from core.services import opening, people, roles
from core.services.desk import Missing, Refused, Stale
from core.services.people import Member
from core.web.forms import Choice, Day, Form, FormSchema, Number, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, installation, today

bp = Blueprint("people", __name__, url_prefix="/<authority>/people")
ALL = 200


class Staff(FormSchema):
    """A member of staff."""

    name = Text(ask="the name", max=200)
    title = Text(ask="the job title", max=200, required=False)
    team = Text(ask="the team", max=100, required=False)
    email = Text(ask="the work email address", max=254, required=False)
    manager_id = Choice(ask="the line manager", required=False)
    employed_here = Choice(ask="whether the authority employs them", choices=("yes",), required=False)
    operational = Choice(ask="whether they work in an operational team", choices=("yes",), required=False)
    version = Number(ask="the version", required=False)


class Given(FormSchema):
    """A role and its days."""

    role = Choice(ask="the role")
    since = Day(ask="the first day", required=False)
    until = Day(ask="the last day", required=False)


class Ended(FormSchema):
    """The last day of a role."""

    until = Day(ask="the last day")


class Left(FormSchema):
    """Who takes over from somebody who leaves."""

    heir = Choice(ask="who takes over", required=False)
    version = Number(ask="the version", required=False)


@bp.get("")
@allow("people.read")
def index() -> Response:
    """Staff by name; `?q=`, `?former=1`, `?after=`, `?all=1`."""
    query, former = request.args.get("q", "").strip()[:100], bool(request.args.get("former"))
    size = ALL if request.args.get("all") else 25
    found = people.listed(desk(), query=query, former=former, after=request.args.get("after", ""), size=size)
    kept = {key: value for key, value in (("q", query), ("former", "1" if former else "")) if value}
    return page("people/index.html", "_list", found=found, query=query, former=former, kept=kept,
                in_force=roles.in_force, all_shown=size == ALL)  # fmt: skip


@bp.get("/new")
@allow("people.write")
def new() -> Response:
    """The form of a new member of staff."""
    return _new(Form(Staff, {"employed_here": True, "operational": True}))


@bp.post("/new")
@allow("people.write")
@once
def create() -> Response:
    """Add the person; roles and sign-in come on their page."""
    form = read(Staff)
    if form.ok:
        try:
            person = people.add(desk(), _values(form))
            return see("people.show", person_id=person.id)
        except Refused as refused:
            form.refuse(refused)
    return _new(form, 422)


@bp.get("/<person_id>")
@allow("people.read")
def show(person_id: str) -> Response:
    """One member of staff: who they are, their roles, their sign-in."""
    return _show(people.find(desk(), person_id))


@bp.post("/<person_id>")
@allow("people.write")
@once
def change(person_id: str) -> Response:
    """Keep who they are."""
    member, form = people.find(desk(), person_id), read(Staff)
    if not form.ok:
        return _show(member, 422, form=form)
    try:
        people.edit(desk(), member.person, _values(form), version=form.values["version"])
        return see("people.show", person_id=person_id)
    except Refused as refused:
        form.refuse(refused)
        return _show(member, 422, form=form)
    except Stale:
        return _show(member, 409, form=form, stale=True)


@bp.post("/<person_id>/roles")
@allow("people.write")
@once
def give(person_id: str) -> Response:
    """Give a role."""
    member, form = people.find(desk(), person_id), read(Given, prefix="role")
    if form.ok:
        try:
            roles.give(desk(), member.person, **form.values)
            return see("people.show", anchor="roles", person_id=person_id)
        except Refused as refused:
            form.refuse(refused)
    return _show(member, 422, giving=form)


@bp.get("/<person_id>/roles/<role_id>/end")
@allow("people.write")
def ending(person_id: str, role_id: str) -> Response:
    """Asks for the last day."""
    return _ending(person_id, role_id, Form(Ended, {"until": today()}))


@bp.post("/<person_id>/roles/<role_id>/end")
@allow("people.write")
@once
def end(person_id: str, role_id: str) -> Response:
    """End a role."""
    member, form = people.find(desk(), person_id), read(Ended)
    if form.ok:
        try:
            roles.end(desk(), member.person, role_id, form.values["until"])
            return see("people.show", anchor="roles", person_id=person_id)
        except Refused as refused:
            form.refuse(refused)
    return _ending(person_id, role_id, form, 422)


@bp.post("/<person_id>/sign-in")
@allow("people.write")
def open_sign_in(person_id: str) -> Response:
    """Let somebody in; a new sign-in's first password stands on this answer and nowhere else."""
    member = people.find(desk(), person_id)
    try:
        opened = opening.open_for(desk(), installation().passwords, member.person)
    except Refused as refused:
        form = _form(member)
        form.refuse(refused)
        return _show(member, 422, form=form)
    return page("people/opened.html", member=member, opened=opened, crumbs=_crumbs(member))


@bp.get("/<person_id>/leave")
@allow("people.write")
def leaving(person_id: str) -> Response:
    """Asks who takes over."""
    return _leaving(people.find(desk(), person_id), Form(Left))


@bp.post("/<person_id>/leave")
@allow("people.write")
@once
def leave(person_id: str) -> Response:
    """The person no longer works here."""
    member, form = people.find(desk(), person_id), read(Left)
    if form.ok:
        try:
            leavers.leave(desk(), member.person, heir_id=form.values["heir"], version=form.values["version"])
            return see("people.index")
        except Refused as refused:
            form.refuse(refused)
    return _leaving(member, form, 422)


@bp.post("/<person_id>/return")
@allow("people.write")
@once
def come_back(person_id: str) -> Response:
    """The person works here again."""
    people.come_back(desk(), people.find(desk(), person_id).person)
    return see("people.show", person_id=person_id)


def _new(form: Form, status: int = 200) -> Response:
    return page("people/new.html", status=status, form=form, managers=_managers(""), crumbs=_crumbs())


def _show(
    member: Member, status: int = 200, *, form: Form | None = None, giving: Form | None = None, stale: bool = False
) -> Response:
    person = member.person
    return page(
        "people/show.html", status=status, member=member, form=form or _form(member), stale=stale,
        giving=giving or Form(Given, {"since": today()}, prefix="role"), giveable=roles.giveable(desk()),
        managers=_managers(person.id, member.manager), address=opening.address_of(desk(), person),
        in_force=roles.in_force, crumbs=_crumbs(), me=desk().actor.person_id,
    )  # fmt: skip


def _ending(person_id: str, role_id: str, form: Form, status: int = 200) -> Response:
    member = people.find(desk(), person_id)
    held = next((one for one in member.roles if one.id == role_id), None)
    if held is None:
        raise Missing(role_id)
    return page("people/role_end.html", status=status, member=member, held=held, form=form, crumbs=_crumbs(member))


def _leaving(member: Member, form: Form, status: int = 200) -> Response:
    behind = leavers.leaves_behind(desk(), member.person)
    return page("people/leave.html", status=status, member=member, form=form, behind=behind,
                heirs=_managers(member.person.id), crumbs=_crumbs(member))  # fmt: skip


def _form(member: Member) -> Form:
    held = {key: getattr(member.person, key) for key in people.EDITABLE}
    return Form(Staff, held | {key: held[key] or "" for key in ("employed_here", "operational")})


def _values(form: Form) -> dict[str, Any]:
    ticked = {key: form.values[key] == "yes" for key in ("employed_here", "operational")}
    named = {key: form.values[key] for key in ("name", "title", "team", "email")}
    return named | ticked | {"manager_id": form.values["manager_id"] or None}


def _managers(but: str, now: Any = None) -> list[tuple[str, str]]:
    """Colleagues to choose from, and `now`, the one chosen, even after they have left."""
    found = people.colleagues(desk(), but=but)
    found += [now] if now is not None and not now.active else []
    return [(p.id, f"{p.name}, {p.title}" if p.title else p.name) for p in found]


def _crumbs(member: Member | None = None) -> list[tuple[str, str]]:
    back = [("People and roles", url_for("people.index"))]
    return [*back, (member.person.name, url_for("people.show", person_id=member.person.id))] if member else back
