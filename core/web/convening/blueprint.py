"""The blueprint of arranging a meeting, apart so that each of its pages can import it; and how each part is saved."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from core.services import meetings
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.meetings import Case
from core.web.forms import Form
from core.web.pages import see
from core.web.requests import abandon, desk, swapping

bp = Blueprint("convening", __name__, url_prefix="/<authority>")
Show = Callable[..., Response]


def save(
    meeting_id: str, form: Form, section: str, change: Callable[[Case], Any], show: Show, key: str = ""
) -> Response:
    """Make one change to a meeting, or show its section again with what is to be put right and all that was typed.

    303 to the section, or under htmx the section with the stepper and the checks. `key` tells several forms of one
    section apart. 409 where somebody else changed the meeting meanwhile.
    """
    status = 422
    if form.ok:
        try:
            with named():
                change(meetings.find(desk(), meeting_id))
            if not swapping():
                return see("convening.show", meeting_id=meeting_id, anchor=section)
            return show(meeting_id, section=section)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
    return show(meeting_id, section=section, forms={key or section: form}, status=status)
