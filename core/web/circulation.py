"""Circulation: every record with its recipients, each looked at by a person before anything is sent."""

from typing import Any

from flask import Blueprint, Response

from core.domain.lifecycle import NotYet
from core.services import circulation
from core.services.desk import Missing, Refused, Stale
from core.services.permissions import NotAllowed
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk
from core.web.stages import said

bp = Blueprint("circulation", __name__, url_prefix="/<authority>/meetings")


class CheckForm(FormSchema):
    """Keep a recipient, or take them out and say why."""

    keep = Choice(ask="whether this person receives it", choices=(("yes", "Keep"), ("no", "Take out")))
    because = Text(ask="why this person does not receive it", max=1000, required=False)


class ReasonForm(FormSchema):
    """A reason, or the way a print was handed over."""

    because = Text(ask="the reason", max=1000)


class WayForm(FormSchema):
    """How a print was handed over."""

    way = Text(ask="how it was handed over", max=300)


class SendForm(FormSchema):
    """Send to all who were checked."""

    version = Version()


@bp.get("/<meeting_id>/circulation")
@allow("meeting.circulate")
def show(meeting_id: str) -> Response:
    """Outputs by recipients, as far as this person may know of them."""
    return _page(_open(meeting_id))


@bp.post("/<meeting_id>/circulation")
@allow("meeting.circulate")
@once
def prepare(meeting_id: str) -> Response:
    """The recipients that the procedure names."""
    here = _open(meeting_id)
    form = Form(SendForm)
    try:
        circulation.prepare(desk(), here.case)
        return see("circulation.show", meeting_id=meeting_id)
    except (Refused, NotYet) as refused:
        form.refuse(said(refused))
    return _page(here, status=422, form=form)


@bp.post("/<meeting_id>/circulation/<delivery_id>/checked")
@allow("meeting.circulate")
@once
def check(meeting_id: str, delivery_id: str) -> Response:
    """Somebody has looked at one recipient."""
    return _act(meeting_id, delivery_id, CheckForm, lambda here, value: circulation.check(
        desk(), here.case, delivery_id, keep=value["keep"] == "yes", because=value["because"]))  # fmt: skip


@bp.post("/<meeting_id>/circulation/<delivery_id>/handed-over")
@allow("meeting.circulate")
@once
def hand_over(meeting_id: str, delivery_id: str) -> Response:
    """A print has reached somebody who does not sign in."""
    return _act(meeting_id, delivery_id, WayForm, lambda here, value: circulation.hand_over(
        desk(), here.case, delivery_id, value["way"]))  # fmt: skip


@bp.post("/<meeting_id>/circulation/<delivery_id>/withdrawn")
@allow("meeting.circulate")
@once
def withdraw(meeting_id: str, delivery_id: str) -> Response:
    """Something sent is taken back, with the reason."""
    return _act(meeting_id, delivery_id, ReasonForm, lambda here, value: circulation.withdraw(
        desk(), here.case, delivery_id, value["because"]))  # fmt: skip


@bp.post("/<meeting_id>/circulation/checked")
@allow("meeting.circulate")
@once
def check_all(meeting_id: str) -> Response:
    """Somebody has read one output's list and keeps everyone on it who has not been looked at."""
    here = _open(meeting_id)
    form = read(OutputForm)
    draft = form.ok and form.values["draft"] == "yes"
    rows = here.file.deliveries if form.ok else ()
    waiting = [d for d in rows if (d.output_id, d.draft) == (form.values["output"], draft)]
    if not waiting:
        raise Missing(meeting_id)
    for found in waiting:
        if found.state == "prepared" and not circulation.vacant(here.case, found):
            circulation.check(desk(), here.case, found.id, keep=True)
    return see("circulation.show", meeting_id=meeting_id, anchor=_anchor(form.values["output"], draft))


@bp.post("/<meeting_id>/circulation/<delivery_id>/holders")
@allow("meeting.circulate")
@once
def look_again(meeting_id: str, delivery_id: str) -> Response:
    """Whoever holds a role by now takes the place of its title."""
    return _act(meeting_id, delivery_id, FormSchema, lambda here, value: circulation.look_again(
        desk(), here.case, delivery_id))  # fmt: skip


class OutputForm(FormSchema):
    """One output, as its draft or as it is final."""

    output = Text(ask="the document")
    draft = Text(ask="whether it is the draft", required=False)


@bp.post("/<meeting_id>/circulation/sent")
@allow("meeting.circulate")
@once
def send(meeting_id: str) -> Response:
    """To all who were checked."""
    here, form = _open(meeting_id), read(SendForm)
    if form.ok:
        try:
            circulation.send(desk(), here.case, version=form.values["version"])
            return see("circulation.show", meeting_id=meeting_id)
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
        except Stale:
            form.error("_", "This meeting has changed since you opened it. Look at the list again before you send.")
    return _page(here, status=422, form=form)


def _act(meeting_id: str, delivery_id: str, schema: type[FormSchema], act: Any) -> Response:
    """One change of one recipient, or the page again with what to put right at that row."""
    here, form = _open(meeting_id), read(schema, prefix=delivery_id)
    if not any(d.id == delivery_id for d in here.file.deliveries):
        raise Missing(delivery_id)
    if form.ok:
        try:
            act(here, form.values)
            return see("circulation.show", meeting_id=meeting_id, anchor=f"to-{delivery_id}")
        except Refused as refused:
            form.refuse(refused)
    return _page(here, status=422, form=form, about=delivery_id)


def _page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    file = here.file
    lists = [(o, draft, [d for d in file.deliveries if (d.output_id, d.draft) == (o.id, draft)])
             for o in file.outputs for draft in (True, False)]  # fmt: skip
    waiting = [d for d in file.deliveries if d.state == "prepared"]
    online = circulation.signing_in(desk(), file.deliveries)

    def form_for(found: Any) -> Form:
        return form if form is not None and found.id == about else Form(FormSchema, prefix=found.id)

    return meeting_page(
        "circulation/show.html", here, "show", status=status, lists=[one for one in lists if one[2]], refused=form,
        form_for=form_for, waiting=waiting, ready=[d for d in file.deliveries if d.state == "checked"], online=online,
        about=about, by_hand=[d for d in file.deliveries if d.state == circulation.BY_HAND], anchor=_anchor,
        vacant=lambda found: circulation.vacant(here.case, found),
        by_title=lambda found: circulation.by_title(here.case, found), written=any(o.written_by for o in file.outputs),
        unprepared=circulation.due(here.case, file.outputs, file.deliveries) if here.case.declared else [],
        nobody=_nobody(here),
    )  # fmt: skip


def _nobody(here: Opened) -> list[tuple[Any, list[str]]]:
    """The outputs that would reach nobody, each with the roles that nobody holds: none is circulated in silence."""
    found = []
    for output in here.file.outputs:
        for draft in (True, False):
            rows = [d for d in here.file.deliveries if (d.output_id, d.draft) == (output.id, draft)]
            if rows and all(circulation.vacant(here.case, d) for d in rows):
                found.append((output, sorted({d.name for d in rows if d.state in ("prepared", "checked")})))
    return [(output, names) for output, names in found if names]


def _anchor(output_id: str, draft: bool) -> str:
    return f"{'draft' if draft else 'output'}-{output_id}"


def _open(meeting_id: str) -> Opened:
    """Circulating is for those who keep the record; for others there is no such page unless they may read something."""
    here = opened(meeting_id)
    if not here.file.reader.keeps_record:
        if not here.file.outputs:
            raise Missing(meeting_id)
        raise NotAllowed("The chair, the minute taker and whoever arranges the meeting circulate its records.")
    return here
