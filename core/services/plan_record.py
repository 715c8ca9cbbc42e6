"""The row of a plan itself: whether it may be changed, by whom opened, and what is kept in the history of it."""

from core.models import Meeting, Plan
from core.services.desk import Desk, Refused, Stale


def current(plan: Plan, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version of the plan."""
    if version is not None and version != plan.version:
        raise Stale(plan)


def still_open(plan: Plan) -> None:
    """Refused once the plan has been closed."""
    if plan.state != "open":
        raise Refused(f"This plan was closed by {plan.closed_by}. What it held stays as it was.")


def note(desk: Desk, plan: Plan, meeting: Meeting | None, verb: str, **data: str) -> None:
    """Keep in the history what somebody did to a plan, at a meeting of its or beside it."""
    desk.note(verb, "plan", plan.id, child_id=plan.child_id, meeting_id=meeting.id if meeting else plan.meeting_id,
              **data)  # fmt: skip
