"""Giving roles and ending them, the second person's answer, and what was given in the whole authority."""

from flask import Response, request

from core.services import people, roles, roles_confirming, roles_listed
from core.services.desk import Missing, Refused, Stale
from core.services.people import Member
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.people.blueprint import Given, bp, crumbs, person_page
from core.web.requests import abandon, desk, today


class Ended(FormSchema):
    """The last day of a role."""

    until = Day(ask="the last day")


class Answer(FormSchema):
    """Whether a role that somebody else gave takes effect."""

    agree = Choice(ask="whether the role takes effect", choices=("yes", "no"))
    note = Text(ask="why it is sent back", max=1000, required=False)
    version = Version()


@bp.get("/roles")
@allow("roles.read")
def given() -> Response:
    """Every role that was given, the newest first; `?after=`."""
    found = roles_listed.given(desk(), after=request.args.get("after", ""))
    return page("people/given.html", found=found, crumbs=crumbs() if desk().actor.may("people.read") else [])


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
    return person_page(member, 422, giving=form)


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


@bp.get("/<person_id>/roles/given/<given_id>")
@allow("people.write")
def answering(person_id: str, given_id: str) -> Response:
    """A role that waits for a second person."""
    return _answering(people.find(desk(), person_id), given_id, Form(Answer))


@bp.post("/<person_id>/roles/given/<given_id>")
@allow("people.write")
@once
def answer(person_id: str, given_id: str) -> Response:
    """Confirm a role, or send it back."""
    member, form = people.find(desk(), person_id), read(Answer)
    if not form.ok:
        return _answering(member, given_id, form, 422)
    one, given = roles_confirming.find(desk(), member.person, given_id), form.values
    try:
        if given["agree"] == "yes":
            roles_confirming.confirm(desk(), one, version=given["version"])
        else:
            roles_confirming.send_back(desk(), one, given["note"], version=given["version"])
        return see("people.show", anchor="roles", person_id=person_id)
    except Refused as refused:
        abandon()
        form.refuse(refused)
        return _answering(member, given_id, form, 422)
    except Stale:
        abandon()
        return _answering(member, given_id, form, 409)


@bp.post("/<person_id>/roles/given/<given_id>/withdrawal")
@allow("people.write")
@once
def withdraw(person_id: str, given_id: str) -> Response:
    """Take back a role that one gave, before anybody confirms it."""
    one = roles_confirming.find(desk(), people.find(desk(), person_id).person, given_id)
    roles_confirming.withdraw(desk(), one, version=version_seen())
    return see("people.show", anchor="roles", person_id=person_id)


def _ending(person_id: str, role_id: str, form: Form, status: int = 200) -> Response:
    member = people.find(desk(), person_id)
    held = next((one for one in member.roles if one.id == role_id), None)
    if held is None:
        raise Missing(role_id)
    return page("people/role_end.html", status=status, member=member, held=held, form=form, crumbs=crumbs(member))


def _answering(member: Member, given_id: str, form: Form, status: int = 200) -> Response:
    one = roles_confirming.find(desk(), member.person, given_id)
    return page("people/role_answer.html", status=status, member=member, one=one, given=one.given, form=form,
                mine=one.given.given_by_id == desk().actor.person_id, crumbs=crumbs(member))  # fmt: skip
