"""Corrections of fact: what those who were sent a draft say is wrong in it, and what its writer answered to each.

What somebody sees differently is recorded beside the text, never merged into it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from core.domain.days import british
from core.models import Correction, Delivery, Output
from core.services import drafts, notices, settling
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.permissions import NotAllowed

ANSWERS = {
    "accepted": "Accept it, and change the text",
    "beside": "Record it beside the text, as their view",
    "declined": "Leave the text as it is, and say why",
}
STATES = {
    "open": "To answer",
    "accepted": "Accepted",
    "beside": "Recorded beside the text",
    "declined": "Left as it is",
}


def sent_to(file: Dossier, output: Output) -> list[Delivery]:
    """Those who were sent the draft of an output."""
    return [d for d in file.deliveries if d.output_id == output.id and d.draft and d.state == "sent"]


def own(file: Dossier, output: Output) -> Delivery | None:
    """The delivery by which the reader of this dossier was sent the draft."""
    return next((d for d in sent_to(file, output) if d.person_id == file.reader.person_id), None)


def closed(case: Case, output: Output) -> str:
    """Why no correction can be made to an output now, and what can be done instead; "" while one can."""
    chair = case.meeting.chair_name or "who chaired"
    if output.state in settling.FINAL and output.agreed_on is not None:
        day = british(output.agreed_on)
        return f"The final text was agreed on {day}. Ask the chair, {chair}, to open it again, and say what is wrong."
    if output.state == "corrected":
        return f"The corrections are closed. Ask the chair, {chair}, to open them again before the text is final."
    if output.state != "correction":
        return "This has not been sent as a draft yet. Corrections of fact are asked for when it is."
    return ""


def say(
    desk: Desk, case: Case, file: Dossier, output: Output, *, passage: str, wording: str, of: str = "",
    received_on: date | None = None, way: str = "",
) -> Correction:  # fmt: skip
    """What is wrong in a draft, and what is right: said by somebody who was sent it, or written down for one of them.

    `of` is the delivery of the person it comes from (not given: the actor); it then takes the day and the way it came.
    """
    if output not in file.outputs:
        raise Missing(output.id)
    refused = closed(case, output)
    if refused:
        raise Refused(refused)
    sent = _from(desk, file, output, of)
    for field, text, ask in (("passage", passage, "what the draft says"), ("wording", wording, "what is right")):
        if not text.strip():
            raise Refused(f"Enter {ask}.", field=field)
    by_another = sent.person_id != desk.actor.person_id
    day = received_on if by_another and received_on else desk.today
    if day > desk.today:
        raise Refused("Enter a day that is not in the future.", field="received_on")
    if output.draft_sent_on and sent.sent_at and day < min(output.draft_sent_on, sent.sent_at.date()):
        raise Refused("The draft had not been sent by then. Check the day.", field="received_on")
    if by_another and not way.strip():
        raise Refused("Say how it came, such as by telephone or in a letter.", field="way")
    found = Correction(
        meeting_id=case.meeting.id, output_id=output.id, person_id=sent.person_id, name=sent.name, role=sent.role,
        passage=passage.strip(), wording=wording.strip(), received_on=day,
        recorded_by=desk.actor.name if by_another else "",
        recorded_by_id=desk.actor.person_id if by_another else None, way=way.strip() if by_another else "",
    )  # fmt: skip
    desk.db.add(found)
    desk.db.flush()
    _note(desk, case, "asked for a correction", output)
    chair = case.meeting.chair_id
    if chair and chair != desk.actor.person_id:
        notices.tell(desk, chair, key=f"correction:{found.id}", kind="correction", meeting_id=case.meeting.id,
                     text="Somebody asks you to correct a fact in a draft.")  # fmt: skip
    return found


def shown(desk: Desk, case: Case, file: Dossier) -> list[Correction]:
    """The corrections that the reader may see, oldest first: all of what they write or keep, else their own."""
    outputs = {o.id: o for o in file.outputs}
    if not outputs:
        return []
    statement = select(Correction).where(Correction.output_id.in_(outputs)).order_by(Correction.received_on)
    reader = file.reader
    return [
        one
        for one in desk.db.scalars(statement.order_by(Correction.id))
        if reader.keeps_record
        or reader.writes(outputs[one.output_id])
        or one.person_id == reader.person_id
        or one.recorded_by_id == reader.person_id
    ]


def find(desk: Desk, case: Case, file: Dossier, correction_id: str) -> tuple[Correction, Output]:
    """One correction with its output, for whoever writes that; `Missing` for anybody else."""
    one = desk.db.scalar(
        select(Correction).where(Correction.id == correction_id, Correction.meeting_id == case.meeting.id)
    )
    output = next((o for o in drafts.mine(file) if one is not None and o.id == one.output_id), None)
    if one is None or output is None:
        raise Missing(correction_id)
    return one, output


def answer(
    desk: Desk, case: Case, found: Correction, output: Output, *, state: str, words: str, version: int | None = None
) -> None:
    """What the writer makes of a correction: accepted, recorded beside, or declined with a sentence."""
    if version is not None and version != found.version:
        raise Stale(found)
    if output.state in settling.FINAL:
        raise Refused(closed(case, output))
    if state not in ANSWERS:
        raise Refused("Choose what becomes of it.", field="state")
    if state == "declined" and not words.strip():
        raise Refused("Say why the text stays as it is.", field="words")
    found.state, found.answer = state, words.strip()
    found.answered_on, found.answered_by = desk.today, desk.actor.name
    desk.db.flush()
    _note(desk, case, "answered a correction", output)


def to_close(file: Dossier) -> list[Output]:
    """The outputs whose corrections the reader may close: those they write and that are out for corrections."""
    return [o for o in drafts.mine(file) if o.state == "correction"]


def early(desk: Desk, outputs: Iterable[Output]) -> date | None:
    """The last day on which a correction may still come, where it has not passed."""
    return max((o.corrections_by for o in outputs if o.corrections_by and o.corrections_by >= desk.today), default=None)


def close(desk: Desk, case: Case, file: Dossier, because: str = "") -> None:
    """No further correction is taken. Refused while one is open; before its last day it needs a reason."""
    outputs = to_close(file)
    if not outputs:
        raise Refused("No draft is out for corrections.")
    for output in outputs:
        waiting, number = drafts.unreached(desk, output), drafts.open_corrections(desk, output)
        if waiting:
            raise Refused(f"The draft of “{output.title}” has not reached {', '.join(waiting)} yet. Hand it over under "
                          "“Circulation”, or take them out and say why.")  # fmt: skip
        if number:
            said = "One correction is" if number == 1 else f"{number} corrections are"
            raise Refused(f"{said} not answered yet: “{output.title}”.")
    until = early(desk, outputs)
    if until is not None and not because.strip():
        raise Refused(f"Corrections may come until {british(until)}. Say why they are closed before.", field="because")
    for output in outputs:
        output.state = "corrected"
        _note(desk, case, "closed the corrections", output, because=because.strip())
    settling.settle(desk, case)


def _from(desk: Desk, file: Dossier, output: Output, of: str) -> Delivery:
    """Whose correction it is: the actor's, or one written down by staff who may open the meeting and read the draft."""
    mine = own(file, output)
    if mine is not None and of in ("", mine.id):
        return mine
    if not (file.reads_draft(output) and desk.actor.may("meeting.read")):
        raise NotAllowed("Corrections of fact come from those who were sent the draft.")
    if not of:
        raise Refused("Choose whose correction it is.", field="of")
    found = next((d for d in sent_to(file, output) if d.id == of), None)
    if found is None:
        raise Refused("Choose one of those who were sent the draft.", field="of")
    return found


def _note(desk: Desk, case: Case, verb: str, output: Output, **data: object) -> None:
    desk.note(verb, "output", output.id, child_id=case.child.id, meeting_id=case.meeting.id, **data)
