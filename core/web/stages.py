"""The stages of a meeting: marking a step as done, saying what came of a prompt, and recording that a part was held."""

from typing import Any

from flask import Blueprint, Response

from core.domain.lifecycle import NotYet
from core.services import convening, drafts, holding, judging, referrals, stages, tasks
from core.services.desk import Missing, Refused, Stale
from core.services.stages import AFTER, BEFORE, RECORD
from core.web import came_to, grounds, slots
from core.web.forms import Choice, Choices, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.next_up import next_up
from core.web.once import once
from core.web.opened import Opened, meeting_page, opened
from core.web.pages import see
from core.web.requests import desk, today
from core.web.ways import way_to

bp = Blueprint("stages", __name__, url_prefix="/<authority>/meetings")
GROUPS = ((BEFORE, "Before the meeting"), (RECORD, "The meeting and its record"), (AFTER, "After"))
ABOUT = {
    "chair": "Who chairs",
    "window": "The day of the meeting",
    "held": "The day it took place",
    "target": "The target day",
    "objection": "An objection set aside",
}


class DoneForm(FormSchema):
    """That a step is done, on which day, with a note."""

    on = Day(ask="the day it was done")
    note = Text(ask="a note", max=1000, required=False)


class OutcomeForm(FormSchema):
    """What came of something to be considered."""

    outcome = Choice(ask="what came of it", required=False)
    note = Text(ask="what was decided, and why", max=2000, required=False)
    version = Version()


class HeldForm(FormSchema):
    """That a part took place, and who came."""

    on = Day(ask="the day the meeting took place")
    why = Text(ask="why it took place on another day", max=2000, required=False)
    attended = Choices(ask="who came", required=False)
    other_name = Text(ask="the name of somebody else who came", required=False)
    other_role = Text(ask="what they are to the child or the meeting", required=False)
    version = Version()


def stages_page(here: Opened, *, status: int = 200, form: Form | None = None, about: str = "") -> Response:
    """The meeting page. `form` is one that was refused, of the step or prompt with the id `about`."""
    rows = [r for r in stages.rows(here.case, here.file.tasks, here.file.parts) if here.file.task_shown(r.task)]
    return meeting_page(
        "meetings/show.html", here, "show", status=status, rows=rows, groups=GROUPS, refused=form, about=about,
        form_for=_form_for(form, about), way_of=_way_of(here), about_words=ABOUT,
        next_up=(came_to.next_for(here) + next_up(here, rows))[:4],
        earlier=judging.superseded(here.case.meeting, here.file.parts, here.file.judgements),
        before={p.key for p in here.case.declared.prompts if p.when_asked == "before"} if here.case.declared else set(),
        panels=referrals.lines(desk(), here.case, here.file), voices=convening.VOICES,
        done=sum(r.done for r in rows) + sum(p.held_on is not None for p in here.file.parts),
        may_mark=_may_mark(here), steps=len(rows) + len(here.file.parts), given=slots.of_meeting(here.case),
        **came_to.of(here, form, about), **grounds.of(here),
    )  # fmt: skip


@bp.post("/<meeting_id>/steps/<task_id>")
@allow("meeting.record")
@once
def complete(meeting_id: str, task_id: str) -> Response:
    """A step has been done."""
    here, form = opened(meeting_id), read(DoneForm, prefix=task_id)
    task = _task(here, task_id, "step")
    if form.ok:
        try:
            holding.complete_step(desk(), here.case, task, on=form.values["on"], note=form.values["note"])
            return see("meetings.show", meeting_id=meeting_id, anchor=f"step-{task.key}")
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
    return stages_page(here, status=422, form=form, about=task_id)


@bp.post("/<meeting_id>/steps/<task_id>/open")
@allow("meeting.record")
@once
def reopen(meeting_id: str, task_id: str) -> Response:
    """A step was marked as done by mistake."""
    here = opened(meeting_id)
    task = _task(here, task_id, "step")
    row = next(r for r in stages.rows(here.case, here.file.tasks, here.file.parts) if r.task is task)
    if not row.by_hand:
        raise Refused("This is complete by what was recorded elsewhere, and opens again there.")
    holding.reopen_step(desk(), here.case, task)
    return see("meetings.show", meeting_id=meeting_id, anchor=f"step-{task.key}")


@bp.post("/<meeting_id>/prompts/<task_id>")
@allow("meeting.record")
@once
def consider(meeting_id: str, task_id: str) -> Response:
    """What came of something that the text asks to be considered."""
    here, form = opened(meeting_id), read(OutcomeForm, prefix=task_id)
    task = _task(here, task_id, "prompt")
    if form.ok:
        try:
            holding.consider(desk(), here.case, task, **form.values)
            return see("meetings.show", meeting_id=meeting_id, anchor="prompts")
        except Stale:
            form.error("_", "Somebody else has recorded an outcome since you opened this. Read theirs first.")
        except Refused as refused:
            form.refuse(refused)
    return stages_page(here, status=422, form=form, about=task_id)


@bp.get("/<meeting_id>/parts/<part>/held")
@allow("meeting.record")
def held(meeting_id: str, part: str) -> Response:
    """Asks when a part took place and who came: nobody is taken to have come but the chair."""
    here = opened(meeting_id)
    one = _part(here, part)
    day = one.day if one.day and one.day <= today() else None
    return _held_page(here, part, Form(HeldForm, {"on": day, "attended": [ref for ref, _ in _chairs(here, part)]}))


@bp.post("/<meeting_id>/parts/<part>/held")
@allow("meeting.record")
@once
def hold(meeting_id: str, part: str) -> Response:
    """A part took place."""
    here = opened(meeting_id)
    _part(here, part)
    form = read(HeldForm, attended={"choices": _may_have_come(here, part)})
    if form.ok:
        try:
            _hold(here, part, form.values)
            return see("meetings.show", meeting_id=meeting_id, anchor=f"held-{part}")
        except (Refused, NotYet) as refused:
            form.refuse(said(refused))
        except Stale:
            form.error("_", "This meeting has changed since you opened the form. Look at it again before you save.")
    return _held_page(here, part, form, status=422)


def _hold(here: Opened, part: str, values: dict[str, Any]) -> None:
    given = {key: values[key] for key in ("on", "attended", "why", "version")}
    holding.hold(desk(), here.case, part, **given)
    if values["other_name"]:
        holding.also_came(desk(), here.case, part, values["other_name"], values["other_role"])


def said(refused: Refused | NotYet) -> Refused:
    """A refusal as a form takes it."""
    return refused if isinstance(refused, Refused) else Refused(str(refused), clause=refused.clause)


def _form_for(form: Form | None, about: str) -> Any:
    """The form of one row: the one that was refused, or a new one."""

    def of(task: Any) -> Form:
        if form is not None and task.id == about:
            return form
        if task.kind == "step":
            return Form(DoneForm, {"on": today()}, prefix=task.id)
        return Form(OutcomeForm, {"outcome": task.progress, "note": task.because}, prefix=task.id)

    return of


def _way_of(here: Opened) -> Any:
    """Where a step that completes itself is dealt with; "" for one that is marked by hand."""
    ref = here.case.meeting.id
    circulated = way_to("circulation.show", meeting_id=ref) if here.file.reader.keeps_record else ""
    ways = {
        "convening": way_to("convening.show", meeting_id=ref),
        "pack": way_to("meetings.pack", meeting_id=ref),
        "invitations": way_to("convening.show", meeting_id=ref),
        "minutes": way_to("minutes.show", meeting_id=ref) if here.file.readable_parts else "",
        "circulation": circulated,
        "draft circulation": circulated if _drafted(here) else "",
        "drafts": way_to("drafts.show", meeting_id=ref) if drafts.mine(here.file) else "",
        "corrections": way_to("corrections.index", meeting_id=ref) if _drafted(here) else "",
        "offers": way_to("offers.show", meeting_id=ref),
        "referral": way_to("referrals.show", meeting_id=ref),
    }
    return lambda row: "" if row.waits_for or row.rule is None else ways.get(row.rule.completes, "")


def _may_mark(here: Opened) -> Any:
    """Whether this person marks a step by hand: a receipt only who chairs."""
    chairs = here.case.meeting.chair_id == desk().actor.person_id
    return lambda row: chairs or row.rule is None or row.rule.completes != "receipt"


def _drafted(here: Opened) -> bool:
    """Whether this person may read a draft of the meeting."""
    return any(o.drafted and here.file.reads_draft(o) for o in here.file.outputs)


def _held_page(here: Opened, part: str, form: Form, *, status: int = 200) -> Response:
    return meeting_page(
        "meetings/held.html", here, "show", status=status, form=form, part=_part(here, part),
        listed=[i for i in here.file.invited(part) if not i.left_out],
        chairs=_chairs(here, part), chair_key=holding.CHAIR,
    )  # fmt: skip


def _chairs(here: Opened, part: str) -> list[tuple[str, str]]:
    """The chair as one of those who came, (id, name): their invitation, or a line of its own where they have none."""
    meeting = here.case.meeting
    if not meeting.chair_id:
        return []
    asked = next((i for i in here.file.invited(part) if i.person_id == meeting.chair_id and not i.left_out), None)
    return [(asked.id if asked else holding.CHAIR, meeting.chair_name)]


def _may_have_come(here: Opened, part: str) -> list[str]:
    return [*(i.id for i in here.file.invited(part)), *(ref for ref, _ in _chairs(here, part) if ref == holding.CHAIR)]


def _part(here: Opened, key: str) -> Any:
    found = next((p for p in here.file.parts if p.key == key), None)
    if found is None:
        raise Missing(key)
    return found


def _task(here: Opened, task_id: str, kind: str) -> Any:
    """One task of this meeting that this person may see."""
    task = tasks.find(desk(), task_id, kind=kind)
    if task.meeting_id != here.case.meeting.id or not here.file.task_shown(task):
        raise Missing(task_id)
    return task
