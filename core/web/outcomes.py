"""Saying what a meeting came to, once it has been held. The form stands on the meeting's own page."""

from flask import Blueprint, Response

from core.services import outcomes
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web import stages
from core.web.came_to import schema
from core.web.forms import read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import opened
from core.web.pages import see
from core.web.requests import abandon, desk

bp = Blueprint("outcomes", __name__, url_prefix="/<authority>/meetings")


@bp.post("/<meeting_id>/outcome")
@allow("meeting.record")
@once
def record(meeting_id: str) -> Response:
    """Keep the outcome; what it leads to goes on the arranger's list."""
    here = opened(meeting_id)
    form = read(schema(here.case), outcome={"choices": [one.rule.key for one in outcomes.choices(here.case)]})
    if form.ok:
        given = form.values
        try:
            with named():
                outcomes.record(
                    desk(), here.case, given["outcome"], given["outcome_note"], by=given["by"],
                    version=given["version"],
                    weighed={key.removeprefix("weighed_"): words for key, words in given.items() if "weighed_" in key},
                )  # fmt: skip
            return see("meetings.show", meeting_id=meeting_id, anchor="outcome")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            form.error("_", "Somebody else has changed this meeting since you opened it. Read theirs first.")
            return stages.stages_page(opened(meeting_id), status=409, form=form, about="outcome")
    return stages.stages_page(opened(meeting_id), status=422, form=form, about="outcome")
