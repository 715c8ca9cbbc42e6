"""The people round a child: adding somebody, and ending what they are to the child."""

from flask import Blueprint, Response

from core.domain.days import british
from core.services import case_roles, children
from core.services.desk import Refused
from core.web.children import crumbs, first_name
from core.web.forms import Choice, Day, Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, today

bp = Blueprint("child_people", __name__, url_prefix="/<authority>/children/<child_id>/people")


class Added(FormSchema):
    """Somebody round the child: a person known here, or a new name."""

    role = Choice(ask="what they are to the child", choices=case_roles.choices())
    person = Choice(ask="the person", required=False)
    name = Text(ask="the name", max=200, required=False)
    detail = Text(ask="anything worth knowing", max=200, required=False)
    placement = Choice(ask="the placement", required=False)
    since = Day(ask="the day it began", required=False)


class Ended(FormSchema):
    """The last day of a role."""

    until = Day(ask="the last day")


@bp.get("/new")
@allow("child.write")
def new(child_id: str) -> Response:
    """The form of one more person."""
    return _ask(child_id, Form(Added))


@bp.post("/new")
@allow("child.write")
@once
def create(child_id: str) -> Response:
    """Add the person."""
    child, form = children.find(desk(), child_id), read(Added)
    if form.ok:
        given = form.values
        try:
            case_roles.add(
                desk(), child, given["role"], person_id=given["person"], name=given["name"], detail=given["detail"],
                placement_id=given["placement"], since=given["since"],
            )  # fmt: skip
            return see("children.show", child_id=child_id)
        except Refused as refused:
            form.refuse(refused)
    return _ask(child_id, form, 422)


@bp.get("/<role_id>/end")
@allow("child.write")
def ending(child_id: str, role_id: str) -> Response:
    """Asks for the last day."""
    return _ask_end(child_id, role_id, Form(Ended, {"until": today()}))


@bp.post("/<role_id>/end")
@allow("child.write")
@once
def end(child_id: str, role_id: str) -> Response:
    """End the role."""
    child, form = children.find(desk(), child_id), read(Ended)
    if form.ok:
        try:
            case_roles.end(desk(), child, case_roles.find(desk(), child, role_id).role, form.values["until"])
            return see("children.show", child_id=child_id)
        except Refused as refused:
            form.refuse(refused)
    return _ask_end(child_id, role_id, form, 422)


def _ask(child_id: str, form: Form, status: int = 200) -> Response:
    at, child = desk(), children.find(desk(), child_id)
    known = [(p.id, f"{p.name}, {p.title}" if p.title else p.name) for p in case_roles.candidates(at, child)]
    homes = [(p.id, f"{p.carer or 'Carer not recorded'}, since {british(p.started)}")
             for p, _ in reversed(children.history(at, child))]  # fmt: skip
    procedure = at.procedure(today())
    roles = case_roles.choices({key: procedure.role(key) for key in procedure.roles} if procedure else None)
    return page("children/person.html", status=status, form=form, child=child, first_name=first_name(child),
                known=known, homes=homes, roles=roles, crumbs=crumbs(child, own=True))  # fmt: skip


def _ask_end(child_id: str, role_id: str, form: Form, status: int = 200) -> Response:
    child = children.find(desk(), child_id)
    one = case_roles.find(desk(), child, role_id)
    return page("children/person_end.html", status=status, form=form, child=child, one=one,
                first_name=first_name(child), crumbs=crumbs(child, own=True))  # fmt: skip
