"""Opening a sign-in for a member of staff."""

from flask import Response

from core.services import opening, people
from core.services.desk import Refused
from core.web.guard import allow
from core.web.once import repeatable
from core.web.pages import page
from core.web.people.blueprint import bp, crumbs, form_of, person_page
from core.web.requests import desk, installation


@bp.post("/<person_id>/sign-in")
@allow("people.write")
@repeatable("somebody who has a sign-in gets no second one")
def open_sign_in(person_id: str) -> Response:
    """Let somebody in; a new sign-in's first password stands on this answer and nowhere else."""
    member = people.find(desk(), person_id)
    try:
        opened = opening.open_for(desk(), installation().passwords, member.person)
    except Refused as refused:
        form = form_of(member)
        form.refuse(refused)
        return person_page(member, 422, form=form)
    return page("people/opened.html", member=member, opened=opened, crumbs=crumbs(member))
