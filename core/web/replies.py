"""The people of a meeting: what they answered to the invitation, and who takes the minutes."""

from flask import Blueprint, Response

from core.services import holding, pack
from core.services.convening import invitation
from core.services.desk import Refused, Stale
from core.web.forms import Choice, Form, FormSchema, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk

bp = Blueprint("replies", __name__, url_prefix="/<authority>/meetings")
REPLIES = (
    ("invited", "No answer yet"),
    ("coming", "Coming"),
    ("not coming", "Not coming"),
    ("sent views", "Sent views"),
    ("sent apologies", "Sent apologies"),
)


class ReplyForm(FormSchema):
    """What somebody answered."""

    reply = Choice(ask="what they answered", choices=REPLIES)
    version = Version()


class MinuteTakerForm(FormSchema):
    """Who takes the minutes."""

    minute_taker = Choice(ask="who takes the minutes", required=False)
    version = Version()


def people_page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    """Everybody listed, part by part. `form` is one that was refused, of the invitation with the id `about`."""
    staff = pack.suppliers(desk())
    taker = form if form is not None and form.schema is MinuteTakerForm else None
    taker = taker or Form(MinuteTakerForm, {"minute_taker": here.case.meeting.minute_taker_id})

    def form_for(one: object) -> Form:
        ref, reply = one.id, one.reply  # type: ignore[attr-defined]
        return form if form is not None and ref == about else Form(ReplyForm, {"reply": reply}, prefix=ref)

    return meeting_page(
        "meetings/people.html", here, "people", status=status, form_for=form_for, refused=form, replies=REPLIES,
        staff=staff, taker=taker, reply_words=dict(REPLIES),
    )  # fmt: skip


@bp.post("/<meeting_id>/invitations/<invitation_id>/reply")
@allow("meeting.record")
@once
def answer(meeting_id: str, invitation_id: str) -> Response:
    """What somebody answered."""
    here, form = opened(meeting_id), read(ReplyForm, prefix=invitation_id)
    found = invitation(desk(), here.case, invitation_id)
    if form.ok:
        try:
            holding.reply(desk(), here.case, found, form.values["reply"], version=form.values["version"])
            return see("meetings.people", meeting_id=meeting_id, anchor=f"person-{invitation_id}")
        except Stale:
            form.error("reply", "Somebody else has changed this since you opened it. Look again before you save.")
        except Refused as refused:
            form.refuse(refused)
    return people_page(here, status=422, form=form, about=invitation_id)


@bp.post("/<meeting_id>/minute-taker")
@allow("meeting.record")
@once
def minute_taker(meeting_id: str) -> Response:
    """Who takes the minutes."""
    here = opened(meeting_id)
    form = read(MinuteTakerForm)
    if form.ok:
        try:
            chosen, version = form.values["minute_taker"], form.values["version"]
            holding.name_minute_taker(desk(), here.case, chosen, version=version)
            return see("meetings.people", meeting_id=meeting_id, anchor="minute-taker")
        except Stale:
            form.error("minute_taker", "This meeting has changed since you opened it. Look again before you save.")
    return people_page(here, status=422, form=form)
