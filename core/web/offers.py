"""Preparation: who prepares whom before a meeting, and what is offered to whom with their answer."""

from typing import Any

from flask import Blueprint, Response

from core.domain.lifecycle import NotYet
from core.services import offers, preparing, tasks
from core.services.desk import Missing, Refused, Stale
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk, today
from core.web.stages import said

bp = Blueprint("offers", __name__, url_prefix="/<authority>/meetings")
RESULTS = (("done", "Done"), ("not required", "Not required"))
STATES = (("open", "Not offered yet"), ("offered", "Offered"), ("not offered", "Not offered, for the reason below"))


class PreparedForm(FormSchema):
    """What came of one step of the preparation."""

    result = Choice(ask="whether it was done", choices=RESULTS)
    on = Day(ask="the day it was done or settled")
    note = Text(ask="what was done, or why it was not required", max=1000)
    version = Version()


class OfferForm(FormSchema):
    """One offer to one person, and their answer."""

    state = Choice(ask="whether it was offered", choices=STATES)
    on = Day(ask="the day it was offered", required=False)
    answer = Choice(ask="what they answered", required=False)
    note = Text(ask="a note, or why it was not offered", max=1000, required=False)
    version = Version()


@bp.get("/<meeting_id>/preparation")
@allow("meeting.read")
def show(meeting_id: str) -> Response:
    """Who is prepared and by whom, and what is offered to whom."""
    return _page(opened(meeting_id))


@bp.post("/<meeting_id>/preparation/<task_id>")
@allow("meeting.record")
@once
def prepare(meeting_id: str, task_id: str) -> Response:
    """One step of the preparation has been done, or is not required."""
    here, form = opened(meeting_id), read(PreparedForm, prefix=task_id)
    task = _task(here, task_id, "step")
    if form.ok:
        value = form.values
        try:
            given = {"on": value["on"], "note": value["note"], "required": value["result"] == "done"}
            preparing.complete(desk(), here.case, task, **given, version=value["version"])
            return see("offers.show", meeting_id=meeting_id, anchor=f"step-{task.key}")
        except Stale:
            form.error("_", "Somebody else has recorded this since you opened it. Read theirs first.")
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
    return _page(here, status=422, form=form, about=task_id)


@bp.post("/<meeting_id>/preparation/<task_id>/open")
@allow("meeting.record")
@once
def reopen(meeting_id: str, task_id: str) -> Response:
    """One step was recorded by mistake."""
    here = opened(meeting_id)
    preparing.reopen(desk(), here.case, _task(here, task_id, "step"))
    return see("offers.show", meeting_id=meeting_id)


@bp.post("/<meeting_id>/offers/<task_id>")
@allow("meeting.record")
@once
def record(meeting_id: str, task_id: str) -> Response:
    """An offer was made, or answered, or not made for a reason."""
    here, form = opened(meeting_id), read(OfferForm, prefix=task_id)
    task = _task(here, task_id, "offer")
    if form.ok:
        try:
            offers.record(desk(), here.case, task, **form.values)
            return see("offers.show", meeting_id=meeting_id, anchor=f"offer-{task_id}")
        except Stale:
            form.error("_", "Somebody else has recorded this since you opened it. Read theirs first.")
        except Refused as refused:
            form.refuse(refused)
    return _page(here, status=422, form=form, about=task_id)


def _page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    found = offers.lines(here.case, here.file)
    steps = preparing.steps(here.case, here.file)
    own = [row for row in preparing.of_chair(here.case, here.file) if row.task not in [one.task for one in steps]]

    def form_for(task: Any) -> Form:
        if form is not None and task.id == about:
            return form
        if task.kind == "step":
            done = {"result": RESULTS[1][0] if task.progress else RESULTS[0][0], "note": task.because}
            return Form(PreparedForm, {"on": task.done_on or today(), **(done if task.done_on else {})}, prefix=task.id)
        state = next(line.state for line in found if line.task is task)
        given = {"state": state, "on": task.done_on if state == "offered" else None, "answer": task.progress}
        return Form(OfferForm, given | {"note": task.because}, prefix=task.id)

    return meeting_page(
        "offers/show.html", here, "offers", status=status, lines=found, rows=[*steps, *own], form_for=form_for,
        refused=form, about=about, results=RESULTS, states=STATES,
        made=sum(line.state != "open" for line in found), done=sum(row.done for row in (*steps, *own)),
    )  # fmt: skip


def _task(here: Opened, task_id: str, kind: str) -> Any:
    task = tasks.find(desk(), task_id, kind=kind)
    rows = (*preparing.steps(here.case, here.file), *preparing.of_chair(here.case, here.file))
    prepared = kind != "step" or task.id in {row.task.id for row in rows}
    if task.meeting_id != here.case.meeting.id or not here.file.task_shown(task) or not prepared:
        raise Missing(task_id)
    return task
