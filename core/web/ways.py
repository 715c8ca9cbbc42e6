"""Where a task or a meeting is dealt with: the one place that maps them to pages. A page that does not exist here, or
that this person may not open, is no link."""

from typing import Any

from flask import url_for
from werkzeug.routing import BuildError

from core.web.navigation import reachable


def way_to(endpoint: str, anchor: str = "", **values: Any) -> str:
    """The address of a page; "" where there is none for this person."""
    try:
        return url_for(endpoint, _anchor=anchor or None, **values) if reachable(endpoint) else ""
    except BuildError:
        return ""


def way_to_meeting(meeting: Any) -> str:
    """To a meeting as it stands: being arranged, or arranged."""
    if meeting.stage == "proposed":
        return way_to("convening.show", meeting_id=meeting.id)
    return way_to("meetings.show", meeting_id=meeting.id)


def way_to_task(task: Any, meeting: Any = None) -> str:
    """To the page on which a task is done."""
    match task.kind:
        case "decide":
            return way_to("endings.show", ending_id=task.ending_id)
        case "confirm" if task.meeting_id:
            return way_to("convening.confirm", task_id=task.id)
        case "confirm":
            return way_to("endings.confirm", decision_id=task.key)
        case "action":
            return way_to("meetings.actions", anchor=f"action-{task.id}", meeting_id=task.meeting_id)
        case _ if meeting is None or meeting.stage == "proposed":
            return way_to("convening.show", meeting_id=task.meeting_id) if task.meeting_id else ""
        case "pack":
            return way_to("meetings.pack", anchor=f"paper-{task.id}", meeting_id=task.meeting_id)
        case "prompt":
            return way_to("meetings.show", anchor=f"prompt-{task.key}", meeting_id=task.meeting_id)
    return way_to("meetings.show", anchor=f"step-{task.key}", meeting_id=task.meeting_id)
