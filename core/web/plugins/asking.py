"""Asking for a change to be approved, approving it, sending it back."""

from flask import Response

from core.services import approving, changing
from core.services.desk import Refused, Stale
from core.web.forms import FormSchema, Number, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.plugins.changes import Reason, Seen, shown
from core.web.plugins.index import bp
from core.web.requests import desk


class Returned(FormSchema):
    """What is to be looked at again."""

    why = Text(ask="what is to be looked at again", max=2000)
    version = Number(ask="the version", required=False)


@bp.post("/changes/<change_id>/ask")
@allow("plugins.write")
@once
def ask(change_id: str) -> Response:
    """Put the change before a second person; with nobody else to ask it is approved."""
    form = read(Reason)
    if form.ok:
        try:
            change = changing.find(desk(), change_id)
            done = approving.ask(desk(), change, form.values["because"], version=form.values["version"])
            return see("plugins.index") if done else see("plugins.show", change_id=change_id)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return shown(change_id, 409, asking=form, stale=True)
    return shown(change_id, 422, asking=form)


@bp.post("/changes/<change_id>/approve")
@allow("plugins.write")
@once
def approve(change_id: str) -> Response:
    """Let the change rule from its first day."""
    form = read(Seen)
    if form.ok:
        try:
            approving.approve(desk(), changing.find(desk(), change_id), version=form.values["version"])
            return see("plugins.index", anchor="versions")
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return shown(change_id, 409, asking=form, stale=True)
    return shown(change_id, 422, asking=form)


@bp.post("/changes/<change_id>/back")
@allow("plugins.write")
@once
def send_back(change_id: str) -> Response:
    """Do not approve it, and say why."""
    form = read(Returned)
    if form.ok:
        try:
            change = changing.find(desk(), change_id)
            approving.send_back(desk(), change, form.values["why"], version=form.values["version"])
            return see("plugins.show", change_id=change_id)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            return shown(change_id, 409, returning=form, stale=True)
    return shown(change_id, 422, returning=form)
