"""The outputs that somebody writes: a text each, saved as they write; finished as a draft, made final, opened again."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from core.domain.lifecycle import NotYet
from core.services import corrections, drafts, minutes, received, settling, versions
from core.services.committing import commit, named
from core.services.desk import Missing, Refused, Stale
from core.services.minutes import Conflict
from core.services.permissions import NotAllowed
from core.web.forms import Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import page, see
from core.web.requests import abandon, desk
from core.web.stages import said

bp = Blueprint("drafts", __name__, url_prefix="/<authority>/meetings")
CHANGED = "This text has changed since you opened it. Read it again before you go on."


class VersionForm(FormSchema):
    """A text as it was when the page was opened."""

    version = Version()


class AgainForm(FormSchema):
    """Why a final text is opened again."""

    because = Text(ask="why it is opened again", max=1000)


@bp.get("/<meeting_id>/drafts")
@allow("meeting.record")
def show(meeting_id: str) -> Response:
    """Every output that this person writes, with what was recorded beside it."""
    return _shown(_writing(meeting_id))


@bp.post("/<meeting_id>/drafts")
@allow("meeting.record")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def save(meeting_id: str) -> Response:
    """The texts of the form. What fits is kept; what somebody else has changed is shown beside their text."""
    here = _writing(meeting_id)
    conflicts, refused = [], ""
    for one in drafts.mine(here.file):
        text = request.form.get(f"text-{one.id}")
        if text is None or request.form.get("discard") == one.id:
            continue
        try:
            with named():
                drafts.save(desk(), here.case, one, text, version=_version(one.id))
        except Stale as stale:
            if stale.current is None:
                raise
            conflicts.append(stale.current)
        except Refused as said_no:
            refused = str(said_no)
    if refused:
        return _shown(here, status=422, refused=refused)
    if conflicts:
        commit(desk())  # what fits is kept, although the answer below says that something did not
        return _compared(here, conflicts)
    return _finished(here) or see("drafts.show", meeting_id=meeting_id, anchor=request.form.get("at") or "drafts")


def _finished(here: Opened) -> Response | None:
    """The draft that the form finishes, if any: None, or the page with why it cannot be finished yet; its text is
    kept all the same."""
    one = next((o for o in drafts.mine(here.file) if o.id == request.form.get("finish")), None)
    if one is None or one.drafted_on is not None:
        return None
    try:
        drafts.finish(desk(), here.case, one)
    except (Refused, NotYet) as refused:
        commit(desk())
        form = Form(VersionForm, prefix=one.id)
        form.refuse(said(refused))
        return _shown(here, status=422, form=form, about=one.id)
    return None


@bp.post("/<meeting_id>/drafts/<output_id>")
@allow("meeting.record")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def autosave(meeting_id: str, output_id: str) -> Response:
    """One text as somebody writes: answers with its state only, and never with the text."""
    here = _writing(meeting_id)
    one = drafts.find(desk(), here.case, output_id)
    try:
        drafts.save(desk(), here.case, one, request.form.get(f"text-{one.id}", ""), version=_version(one.id))
    except Stale as stale:
        answer = page("minutes/conflict.html", "minutes/_conflict.html", 409, conflict=stale.current, here=here,
                      conflicts=[stale.current], crumbs=(), case=here.case, meeting=here.case.meeting, save_at="drafts",
                      caption="Drafts")  # fmt: skip
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#conflict-{one.id}", "innerHTML"
        return answer
    except Refused as refused:
        return make_response(render_template("minutes/_refused.html", theme=one, sentence=str(refused)), 200)
    theme = versions.written(desk(), [one])[one.id]
    return make_response(render_template("minutes/_saved.html", theme=theme, here=here), 200)


@bp.post("/<meeting_id>/drafts/<output_id>/open")
@allow("meeting.record")
@once
def take_back(meeting_id: str, output_id: str) -> Response:
    """A finished draft that has not gone yet is written on."""
    return _act(meeting_id, output_id, VersionForm, lambda here, one, value: drafts.take_back(desk(), here.case, one))


@bp.post("/<meeting_id>/drafts/<output_id>/final")
@allow("meeting.record")
@once
def finalise(meeting_id: str, output_id: str) -> Response:
    """The text is final."""
    return _act(meeting_id, output_id, VersionForm, lambda here, one, value: drafts.finalise(
        desk(), here.case, one, version=value["version"]))  # fmt: skip


@bp.post("/<meeting_id>/drafts/<output_id>/reopened")
@allow("meeting.record")
@once
def reopen(meeting_id: str, output_id: str) -> Response:
    """A final text, or closed corrections, are open again."""
    return _act(meeting_id, output_id, AgainForm, lambda here, one, value: drafts.reopen(
        desk(), here.case, one, value["because"]))  # fmt: skip


@bp.get("/<meeting_id>/outputs/<output_id>/versions")
@allow("authority.enter")
def history(meeting_id: str, output_id: str) -> Response:
    """Every text of an output that went to people, newest first, with what each added; its writer sees every save."""
    found = received.find(desk(), meeting_id, output_id)
    output, writes = found.output, found.file.reader.writes(found.output)
    if found.hidden or not output.written_by:
        raise Missing(output_id)
    stages = versions.STAGES if writes else (versions.DRAFT, versions.FINAL)
    if output.state == "draft" and not writes and not found.file.reader.keeps_record:
        raise Missing(output_id)
    kept = versions.compared(desk(), output, tuple(stages))
    return page("drafts/versions.html", output=output, versions=kept, words=versions.STAGES, case=found.case,
                meeting=found.case.meeting, child=found.case.child, crumbs=())  # fmt: skip


def _act(meeting_id: str, output_id: str, schema: type[FormSchema], act: Any) -> Response:
    """One change of one output, or the page again with what to put right beside it."""
    here, form = _writing(meeting_id), read(schema, prefix=output_id)
    one = drafts.find(desk(), here.case, output_id)
    if form.ok:
        try:
            with named():
                act(here, one, form.values)
            return see("drafts.show", meeting_id=meeting_id, anchor=f"draft-{one.key}")
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
        except Stale:
            abandon()
            here = _writing(meeting_id)
            form.error("_", CHANGED)
    return _shown(here, status=422, form=form, about=output_id)


def _shown(
    here: Opened, *, status: int = 200, form: Form | None = None, about: str = "", refused: str = ""
) -> Response:
    outputs = drafts.mine(here.file)
    texts = versions.written(desk(), outputs)
    asked = corrections.shown(desk(), here.case, here.file)
    typed = {key.removeprefix("text-"): text for key, text in request.form.items() if key.startswith("text-")}
    return meeting_page(
        "drafts/show.html", here, "drafts", status=status, outputs=outputs, texts=texts, typed=typed, refused=refused,
        form=form, form_for=lambda one: form if form and one.id == about else Form(AgainForm, prefix=one.id),
        writable=drafts.writable, final=settling.FINAL, me=desk().actor.name, corrections=asked,
        themes=[t for t in minutes.themes(desk(), here.case) if t.part in here.file.readable_parts and t.text],
        asked_as_draft=settling.asked_as_draft(here.case.declared) if here.case.declared else set(),
        taken_out=lambda one: _taken_out(here, one),
        last=max((t.at for t in texts.values() if t.at), default=None),
    )  # fmt: skip


def _taken_out(here: Opened, output: Any) -> bool:
    """Whether everybody was taken off the list of a draft, so that nobody is asked for corrections."""
    rows = [d for d in here.file.deliveries if d.output_id == output.id and d.draft]
    return bool(rows) and all(d.state == "left out" for d in rows)


def _compared(here: Opened, conflicts: list[Conflict]) -> Response:
    return meeting_page("minutes/conflict.html", here, "drafts", status=409, conflicts=conflicts, save_at="drafts",
                        caption="Drafts")  # fmt: skip


def _version(output_id: str) -> int:
    """The version a text was opened at; 0, which fits none, where the form does not say."""
    sent = request.form.get(f"version-{output_id}", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def _writing(meeting_id: str) -> Opened:
    """For those who write something here; nobody is told of what they may not read."""
    here = opened(meeting_id)
    if not drafts.mine(here.file):
        if any(o.written_by for o in here.file.outputs):
            raise NotAllowed("Whoever the procedure names writes these documents.")
        raise Missing(meeting_id)
    return here
