"""A member of staff's sign-in: inviting them, taking that back, and resetting a second factor they have lost."""

from flask import Response

from core.services import factor_reset, letters, opening, people
from core.services.desk import Refused
from core.services.opening import Invited
from core.services.people import Member
from core.web import afterwards
from core.web.forms import Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.pages import page, see
from core.web.people.blueprint import bp, crumbs, form_of, person_page
from core.web.requests import desk, installation


class Reason(FormSchema):
    """Why a second factor is reset."""

    reason = Text(ask="why it is reset", max=500)


@bp.post("/<person_id>/sign-in")
@allow("people.write")
@repeatable("a second invitation takes the place of the first")
def invite(person_id: str) -> Response:
    """Invite somebody. Where no mail is sent, the link stands on this answer and nowhere else."""
    member = people.find(desk(), person_id)
    try:
        invited = opening.invite(desk(), member.person)
    except Refused as refused:
        form = form_of(member)
        form.refuse(refused)
        return person_page(member, 422, form=form)
    if not invited.token:
        return see("people.show", anchor="sign-in", person_id=person_id)
    settings, authority = installation().settings, desk().tenant.name
    letter = letters.invitation(settings, invited.email, invited.token, authority, invited.until)
    return _handed(member, invited, afterwards.post(letter), "people/opened.html")


@bp.post("/<person_id>/sign-in/withdrawal")
@allow("people.write")
@once
def withdraw_invitation(person_id: str) -> Response:
    """Take an invitation back."""
    opening.withdraw(desk(), people.find(desk(), person_id).person)
    return see("people.show", anchor="sign-in", person_id=person_id)


@bp.get("/<person_id>/second-factor")
@allow("people.write")
def resetting(person_id: str) -> Response:
    """Asks why."""
    return _resetting(people.find(desk(), person_id), Form(Reason))


@bp.post("/<person_id>/second-factor")
@allow("people.write")
@repeatable("who has no second factor any more loses none")
def reset(person_id: str) -> Response:
    """Reset it. Where no mail is sent, the link stands on this answer and nowhere else."""
    member, form = people.find(desk(), person_id), read(Reason)
    if not form.ok:
        return _resetting(member, form, 422)
    try:
        made = factor_reset.reset(desk(), member.person, form.values["reason"])
    except Refused as refused:
        form.refuse(refused)
        return _resetting(member, form, 422)
    if not made.token:
        return see("people.show", anchor="sign-in", person_id=person_id)
    letter = letters.reset(installation().settings, made.email, made.token, made.until)
    return _handed(member, made, afterwards.post(letter), "people/factor_reset.html")


def _handed(member: Member, made: Invited, mailed: bool, template: str) -> Response:
    if mailed:
        return see("people.show", anchor="sign-in", person_id=member.person.id)
    link = letters.address(installation().settings, made.token)
    return page(template, member=member, made=made, link=link, crumbs=crumbs(member))


def _resetting(member: Member, form: Form, status: int = 200) -> Response:
    return page("people/factor_resetting.html", status=status, member=member, form=form, crumbs=crumbs(member))
