"""The decision about an ending: convene, ask a manager, refer elsewhere, or on to the reason for not meeting; and
looking at it again."""

from flask import Response

from core.services import deciding, endings, reconsidering
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.endings.blueprint import bp
from core.web.endings.result import answer
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.requests import abandon, desk


class Decide(FormSchema):
    """What is to be done about one kind of meeting."""

    choice = Choice(ask="what you want to do", choices=("convene", "ask", "refer", "not"))
    kind = Text(ask="the meeting")
    note = Text(ask="a note", max=4000, required=False)
    version = Version()


@bp.post("/endings/<ending_id>/decision")
@allow("ending.decide")
@once
def decide(ending_id: str) -> Response:
    """Take the decision; choosing not to meet leads on to the page that asks why."""
    ending, child = endings.find(desk(), ending_id)
    form = read(Decide)
    if not form.ok:
        return answer(ending_id, decide=form, status=422)
    if form.values["choice"] == "not":
        return see("endings.decline", ending_id=ending_id, kind=form.values["kind"])
    try:
        with named():
            return _taken(form, endings.weigh(desk(), ending, child))
    except Refused as refused:
        abandon()
        form.refuse(refused)
        return answer(ending_id, decide=form, status=422)
    except Stale:
        abandon()
        return answer(ending_id, decide=form, status=409, stale=True)


class Again(FormSchema):
    """Why a decision is to be looked at again."""

    again = Text(ask="why this is to be looked at again", max=4000)
    kind = Text(ask="the meeting")
    version = Version()


@bp.post("/endings/<ending_id>/reopening")
@allow("ending.decide")
@once
def reopen(ending_id: str) -> Response:
    """Open a decision again, for a reason; the page then asks what is to be done."""
    ending, child = endings.find(desk(), ending_id)
    form = read(Again, prefix="again")
    if form.ok:
        try:
            with named():
                weighed = endings.weigh(desk(), ending, child)
                reconsidering.reopen(
                    desk(), weighed, form.values["kind"], form.values["again"], version=form.values["version"]
                )
            return see("endings.show", ending_id=ending_id, anchor="decision")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(ending_id, again=form, status=409, stale=True)
    return answer(ending_id, again=form, status=422)


def _taken(form: Form, weighed: endings.Weighed) -> Response:
    kind, note, version = form.values["kind"], form.values["note"], form.values["version"]
    if weighed.procedure is None or kind not in weighed.procedure.kinds:
        raise Refused("This authority’s procedure has no such meeting.", field="choice")
    match form.values["choice"]:
        case "convene":
            meeting = deciding.convene(desk(), weighed, kind, version=version)
            return see("convening.show", meeting_id=meeting.id)
        case "ask":
            deciding.ask_manager(desk(), weighed, kind, note, version=version)
        case "refer":
            deciding.refer(desk(), weighed, kind, note, version=version)
    return see("endings.show", ending_id=weighed.ending.id, anchor="decision")
