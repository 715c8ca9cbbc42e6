"""The pack: where each paper for the chair stands, who supplies it, and naming somebody where the text is silent."""

from typing import Any

from flask import Blueprint, Response

from core.services import holding, tasks
from core.services.desk import Missing, Refused, Stale
from core.web.forms import Choice, Form, FormSchema, Number, Text, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk, today

bp = Blueprint("pack", __name__, url_prefix="/<authority>/meetings")
STATES = (
    ("open", "Not asked for yet"),
    ("asked", "Asked for"),
    ("received", "Received"),
    ("not available", "Not available"),
)


class PaperForm(FormSchema):
    """Where one paper stands."""

    state = Choice(ask="where this paper stands", choices=STATES)
    because = Text(ask="why it is not available", max=1000, required=False)
    version = Number(ask="the version", required=False)


class SupplierForm(FormSchema):
    """Who supplies one paper."""

    owner = Choice(ask="who supplies it")
    version = Number(ask="the version", required=False)


def pack_page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "", **said: str) -> Response:
    """The papers. `form` is one that was refused, of the paper with the id `about`."""
    papers = here.file.owed("pack")

    def form_for(task: Any) -> Form:
        if form is not None and task.id == about and form.schema is PaperForm:
            return form
        return Form(PaperForm, {"state": task.state, "because": task.because}, prefix=task.id)

    return meeting_page(
        "pack/show.html", here, "pack", status=status, piece="_papers", papers=papers, counted=_counted(papers),
        states=STATES, state_words=dict(STATES), form_for=form_for, refused=form, about=about,
        suppliers=holding.suppliers(desk(), here.case), supplier_form=_supplier_form(form, about), **said,
    )  # fmt: skip


@bp.post("/<meeting_id>/pack/<task_id>")
@allow("meeting.record")
@once
def supply(meeting_id: str, task_id: str) -> Response:
    """Where a paper stands."""
    return _changed(meeting_id, task_id, read(PaperForm, prefix=task_id))


@bp.post("/<meeting_id>/pack/<task_id>/supplier")
@allow("meeting.record")
@once
def supplier(meeting_id: str, task_id: str) -> Response:
    """Who supplies a paper."""
    return _changed(meeting_id, task_id, read(SupplierForm, prefix=f"who-{task_id}"))


def _changed(meeting_id: str, task_id: str, form: Form) -> Response:
    here = opened(meeting_id)
    task = tasks.find(desk(), task_id, kind="pack")
    if task.meeting_id != meeting_id:
        raise Missing(task_id)
    if form.ok:
        try:
            if form.schema is SupplierForm:
                holding.name_owner(desk(), task, form.values["owner"], version=form.values["version"])
            else:
                holding.supply(desk(), here.case, task, **form.values)
            return see("meetings.pack", meeting_id=meeting_id, anchor=f"paper-{task_id}")
        except Stale:
            form.error("_", f"Somebody else has changed “{task.title}” since you opened it. Look again before saving.")
        except Missing:
            form.error("owner", "Choose one of the people listed.")
        except Refused as refused:
            form.refuse(refused)
    return pack_page(here, status=422, form=form, about=task_id)


def _supplier_form(form: Form | None, about: str) -> Any:
    def of(task: Any) -> Form:
        if form is not None and task.id == about and form.schema is SupplierForm:
            return form
        return Form(SupplierForm, {"owner": task.owner_id}, prefix=f"who-{task.id}")

    return of


def _counted(papers: list[Any]) -> list[tuple[int, str, str, bool]]:
    """The counts at the head of the page."""
    received = sum(p.state == "received" for p in papers)
    absent = sum(p.state == "not available" for p in papers)
    missing = [p for p in papers if p.done_on is None]
    late = sum(p.due is not None and p.due < today() for p in missing)
    return [
        (received, "received", "", False),
        (len(missing), "still to come", "", False),
        (late, "past their date", "", False),
        (absent, "not available, with the reason", "", False),
    ]
