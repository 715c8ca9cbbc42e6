"""The pack: where each paper for the chair stands, in which form it came, who supplies it, what the chair has read."""

from typing import Any

from flask import Blueprint, Response

from core.services import pack, preparing, tasks
from core.services.desk import Missing, Refused, Stale
from core.services.pack import Paper
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import page, see
from core.web.requests import desk

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
    form = Choice(ask="in which form it came", required=False)
    because = Text(ask="why it is not available", max=1000, required=False)
    version = Version()


class SupplierForm(FormSchema):
    """Who supplies one paper."""

    owner = Choice(ask="who supplies it")
    version = Version()


class ReadForm(FormSchema):
    """Whether the chair has read one paper."""

    read = Choice(ask="whether you have read it", choices=("yes", "no"))
    version = Version()


def pack_page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    """The papers. `form` is one that was refused, of the paper with the id `about`."""
    papers = pack.papers(desk(), here.case, here.file)

    def form_for(task: Any) -> Form:
        if form is not None and task.id == about and form.schema is PaperForm:
            return form
        return Form(PaperForm, {"state": task.state, "form": task.form, "because": task.because}, prefix=task.id)

    return meeting_page(
        "pack/show.html", here, "pack", status=status, piece="_papers", papers=papers, counted=_counted(papers),
        states=STATES, state_words=dict(STATES), form_for=form_for, refused=form, about=about,
        to_read=[p for p in papers if p.read_by], own=preparing.of_chair(here.case, here.file),
        suppliers=pack.suppliers(desk()), supplier_form=_supplier_form(form, about),
    )  # fmt: skip


@bp.get("/<meeting_id>/pack/print")
@allow("meeting.read")
def printed(meeting_id: str) -> Response:
    """One sheet for the chair: titles and where they stand, and nothing of the case beside them."""
    here = opened(meeting_id)
    papers = pack.papers(desk(), here.case, here.file)
    if not papers:
        raise Missing(meeting_id)
    desk().exported("printed the papers' list", [here.case.child.id])
    return page(
        "pack/print.html", here=here, meeting=here.case.meeting, papers=papers, counted=_counted(papers),
        initials="".join(f"{word[0]}." for word in here.case.child.name.split()), state_words=dict(STATES),
        own=preparing.of_chair(here.case, here.file), to_read=[p for p in papers if p.read_by],
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


@bp.post("/<meeting_id>/pack/<task_id>/read")
@allow("meeting.record")
@once
def mark_read(meeting_id: str, task_id: str) -> Response:
    """The chair has read a paper."""
    return _changed(meeting_id, task_id, read(ReadForm, prefix=f"read-{task_id}"))


def _changed(meeting_id: str, task_id: str, form: Form) -> Response:
    here = opened(meeting_id)
    task = tasks.find(desk(), task_id, kind="pack")
    if task.meeting_id != meeting_id:
        raise Missing(task_id)
    if form.ok:
        try:
            _change(here, task, form)
            anchor = f"read-{task_id}" if form.schema is ReadForm else f"paper-{task_id}"
            return see("meetings.pack", meeting_id=meeting_id, anchor=anchor)
        except Stale:
            form.error("_", f"Somebody else has changed “{task.title}” since you opened it. Look again before saving.")
        except Missing:
            form.error("owner", "Choose one of the people listed.")
        except Refused as refused:
            form.refuse(refused)
    return pack_page(here, status=422, form=form, about=task_id)


def _change(here: Opened, task: Any, form: Form) -> None:
    value = form.values
    if form.schema is SupplierForm:
        pack.name_owner(desk(), task, value["owner"], version=value["version"])
    elif form.schema is ReadForm:
        pack.mark_read(desk(), here.case, here.file, task, read=value["read"] == "yes", version=value["version"])
    else:
        pack.supply(desk(), here.case, task, **value)


def _supplier_form(form: Form | None, about: str) -> Any:
    def of(task: Any) -> Form:
        if form is not None and task.id == about and form.schema is SupplierForm:
            return form
        return Form(SupplierForm, {"owner": task.owner_id}, prefix=f"who-{task.id}")

    return of


def _counted(papers: list[Paper]) -> list[tuple[int, str, str, bool]]:
    """The counts at the head of the page; what the chair has read is one of them where the procedure asks for it."""
    missing = [p for p in papers if p.task.done_on is None]
    absent = sum(p.task.state == "not available" for p in papers)
    found = [
        (sum(p.came for p in papers), "received", "", False),
        (len(missing), "still to come", "", False),
        (sum(p.days_late > 0 for p in missing), "past their date", "", False),
        (absent, "not available, with the reason", "", False),
    ]
    to_read = [p for p in papers if p.read_by]
    if to_read:
        ready = sum(p.task.read_on is not None for p in to_read)
        found[1] = (len(missing), f"still to come, {found[2][0]} past their date", "", False)
        found[2] = (ready, f"of {len(to_read)} read and ready", "#reading", False)
    return found
