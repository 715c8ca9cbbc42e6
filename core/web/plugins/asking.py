"""Asking for a change to be approved, approving it, sending it back."""

from typing import Any

from flask import Response

from core.services import approving
from core.web.forms import FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.plugins.changes import Reason, Seen, tried
from core.web.plugins.index import bp
from core.web.requests import desk


class Returned(FormSchema):
    """What is to be looked at again."""

    why = Text(ask="what is to be looked at again", max=2000)
    version = Version()


@bp.post("/changes/<change_id>/ask")
@allow("plugins.write")
@once
def ask(change_id: str) -> Response:
    """Put the change before a second person; with nobody else to ask it is approved."""

    def put(change: Any, values: dict[str, Any]) -> Response:
        done = approving.ask(desk(), change, values["because"], version=values["version"])
        return see("plugins.index") if done else see("plugins.show", change_id=change_id)

    return tried(change_id, "asking", read(Reason), put)


@bp.post("/changes/<change_id>/approve")
@allow("plugins.write")
@once
def approve(change_id: str) -> Response:
    """Let the change rule from its first day."""

    def rule(change: Any, values: dict[str, Any]) -> Response:
        approving.approve(desk(), change, version=values["version"])
        return see("plugins.index", anchor="versions")

    return tried(change_id, "asking", read(Seen), rule)


@bp.post("/changes/<change_id>/back")
@allow("plugins.write")
@once
def send_back(change_id: str) -> Response:
    """Do not approve it, and say why."""

    def back(change: Any, values: dict[str, Any]) -> Response:
        approving.send_back(desk(), change, values["why"], version=values["version"])
        return see("plugins.show", change_id=change_id)

    return tried(change_id, "returning", read(Returned), back)
