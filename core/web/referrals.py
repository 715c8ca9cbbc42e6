"""What goes to a panel: which papers exactly, through whom, and what the panel answered; for those who send them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response

from core.services import referrals
from core.services.desk import Missing, Refused, Stale
from core.services.referrals import Line
from core.web.forms import Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk

bp = Blueprint("referrals", __name__, url_prefix="/<authority>/meetings")


class SendForm(FormSchema):
    """Send to a panel."""


class BackForm(FormSchema):
    """Why something is taken back."""

    because = Text(ask="why it is taken back", max=1000)


class DateForm(FormSchema):
    """The panel's date, known beforehand."""

    day = Day(ask="the panel’s date")
    version = Version()


@bp.get("/<meeting_id>/panel")
@allow("meeting.read")
def show(meeting_id: str) -> Response:
    """Each body with its papers, as far as this person may know of them."""
    return _page(opened(meeting_id))


@bp.post("/<meeting_id>/panel/<route>/sent")
@allow("meeting.circulate")
@once
def send(meeting_id: str, route: str) -> Response:
    """These papers go to that body."""
    return _act(meeting_id, route, SendForm, lambda here, one, value: referrals.send(desk(), here.case, one))


@bp.post("/<meeting_id>/panel/<route>/withdrawn")
@allow("meeting.circulate")
@once
def withdraw(meeting_id: str, route: str) -> Response:
    """What was sent is taken back, with the reason."""
    return _act(meeting_id, route, BackForm, lambda here, one, value: referrals.withdraw(
        desk(), here.case, one, value["because"]))  # fmt: skip


@bp.post("/<meeting_id>/panel/<route>/date")
@allow("meeting.circulate")
@once
def foresee(meeting_id: str, route: str) -> Response:
    """The panel's date is known before anything is sent."""
    return _act(meeting_id, route, DateForm, lambda here, one, value: referrals.foresee(
        desk(), here.case, one, value["day"], version=value["version"]))  # fmt: skip


def _act(meeting_id: str, route: str, schema: type[FormSchema], act: Callable[[Opened, Line, Any], Any]) -> Response:
    here = opened(meeting_id)
    one = referrals.line(desk(), here.case, here.file, route)
    form = read(schema, prefix=f"{schema.__name__.lower()}-{route}")
    if form.ok:
        try:
            act(here, one, form.values)
            return see("referrals.show", meeting_id=meeting_id, anchor=f"route-{route}")
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            form.error("_", "This meeting has changed since you opened it. Look at it again before you save.")
    return _page(here, status=422, form=form, about=route)


def _page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    found = referrals.lines(desk(), here.case, here.file)
    if not found:
        raise Missing(here.case.meeting.id)

    def form_for(one: Line, name: str) -> Form:
        schema: type[FormSchema] = {"back": BackForm, "date": DateForm}[name]
        if form is not None and one.rule.key == about and form.schema is schema:
            return form
        known = here.case.meeting.answers.get("panel_date") if name == "date" else None
        return Form(
            schema,
            {"day": date.fromisoformat(known)} if known else {},
            prefix=f"{schema.__name__.lower()}-{one.rule.key}",
        )

    return meeting_page(
        "referrals/show.html", here, "referrals", status=status, panels=found, form_for=form_for, refused=form,
    )  # fmt: skip
