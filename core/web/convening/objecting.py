"""A manager sets aside what a plugin says against a meeting, with the reason."""

from flask import Response

from core.services import objecting
from core.services.meetings import Case
from core.web.convening.blueprint import bp, save
from core.web.convening.forms import AsideForm
from core.web.convening.show import answer
from core.web.forms import read
from core.web.guard import allow
from core.web.once import once
from core.web.requests import desk


@bp.post("/meetings/<meeting_id>/convening/objections/<key>")
@allow("decision.confirm")
@once
def set_aside(meeting_id: str, key: str) -> Response:
    """Keep why; the objection stands with the meeting's judgements from now on."""
    form = read(AsideForm, prefix=key)

    def change(case: Case) -> None:
        objecting.set_aside(desk(), case, key, form.values["because"], version=form.values["version"])

    return save(meeting_id, form, "check", change, answer, key=f"objection-{key}")
