"""Who works here: the list, somebody new, one person and their history."""

from flask import Response, request

from core.services import people, people_history, roles, roles_confirming, teams
from core.services.desk import Refused, Stale
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.people.blueprint import Staff, StaffChanged, bp, crumbs, managers, person_page, values_of
from core.web.requests import desk

ALL = 200


@bp.get("")
@allow("people.read")
def index() -> Response:
    """Staff by name; `?q=`, `?former=1`, `?after=`, `?all=1`."""
    query, former = request.args.get("q", "").strip()[:100], bool(request.args.get("former"))
    size = ALL if request.args.get("all") else 25
    found = people.listed(desk(), query=query, former=former, after=request.args.get("after", ""), size=size)
    kept = {key: value for key, value in (("q", query), ("former", "1" if former else "")) if value}
    return page("people/index.html", "_list", found=found, query=query, former=former, kept=kept,
                in_force=roles.in_force, all_shown=size == ALL, waiting=roles_confirming.waiting(desk()))  # fmt: skip


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
            person = people.add(desk(), values_of(form))
            return see("people.show", person_id=person.id)
        except Refused as refused:
            form.refuse(refused)
    return _new(form, 422)


@bp.get("/<person_id>")
@allow("people.read")
def show(person_id: str) -> Response:
    """One member of staff."""
    return person_page(people.find(desk(), person_id))


@bp.post("/<person_id>")
@allow("people.write")
@once
def change(person_id: str) -> Response:
    """Keep who they are."""
    member, form = people.find(desk(), person_id), read(StaffChanged)
    if not form.ok:
        return person_page(member, 422, form=form)
    try:
        people.edit(desk(), member.person, values_of(form), version=form.values["version"])
        return see("people.show", person_id=person_id)
    except Refused as refused:
        form.refuse(refused)
        return person_page(member, 422, form=form)
    except Stale:
        return person_page(member, 409, form=form, stale=True)


@bp.get("/<person_id>/history")
@allow("people.read")
def history(person_id: str) -> Response:
    """Everything that was done about one person; `?after=`."""
    member = people.find(desk(), person_id)
    found = people_history.of(desk(), member.person, after=request.args.get("after", ""))
    return page("people/history.html", member=member, found=found, crumbs=crumbs(member))


def _new(form: Form, status: int = 200) -> Response:
    return page("people/new.html", status=status, form=form, managers=managers(""), crumbs=crumbs(),
                teams=teams.names(desk()))  # fmt: skip
