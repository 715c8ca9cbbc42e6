"""Outputs that somebody writes: saved as they write, finished as a draft, made final once corrections are closed."""

from sqlalchemy import func, select

from core.adapters.prose import kept
from core.domain.days import british
from core.domain.lifecycle import NotYet, Stage
from core.models import Correction, Delivery, MeetingPart, Output, Referral
from core.services import minutes, recipients, scheduling, settling, stages, tasks, versions
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import Dossier, dossier
from core.services.meetings import AGREED, Case
from core.services.minutes import LONGEST, Conflict
from core.services.settling import FINAL, WAITING

LEFT = ("sent", "by hand", "withdrawn")


def mine(file: Dossier) -> list[Output]:
    """The outputs that the reader of this dossier writes."""
    return [output for output in file.outputs if file.reader.writes(output)]


def find(desk: Desk, case: Case, output_id: str) -> Output:
    """One output that the actor writes; `Missing` for any other."""
    found = next((o for o in mine(dossier(desk, case)) if o.id == output_id), None)
    if found is None:
        raise Missing(output_id)
    return found


def writable(output: Output) -> bool:
    """Whether its text may change now: before it is finished as a draft, and again while corrections are answered."""
    return (output.state == "draft" and output.drafted_on is None) or output.state in ("correction", "corrected")


def save(desk: Desk, case: Case, output: Output, text: str, *, version: int) -> None:
    """Keep an output's own text. The same text again does nothing; a text over an older version raises `Stale`.

    `Stale.current` is then a `Conflict` with both texts, so that nothing is lost.
    """
    text = kept(text.replace("\r\n", "\n")).strip()
    if text == output.body:
        return
    if not writable(output):
        done = "made final" if output.state in FINAL else "finished as a draft"
        raise Refused(f"“{output.title}” has been {done}. Open it again before changing it.")
    if len(text) > LONGEST or "\x00" in text:
        raise Refused(f"A document holds up to {LONGEST:,} characters of plain text.")
    if version != output.version:
        base = versions.body_at(desk, output, version)
        now = versions.written(desk, [output])[output.id]
        raise Stale(Conflict(minute=now, base=base, theirs=output.body, mine=text))
    versions.keep(desk, output, versions.as_saved(text), versions.SAVED)
    output.body = text
    desk.db.flush()
    _note(desk, case, "wrote a draft", output)


def finish(desk: Desk, case: Case, output: Output, *, version: int | None = None) -> None:
    """The draft is finished: it is kept as it stands and can be circulated. Refused before what it follows is done."""
    _current(output, version)
    if output.state != "draft" or output.drafted_on is not None:
        raise Refused(f"The draft of “{output.title}” is finished already.")
    if not output.body:
        raise Refused(f"Nothing is written in “{output.title}” yet. Write it before you finish the draft.")
    parts = scheduling.parts_of(desk, case.meeting)
    part = next((p for p in parts if p.key == output.part), None)
    if (part.held_on if part else case.meeting.held_on) is None:
        raise NotYet("A draft is finished after the meeting has been held.", output.clause)
    first = _waits_for(desk, case, output, parts)
    if first:
        raise NotYet(f"Not yet: it follows {first}.", output.clause)
    versions.keep(desk, output, text_of(desk, case, output), versions.DRAFT)
    output.drafted_on = desk.today
    _note(desk, case, "finished the draft", output)
    settling.settle(desk, case)


def take_back(desk: Desk, case: Case, output: Output) -> None:
    """A finished draft is written on; possible until it has gone to somebody. Its list is looked at once more."""
    rows = _deliveries(desk, output, draft=True)
    if output.state != "draft" or output.drafted_on is None or any(d.state in LEFT for d in rows):
        raise Refused("This draft has gone to people already. Their corrections are answered in its text.")
    for found in rows:
        found.state = "prepared" if found.state == "checked" else found.state
    output.drafted_on = None
    _note(desk, case, "opened the draft again", output)
    settling.settle(desk, case)


def finalise(desk: Desk, case: Case, output: Output, *, version: int | None = None) -> None:
    """The text is final, and its circulation can be prepared. Refused while a correction is open, while one may still
    come, and while one that was accepted is not in the text."""
    _current(output, version)
    if output.state in FINAL:
        raise Refused(f"“{output.title}” is final already.")
    if output.drafted_on is None:
        raise NotYet("Finish the draft before it is made final.", output.clause)
    text = text_of(desk, case, output)
    if output.drafted and output.key in settling.asked_as_draft(case.asked):
        _corrections_over(desk, output)
        _changed_where_accepted(desk, output, text)
    versions.keep(desk, output, text, versions.FINAL)
    output.text, output.state = text, "agreed"
    output.agreed_on, output.agreed_by = desk.today, desk.actor.name
    _note(desk, case, "made final", output)
    settling.settle(desk, case)


def reopen(desk: Desk, case: Case, output: Output, because: str) -> None:
    """A final text, or closed corrections, are open again for a reason; until somebody holds the final text."""
    meeting = case.meeting
    if output.state not in settling.CLOSED:
        raise Refused("This is still open.")
    if not because.strip():
        raise Refused("Say why it is opened again.", field="because")
    if meeting.stage in (Stage.CONSIDERED.value, Stage.CLOSED.value):
        raise Refused("This meeting has been considered, so its records stay as they are.")
    holding = [d.name for d in _deliveries(desk, output, draft=False) if d.state in ("sent", "by hand")]
    if holding:
        more = f" and {len(holding) - 1} more" if len(holding) > 1 else ""
        raise Refused(f"The final text has gone to {holding[0]}{more}. Withdraw it from them in the circulation first.")
    before = _before_a_panel(desk, output)
    if before:
        raise Refused(f"The final text is before {before}. Take it back from there first.")
    recipients.again(desk, case, output)
    asked = output.key in settling.asked_as_draft(case.asked) and output.draft_sent_on is not None
    output.state = "correction" if asked else "draft"
    output.drafted_on = output.drafted_on if asked else None
    output.text, output.agreed_on, output.agreed_by = [], None, ""
    if meeting.stage in (Stage.RECORDED.value, Stage.CIRCULATED.value):
        meeting.stage, meeting.agreed_on, meeting.circulated_on = Stage.HELD.value, None, None
        if not settling.agrees_minutes(case.asked):
            meeting.answers = {k: v for k, v in meeting.answers.items() if not k.startswith(AGREED)}
        _not_circulated(desk, case)
    _note(desk, case, "opened the final text again", output, because=because.strip())
    settling.settle(desk, case)


def text_of(desk: Desk, case: Case, output: Output) -> versions.Text:
    """What an output says now: what was written, then what its declaration takes from the record."""
    return [*versions.own(output.body), *minutes.text_of(desk, case, output)]


def open_corrections(desk: Desk, output: Output) -> int:
    """How many corrections of an output nobody has answered."""
    statement = select(func.count()).where(Correction.output_id == output.id, Correction.state == "open")
    return desk.db.scalar(statement) or 0


def unreached(desk: Desk, output: Output) -> list[str]:
    """The names of those whom an output's draft has not reached yet."""
    return [d.name for d in _deliveries(desk, output, draft=True) if d.state in WAITING]


def _corrections_over(desk: Desk, output: Output) -> None:
    rows = _deliveries(desk, output, draft=True)
    if output.state == "draft" and not (rows and all(d.state == "left out" for d in rows)):
        raise NotYet("The draft goes to those who are asked for corrections of fact before it is made final.",
                     output.clause)  # fmt: skip
    waiting = unreached(desk, output)
    if waiting:
        raise NotYet(f"The draft has not reached {waiting[0]} yet. Hand it over, or take them out and say why.",
                     output.clause)  # fmt: skip
    number = open_corrections(desk, output)
    if number:
        said = "One correction is" if number == 1 else f"{number} corrections are"
        raise Refused(f"{said} not answered yet. Answer every one before the text is made final.")
    running = output.corrections_by is None or desk.today <= output.corrections_by
    if output.state == "correction" and running:
        until = f"until {british(output.corrections_by)}" if output.corrections_by else "until you close them"
        raise Refused(f"Corrections may still come, {until}. Close the corrections first if everybody has answered.")


def _changed_where_accepted(desk: Desk, output: Output, text: versions.Text) -> None:
    statement = select(func.count()).where(Correction.output_id == output.id, Correction.state == "accepted")
    draft = versions.latest(desk, [output], versions.DRAFT).get(output.id)
    if desk.db.scalar(statement) and draft is not None and draft.text == text:
        raise Refused("You accepted a correction, and the text still reads as the draft did. Put it into the text.")


def _waits_for(desk: Desk, case: Case, output: Output, parts: list[MeetingPart]) -> str:
    """What comes before the drafts, in words; "" where they may be finished now."""
    steps = [t for t in scheduling.tasks_of(desk, case.meeting) if t.kind == "step" and t.state != "withdrawn"]
    keys = {s.key for s in case.asked.steps if s.completes == "drafts" and s.part in (None, output.part)}
    found = (stages.waits_for(case, task, steps, parts) for task in steps if task.key in keys and not task.done_on)
    return next((words for words in found if words), "")


def _before_a_panel(desk: Desk, output: Output) -> str:
    """The body that an output was sent to and not taken back from; "" for none."""
    sent = select(Referral).where(Referral.meeting_id == output.meeting_id, Referral.state != "withdrawn")
    return next((one.panel for one in desk.db.scalars(sent) if output.id in one.output_ids), "")


def _not_circulated(desk: Desk, case: Case) -> None:
    keys = {s.key for s in case.asked.steps if s.completes == "circulation"}
    for task in scheduling.tasks_of(desk, case.meeting):
        if task.kind == "step" and task.key in keys and task.done_on is not None:
            tasks.reopen(desk, task)


def _deliveries(desk: Desk, output: Output, *, draft: bool) -> list[Delivery]:
    statement = select(Delivery).where(Delivery.output_id == output.id, Delivery.draft.is_(draft))
    return list(desk.db.scalars(statement.order_by(Delivery.name, Delivery.id)))


def _current(output: Output, version: int | None) -> None:
    if version is not None and version != output.version:
        raise Stale(output)


def _note(desk: Desk, case: Case, verb: str, output: Output, **data: object) -> None:
    desk.note(verb, "output", output.id, child_id=case.child.id, meeting_id=case.meeting.id, **data)
