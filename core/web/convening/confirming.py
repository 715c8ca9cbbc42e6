"""A second person lets a day outside the window stand, or sends it back."""

from typing import Any

from flask import Response

from core.services import judging, scheduling
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.meetings import Case
from core.web.convening import days
from core.web.convening.blueprint import bp
from core.web.convening.forms import ConfirmForm
from core.web.convening.show import crumbs_of, roles_of
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import abandon, desk, today


@bp.get("/confirmations/<task_id>")
@allow("meeting.read")
def confirm(task_id: str) -> Response:
    """The day, the window and the judgement behind it."""
    task, case = judging.find_confirmation(desk(), task_id)
    return _page(Form(ConfirmForm), task, case)


@bp.post("/confirmations/<task_id>")
@allow("decision.confirm")
@once
def confirmed(task_id: str) -> Response:
    """Keep the answer; it stands on the meeting from now on."""
    task, case = judging.find_confirmation(desk(), task_id)
    form = read(ConfirmForm)
    status = 422
    if form.ok:
        try:
            with named():
                judging.confirm(desk(), case, task, agree=form.values["agree"] == "yes", note=form.values["note"])
            return see("convening.show", meeting_id=case.meeting.id, anchor="date")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
    return _page(form, task, case, status)


def _page(form: Form, task: Any, case: Case, status: int = 200) -> Response:
    asked = scheduling.planned(desk(), case)
    parts = scheduling.parts_of(desk(), case.meeting)
    window = asked.window
    chosen = [(part.day, part.title) for part in parts if part.day]
    return page(
        "convening/confirm.html", status=status, form=form, task=task, case=case, meeting=case.meeting,
        child=case.child, procedure=case.procedure, window=window, parts=parts, roles=roles_of(case),
        span=judging.span(window) if window else "", own=task.asked_by_id == desk().actor.person_id,
        may=desk().actor.may("decision.confirm"), crumbs=crumbs_of(case),
        judgements=[j for j in judging.of(desk(), case.meeting) if j.about == judging.OUTSIDE],
        picture=days.strip(window, days.anchor_of(case.meeting), today(), desk().calendar, chosen, ()),
    )  # fmt: skip
