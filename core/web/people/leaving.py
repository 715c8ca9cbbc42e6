"""Somebody leaves, or works here again."""

from flask import Response

from core.services import leaving as leavers
from core.services import people
from core.services.desk import Refused
from core.services.people import Member
from core.web.forms import Choice, Form, FormSchema, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.people.blueprint import bp, crumbs, managers
from core.web.requests import abandon, desk


class Left(FormSchema):
    """Who takes over from somebody who leaves."""

    heir = Choice(ask="who takes over", required=False)
    version = Version()


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
            abandon()
            form.refuse(refused)
    return _leaving(people.find(desk(), person_id), form, 422)


@bp.post("/<person_id>/return")
@allow("people.write")
@once
def come_back(person_id: str) -> Response:
    """The person works here again."""
    people.come_back(desk(), people.find(desk(), person_id).person)
    return see("people.show", person_id=person_id)


def _leaving(member: Member, form: Form, status: int = 200) -> Response:
    behind = leavers.leaves_behind(desk(), member.person)
    return page("people/leave.html", status=status, member=member, form=form, behind=behind,
                heirs=managers(member.person.id), crumbs=crumbs(member))  # fmt: skip
