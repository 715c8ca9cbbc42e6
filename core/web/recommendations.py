"""What a meeting recommends: to a body, and kept apart from what a person takes on."""

from typing import Any

from flask import Blueprint, Response

from core.services import advising, register
from core.services.desk import Missing, Refused, Stale
from core.services.recipients import PEOPLE, TOGETHER
from core.services.responding import STATES
from core.web.advice import STALE, first_part, may_write, require_keeper, require_reader, theme_choices, theme_id
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read, version_seen
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk

bp = Blueprint("recommendations", __name__, url_prefix="/<authority>/meetings")


class RecommendationForm(FormSchema):
    """One recommendation."""

    text = Text(ask="the recommendation", max=4000)
    body = Text(ask="which body it goes to", required=False)
    due = Day(ask="the day by which it is to be answered", required=False)
    theme = Choice(ask="the theme it comes from", required=False)


class RewordedForm(RecommendationForm):
    """Other words for a recommendation."""

    version = Version()


def recommendations_page(here: Opened, *, status: int = 200, form: Form | None = None, theme: str = "") -> Response:
    """All recommendations, and a form for one more."""
    require_reader(here)
    form = form or Form(RecommendationForm, {"theme": theme})
    return meeting_page(
        "recommendations/index.html", here, "recommendations", status=status, form=form, themes=theme_choices(here),
        may_write=may_write(here), states=STATES, registered=register.reads(desk()), **_bodies(here),
    )  # fmt: skip


@bp.post("/<meeting_id>/recommendations")
@allow("meeting.record")
@once
def add(meeting_id: str) -> Response:
    """One more."""
    here = opened(meeting_id)
    require_reader(here)
    require_keeper(here)
    form = read(RecommendationForm)
    if form.ok:
        try:
            part, title = advising.place_of(desk(), here.case, form.values["theme"], first_part(here))
            advising.recommend(desk(), here.case, **_given(form), theme=title, part=part)
            return see("meetings.recommendations", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
    return recommendations_page(here, status=422, form=form)


@bp.get("/<meeting_id>/recommendations/<recommendation_id>")
@allow("meeting.record")
def edit(meeting_id: str, recommendation_id: str) -> Response:
    """Asks for the new words."""
    here = opened(meeting_id)
    require_reader(here)
    require_keeper(here)
    found = _find(here, recommendation_id)
    return _edit_page(here, found, Form(RewordedForm, _as_it_is(here, found)))


@bp.post("/<meeting_id>/recommendations/<recommendation_id>")
@allow("meeting.record")
@once
def change(meeting_id: str, recommendation_id: str) -> Response:
    """New words for a recommendation."""
    here = opened(meeting_id)
    require_reader(here)
    require_keeper(here)
    found, form = _find(here, recommendation_id), read(RewordedForm)
    if form.ok:
        try:
            _, title = advising.place_of(desk(), here.case, form.values["theme"], found.part)
            version = form.values["version"]
            advising.reword(desk(), here.case, found, **_given(form), theme=title, version=version)
            return see("meetings.recommendations", meeting_id=meeting_id)
        except Stale:
            form.error("_", STALE)
        except Refused as refused:
            form.refuse(refused)
    return _edit_page(here, found, form, status=422)


@bp.post("/<meeting_id>/recommendations/<recommendation_id>/withdrawn")
@allow("meeting.record")
@once
def withdraw(meeting_id: str, recommendation_id: str) -> Response:
    """Taken back before the minutes are agreed."""
    here = opened(meeting_id)
    require_reader(here)
    require_keeper(here)
    found, form = _find(here, recommendation_id), Form(RewordedForm)
    try:
        advising.withdraw(desk(), here.case, found, version=version_seen())
        return see("meetings.recommendations", meeting_id=meeting_id)
    except Stale:
        form.error("_", STALE)
    return _edit_page(here, found, Form(RewordedForm, _as_it_is(here, found), form.errors), status=422)


def _bodies(here: Opened) -> dict[str, Any]:
    """The bodies that the procedure names as readers of recommendations, its panels included: examples when typing."""
    outputs = [o for o in here.file.outputs if "recommendations" in o.sections and "record" not in o.sections]
    kind = here.case.declared
    to = [role for o in outputs for c in (kind.circulation if kind else ()) if c.output == o.key for role in c.to]
    named = [here.role(role) for role in to if role not in PEOPLE and role not in TOGETHER]
    routes = here.case.procedure.routes if here.case.procedure else ()
    panels = [route.panel for route in routes if route.kind == here.case.meeting.kind]
    return {"bodies": list(dict.fromkeys([*named, *panels]))}


def _find(here: Opened, recommendation_id: str) -> Any:
    found = next((r for r in here.file.recommendations if r.id == recommendation_id), None)
    if found is None:
        raise Missing(recommendation_id)
    return found


def _given(form: Form) -> dict[str, Any]:
    return {key: form.values[key] for key in ("text", "body", "due")}


def _as_it_is(here: Opened, found: Any) -> dict[str, Any]:
    return {"text": found.text, "body": found.body, "due": found.due, "theme": theme_id(here, found.theme)}


def _edit_page(here: Opened, found: Any, form: Form, *, status: int = 200) -> Response:
    return meeting_page(
        "recommendations/edit.html", here, "recommendations", status=status, form=form, found=found,
        themes=theme_choices(here), **_bodies(here),
    )  # fmt: skip
