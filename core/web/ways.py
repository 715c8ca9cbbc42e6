"""Where a task or a meeting is dealt with: the one place that maps them to pages. A page that does not exist here, or
that this person may not open, is no link."""

from typing import Any

from flask import url_for
from werkzeug.routing import BuildError

from core.discovery import ALWAYS
from core.web.navigation import reachable
from core.web.requests import desk


def way_to(endpoint: str, anchor: str = "", **values: Any) -> str:
    """The address of a page; "" where there is none for this person."""
    try:
        return url_for(endpoint, _anchor=anchor or None, **values) if reachable(endpoint) else ""
    except BuildError:
        return ""


def way_to_procedure(number: int | None, edition: str) -> str:
    """To the procedure in this version and edition: today's page where that rules today, else the version's own."""
    at = desk()
    ruling, now = at.version(at.today), at.procedure(at.today)
    if number is None or (ruling and now and (number, edition) == (ruling.number, now.edition.key)):
        return way_to("procedure.show")
    return way_to("procedure.version", number=number, **({"edition": edition} if edition != ALWAYS.key else {}))


def way_to_meeting(meeting: Any) -> str:
    """To a meeting as it stands: being arranged, or arranged."""
    if meeting.stage == "proposed":
        return way_to("convening.show", meeting_id=meeting.id)
    return way_to("meetings.show", meeting_id=meeting.id)


def way_to_task(task: Any, meeting: Any = None) -> str:
    """To the page on which a task is done."""
    match task.kind:
        case "decide" if task.key.startswith("concern:"):
            return way_to("concerns.show", concern_id=task.key.removeprefix("concern:"))
        case "restricted":
            return way_to("restrictions.show", child_id=task.child_id)
        case "opening":
            return way_to("openings.show", opening_id=task.key)
        case "review" if meeting is None or meeting.held_on:
            return way_to("plans.show", plan_id=task.key)
        case "decide":
            return way_to("endings.show", ending_id=task.ending_id)
        case "plan":
            return way_to("planning.show", placement_id=task.key)
        case "confirm" if task.meeting_id:
            return way_to("convening.confirm", task_id=task.id)
        case "confirm":
            return way_to("endings.confirm", decision_id=task.key)
        case "action" if task.meeting_id:
            return way_to("meetings.actions", anchor=f"action-{task.id}", meeting_id=task.meeting_id)
        case _ if task.meeting_id is None:
            return way_to("children.show", child_id=task.child_id)
        case "offer":
            return way_to("offers.show", anchor=f"offer-{task.id}", meeting_id=task.meeting_id)
        case _ if meeting is None or meeting.stage == "proposed":
            return way_to("convening.show", meeting_id=task.meeting_id)
        case "pack":
            return way_to("meetings.pack", anchor=f"paper-{task.id}", meeting_id=task.meeting_id)
        case "prompt":
            return way_to("meetings.show", anchor=f"prompt-{task.key}", meeting_id=task.meeting_id)
    return way_to("meetings.show", anchor=f"step-{task.key}", meeting_id=task.meeting_id)
