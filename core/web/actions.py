"""Actions: what a person took on at a meeting, by which day, and how far it is."""

from typing import Any

from flask import Blueprint, Response

from core.services import advising, holding, tasks
from core.services.desk import Missing, Refused, Stale
from core.web.advice import STALE, first_part, may_write, require_keeper, role_here, theme_choices, theme_id
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk

bp = Blueprint("actions", __name__, url_prefix="/<authority>/meetings")


class ActionForm(FormSchema):
    """What is to be done, by whom, by when."""

    text = Text(ask="what is to be done", max=1000)
    owner = Choice(ask="who will do it", required=False)
    owner_name = Text(ask="the person’s name", required=False)
    owner_role = Text(ask="what they are to the child", required=False)
    due = Day(ask="the day by which it is to be done")
    theme = Choice(ask="the theme it comes from", required=False)


class ChangeForm(ActionForm):
    """Other words, another owner or day for an action, and why."""

    because = Text(ask="why this changes", max=1000, required=False)
    version = Version()


class ProgressForm(FormSchema):
    """How far an action is."""

    progress = Text(ask="how far it is", max=2000, required=False)
    done = Choice(ask="whether it is done", choices=(("yes", "Done"),), required=False)
    version = Version()


class EndForm(FormSchema):
    """Why an action is no longer wanted."""

    because = Text(ask="why this action is no longer wanted", max=1000)
    version = Version()


def actions_page(
    here: Opened, *, status: int = 200, form: Form | None = None, about: str = "", theme: str = ""
) -> Response:
    """All actions, and a form for one more. `form` may be a refused progress report, of the action `about`."""
    shown = [t for t in here.file.tasks if t.kind == "action" and here.file.task_shown(t)]
    new = form if form is not None and not about else Form(ActionForm, {"theme": theme})

    def form_for(task: Any) -> Form:
        if form is not None and task.id == about:
            return form
        done = "yes" if task.done_on else ""
        return Form(ProgressForm, {"progress": task.progress, "done": done}, prefix=task.id)

    return meeting_page(
        "actions/index.html", here, "actions", status=status, form=new, refused=form, shown=shown, form_for=form_for,
        may_add=may_write(here) and bool(here.file.readable_parts), may_change=_keeps(here), about=about,
        **_choices(here),
    )  # fmt: skip


@bp.post("/<meeting_id>/actions")
@allow("meeting.record")
@once
def add(meeting_id: str) -> Response:
    """One more."""
    here = opened(meeting_id)
    require_keeper(here)
    form = read(ActionForm)
    if form.ok:
        try:
            part, title = advising.place_of(desk(), here.case, form.values["theme"], first_part(here))
            advising.agree_action(desk(), here.case, **_given(here, form), theme=title, part=part)
            return see("meetings.actions", meeting_id=meeting_id)
        except (Refused, Missing) as refused:
            _refuse(form, refused)
    return actions_page(here, status=422, form=form)


@bp.post("/<meeting_id>/actions/<task_id>/progress")
@allow("meeting.record")
@once
def progress(meeting_id: str, task_id: str) -> Response:
    """How far it is, or done."""
    here, form = opened(meeting_id), read(ProgressForm, prefix=task_id)
    task = _task(here, task_id)
    if form.ok:
        try:
            done = form.values["done"] == "yes"
            advising.progress(desk(), task, text=form.values["progress"], done=done, version=form.values["version"])
            return see("meetings.actions", meeting_id=meeting_id, anchor=f"action-{task_id}")
        except Stale:
            form.error("_", "Somebody else has reported on this action since you opened it. Read theirs first.")
        except Refused as refused:
            form.refuse(refused)
    return actions_page(here, status=422, form=form, about=task_id)


@bp.get("/<meeting_id>/actions/<task_id>")
@allow("meeting.record")
def edit(meeting_id: str, task_id: str) -> Response:
    """Asks what, who or when instead."""
    here = opened(meeting_id)
    require_keeper(here)
    task = _task(here, task_id)
    known = {ref for ref, _ in holding.owner_choices(here.file, here.role)}
    named = {} if task.owner_id in known else {"owner_name": task.owner_name, "owner_role": task.owed_by}
    given = {"text": task.title, "owner": task.owner_id, "due": task.due, "theme": theme_id(here, task.theme), **named}
    return _edit_page(here, task, Form(ChangeForm, given))


@bp.post("/<meeting_id>/actions/<task_id>")
@allow("meeting.record")
@once
def change(meeting_id: str, task_id: str) -> Response:
    """Another owner, another day, other words."""
    here = opened(meeting_id)
    require_keeper(here)
    task, form = _task(here, task_id), read(ChangeForm)
    if form.ok:
        try:
            _, title = advising.place_of(desk(), here.case, form.values["theme"], task.part)
            more = {"because": form.values["because"], "version": form.values["version"]}
            advising.change_action(desk(), here.case, task, **_given(here, form), theme=title or task.theme, **more)
            return see("meetings.actions", meeting_id=meeting_id, anchor=f"action-{task_id}")
        except Stale:
            form.error("_", STALE)
        except (Refused, Missing) as refused:
            _refuse(form, refused)
    return _edit_page(here, task, form, status=422)


@bp.post("/<meeting_id>/actions/<task_id>/ended")
@allow("meeting.record")
@once
def end(meeting_id: str, task_id: str) -> Response:
    """No longer wanted, with the reason."""
    here = opened(meeting_id)
    require_keeper(here)
    task, form = _task(here, task_id), read(EndForm, prefix="end")
    if form.ok:
        try:
            advising.end_action(desk(), here.case, task, form.values["because"], version=form.values["version"])
            return see("meetings.actions", meeting_id=meeting_id)
        except Stale:
            form.error("_", STALE)
        except Refused as refused:
            form.refuse(refused)
    return _edit_page(here, task, None, ending=form, status=422)


def _given(here: Opened, form: Form) -> dict[str, Any]:
    value = form.values
    return {
        "text": value["text"],
        "owner_id": value["owner"] or None,
        "owner_name": value["owner_name"],
        "owner_role": value["owner_role"] or role_here(here, value["owner"]),
        "due": value["due"],
    }


def _refuse(form: Form, refused: Refused | Missing) -> None:
    form.refuse(refused if isinstance(refused, Refused) else Refused("Choose one of the people listed.", field="owner"))


def _choices(here: Opened) -> dict[str, Any]:
    return {"owners": holding.owner_choices(here.file, here.role), "themes": theme_choices(here)}


def _keeps(here: Opened) -> bool:
    return here.file.reader.keeps_record


def _task(here: Opened, task_id: str) -> Any:
    task = tasks.find(desk(), task_id, kind="action")
    if task.meeting_id != here.case.meeting.id or not here.file.task_shown(task):
        raise Missing(task_id)
    return task


def _edit_page(
    here: Opened, task: Any, form: Form | None, *, ending: Form | None = None, status: int = 200
) -> Response:
    given = {"text": task.title, "owner": task.owner_id, "owner_name": task.owner_name, "due": task.due}
    agreed = here.case.meeting.agreed_on is not None or bool(here.agreed.get(task.part))
    return meeting_page(
        "actions/edit.html", here, "actions", status=status, form=form or Form(ChangeForm, given), task=task,
        ending=ending or Form(EndForm, prefix="end"), agreed=agreed, refused=ending, **_choices(here),
    )  # fmt: skip
