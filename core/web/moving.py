"""Moving an open meeting to another version of the procedure: which there are, what would change, and the move."""

from typing import Any

from flask import Blueprint, Response, request

from core.services import moving
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.moving_rows import GROUPS
from core.services.moving_targets import Target
from core.web.forms import Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import abandon, desk

bp = Blueprint("moving", __name__, url_prefix="/<authority>/meetings")


class MoveForm(FormSchema):
    """To which version, and why."""

    to = Text(ask="the version", max=120)
    reason = Text(ask="why this meeting is moved", max=2000)
    version = Version()


@bp.get("/<meeting_id>/move")
@allow("meeting.move")
def show(meeting_id: str) -> Response:
    """The versions to choose from; with `?to=` what a move to that one would change."""
    here = opened(meeting_id)
    return _page(here, request.args.get("to", ""), Form(MoveForm))


@bp.post("/<meeting_id>/move")
@allow("meeting.move")
@once
def create(meeting_id: str) -> Response:
    """The meeting follows that version from now on; its history tells what changed and why."""
    here, form, status = opened(meeting_id), read(MoveForm), 422
    key = form.data["to"]
    if form.ok:
        try:
            with named():
                moving.move(desk(), here.case, key, form.values["reason"], version=form.values["version"])
            return see("meetings.history", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            status = 409
        abandon()
        here = opened(meeting_id)
    return _page(here, key, form, status)


def _page(here: Opened, key: str, form: Form, status: int = 200) -> Response:
    """What a move would change, or the versions to choose from where none of them is chosen."""
    kept = moving.stays(desk(), here.case)
    target = moving.find(desk(), here.case, key) if key and not kept else None
    if target is None or target.why_not:
        return _choose(here, kept, form, status)
    seen = moving.for_reader(moving.preview(desk(), here.case, target), here.file)
    return _shown(
        "moving/preview.html", here, status, seen=seen, target=target, form=form, groups=GROUPS, stale=status == 409
    )


def _choose(here: Opened, kept: str, form: Form, status: int) -> Response:
    found: tuple[Target, ...] = () if kept else moving.targets(desk(), here.case)
    gone = "" if kept or not (form.data.get("to") or request.args.get("to")) else GONE
    return _shown("moving/choose.html", here, status, kept=kept, targets=found, gone=gone)


GONE = "That version is not one that this meeting can be moved to. Choose one of these."


def _shown(template: str, here: Opened, status: int, **context: Any) -> Response:
    return meeting_page(template, here, "moving", status=status, **context)
