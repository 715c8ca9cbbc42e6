"""The planning meeting of a placement's start: arranging it, or recording why none is arranged."""

from flask import Response

from core.services import planning
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.forms import Choice, FormSchema, moment, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.planning.blueprint import NoneForm, TimeForm, bp, planning_page
from core.web.requests import abandon, desk


class ArrangeForm(FormSchema):
    """The kind of meeting that is arranged."""

    kind = Choice(ask="the meeting")


@bp.get("/placements/<placement_id>/planning")
@allow("child.read")
def show(placement_id: str) -> Response:
    """What the procedure asks when this placement starts, and what was made of it."""
    return planning_page(planning.find(desk(), placement_id))


@bp.post("/placements/<placement_id>/planning/meeting")
@allow("meeting.convene")
@once
def arrange(placement_id: str) -> Response:
    """Propose the meeting and go on to arrange it; whoever comes second is led to the same meeting."""
    started = planning.find(desk(), placement_id)
    form, version = read(ArrangeForm, kind={"choices": started.proposals.kinds}), version_seen()
    if not form.ok:
        raise Refused("The procedure does not ask for this meeting when a placement starts.")
    try:
        with named():
            meeting = planning.arrange(desk(), started, form.values["kind"], version=version)
        return see("convening.show", meeting_id=meeting.id)
    except Stale:
        abandon()
        there = planning.find(desk(), placement_id)
        if form.values["kind"] in there.meetings:
            return see("convening.show", meeting_id=there.meetings[form.values["kind"]].id)
        return planning_page(there, status=409, stale=True)


@bp.post("/placements/<placement_id>/planning/none")
@allow("ending.decide")
@once
def decline(placement_id: str) -> Response:
    """Keep why no planning meeting is arranged."""
    started, form = planning.find(desk(), placement_id), read(NoneForm)
    if form.ok:
        try:
            with named():
                planning.decline(desk(), started, **form.values)
            return see("planning.show", placement_id=placement_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return planning_page(planning.find(desk(), placement_id), forms={"none": form}, status=409, stale=True)
        started = planning.find(desk(), placement_id)
    return planning_page(started, forms={"none": form}, status=422)


@bp.post("/placements/<placement_id>/planning/time")
@allow("child.write")
@once
def time(placement_id: str) -> Response:
    """Keep the time of day at which the placement started: hours are counted from it."""
    started, form = planning.find(desk(), placement_id), read(TimeForm)
    if form.ok:
        at = moment(started.placement.started, form.values["at"])
        try:
            with named():
                planning.record_time(desk(), started, at, version=form.values["version"])
            return see("planning.show", placement_id=placement_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return planning_page(planning.find(desk(), placement_id), forms={"time": form}, status=409, stale=True)
        started = planning.find(desk(), placement_id)
    return planning_page(started, forms={"time": form}, status=422)
