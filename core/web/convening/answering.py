"""What the procedure asks first: prerequisites, questions, and a part that is held by way of exception."""

from flask import Response

from core.services import convening, exceptional, gaps, inviting, meetings
from core.services.meetings import Case
from core.web.convening.blueprint import bp, save
from core.web.convening.forms import PartForm, SendForm
from core.web.convening.show import answer
from core.web.endings import asking
from core.web.forms import read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.requests import desk


@bp.post("/meetings/<meeting_id>/convening/first")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def first(meeting_id: str) -> Response:
    """Keep the answers; people and papers that depend on them follow."""
    case = meetings.find(desk(), meeting_id)
    form = read(asking.schema(convening.asks(case)))

    def change(case: Case) -> None:
        convening.answer(desk(), case, asking.answers(form.values), version=form.values["version"])
        inviting.renew(desk(), meetings.find(desk(), meeting_id))

    return save(meeting_id, form, "first", change, answer)


@bp.post("/meetings/<meeting_id>/convening/settings")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def settings(meeting_id: str) -> Response:
    """Follow the settings that were made since, where the meeting waited for them."""
    form = read(SendForm)

    def change(case: Case) -> None:
        gaps.take_up(desk(), case, version=form.values["version"])

    return save(meeting_id, form, "first", change, answer)


@bp.post("/meetings/<meeting_id>/convening/parts/<key>")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def add_part(meeting_id: str, key: str) -> Response:
    """Plan a part that the text keeps for exceptions, with its reason."""
    form = read(PartForm, prefix=key)

    def change(case: Case) -> None:
        exceptional.plan_part(desk(), case, key, form.values["part_reason"], version=form.values["version"])

    return save(meeting_id, form, "first", change, answer, key=f"part-{key}")
