"""The blueprint of planning a placement and its one page, apart so that whatever changes it can show it again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from core.domain.days import clock
from core.services import planning, planning_dates, standing
from core.services.planning import Started
from core.web.children import crumbs, first_name
from core.web.forms import Day, Form, FormSchema, Text, TimeOfDay, Version
from core.web.pages import page
from core.web.placing import kind_words
from core.web.requests import desk, today

bp = Blueprint("planning", __name__, url_prefix="/<authority>")


class NoneForm(FormSchema):
    """Why no planning meeting is arranged."""

    reason = Text(ask="why no planning meeting is arranged", max=4000)
    version = Version()


class TimeForm(FormSchema):
    """The time of day at which a placement started."""

    at = TimeOfDay(ask="the time the placement started")
    version = Version()


class BeganForm(FormSchema):
    """That a planned placement started."""

    started = Day(ask="the day the placement started")
    at = TimeOfDay(ask="the time it started", required=False)
    version = Version()


class DayForm(FormSchema):
    """Another day for a planned placement."""

    started = Day(ask="the day the placement is to start")
    version = Version()


class AsideForm(FormSchema):
    """Why a planned placement came to nothing."""

    because = Text(ask="why the child does not move there", max=4000)
    version = Version()


def planning_page(
    started: Started, *, forms: Mapping[str, Form] | None = None, status: int = 200, stale: bool = False
) -> Response:
    """What the procedure asks of a placement's start, what was arranged, and what is still to be recorded of it.

    `forms` are those shown again, by name: "none", "time", "began", "day", "aside".
    """
    shown = dict(forms or {})
    placement, child = started.placement, started.child
    held: dict[str, Any] = {"at": clock(placement.started_at) if placement.started_at else None}
    blank = {
        "none": Form(NoneForm),
        "time": Form(TimeForm, held),
        "began": Form(BeganForm, {"started": min(placement.started, today())}, prefix="began"),
        "day": Form(DayForm, {"started": placement.started}, prefix="day"),
        "aside": Form(AsideForm),
    }
    return page(
        "planning/show.html", status=status, started=started, placement=placement, child=child, stale=stale,
        first_name=first_name(child), crumbs=crumbs(child, own=True), kind_words=kind_words,
        procedure=started.procedure, proposals=started.proposals, task=started.task, forms=blank | shown,
        wrong=next((form for form in shown.values() if form.errors), None), 
        due_words=planning_dates.due_words,
        declined=planning.DECLINED, standing=None if started.procedure else standing.standing(desk()),
    )  # fmt: skip
