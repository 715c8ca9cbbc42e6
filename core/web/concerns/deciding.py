"""The decision about a concern: convene, refer to another procedure, or no meeting and why; and looking at it again."""

from flask import Response

from core.services import concern_deciding, concerns
from core.services.committing import named
from core.services.concerns import Weighed
from core.services.desk import Refused, Stale
from core.web.concerns.blueprint import Again, Decision, bp
from core.web.concerns.showing import answer
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.requests import abandon, desk


@bp.post("/concerns/<concern_id>/decision")
@allow("concern.decide")
@once
def decide(concern_id: str) -> Response:
    """Take the decision; convening leads on to the page on which the meeting is arranged."""
    concern, child = concerns.find(desk(), concern_id)
    form = read(Decision)
    if form.ok:
        try:
            with named():
                return _taken(form, concerns.weigh(desk(), concern, child))
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(concern_id, decide=form, status=409)
    return answer(concern_id, decide=form, status=422)


@bp.post("/concerns/<concern_id>/reopening")
@allow("concern.decide")
@once
def reopen(concern_id: str) -> Response:
    """Open the decision again, for a reason."""
    concern, child = concerns.find(desk(), concern_id)
    form = read(Again, prefix="again")
    if form.ok:
        try:
            with named():
                weighed = concerns.weigh(desk(), concern, child)
                concern_deciding.reopen(desk(), weighed, form.values["again"], version=form.values["version"])
            return see("concerns.show", concern_id=concern_id, anchor="decision")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(concern_id, again=form, status=409)
    return answer(concern_id, again=form, status=422)


def _taken(form: Form, weighed: Weighed) -> Response:
    choice, _, kind = form.values["choice"].partition(":")
    reason, version = form.values["reason"], form.values["version"]
    if kind and (weighed.procedure is None or kind not in weighed.procedure.kinds):
        raise Refused("This authority’s procedure has no such meeting.", field="choice")
    match choice:
        case "convene" if kind:
            meeting = concern_deciding.convene(desk(), weighed, kind, version=version)
            return see("convening.show", meeting_id=meeting.id)
        case "refer" if kind:
            concern_deciding.refer(desk(), weighed, kind, reason, version=version)
        case "not":
            concern_deciding.decline(desk(), weighed, reason, version=version)
        case _:
            raise Refused("Choose what you want to do from those offered.", field="choice")
    return see("concerns.show", concern_id=weighed.concern.id, anchor="decision")
