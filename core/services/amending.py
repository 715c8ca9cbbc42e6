"""Opening agreed minutes again: by the chair, with a reason, until any of them has left."""

from sqlalchemy import select

from core.domain.lifecycle import Stage
from core.models import Delivery, Referral
from core.services import minutes, scheduling, tasks
from core.services.desk import Desk, Refused
from core.services.meetings import AGREED, Case

LEFT = ("sent", "by hand", "withdrawn")


def reopen(desk: Desk, case: Case, reason: str) -> None:
    """The minutes of every part are open again; recipients who were checked are to be looked at once more."""
    meeting = case.meeting
    if meeting.chair_id != desk.actor.person_id:
        raise Refused(f"The chair, {meeting.chair_name or 'not chosen yet'}, can open the minutes again.")
    if not reason.strip():
        raise Refused("Say why the minutes are opened again.", field="reason")
    final = (Delivery.meeting_id == meeting.id, Delivery.draft.is_(False))
    listed = list(desk.db.scalars(select(Delivery).where(*final)))
    if any(d.state in LEFT for d in listed) or meeting.circulated_on is not None:
        raise Refused("These minutes have been sent to somebody, so they stay as they are.")
    before = select(Referral.panel).where(Referral.meeting_id == meeting.id, Referral.state != "withdrawn")
    panel = desk.db.scalar(before)
    if panel:
        raise Refused(f"These minutes are before the {panel}. Take them back from there first, on the panel’s page.")
    for found in listed:
        found.state = "prepared" if found.state == "checked" else found.state
    _take_back(desk, case)
    desk.db.flush()
    scheduling.refresh(desk, case)
    ids = {"child_id": case.child.id, "meeting_id": meeting.id}
    desk.note("opened the minutes again", "meeting", meeting.id, **ids, because=reason.strip())


def _take_back(desk: Desk, case: Case) -> None:
    meeting = case.meeting
    meeting.answers = {k: v for k, v in meeting.answers.items() if not k.startswith(AGREED)}
    if meeting.agreed_on is not None:
        meeting.agreed_on, meeting.stage = None, Stage.HELD.value
    for output in (o for o in minutes.outputs(desk, case) if o.written_by is None):
        output.state, output.agreed_on, output.agreed_by, output.text = "draft", None, "", []
    keys = {s.key for s in case.asked.steps if s.completes == "minutes"}
    for task in scheduling.tasks_of(desk, meeting):
        if task.kind == "step" and task.key in keys and task.done_on is not None:
            tasks.reopen(desk, task)
