"""The stages of a meeting: what the procedure asks before it, for its record and after it, and what may start when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.domain.facts import Anchor
from core.domain.lifecycle import Stage
from core.domain.steps import CONVENED, MEETING_HELD, PANEL_DATE, MeetingKind, Step
from core.models import Meeting, MeetingPart, Task
from core.services.desk import Desk, Refused
from core.services.meetings import Case

BEFORE, RECORD, AFTER = "before", "record", "after"
ELSEWHERE = ("drafts", "draft circulation", "corrections")
OF_THE_RECORD = ("minutes", "receipt", "drafts", "draft circulation", "corrections")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One step as the page shows it. `waits_for` says what comes first; "" once it may be done."""

    task: Task
    rule: Step | None
    group: str
    waits_for: str = ""

    @property
    def done(self) -> bool:
        """Whether it is complete."""
        return self.task.done_on is not None

    @property
    def firm(self) -> bool:
        """Whether its day stands: its anchor has happened, or it counts back from the day that was chosen."""
        before = self.rule is not None and self.rule.direction == "before"
        return self.task.firm or (before and self.task.due is not None)

    @property
    def by_hand(self) -> bool:
        """Whether staff may mark it as done; the pack, invitations, minutes and circulation complete their own step.

        What convening completes may be marked sooner, or taken back, by hand as well.
        """
        return self.rule is None or self.rule.completes in ("", "receipt", "convening")


def rows(case: Case, tasks: Iterable[Task], parts: Iterable[MeetingPart]) -> list[Row]:
    """The steps of a meeting in the procedure's order, each with its group and what it waits for."""
    steps = [t for t in tasks if t.kind == "step" and t.state != "withdrawn"]
    kind, held = case.declared, list(parts)
    declared = {s.key: s for s in kind.steps} if kind else {}
    return [
        Row(
            task=task,
            rule=declared.get(task.key),
            group=_group(kind, task) if kind else _group_kept(case.meeting, task, steps),
            waits_for="" if task.done_on else waits_for(case, task, steps, held),
        )
        for task in steps
    ]


def waits_for(case: Case, task: Task, steps: Iterable[Task], parts: Iterable[MeetingPart]) -> str:
    """What has to happen before a step can be done, in words; "" where it may be done now."""
    meeting = case.meeting
    rule = next((s for s in case.declared.steps if s.key == task.key), None) if case.declared else None
    if rule is not None and rule.direction == "before":
        return ""
    earlier = next((s for s in steps if s.key == task.after), None)
    if earlier is not None:
        return "" if earlier.done_on else f"“{earlier.title}”"
    if task.after == MEETING_HELD:
        part = next((p for p in parts if p.key == task.part), None)
        if part is not None:
            return "" if part.held_on else f"“{part.title}”"
        return "" if meeting.held_on else "the meeting"
    if task.after == CONVENED and not Stage(meeting.stage).convened_or_later:
        return "convening"
    if task.after == PANEL_DATE and not meeting.answers.get(PANEL_DATE):
        return "the panel’s date"
    return ""


def by_hand(desk: Desk, case: Case, task: Task, on: date | None) -> None:
    """Raise `Refused` for a step that only what was done elsewhere completes, and for a receipt that somebody else
    than the chair marks, or for a day before the meeting."""
    rule = next((s for s in case.declared.steps if s.key == task.key), None) if case.declared else None
    if rule is None:
        return
    if rule.completes in ELSEWHERE:
        raise Refused("This step is complete by what is recorded elsewhere on the meeting’s pages.", clause=rule.clause)
    if rule.completes == "receipt":
        meeting = case.meeting
        if meeting.chair_id != desk.actor.person_id:
            raise Refused(f"The chair, {meeting.chair_name or 'not chosen yet'}, says on which day it was received.",
                          clause=rule.clause)  # fmt: skip
        if on is not None and meeting.held_on is not None and on < meeting.held_on:
            raise Refused("Enter the day of the meeting or a later one.", field="on")


def _group_kept(meeting: Meeting, task: Task, steps: Iterable[Task]) -> str:
    """By what was recorded alone: what hangs on the meeting follows it, unless it was due or done before its day."""
    afters = {step.key: step.after for step in steps}
    event, seen = task.after, set[str]()
    while event in afters and event not in seen:
        seen.add(event)
        event = afters[event]
    day = meeting.held_on or meeting.day
    early = any(one is not None and (one < day if day else one is task.done_on) for one in (task.due, task.done_on))
    return AFTER if event == MEETING_HELD and not early else BEFORE


def before_the_meeting(kind: MeetingKind, rule: Step) -> bool:
    """Whether a step belongs to what comes before the meeting: it counts back from it, or runs from an event before."""
    return rule.direction == "before" or _root(kind, rule) in (CONVENED, *(a.value for a in Anchor))


def _group(kind: MeetingKind, task: Task) -> str:
    order = {step.key: place for place, step in enumerate(kind.steps)}
    rule = next((s for s in kind.steps if s.key == task.key), None)
    if rule is None or before_the_meeting(kind, rule):
        return BEFORE
    last = max((order[s.key] for s in kind.steps if s.completes in OF_THE_RECORD), default=-1)
    return RECORD if order[rule.key] <= last else AFTER


def _root(kind: MeetingKind, rule: Step) -> str:
    """The event at the beginning of a step's chain."""
    steps = {s.key: s for s in kind.steps}
    after = rule.after
    while after in steps:
        after = steps[after].after
    return after
