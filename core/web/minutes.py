"""Agenda and minutes by theme: saved as people write, compared where two people wrote, agreed by the chair."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from core.domain.lifecycle import NotYet
from core.services import amending, children, minutes, settling
from core.services.committing import commit
from core.services.desk import Missing, Refused, Stale
from core.services.minutes import Conflict
from core.services.permissions import NotAllowed
from core.web.forms import Choices, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once, repeatable
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import page, see
from core.web.placing import ended_words, kind_words
from core.web.requests import desk
from core.web.stages import said

bp = Blueprint("minutes", __name__, url_prefix="/<authority>/meetings")


class AgreeForm(FormSchema):
    """That the chair agrees the minutes of a part, as they were when the page was opened."""

    blanks = Choices(ask="whether to agree all the same", choices=("yes",), required=False)
    version = Version()


class ReopenForm(FormSchema):
    """Why agreed minutes are opened again."""

    reason = Text(ask="why the minutes are opened again", max=1000)


@bp.get("/<meeting_id>/minutes")
@allow("meeting.read")
def show(meeting_id: str) -> Response:
    """The themes of every part that this person may read, with the purposes and aims beside them."""
    return _shown(_readable(meeting_id))


@bp.post("/<meeting_id>/minutes")
@allow("meeting.record")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def save(meeting_id: str) -> Response:
    """Every theme of the form. What fits is kept; what somebody else has changed is shown beside their text."""
    here = _writable(meeting_id)
    conflicts, refused = [], ""
    for one in _themes(here):
        text, version = request.form.get(f"text-{one.id}"), _version(one.id)
        if text is None or request.form.get("discard") == one.id:
            continue
        try:
            minutes.save(desk(), here.case, one, text, version=version)
        except Stale as stale:
            conflicts.append(stale.current)
        except Refused as said_no:
            refused = str(said_no)
    if refused:
        return _shown(here, status=422, refused=refused, typed=_typed())
    if conflicts:
        commit(desk())  # what fits is kept, although the answer below says that something did not
        return _compared(here, conflicts)
    return see("minutes.show", meeting_id=meeting_id, anchor=request.form.get("at") or "themes")


@bp.post("/<meeting_id>/minutes/<minute_id>")
@allow("meeting.record")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def autosave(meeting_id: str, minute_id: str) -> Response:
    """One theme as somebody writes: answers with its state only, and never with the text."""
    here = _writable(meeting_id)
    one = _theme(here, minute_id)
    try:
        minutes.save(desk(), here.case, one, request.form.get(f"text-{one.id}", ""), version=_version(one.id))
    except Stale as stale:
        answer = page("minutes/conflict.html", "minutes/_conflict.html", 409, conflict=stale.current, here=here,
                      conflicts=[stale.current], crumbs=(), case=here.case, meeting=here.case.meeting)  # fmt: skip
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#conflict-{one.id}", "innerHTML"
        return answer
    except Refused as refused:
        return make_response(render_template("minutes/_refused.html", theme=one, sentence=str(refused)), 200)
    return make_response(render_template("minutes/_saved.html", theme=one, here=here), 200)


@bp.get("/<meeting_id>/minutes/<minute_id>")
@allow("meeting.read")
def versions(meeting_id: str, minute_id: str) -> Response:
    """Every text that a theme has held, newest first, with what each added."""
    here = _readable(meeting_id)
    one = _theme(here, minute_id)
    return meeting_page("minutes/versions.html", here, "minutes", theme=one, versions=minutes.compared(desk(), one))


@bp.post("/<meeting_id>/minutes/agreed")
@allow("meeting.record")
@once
def agree(meeting_id: str) -> Response:
    """The chair agrees the minutes."""
    here = _readable(meeting_id)
    part = request.form.get("part") or None
    if part is not None and part not in {one.key for one in here.file.parts}:
        raise Missing(part)
    form = read(AgreeForm, prefix=part or "")
    if form.ok:
        try:
            blanks = bool(form.values["blanks"])
            minutes.agree(desk(), here.case, part, blanks=blanks, version=form.values["version"])
            return see("circulation.show", meeting_id=meeting_id)
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
        except Stale:
            form.error("_", "The minutes have changed since you opened them. Read them again before you agree them.")
    return _shown(here, status=422, form=form)


@bp.post("/<meeting_id>/minutes/reopened")
@allow("meeting.record")
@once
def reopen(meeting_id: str) -> Response:
    """The chair opens agreed minutes again."""
    here, form = _readable(meeting_id), read(ReopenForm)
    if form.ok:
        try:
            amending.reopen(desk(), here.case, form.values["reason"])
            return see("minutes.show", meeting_id=meeting_id)
        except Refused as refused:
            form.refuse(refused)
    return _shown(here, status=422, form=form)


def _shown(
    here: Opened, *, status: int = 200, form: Form | None = None, refused: str = "", typed: dict[str, str] | None = None
) -> Response:
    every = _themes(here)
    parts = [(p, [t for t in every if t.part == p.key]) for p in here.file.parts if p.key in here.file.readable_parts]
    return meeting_page(
        "minutes/show.html", here, "minutes", status=status, parts=parts, refused=refused, typed=typed or {},
        form=form or Form(ReopenForm), agreeing=_agreeing(form), writing=lambda theme: minutes.writing(desk(), theme),
        may_write=here.file.reader.keeps_record, chairs=here.case.meeting.chair_id == desk().actor.person_id,
        style=_style(here), agrees=_agrees(here), drawn=_drawn(here), sent=_sent(here), kind=here.case.declared,
        me=desk().actor.name, last=max((t.at for t in every if t.at), default=None),
    )  # fmt: skip


def _agreeing(form: Form | None) -> Any:
    """The form on which the chair agrees one part: the one that was refused, or a new one."""

    def of(part: str) -> Form:
        if form is not None and form.schema is AgreeForm and form.prefix == part:
            return form
        return Form(AgreeForm, prefix=part)

    return of


def _drawn(here: Opened) -> Any:
    """For those who write the record: the child's placements, where a theme is made from them."""
    kind, writes = here.case.declared, here.file.reader.keeps_record
    wanted = writes and kind is not None and any(theme.draws_on == "placements" for theme in kind.agenda)
    rows = children.history(desk(), here.case.child) if wanted else []
    return [(placement, kind_words(placement), ended_words(ending)) for placement, ending in rows]


def _sent(here: Opened) -> bool:
    return any(d.state in amending.LEFT and not d.draft for d in here.file.deliveries)


def _agrees(here: Opened) -> bool:
    """Whether these minutes are agreed as such; otherwise they are what the documents are written from."""
    return here.case.declared is None or settling.agrees_minutes(here.case.declared)


def _compared(here: Opened, conflicts: list[Conflict]) -> Response:
    return meeting_page("minutes/conflict.html", here, "minutes", status=409, conflicts=conflicts)


def _style(here: Opened) -> list[Any]:
    """The clauses that say how the record is written: of its outputs, its first theme, and standing alone."""
    kind = here.case.declared
    ids = [o.clause for o in here.file.outputs if "record" in o.sections]
    ids += [kind.agenda[0].clause] if kind and kind.agenda else []
    ids += [kind.stand_alone_clause] if kind else []
    return [c for c in (here.clause(id) for id in dict.fromkeys(ids) if id) if c is not None]


def _themes(here: Opened) -> list[Any]:
    order = {p.key: p.position for p in here.file.parts}
    every = [t for t in minutes.themes(desk(), here.case) if t.part in here.file.readable_parts]
    return sorted(every, key=lambda t: (order[t.part], t.position))


def _theme(here: Opened, minute_id: str) -> Any:
    found = next((t for t in _themes(here) if t.id == minute_id), None)
    if found is None:
        raise Missing(minute_id)
    return found


def _version(minute_id: str) -> int:
    """The version a theme was opened at; 0, which fits none, where the form does not say."""
    sent = request.form.get(f"version-{minute_id}", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def _typed() -> dict[str, str]:
    return {key.removeprefix("text-"): text for key, text in request.form.items() if key.startswith("text-")}


def _readable(meeting_id: str) -> Opened:
    here = opened(meeting_id)
    if not here.file.readable_parts:
        raise Missing(meeting_id)
    return here


def _writable(meeting_id: str) -> Opened:
    here = _readable(meeting_id)
    if not here.file.reader.keeps_record:
        raise NotAllowed("The chair, the minute taker and whoever arranges the meeting write the record.")
    return here
