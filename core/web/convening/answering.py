"""What the procedure asks first: prerequisites, questions, and a part that is held by way of exception."""

from flask import Response

from core.domain.procedure import Part
from core.services import convening, inviting, meetings, proposing, scheduling
from core.services.desk import Missing, Stale
from core.services.meetings import Case
from core.web.convening.blueprint import bp, save
from core.web.convening.forms import PartForm
from core.web.convening.show import answer
from core.web.endings import asking
from core.web.forms import read
from core.web.guard import allow
from core.web.requests import desk


@bp.post("/meetings/<meeting_id>/convening/first")
@allow("meeting.convene")
def first(meeting_id: str) -> Response:
    """Keep the answers; people and papers that depend on them follow."""
    case = meetings.find(desk(), meeting_id)
    form = read(asking.schema(convening.asks(case)))

    def change(case: Case) -> None:
        convening.answer(desk(), case, asking.answers(form.values), version=form.values["version"])
        inviting.renew(desk(), meetings.find(desk(), meeting_id))

    return save(meeting_id, form, "first", change, answer)


@bp.post("/meetings/<meeting_id>/convening/parts/<key>")
@allow("meeting.convene")
def add_part(meeting_id: str, key: str) -> Response:
    """Plan a part that the text keeps for exceptions, with its reason."""
    form = read(PartForm, prefix=key)

    def change(case: Case) -> None:
        version = form.values["version"]
        if version is not None and version != case.meeting.version:
            raise Stale(case.meeting)
        asked = scheduling.planned(desk(), case)
        rule = next((p.rule for p in asked.parts if isinstance(p.rule, Part) and p.rule.key == key), None)
        if rule is None or not rule.exceptional:
            raise Missing(key)
        proposing.add_part(desk(), case.meeting, rule, asked, form.values["part_reason"])
        inviting.renew(desk(), meetings.find(desk(), meeting_id))

    return save(meeting_id, form, "first", change, answer, key=f"part-{key}")
