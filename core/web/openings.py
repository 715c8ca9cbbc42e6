"""Opening a restricted record all the same, closing it again, and looking back at who opened one."""

from typing import Any

from flask import Blueprint, Response, request

from core.services import openings, openings_reviewed
from core.services.desk import Refused, Stale
from core.services.openings import SHORTEST
from core.services.openings_reviewed import VERDICTS, Seen
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk

bp = Blueprint("openings", __name__, url_prefix="/<authority>/openings")


class Asked(FormSchema):
    """Which record, and why."""

    local_id = Text(ask="the child’s ID in your authority", max=20)
    reason = Text(ask="why you need the record", max=2000)


class Reviewed(FormSchema):
    """Whether it was justified."""

    verdict = Choice(ask="whether it was justified", choices=VERDICTS)
    note = Text(ask="what you found", max=2000, required=False)
    version = Version()


@bp.get("/new")
@allow("child.open")
def new() -> Response:
    """Asks for the ID and a reason; `?tried=` a try of this person's that opened nothing."""
    row = openings.tried(desk(), request.args.get("tried", ""))
    form = Form(Asked, {"local_id": row.asked, "reason": row.reason}) if row else Form(Asked)
    return _ask(form, nothing=row is not None)


@bp.post("")
@allow("child.open")
@once
def create() -> Response:
    """Open the record for some hours; or nothing, which is kept as well and told in the same words whatever it was."""
    form = read(Asked)
    if form.ok:
        try:
            found = openings.open_record(desk(), form.values["local_id"], form.values["reason"])
        except Refused as refused:
            form.refuse(refused)
            return _ask(form, 422)
        if found.child is not None:
            return see("children.show", child_id=found.child.id)
        assert found.opening is not None
        if found.opening.child_id is None:
            return see("openings.new", tried=found.opening.id)
        return see("children.show", child_id=found.opening.child_id)
    return _ask(form, 422)


@bp.get("")
@allow("child.restrict")
def index() -> Response:
    """Who opened restricted records, the latest first; `?after=`."""
    found = openings_reviewed.listed(desk(), after=request.args.get("after", ""))
    return page("openings/index.html", found=found, verdicts=VERDICTS)


@bp.get("/<opening_id>")
@allow("opening.read")
def show(opening_id: str) -> Response:
    """One opening: who, why, until when, and whether it was justified."""
    return _show(openings_reviewed.find(desk(), opening_id), Form(Reviewed))


@bp.post("/<opening_id>/review")
@allow("opening.read")
@once
def review(opening_id: str) -> Response:
    """Keep whether it was justified."""
    seen, form = openings_reviewed.find(desk(), opening_id), read(Reviewed)
    if form.ok:
        try:
            openings_reviewed.review(desk(), seen, **form.values)
            return see("openings.show", opening_id=opening_id)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return _show(seen, form, 409, stale=True)
    return _show(seen, form, 422)


@bp.post("/<opening_id>/closing")
@allow("child.open")
@once
def close(opening_id: str) -> Response:
    """The person does not need the record any more."""
    openings.close(desk(), opening_id)
    return see("children.index")


def _ask(form: Form, status: int = 200, *, nothing: bool = False) -> Response:
    return page("openings/new.html", status=status, form=form, nothing=nothing, shortest=SHORTEST)


def _show(seen: Seen, form: Form, status: int = 200, **context: Any) -> Response:
    return page("openings/show.html", status=status, form=form, seen=seen, verdicts=VERDICTS,
                stale=context.get("stale", False))  # fmt: skip
