"""Imports of an SSDA903 return: upload, check, put right, load; and the differences to settle with what staff recorded.
The work goes on in a thread once the request's own changes are kept; the page asks how far it is."""

import io
from pathlib import Path
from typing import BinaryIO, cast

from flask import Blueprint, Response, after_this_request, request, url_for

from core.services import imports, imports_conflicts, imports_issues, imports_running
from core.services.desk import Refused
from core.services.imports_files import Upload
from core.services.paging import read_moment
from core.web.forms import Choice, Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.import_words import percent_of, steps_of, title_of, years_of
from core.web.once import once
from core.web.pages import page, see
from core.web.requests import desk, installation, now, swapping

bp = Blueprint("imports", __name__, url_prefix="/<authority>/imports")
STOP_POLLING = 286
QUARTERS = (25, 50, 75, 100)


class UploadForm(FormSchema):
    """Files come beside the form; `instead_of` is the run whose files were put right."""

    instead_of = Text(ask="the import these files replace", max=32, required=False)


class SettleForm(FormSchema):
    """Which of two values stands."""

    choice = Choice(ask="which of the two to keep", choices=("ours", "theirs"))


@bp.get("")
@allow("import.run")
def index() -> Response:
    """What was imported, newest first, and a place to upload; `?before=` a moment."""
    return _index(Form(UploadForm))


def _index(form: Form, status: int = 200) -> Response:
    runs, more = imports.listed(desk(), before=read_moment(request.args.get("before", "")))
    return page(
        "imports/index.html", status=status, form=form, runs=runs, limit=_limit(), title_of=title_of,
        to_settle=imports.to_settle(desk()),
        later=url_for("imports.index", before=runs[-1].at.isoformat()) if more else "",
    )  # fmt: skip


@bp.post("")
@allow("import.run")
@once
def create() -> Response:
    """Keep the files and begin to check them."""
    form = read(UploadForm)
    sent = [Upload(one.filename, cast(BinaryIO, one.stream)) for one in request.files.getlist("files") if one.filename]
    try:
        run = imports.begin(desk(), _uploads(), sent, instead_of=form.values.get("instead_of", ""))
    except Refused as refused:
        form.refuse(refused)
        return _index(form, 422)
    _work_on(run.id, run.attempt)
    return see("imports.show", id=run.id)


@bp.get("/<id>")
@allow("import.run")
def show(id: str) -> Response:
    """One import, wherever it stands; while work goes on htmx asks again and again. `?after=` a row's number."""
    run = imports.find(desk(), id)
    after = request.args.get("after", 0, int)
    rows, more = imports_issues.page_of(desk(), run.id, after=max(0, min(after, 2**31 - 1)))
    working, to_right = imports.working(run, now()), imports_issues.to_put_right(desk(), run)
    percent = percent_of(run.progress)
    told = request.args.get("told", 0, int)
    passed = max((quarter for quarter in QUARTERS if told < quarter <= percent), default=0)
    announce = f"{passed} per cent done" if working and passed else "" if working else title_of(run)
    return page(
        "imports/show.html", "_work", STOP_POLLING if swapping() and not working else 200,
        announce=announce, run=run, working=working, percent=percent, told=max(told, passed),
        steps=steps_of(run, to_right), to_right=to_right,
        title=title_of(run), caption=years_of(run), rows=rows, after=after,
        lines=imports_issues.how_many(desk(), run.id) if rows else 0, found=imports_issues.found,
        later=url_for("imports.show", id=id, after=rows[-1].number, _anchor="rows") if more else "",
        form=Form(UploadForm), limit=_limit(), to_settle=imports.to_settle(desk()) if run.state == "loaded" else 0,
    )  # fmt: skip


@bp.get("/<id>/rows.csv")
@allow("import.run")
def rows(id: str) -> Response:
    """The report as a file, with the columns of the command's."""
    run = imports.find(desk(), id)
    out = io.StringIO(newline="")
    imports_issues.as_csv(desk(), run.id, out)
    name = f"return-{run.at:%Y-%m-%d}-rows.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), mimetype="text/csv", headers=headers)


@bp.post("/<id>/check")
@allow("import.run")
@once
def check(id: str) -> Response:
    """Check again what nobody is at work on any more."""
    run = imports.check_again(desk(), _uploads(), imports.find(desk(), id))
    _work_on(run.id, run.attempt)
    return see("imports.show", id=id)


@bp.post("/<id>/loading")
@allow("import.run")
@once
def load(id: str) -> Response:
    """Load what is ready."""
    run = imports.load(desk(), _uploads(), imports.find(desk(), id))
    _work_on(run.id, run.attempt)
    return see("imports.show", id=id)


@bp.post("/<id>/cancellation")
@allow("import.run")
@once
def cancel(id: str) -> Response:
    """Give an import up; its files are deleted."""
    imports.cancel(desk(), _uploads(), imports.find(desk(), id))
    return see("imports.index")


@bp.get("/differences")
@allow("child.write")
def differences() -> Response:
    """Where staff and a return differ, among the children this person may see; `?after=` one of them."""
    found, more = imports_conflicts.waiting(desk(), after=request.args.get("after", ""))
    later = url_for("imports.differences", after=found[-1].row.id) if more else ""
    return page("imports/differences.html", found=found, later=later)


@bp.post("/differences/<id>/settlement")
@allow("child.write")
@once
def settle(id: str) -> Response:
    """Keep ours, or take the return's."""
    form = read(SettleForm)
    if not form.ok:
        raise Refused("Choose which of the two to keep.")
    imports_conflicts.settle(desk(), imports_conflicts.find(desk(), id), form.values["choice"])
    return see("imports.differences")


def _work_on(run_id: str, attempt: int) -> None:
    """Start the work once this request's changes are kept, and with its answer."""
    here = installation()
    work = imports_running.Work(
        database_url=here.settings.database_url,
        uploads=_uploads(),
        registry=here.registry,
        clock=here.clock,
        tenant=desk().tenant.id,
        run_id=run_id,
        attempt=attempt,
    )

    @after_this_request
    def start(answer: Response) -> Response:
        if answer.status_code < 400:
            imports_running.begin(work)
        return answer


def _uploads() -> Path:
    return installation().settings.upload_folder


def _limit() -> int:
    return installation().settings.upload_limit // (1024 * 1024)
