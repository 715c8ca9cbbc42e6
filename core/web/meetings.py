"""One meeting: its stages, and the pages beside them, each at its own address. What changes them stands in `stages`,
`replies`, `pack`, `actions`, `recommendations`, `minutes` and `circulation`."""

from flask import Blueprint, Response, request

from core.services import meeting_history
from core.web import actions as action_pages
from core.web import pack as pack_pages
from core.web import recommendations as recommendation_pages
from core.web import replies, stages
from core.web.guard import allow
from core.web.opened import meeting_page, opened
from core.web.requests import desk

bp = Blueprint("meetings", __name__, url_prefix="/<authority>/meetings")


@bp.get("/<meeting_id>")
@allow("meeting.read")
def show(meeting_id: str) -> Response:
    """The stages before, at and after the meeting, and who sees what comes of it."""
    return stages.stages_page(opened(meeting_id))


@bp.get("/<meeting_id>/people")
@allow("meeting.read")
def people(meeting_id: str) -> Response:
    """Who is asked to which part, what they answered, and who came."""
    return replies.people_page(opened(meeting_id))


@bp.get("/<meeting_id>/pack")
@allow("meeting.read")
def pack(meeting_id: str) -> Response:
    """The papers for the chair: received, missing, late, or not available."""
    return pack_pages.pack_page(opened(meeting_id))


@bp.get("/<meeting_id>/recommendations")
@allow("meeting.read")
def recommendations(meeting_id: str) -> Response:
    """What the meeting recommends, and to which body; `?theme=` comes from the minutes."""
    return recommendation_pages.recommendations_page(opened(meeting_id), theme=request.args.get("theme", ""))


@bp.get("/<meeting_id>/actions")
@allow("meeting.read")
def actions(meeting_id: str) -> Response:
    """What people took on, by when, and how far it is; `?theme=` comes from the minutes."""
    return action_pages.actions_page(opened(meeting_id), theme=request.args.get("theme", ""))


@bp.get("/<meeting_id>/history")
@allow("meeting.read")
def history(meeting_id: str) -> Response:
    """Who did what, newest first; nothing of an output that this person may not read."""
    here = opened(meeting_id)
    found = meeting_history.events(desk(), here.case, here.file, after=request.args.get("after", ""))
    return meeting_page(
        "meetings/history.html", here, "history", happened=found, words_of=meeting_history.words_of,
        detail_of=meeting_history.detail_of, list_of=meeting_history.list_of,
    )  # fmt: skip
