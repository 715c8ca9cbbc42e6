"""What follows once records were agreed, finished, sent or answered: outputs change their state, steps are complete,
the meeting moves on. In one place, because every one of these doings may be the last that something waited for."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.domain.lifecycle import Stage
from core.domain.steps import MeetingKind, Step
from core.models import Delivery, MeetingPart, Output
from core.services import considering, scheduling, tasks
from core.services.desk import Desk
from core.services.meetings import AGREED, BY_HAND, Case, agreed_parts

FINAL = ("agreed", "sent")
CLOSED = ("corrected", *FINAL)
ASKED = ("correction", *CLOSED)
"""States of a drafted output from the day its draft went: draft, correction, corrected, agreed, sent."""
WAITING = ("prepared", "checked", "by hand")
"""States of a delivery that has not reached its recipient, and that nobody has taken out."""


def settle(desk: Desk, case: Case) -> None:
    """Bring outputs, steps and the meeting's stage up to what was done."""
    desk.db.flush()
    found = _Records(case.asked, *_rows(desk, case), agreed=agreed_parts(case.meeting))
    for output in found.outputs:
        rows = found.rows(output, draft=False)
        if output.state == "agreed" and not _waits(rows) and any(d.state == "sent" for d in rows):
            output.state = "sent"
    _record(desk, case, found)
    _circulated(desk, case, found)
    considering.settle(desk, case)
    for task in scheduling.tasks_of(desk, case.meeting):
        rule = next((s for s in case.asked.steps if s.key == task.key), None) if task.kind == "step" else None
        if rule is None or rule.completes not in RULES or task.state == "withdrawn":
            continue
        if RULES[rule.completes](found, rule):
            tasks.complete(desk, task)
        elif rule.completes in TAKEN_BACK and task.done_on is not None:
            tasks.reopen(desk, task)
    desk.db.flush()
    scheduling.refresh(desk, case)


def agrees_minutes(kind: MeetingKind) -> bool:
    """Whether the chair agrees the minutes as such. Where outputs are written instead, the minutes are what they are
    written from, unless a step waits for their being agreed or something made from them is circulated."""
    if not any(output.written_by for output in kind.outputs):
        return True
    named = {rule.output for rule in kind.circulation}
    made_from_them = any(o.written_by is None and o.key in named for o in kind.outputs)
    return made_from_them or any(step.completes == "minutes" for step in kind.steps)


def asked_as_draft(kind: MeetingKind) -> set[str]:
    """The keys of the outputs whose draft goes to people who are asked for corrections of fact."""
    return {rule.output for rule in kind.circulation if rule.as_draft}


@dataclass(frozen=True)
class _Records:
    """The rows of one meeting that decide what is complete; outputs of a part that is not held here are left out."""

    kind: MeetingKind
    parts: Sequence[MeetingPart]
    outputs: Sequence[Output]
    deliveries: Sequence[Delivery]
    agreed: Collection[str]

    def rows(self, output: Output, *, draft: bool) -> list[Delivery]:
        return [d for d in self.deliveries if d.output_id == output.id and d.draft is draft]

    def drafted(self, rule: Step) -> list[Output]:
        asked = asked_as_draft(self.kind)
        return [o for o in self.outputs if o.key in asked and rule.part in (None, o.part)]

    @property
    def open_parts(self) -> set[str]:
        """The parts ("" for the whole) with an output that is to be circulated and has not reached everyone."""
        named = {rule.output for rule in self.kind.circulation if not rule.as_draft}
        if self.kind is BY_HAND:
            named = {o.key for o in self.outputs if self.rows(o, draft=False)}
        return {o.part for o in self.outputs if o.key in named and not self._out(o)}

    def _out(self, output: Output) -> bool:
        rows = self.rows(output, draft=False)
        return output.state in FINAL and bool(rows) and not _waits(rows)


def _rows(desk: Desk, case: Case) -> tuple[list[MeetingPart], list[Output], list[Delivery]]:
    parts = scheduling.parts_of(desk, case.meeting)
    here = {"", *(p.key for p in parts)}
    wanted = (Output.meeting_id == case.meeting.id, Output.state != "withdrawn")
    outputs = desk.db.scalars(select(Output).where(*wanted).order_by(Output.position))
    rows = desk.db.scalars(select(Delivery).where(Delivery.meeting_id == case.meeting.id))
    return parts, [o for o in outputs if o.part in here], list(rows)


def _waits(rows: Iterable[Delivery]) -> bool:
    return any(d.state in WAITING for d in rows)


def _record(desk: Desk, case: Case, found: _Records) -> None:
    """The meeting is recorded once its minutes are agreed, where they are, and every written output is final."""
    meeting = case.meeting
    if meeting.stage != Stage.HELD.value or any(o.written_by and o.state not in FINAL for o in found.outputs):
        return
    if not agrees_minutes(found.kind):
        marks = {f"{AGREED}{p.key}": desk.today.isoformat() for p in found.parts}
        meeting.answers = marks | meeting.answers
    elif not all(p.key in found.agreed for p in found.parts):
        return
    meeting.stage, meeting.agreed_on = Stage.RECORDED.value, desk.today


def _circulated(desk: Desk, case: Case, found: _Records) -> None:
    meeting = case.meeting
    gone = any(not d.draft for d in found.deliveries) and not found.open_parts
    if gone and meeting.circulated_on is None and meeting.stage == Stage.RECORDED.value:
        meeting.stage, meeting.circulated_on = Stage.CIRCULATED.value, desk.today


def _minutes(found: _Records, rule: Step) -> bool:
    return all(p.key in found.agreed for p in found.parts if rule.part in (None, p.key))


def _drafts(found: _Records, rule: Step) -> bool:
    written = [o for o in found.outputs if o.written_by and rule.part in (None, o.part)]
    return bool(written) and all(o.drafted_on or o.state in FINAL for o in written)


def _draft_circulation(found: _Records, rule: Step) -> bool:
    drafted = found.drafted(rule)
    return bool(drafted) and all(o.state in ASKED and not _waits(found.rows(o, draft=True)) for o in drafted)


def _corrections(found: _Records, rule: Step) -> bool:
    drafted = found.drafted(rule)
    return bool(drafted) and all(o.state in CLOSED for o in drafted)


def _circulation(found: _Records, rule: Step) -> bool:
    if not any(not d.draft for d in found.deliveries):
        return False
    return rule.part not in found.open_parts if rule.part else not found.open_parts


RULES: dict[str, Callable[[_Records, Step], bool]] = {
    "minutes": _minutes,
    "drafts": _drafts,
    "draft circulation": _draft_circulation,
    "corrections": _corrections,
    "circulation": _circulation,
}
"""What completes a step by itself -> whether it has been done."""
TAKEN_BACK = ("drafts", "draft circulation", "corrections")
"""What is open again when the doing behind it is taken back."""
