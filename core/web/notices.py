"""Notices: what somebody is told of what they owe, manage or are to decide. Seeing the page marks nothing; saying that
one has seen them does, because a page that is only asked for changes nothing."""

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from core.services import arrivals, notices, reminding
from core.services.notices import Told
from core.services.paging import read_moment
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, now
from core.web.restrictions import is_restricted
from core.web.ways import way_to, way_to_meeting, way_to_task

bp = Blueprint("notices", __name__, url_prefix="/<authority>/notices")
KINDS = {"reminder": "Due soon", "late": "Past its date", "escalated": "Escalated to you", "put forward": "Put forward",
         "panel": "From a panel", "taken over": "Taken over", "draft": "A draft came", "record": "A record came",
         "correction": "A correction of fact", "role": "A role",
         "opened": "A restricted record", "restricted": "A restricted record",
         "reading": "Many records read",
         "procedure": "The procedure"}  # fmt: skip


@bp.get("")
@allow("notice.read")
def index() -> Response:
    """One page of them, the newest first; `?after=`."""
    found = notices.mine(desk(), after=request.args.get("after", ""))
    return page(
        "notices/index.html", found=found, way_of=way_of, kinds=KINDS, rules=reminding.rules(desk()),
        seen_until=now().astimezone(UTC).isoformat(),
    )  # fmt: skip


@bp.post("/seen")
@allow("notice.read")
@once
def see_all() -> Response:
    """The person has seen what stood on the page when they opened it."""
    until = read_moment(request.form.get("until", ""))
    notices.see(desk(), min(until, now()) if until else datetime.min.replace(tzinfo=UTC))
    return see("notices.index")


def way_of(told: Told) -> str:
    """To what a notice is about; "" where this person has no page for it."""
    if told.task is not None:
        return way_to_task(told.task, told.meeting)
    if told.notice.kind == "role":
        return way_to("people.index") or way_to("people.given")
    if told.notice.kind == "procedure":
        return way_to("plugins.show", change_id=told.notice.key.split(":")[1])
    if told.notice.kind == "opened":
        return way_to("openings.show", opening_id=told.notice.key.split(":")[1])
    if told.notice.kind == "restricted":
        child_id = told.notice.key.split(":")[1]
        return way_to("restrictions.show", child_id=child_id) if is_restricted(child_id) else ""
    if told.notice.kind == "reading":
        return way_to("audit.index", person=told.notice.text.partition(" opened the records")[0])
    if told.notice.kind == "put forward":
        return way_to("gatherings.index")
    if told.meeting is not None and arrivals.output_of(told.notice.key):
        at = {"meeting_id": told.meeting.id}
        drafts = way_to("corrections.index", **at) if told.notice.kind == arrivals.DRAFT else ""
        return drafts or way_to("outputs.show", **at, output_id=arrivals.output_of(told.notice.key))
    if told.meeting is not None and told.notice.kind == "correction":
        return way_to("corrections.index", meeting_id=told.meeting.id)
    if told.meeting is not None:
        return way_to("meetings.recommendations", meeting_id=told.meeting.id) or way_to_meeting(told.meeting)
    return ""
