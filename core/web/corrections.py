"""Corrections of fact: said by those who were sent a draft, or written down for them; answered by whoever wrote it."""

from typing import Any

from flask import Blueprint, Response

from core.services import circulation, corrections, drafts, received
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.services.permissions import NotAllowed
from core.services.received import Received
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import page, see
from core.web.requests import abandon, desk, today

bp = Blueprint("corrections", __name__, url_prefix="/<authority>/meetings")


class CorrectionForm(FormSchema):
    """What the draft says, and what is right; for somebody else also whose it is, when and how it came."""

    passage = Text(ask="what the draft says", max=4000)
    wording = Text(ask="what is right", max=4000)
    of = Choice(ask="whose correction it is", required=False)
    received_on = Day(ask="the day it came", required=False)
    way = Text(ask="how it came", max=300, required=False)


class AnswerForm(FormSchema):
    """What becomes of a correction."""

    state = Choice(ask="what becomes of it", choices=tuple(corrections.ANSWERS))
    words = Text(ask="a sentence", max=2000, required=False)
    version = Version()


class CloseForm(FormSchema):
    """Why corrections are closed before their last day."""

    because = Text(ask="why they are closed before the day", max=1000, required=False)


@bp.get("/<meeting_id>/corrections")
@allow("meeting.read")
def index(meeting_id: str) -> Response:
    """The corrections of the meeting's drafts: all that this person writes or keeps, else their own."""
    return _index(_open(meeting_id))


@bp.post("/<meeting_id>/corrections/<correction_id>")
@allow("meeting.record")
@once
def answer(meeting_id: str, correction_id: str) -> Response:
    """What becomes of one correction; accepted, it leads to the text."""
    here, form = _open(meeting_id), read(AnswerForm, prefix=correction_id)
    one, output = corrections.find(desk(), here.case, here.file, correction_id)
    if form.ok:
        try:
            with named():
                corrections.answer(desk(), here.case, one, output, **form.values)
            if one.state == "accepted":
                return see("drafts.show", meeting_id=meeting_id, anchor=f"draft-{output.key}")
            return see("corrections.index", meeting_id=meeting_id, anchor=f"correction-{one.id}")
        except Refused as refused:
            form.refuse(refused)
        except Stale:
            abandon()
            here = _open(meeting_id)
            form.error("_", "Somebody has answered this since you opened it. Read their answer first.")
    return _index(here, status=422, form=form, about=correction_id)


@bp.post("/<meeting_id>/corrections/closed")
@allow("meeting.record")
@once
def close(meeting_id: str) -> Response:
    """No further correction is taken."""
    here, form = _open(meeting_id), read(CloseForm)
    if not drafts.mine(here.file):
        raise NotAllowed("Whoever wrote the documents closes their corrections.")
    if form.ok:
        try:
            corrections.close(desk(), here.case, here.file, form.values["because"])
            return see("drafts.show", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
    return _index(here, status=422, form=form)


@bp.get("/<meeting_id>/outputs/<output_id>/corrections")
@allow("authority.enter")
def new(meeting_id: str, output_id: str) -> Response:
    """Asks what is wrong in a draft and what is right."""
    found = _sent(meeting_id, output_id)
    return _asked(found, Form(CorrectionForm, {"of": "", "received_on": today()}))


@bp.post("/<meeting_id>/outputs/<output_id>/corrections")
@allow("authority.enter")
@once
def create(meeting_id: str, output_id: str) -> Response:
    """One correction is kept for its writer to answer."""
    found = _sent(meeting_id, output_id)
    ids = [d.id for d in corrections.sent_to(found.file, found.output)]
    form = read(CorrectionForm, of={"choices": ids})
    if form.ok:
        try:
            corrections.say(desk(), found.case, found.file, found.output, **form.values)
            return see("corrections.new", meeting_id=meeting_id, output_id=output_id, anchor="said")
        except Refused as refused:
            form.refuse(refused)
    return _asked(found, form, status=422)


def _index(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    every = corrections.shown(desk(), here.case, here.file)
    outputs = [o for o in here.file.outputs if o.draft_sent_on]
    closing = corrections.to_close(here.file)
    return meeting_page(
        "corrections/index.html", here, "corrections", status=status, every=every, outputs=outputs, closing=closing,
        until=corrections.early(desk(), closing), words=corrections.STATES, answers=list(corrections.ANSWERS.items()),
        days={o.id: circulation.days_for_corrections(desk(), here.case, o) for o in outputs}, refused=form,
        writes=here.file.reader.writes, close_form=form if form and not about else Form(CloseForm),
        form_for=lambda one: form if form and one.id == about else _answered(one), settled=_settled,
        may_say=here.file.reads_draft,
    )  # fmt: skip


def _answered(one: Any) -> Form:
    given = {"state": one.state, "words": one.answer} if one.state != "open" else {}
    return Form(AnswerForm, given, prefix=one.id)


def _settled(output: Any) -> bool:
    """Whether answers stand as they are, because the text is final."""
    return output.state in ("agreed", "sent")


def _asked(found: Received, form: Form, *, status: int = 200) -> Response:
    here = Opened(case=found.case, file=found.file)
    own = corrections.own(found.file, found.output)
    others = [d for d in corrections.sent_to(found.file, found.output) if own is None or d.id != own.id]
    every = [c for c in corrections.shown(desk(), found.case, found.file) if c.output_id == found.output.id]
    rule, due = circulation.days_for_corrections(desk(), found.case, found.output)
    return page(
        "corrections/new.html", status=status, here=here, meeting=found.case.meeting, child=found.case.child, form=form,
        output=found.output, own=own, others=others if found.meeting_too else [], every=every, rule=rule, due=due,
        words=corrections.STATES, closed=corrections.closed(found.case, found.output), crumbs=(),
    )  # fmt: skip


def _sent(meeting_id: str, output_id: str) -> Received:
    """An output that asks for corrections, for those who were sent its draft, or who write or keep it."""
    found = received.find(desk(), meeting_id, output_id)
    if not found.output.drafted:
        raise Missing(output_id)
    if not found.file.reads_draft(found.output):
        raise NotAllowed("Corrections of fact come from those who were sent the draft.")
    return found


def _open(meeting_id: str) -> Opened:
    """A page for those who may read a draft of this meeting; for others there is none."""
    here = opened(meeting_id)
    if not any(o.drafted and here.file.reads_draft(o) for o in here.file.outputs):
        raise Missing(meeting_id)
    return here
