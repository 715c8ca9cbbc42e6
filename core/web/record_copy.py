"""A copy of a child's record to be given out: what would be in it, what is withheld and may be put in, and the file."""

import io
import json
import zipfile
from typing import Any

from flask import Blueprint, Response, render_template

from core.services import children
from core.services.desk import Refused
from core.services.record_copy import gathering
from core.services.record_copy.gathering import Copy
from core.settings import ROOT
from core.web.children import crumbs
from core.web.forms import Choices, Form, FormSchema, Text, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.pages import page
from core.web.requests import abandon, desk, now, today

bp = Blueprint("record_copy", __name__, url_prefix="/<authority>/children")
STYLE = ROOT / "core" / "static" / "css" / "record-copy.css"


class Prepare(FormSchema):
    """Who asked, and what a person decided to put in."""

    asked_by = Text(ask="who asked and how you know them", max=1000)
    names = Choices(ask="who stands by name", required=False)
    include = Choices(ask="what goes in all the same", required=False)


@bp.get("/<child_id>/copy")
@allow("subject_access")
def new(child_id: str) -> Response:
    """What a copy would hold, and what is withheld until somebody decides."""
    child = children.find(desk(), child_id)
    return _ask(child, Form(Prepare))


@bp.post("/<child_id>/copy")
@allow("subject_access")
@repeatable("it changes nothing, and each copy that is taken out is recorded")
def create(child_id: str) -> Response:
    """The copy as one file, readable in a browser and by programs."""
    child = children.find(desk(), child_id)
    found = gathering.gather(desk(), child)
    known = {one.key for one in found.names} | {one.key for one in found.withheld}
    form = read(Prepare, names={"choices": known}, include={"choices": known})
    if form.ok:
        try:
            chosen = {*form.values["names"], *form.values["include"]}
            copy = gathering.prepare(desk(), child, include=chosen, asked_by=form.values["asked_by"])
            return _file(child, copy)
        except Refused as refused:
            abandon()
            form.refuse(refused)
    return _ask(child, form, 422)


def _ask(child: Any, form: Form, status: int = 200) -> Response:
    found = gathering.gather(desk(), child)
    return page(
        "record_copy/new.html", status=status, child=child, form=form, found=found,
        withheld=[(one.key, one.what, one.because) for one in found.withheld],
        people=[(one.key, f"{one.name}, {one.label}") for one in found.names], crumbs=crumbs(child, own=True),
    )  # fmt: skip


def _file(child: Any, copy: Copy) -> Response:
    """A ZIP file whose name names nobody."""
    about = {
        "authority": desk().tenant.name, "prepared_by": desk().actor.name, "prepared_at": now().isoformat(),
        "record": child.local_id, "name": child.name,
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = render_template("record_copy/document.html", copy=copy, about=about, child=child, day=today())
        archive.writestr("record.html", whole)
        archive.writestr("record.css", STYLE.read_text(encoding="utf-8"))
        archive.writestr("record.json", json.dumps(about | _plain(copy), indent=1, ensure_ascii=False))
    answer = Response(packed.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="record-{child.id[:8]}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _plain(copy: Copy) -> dict[str, Any]:
    return {
        "sections": [
            {"table": section.table, "title": section.title, "items": [
                {"id": item.id, "day": item.day.isoformat() if item.day else None, "fields": dict(item.fields)}
                for item in section.items]}
            for section in copy.sections
        ],
        "withheld": [{"what": one.what, "because": one.because} for one in copy.withheld],
        "put_in_by_decision": [one.what for one in copy.included],
    }  # fmt: skip
