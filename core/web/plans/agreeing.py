"""Beginning a plan at a meeting, saying what it is for, and agreeing when it is looked at again."""

from flask import Response

from core.services import intervals, meetings, plan_record, plans
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.web.forms import read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.plans.blueprint import AimForm, AimNowForm, IntervalForm, ReviewForm, bp
from core.web.plans.showing import answer, beginning
from core.web.requests import abandon, desk


@bp.post("/meetings/<meeting_id>/plan")
@allow("plan.write")
@once
def start(meeting_id: str) -> Response:
    """Begin the plan."""
    case, form = meetings.find(desk(), meeting_id), read(AimForm)
    if plans.here(desk(), case) is None:
        raise Missing(meeting_id)
    if form.ok:
        try:
            with named():
                plan = plans.start(desk(), case, aim=form.values["aim"])
            return see("plans.show", plan_id=plan.id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
    return beginning(meeting_id, form=form, status=422)


@bp.post("/meetings/<meeting_id>/interval")
@allow("plan.write")
@once
def first_interval(meeting_id: str) -> Response:
    """Agree when to meet next where the plan is an interval and no more, and none was agreed yet."""
    case, form = meetings.find(desk(), meeting_id), read(IntervalForm, prefix="again")
    at = plans.here(desk(), case)
    if at is None:
        raise Missing(meeting_id)
    if at.plan is not None:
        return answer(at.plan.id, interval=form, status=409)
    if form.ok:
        given = form.values
        try:
            with named():
                intervals.agree_interval(
                    desk(), case, number=given["interval"], unit=given["unit"], agreed_with=given["agreed_with"],
                    note=given["note"],
                )  # fmt: skip
            return see("plans.of_meeting", meeting_id=meeting_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
    return beginning(meeting_id, interval=form, status=422)


@bp.post("/plans/<plan_id>")
@allow("plan.write")
@once
def describe(plan_id: str) -> Response:
    """Keep what the plan is for."""
    found, form = plans.find(desk(), plan_id), read(AimNowForm)
    if form.ok:
        try:
            with named():
                plans.describe(desk(), found.plan, form.values["aim"], version=form.values["version"])
            return see("plans.show", plan_id=plan_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(plan_id, aim=form, status=409)
    return answer(plan_id, aim=form, status=422)


@bp.post("/plans/<plan_id>/interval")
@allow("plan.write")
@once
def agree(plan_id: str) -> Response:
    """Agree the plan, or at a review how it goes on: the next review is proposed for its day."""
    found, form = plans.find(desk(), plan_id), read(ReviewForm, prefix="again")
    at = found.now or found.meeting(found.last.meeting_id if found.last else found.plan.meeting_id)
    if form.ok:
        given = form.values
        try:
            plan_record.current(found.plan, given["version"])
            if at is None:
                raise Refused("The last meeting about this plan is not yours to see. Ask its chair.")
            with named():
                intervals.agree_interval(
                    desk(), meetings.find(desk(), at.id), number=given["interval"], unit=given["unit"],
                    agreed_with=given["agreed_with"], note=given["note"], version=given["version"],
                )  # fmt: skip
            return see("plans.show", plan_id=plan_id, anchor="reviews")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(plan_id, interval=form, status=409)
    return answer(plan_id, interval=form, status=422)
