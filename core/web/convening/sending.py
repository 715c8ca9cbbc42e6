"""The invitations go out: the meeting is convened."""

from flask import Response

from core.domain.lifecycle import Stage
from core.services import convening, meetings
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.convening import forms
from core.web.convening.blueprint import bp
from core.web.convening.show import answer
from core.web.forms import read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.requests import abandon, desk


@bp.post("/meetings/<meeting_id>/convening")
@allow("meeting.convene")
@once
def convene(meeting_id: str) -> Response:
    """Once only: whoever comes second is led to the meeting as it stands."""
    form = read(forms.SendForm)
    case = meetings.find(desk(), meeting_id)
    if Stage(case.meeting.stage).convened_or_later:
        return see("meetings.show", meeting_id=meeting_id)
    if not form.ok:
        return answer(meeting_id, section="check", forms={"check": form}, status=422)
    try:
        with named():
            convening.convene(desk(), case, version=form.values["version"])
        return see("meetings.show", meeting_id=meeting_id)
    except Refused as refused:
        abandon()
        form.error("_", str(refused))
        return answer(meeting_id, section="check", forms={"check": form}, status=422)
    except Stale:
        abandon()
        if Stage(meetings.find(desk(), meeting_id).meeting.stage).convened_or_later:
            return see("meetings.show", meeting_id=meeting_id)
        return answer(meeting_id, section="check", forms={"check": form}, status=409)
