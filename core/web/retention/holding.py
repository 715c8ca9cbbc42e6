"""Legal holds: placed on one record or on everything, looked at, and lifted."""

from typing import Any

from flask import Response, url_for

from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.retention import holds
from core.services.retention.listing import find
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import abandon, desk
from core.web.retention.blueprint import Hold, Lift, bp, crumbs, reads_names, record_page, title_of


@bp.post("/retention/records/<child_id>/hold")
@allow("retention.hold")
@once
def hold(child_id: str) -> Response:
    """Hold one record."""
    child, form = find(desk(), child_id), read(Hold, prefix="hold")
    if form.ok:
        try:
            holds.place(desk(), child, **form.values)
            return see("retention.record", child_id=child_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
            child = find(desk(), child_id)
    return record_page(child, 422, named=reads_names(), hold=form)


@bp.get("/retention/hold-everything")
@allow("retention.hold")
def everything() -> Response:
    """The form of a hold on all records."""
    return _everything(Form(Hold))


@bp.post("/retention/hold-everything")
@allow("retention.hold")
@once
def hold_everything() -> Response:
    """Hold all records of the authority."""
    form = read(Hold)
    if form.ok:
        try:
            holds.place(desk(), None, **form.values)
            return see("retention.held")
        except Refused as refused:
            abandon()
            form.refuse(refused)
    return _everything(form, 422)


@bp.get("/retention/holds/<hold_id>")
@allow("retention.read")
def one(hold_id: str) -> Response:
    """One hold: what it is about, why, and what ended it."""
    return _one(hold_id, Form(Lift))


@bp.post("/retention/holds/<hold_id>/lift")
@allow("retention.hold")
@once
def lift(hold_id: str) -> Response:
    """End a hold."""
    found, _ = _find(hold_id)
    form = read(Lift)
    if form.ok:
        try:
            with named():
                holds.lift(desk(), found, because=form.values["because"], version=form.values["version"])
            return see("retention.one", hold_id=hold_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _one(hold_id, form, 409)
    return _one(hold_id, form, 422)


def _everything(form: Form, status: int = 200) -> Response:
    return page("retention/everything.html", status=status, form=form, crumbs=crumbs())


def _one(hold_id: str, form: Form, status: int = 200) -> Response:
    found, child = _find(hold_id)
    about = title_of(child, named=reads_names()) if child else "all records"
    return page(
        "retention/hold.html", status=status, hold=found, child=child, about=about, form=form,
        stale=status == 409, crumbs=[*crumbs(), ("On hold", url_for("retention.held"))],
    )  # fmt: skip


def _find(hold_id: str) -> tuple[Any, Any]:
    """The hold and its child; a hold on a record that is not this person's to look after does not exist."""
    found = holds.find(desk(), hold_id)
    try:
        return found, find(desk(), found.child_id) if found.child_id else None
    except Missing:
        raise Missing(hold_id) from None
