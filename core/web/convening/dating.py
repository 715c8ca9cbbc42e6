"""Choosing the day of each part: checking one without saving, saving one, and the target where no date is given."""

from flask import Response

from core.services import judging, meetings, scheduling
from core.services.desk import Missing, Stale
from core.services.meetings import Case
from core.web.convening import forms
from core.web.convening.blueprint import bp, save
from core.web.convening.show import answer
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.requests import desk


@bp.post("/meetings/<meeting_id>/convening/parts/<key>/day/check")
@allow("meeting.convene")
@repeatable("it keeps nothing")
def check(meeting_id: str, key: str) -> Response:
    """What this day would mean: nothing is saved."""
    case = meetings.find(desk(), meeting_id)
    form = _form(case, key)
    day = form.values.get("day")
    if day is None or "day" in form.errors:
        return answer(meeting_id, section="date", forms={f"date-{key}": form}, status=422)
    form.errors = {}
    return answer(meeting_id, section="date", forms={f"date-{key}": form}, checked={key: day}, focus=f"#found-{key}")


@bp.post("/meetings/<meeting_id>/convening/parts/<key>/day")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def date(meeting_id: str, key: str) -> Response:
    """Keep the day; outside the window with the judgement of each party that the clause names."""
    case = meetings.find(desk(), meeting_id)
    form = _form(case, key)
    values = form.values

    def change(case: Case) -> None:
        scheduling.set_day(
            desk(),
            case,
            key,
            day=values["day"],
            starts=values["starts"].strftime("%H:%M"),
            ends=values["ends"].strftime("%H:%M") if values["ends"] else "",
            place=values["place"],
            timing=values["timing"],
            judgement=forms.voices(form, _parties(case, key)),
            version=values["version"],
        )

    return save(meeting_id, form, "date", change, answer, key=f"date-{key}")


@bp.post("/meetings/<meeting_id>/convening/target")
@allow("meeting.convene")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def target(meeting_id: str) -> Response:
    """Keep the day aimed at, and what was weighed; nothing is late by it."""
    form = read(forms.TargetForm)

    def change(case: Case) -> None:
        version = form.values["version"]
        if version is not None and version != case.meeting.version:
            raise Stale(case.meeting)
        asked = scheduling.planned(desk(), case)
        if asked.window is None:
            raise Missing(meeting_id)
        clause = asked.window.rule.clause
        judging.target(desk(), case, clause, form.values["target"], form.values["target_reason"])

    return save(meeting_id, form, "date", change, answer, key="target")


def _form(case: Case, key: str) -> Form:
    if key not in {part.key for part in scheduling.parts_of(desk(), case.meeting)}:
        raise Missing(key)
    return read(forms.dated(_parties(case, key)), prefix=key)


def _parties(case: Case, key: str) -> tuple[str, ...]:
    return judging.parties(scheduling.planned(desk(), case).window_of(key))
