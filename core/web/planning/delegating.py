"""Delegated authority: what a meeting agreed about who decides what for the child, one area at a time."""

from collections.abc import Callable
from typing import Any

from flask import Response

from core.services import delegation
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.meetings import Case
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import meeting_page, opened
from core.web.pages import see
from core.web.planning.blueprint import bp
from core.web.requests import abandon, desk


class AgreedForm(FormSchema):
    """Who decides in one area."""

    area = Text(ask="what is decided", max=120)
    decides = Choice(ask="who decides", choices=delegation.DECIDERS)
    agreed_with = Text(ask="with whom this was agreed", max=200)
    notes = Text(ask="notes", max=2000, required=False)
    version = Version()


class RemoveForm(FormSchema):
    """What was recorded by mistake."""

    version = Version()


@bp.get("/meetings/<meeting_id>/delegation")
@allow("meeting.read")
def delegated(meeting_id: str) -> Response:
    """Who may decide what, as agreed at this meeting."""
    return _page(meeting_id, Form(AgreedForm))


@bp.post("/meetings/<meeting_id>/delegation")
@allow("meeting.record")
@once
def agree(meeting_id: str) -> Response:
    """Keep who decides in one area."""
    form = read(AgreedForm)

    def change(case: Case) -> None:
        values = dict(form.values)
        delegation.agree(desk(), case, values, version=values.pop("version"))

    return _change(meeting_id, form, change)


@bp.post("/meetings/<meeting_id>/delegation/<entry_id>/removal")
@allow("meeting.record")
@once
def take_back(meeting_id: str, entry_id: str) -> Response:
    """Take one area back."""
    form = read(RemoveForm)
    if not any(one.id == entry_id for one in delegation.of(opened(meeting_id).case.meeting)):
        raise Missing(entry_id)
    return _change(
        meeting_id, form, lambda case: delegation.remove(desk(), case, entry_id, version=form.values["version"])
    )


def _change(meeting_id: str, form: Form, change: Callable[[Case], Any]) -> Response:
    status = 422
    if form.ok:
        try:
            with named():
                change(opened(meeting_id).case)
            return see("planning.delegated", meeting_id=meeting_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
    return _page(meeting_id, form, status=status)


def _page(meeting_id: str, form: Form, *, status: int = 200) -> Response:
    here = opened(meeting_id)
    clause = delegation.records(here.case)
    if not clause:
        raise Missing(meeting_id)
    return meeting_page(
        "planning/delegation.html", here, "delegation", status=status, form=form, stale=status == 409,
        entries=delegation.of(here.case.meeting), deciders=delegation.DECIDERS, clause_id=clause,
        procedure=here.case.procedure,
    )  # fmt: skip
