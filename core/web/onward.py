"""Where somebody goes after signing in: on to where they were going, to the only authority, or to the choice of one."""

import re
from collections.abc import Sequence

from flask import Response, request, url_for

from core.services import arriving
from core.services.arriving import Choice
from core.services.user_sessions import Held
from core.web.pages import go, see
from core.web.requests import installation, today

WITHIN_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")


def wanted() -> str:
    """Where to go afterwards: an address within this site, or nothing."""
    asked = request.values.get("next", "")
    return asked if WITHIN_HERE.fullmatch(asked) else ""


def onward(held: Held) -> Response:
    """The way on for whoever holds this session: to their second factor while it waits for one."""
    if held.waits:
        return see("second_factor.show", next=wanted() or None)
    if wanted():
        return go(wanted())
    _, choices = arriving.choices(installation().settings.database_url, held.user_id, today(), only_in=held.only_in)
    return lead(choices)


def lead(choices: Sequence[Choice]) -> Response:
    """On to the only authority, or to the choice between several (or to the page that says there is none)."""
    if len(choices) != 1:
        return go(url_for("authorities.show"))
    return go(url_for("authorities.home", authority=choices[0].slug))
