"""What a meeting recommends: to a body, and kept apart from what a person takes on."""

from typing import Any

from flask import Blueprint, Response, url_for

from core.services import advising, minutes
from core.services.desk import Missing, Refused
from core.services.permissions import NotAllowed
from core.web.forms import Choice, Form, FormSchema, Text, read
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
    theme = Choice(ask="the theme it comes from", required=False)


def recommendations_page(here: Opened, *, status: int = 200, form: Form | None = None, theme: str = "") -> Response:
    """All recommendations, and a form for one more."""
    _may_read(here)
    form = form or Form(RecommendationForm, {"theme": theme})
    return meeting_page(
        "recommendations/index.html", here, "recommendations", status=status, form=form, themes=theme_choices(here),
        may_write=may_write(here), **_bodies(here),
    )  # fmt: skip


@bp.post("/<meeting_id>/recommendations")
@allow("meeting.record")
@once
def add(meeting_id: str) -> Response:
    """One more."""
    here = opened(meeting_id)
    _may_change(here)
    form = read(RecommendationForm)
    if form.ok:
        try:
            part, title = advising.place_of(desk(), here.case, form.values["theme"], first_part(here))
            words = {"text": form.values["text"], "body": form.values["body"]}
            advising.recommend(desk(), here.case, **words, theme=title, part=part)
            return see("meetings.recommendations", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
    return recommendations_page(here, status=422, form=form)


@bp.get("/<meeting_id>/recommendations/<recommendation_id>")
@allow("meeting.record")
def edit(meeting_id: str, recommendation_id: str) -> Response:
    """Asks for the new words."""
    here = opened(meeting_id)
    _may_change(here)
    found = _find(here, recommendation_id)
    form = Form(RecommendationForm, {"text": found.text, "body": found.body, "theme": _theme_id(here, found.theme)})
    return _edit_page(here, recommendation_id, form)


@bp.post("/<meeting_id>/recommendations/<recommendation_id>")
@allow("meeting.record")
@once
def change(meeting_id: str, recommendation_id: str) -> Response:
    """New words for a recommendation."""
    here = opened(meeting_id)
    _may_change(here)
    found, form = _find(here, recommendation_id), read(RecommendationForm)
    if form.ok:
        try:
            _, title = advising.place_of(desk(), here.case, form.values["theme"], found.part)
            words = {"text": form.values["text"], "body": form.values["body"]}
            advising.reword(desk(), here.case, found, **words, theme=title)
            return see("meetings.recommendations", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
    return _edit_page(here, recommendation_id, form, status=422)


@bp.post("/<meeting_id>/recommendations/<recommendation_id>/withdrawn")
@allow("meeting.record")
@once
def withdraw(meeting_id: str, recommendation_id: str) -> Response:
    """Taken back before the minutes are agreed."""
    here = opened(meeting_id)
    _may_change(here)
    advising.withdraw(desk(), here.case, _find(here, recommendation_id))
    return see("meetings.recommendations", meeting_id=meeting_id)


def may_write(here: Opened) -> bool:
    """Whether this person may add or change what the meeting asks for now."""
    return here.file.reader.keeps_record and here.case.meeting.agreed_on is None


def theme_choices(here: Opened) -> list[tuple[str, str]]:
    """The themes that this person may read, with their part where there are several."""
    titles = {part.key: part.title for part in here.file.parts}
    return [
        (one.id, f"{titles[one.part]}: {one.title}" if here.several else one.title)
        for one in minutes.themes(desk(), here.case)
        if one.part in here.file.readable_parts
    ]


def first_part(here: Opened) -> str:
    """The part that something without a theme belongs to."""
    return str(here.file.readable_parts[0])


def _bodies(here: Opened) -> dict[str, Any]:
    """The bodies that the procedure names as readers of recommendations: a list to choose from when typing."""
    outputs = [o for o in here.file.outputs if "recommendations" in o.sections and "record" not in o.sections]
    kind = here.case.declared
    to = [role for o in outputs for c in (kind.circulation if kind else ()) if c.output == o.key for role in c.to]
    return {"bodies": [here.role(role) for role in dict.fromkeys(to)]}


def _find(here: Opened, recommendation_id: str) -> Any:
    found = next((r for r in here.file.recommendations if r.id == recommendation_id), None)
    if found is None:
        raise Missing(recommendation_id)
    return found


def _theme_id(here: Opened, title: str) -> str:
    return next((ref for ref, words in theme_choices(here) if words.endswith(title)), "") if title else ""


def _may_read(here: Opened) -> None:
    if not here.file.readable_parts and not any("recommendations" in o.sections for o in here.file.outputs):
        raise Missing


def _may_change(here: Opened) -> None:
    """Those who keep the record write what it asks for."""
    if not here.file.reader.keeps_record:
        _may_read(here)
        raise NotAllowed("The chair, the minute taker and whoever arranges the meeting write what it asks for.")


def _edit_page(here: Opened, recommendation_id: str, form: Form, *, status: int = 200) -> Response:
    way = url_for("recommendations.change", meeting_id=here.case.meeting.id, recommendation_id=recommendation_id)
    return meeting_page(
        "recommendations/edit.html", here, "recommendations", status=status, form=form, themes=theme_choices(here),
        way=way, recommendation_id=recommendation_id, **_bodies(here),
    )  # fmt: skip
