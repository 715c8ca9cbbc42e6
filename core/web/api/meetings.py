"""Meetings as a list, without names: what a calendar or a report of another system needs to know of them."""

from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from core.services import meeting_list
from core.services.meeting_list import STAGES
from core.web.api.blueprint import answer, bp
from core.web.guard import allow
from core.web.requests import desk

SIZE = 100


class ChildOut(Schema):
    """A child by ids alone: Mooring's own, and the number that the authority's case system has for them."""

    id = fields.String()
    local_id = fields.String()


class MeetingOut(Schema):
    """One meeting. `stage` is as in the procedure's life of a meeting; days are None until they are known."""

    id = fields.String()
    kind = fields.String()
    title = fields.String()
    stage = fields.String()
    day = fields.Date(allow_none=True)
    held_on = fields.Date(allow_none=True)
    child = fields.Nested(ChildOut)


class MeetingsOut(Schema):
    """One page of them; `after` is where the next one begins, "" where none follows."""

    meetings = fields.List(fields.Nested(MeetingOut))
    after = fields.String()


@bp.get("/meetings")
@allow("meeting.read")
def list_meetings() -> Response:
    """Every meeting that the token's maker may read, the latest day first; `?stage=` one of STAGES; `?after=`. What a
    program takes is gone from here, so that it counts as an export."""
    stage = request.args.get("stage", "")
    found = meeting_list.listed(
        desk(), whose="all", stage=stage if stage in STAGES else "", after=request.args.get("after", ""), size=SIZE
    )
    desk().exported("sent the list of meetings to a program", [child.id for _, child in found.rows])
    return answer(MeetingsOut(), {"meetings": [_said(*row) for row in found.rows], "after": found.last})


def _said(meeting: Any, child: Any) -> dict[str, Any]:
    said = {name: getattr(meeting, name) for name in ("id", "kind", "title", "stage", "day", "held_on")}
    return said | {"child": child}
