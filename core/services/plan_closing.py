"""The end of a plan: its outcome and reason, and what becomes of a review that was still to be held."""

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.lifecycle import Stage
from core.models import Concern, Meeting, Task
from core.services import concern_deciding, intervals, plan_record, plan_reviews, plans, supports, tasks
from core.services.desk import Desk, Refused

OTHERWISE = "otherwise"
"""The outcome of a plan that ends for a reason of its own, such as the placement's end."""


def close(
    desk: Desk, found: plans.Found, *, outcome: str = OTHERWISE, because: str, version: int | None = None
) -> Meeting | None:
    """Close a plan with its reason. A review that was only proposed is not held; one already convened is given back,
    for people have been told of it."""
    plan = found.plan
    plan_record.require(desk, plan)
    plan_record.current(plan, version)
    plan_record.still_open(plan)
    if not because.strip():
        raise Refused("Enter why the plan is closed.", field="because")
    at = found.now or found.meeting(found.last.meeting_id if found.last else plan.meeting_id)
    plan.state, plan.outcome, plan.because = "closed", outcome, because.strip()
    plan.closed_on, plan.closed_by, plan.next_review = desk.today, desk.actor.name, None
    flag_modified(plan, "state")
    if found.now is not None:
        plan_reviews.freeze(desk, plan, supports.of(desk, plan), found.now, note=because, outcome=outcome)
    to_come = found.next
    told = to_come if to_come is not None and not _not_held(desk, to_come, because) else None
    task = intervals.review_task(desk, plan)
    if task is not None and task.meeting_id == (found.now.id if found.now else None):
        tasks.complete(desk, task, on=found.now.held_on if found.now else None)
    elif task is not None:
        task.state, task.because = "withdrawn", because.strip()
    desk.db.flush()
    plan_record.note(desk, plan, at, "closed a plan", note=because.strip())
    _close_concern(desk, found, because.strip())
    return told


def _not_held(desk: Desk, meeting: Meeting, because: str) -> bool:
    """Whether the review was only proposed, and is now recorded as not held."""
    if meeting.stage not in (Stage.PROPOSED.value, Stage.POSTPONED.value):
        return False
    meeting.stage = Stage.DECLINED.value
    for task in desk.db.scalars(select(Task).where(Task.meeting_id == meeting.id, Task.done_on.is_(None))):
        task.state = "withdrawn"
    desk.note("decided: not held", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id,
              reason=because.strip())  # fmt: skip
    return True


def _close_concern(desk: Desk, found: plans.Found, because: str) -> None:
    concern_id = found.first.meeting.concern_id
    concern = desk.db.scalar(select(Concern).where(Concern.id == concern_id)) if concern_id else None
    if concern is not None:
        concern_deciding.close(desk, concern, because)
