"""Closures: the days on which an authority's own offices are shut, added, changed and taken out again."""

from flask import Blueprint, Response

from core.services import closures, local_settings
from core.services.closures import Closed
from core.services.desk import Refused, Stale
from core.web.forms import Day, Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk
from core.web.settings import crumbs

bp = Blueprint("closures", __name__, url_prefix="/<authority>/settings/closures")


class Days(FormSchema):
    """A closure, and why it is there or changes."""

    name = Text(ask="the name of the closure", max=100)
    first = Day(ask="the first day that is closed")
    last = Day(ask="the last day that is closed")
    because = Text(ask="why this changes", max=1000)
    seen = Text(ask="what stood here", max=1000, required=False)


class Removal(FormSchema):
    """Why a closure goes."""

    because = Text(ask="why the closure is removed", max=1000)
    seen = Text(ask="what stood here", max=1000, required=False)


@bp.get("/new")
@allow("settings.write")
def new() -> Response:
    """The form of a new closure."""
    return _page(Form(Days))


@bp.post("/new")
@allow("settings.write")
@once
def create() -> Response:
    """Add a closure."""
    form = read(Days)
    if form.ok:
        try:
            given = form.values
            closures.add(desk(), given["first"], given["last"], given["name"], because=given["because"])
            return see("settings.show", anchor="closures")
        except Refused as refused:
            form.refuse(refused)
    return _page(form, status=422)


@bp.get("/<closure_id>")
@allow("settings.write")
def edit(closure_id: str) -> Response:
    """One closure: other days, an earlier end, or gone."""
    closure = closures.find(desk(), closure_id)
    return _page(_form(closure), closure)


@bp.post("/<closure_id>")
@allow("settings.write")
@once
def change(closure_id: str) -> Response:
    """Keep other days or another name."""
    closure, form = closures.find(desk(), closure_id), read(Days)
    if not form.ok:
        return _page(form, closure, status=422)
    try:
        closures.change(desk(), closure_id, **form.values)
        return see("settings.show", anchor="closures")
    except Refused as refused:
        form.refuse(refused)
        return _page(form, closure, status=422)
    except Stale as stale:
        return _stale(form, stale)


@bp.post("/<closure_id>/removal")
@allow("settings.write")
@once
def remove(closure_id: str) -> Response:
    """Take a closure out that has not begun."""
    closure, form = closures.find(desk(), closure_id), read(Removal, prefix="removal")
    if not form.ok:
        return _page(_form(closure), closure, removal=form, status=422)
    try:
        closures.remove(desk(), closure_id, **form.values)
        return see("settings.show", anchor="closures")
    except Refused as refused:
        form.refuse(refused)
        return _page(_form(closure), closure, removal=form, status=422)
    except Stale as stale:
        return _stale(_form(stale.current) if stale.current else Form(Days), stale, removal=form)


def _stale(form: Form, stale: Stale, removal: Form | None = None) -> Response:
    if stale.current is None:
        raise stale
    form.data["seen"] = stale.current.seen
    return _page(form, stale.current, removal=removal, status=409, stale=True)


def _page(
    form: Form, closure: Closed | None = None, *, removal: Form | None = None, status: int = 200, stale: bool = False
) -> Response:
    past = local_settings.changes(desk(), key=closure.id).events if closure else ()
    return page(
        "settings/closure.html", status=status, form=form, closure=closure, stale=stale, past=past,
        removal=removal or Form(Removal, prefix="removal"), dates=local_settings.open_dates(desk()),
        moving=desk().setting("closures_move_dates"), crumbs=crumbs(),
    )  # fmt: skip


def _form(closure: Closed) -> Form:
    held = {"name": closure.name, "first": closure.first, "last": closure.last, "seen": closure.seen}
    return Form(Days, held)
