"""The authority's own document beside the procedure: the list with what was there before, uploading, taking away, and
reading it as a file; it is never shown inside a page."""

import io
from typing import BinaryIO, cast

from flask import Response, request, send_file, url_for

from core.adapters.documents import KINDS
from core.services import own_documents
from core.services.desk import Refused
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.procedure.showing import bp
from core.web.requests import desk

ENDINGS = ",".join(f".{ending}" for ending in KINDS)


class Uploaded(FormSchema):
    """What a document is; the file comes beside the form."""

    title = Text(ask="what the document is called", max=200)
    dated = Day(ask="the date on the document", required=False)
    replaces = Choice(ask="which document it replaces", required=False)


class Removed(FormSchema):
    """Why a document is taken away."""

    because = Text(ask="why the document is taken away", max=1000)
    version = Version()


@bp.get("/documents")
@allow("procedure.read")
def documents() -> Response:
    """Every document, newest first, and those that others replaced."""
    return _documents()


@bp.get("/documents/new")
@allow("document.write")
def new_document() -> Response:
    """The form to upload one; with one there already, it offers to replace that."""
    there = own_documents.current(desk())
    only = there[0].id if len(there) == 1 else ""
    return _upload(Form(Uploaded, {"title": there[0].title if only else "", "replaces": only}))


@bp.post("/documents")
@allow("document.write")
@once
def upload() -> Response:
    """Keep a document."""
    form = read(Uploaded, replaces={"choices": [one.id for one in own_documents.current(desk())]})
    sent = request.files.get("file")
    stream = cast(BinaryIO, sent.stream) if sent and sent.filename else None
    try:
        if form.ok:
            own_documents.upload(desk(), (sent and sent.filename) or "", stream, **form.values)
            return see("procedure.documents")
    except Refused as refused:
        form.refuse(refused)
    return _upload(form, 422)


@bp.get("/documents/<document_id>")
@allow("procedure.read")
def document(document_id: str) -> Response:
    """The document as a file to keep."""
    found = own_documents.opened(desk(), document_id)
    media = KINDS[found.kind].media
    answer = send_file(io.BytesIO(found.content), media, as_attachment=True, download_name=found.name, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/documents/<document_id>/removal")
@allow("document.write")
@once
def remove_document(document_id: str) -> Response:
    """Take a document away; its content is deleted."""
    found = own_documents.find(desk(), document_id)
    form = read(Removed, prefix=found.id)
    if not form.ok:
        return _documents(found.id, form, 422)
    own_documents.remove(desk(), found, **form.values)
    return see("procedure.documents")


def _documents(removing: str = "", form: Form | None = None, status: int = 200) -> Response:
    def form_for(id: str) -> Form:
        return form if form and id == removing else Form(Removed, prefix=id)

    return page(
        "procedure/documents.html", status=status, documents=own_documents.listed(desk()), form_for=form_for,
        form=form, kinds=KINDS, crumbs=[("Procedure", url_for("procedure.show"))],
    )  # fmt: skip


def _upload(form: Form, status: int = 200) -> Response:
    crumbs = [("Procedure", url_for("procedure.show")), ("Own document", url_for("procedure.documents"))]
    return page(
        "procedure/upload.html", status=status, form=form, current=own_documents.current(desk()), accept=ENDINGS,
        limit=own_documents.LARGEST // 1024**2, crumbs=crumbs,
    )  # fmt: skip
