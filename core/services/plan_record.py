"""The row of a plan itself: whether and by whom it may be changed, and what is kept in the history of it."""

from sqlalchemy import or_, select

from core.models import Meeting, Plan, PlanReview, Support
from core.services import arranging
from core.services.desk import Desk, Refused, Stale


def current(plan: Plan, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version of the plan."""
    if version is not None and version != plan.version:
        raise Stale(plan)


def still_open(plan: Plan) -> None:
    """Refused once the plan has been closed."""
    if plan.state != "open":
        raise Refused(f"This plan was closed by {plan.closed_by}. What it held stays as it was.")


def writes(desk: Desk, plan: Plan) -> bool:
    """Whether the actor writes a plan: whoever arranges one of the meetings that agreed or reviewed it."""
    looked = select(PlanReview.meeting_id).where(PlanReview.plan_id == plan.id)
    ours = or_(
        Meeting.id == plan.meeting_id, Meeting.id.in_(looked), Meeting.previous_id.in_(looked),
        Meeting.previous_id == plan.meeting_id,
    )  # fmt: skip
    return arranging.arranges_one_of(desk, list(desk.db.scalars(select(Meeting).where(ours).order_by(Meeting.id))))


def require(desk: Desk, plan: Plan, line: Support | None = None) -> None:
    """Refused unless the actor writes this plan, or sees to this one support of it."""
    if not (line is not None and line.owner_id == desk.actor.person_id) and not writes(desk, plan):
        raise Refused(arranging.ARRANGERS)


def note(desk: Desk, plan: Plan, meeting: Meeting | None, verb: str, **data: str) -> None:
    """Keep in the history what somebody did to a plan, at a meeting of its or beside it."""
    desk.note(verb, "plan", plan.id, child_id=plan.child_id, meeting_id=meeting.id if meeting else plan.meeting_id,
              **data)  # fmt: skip
