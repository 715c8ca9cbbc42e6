"""What a meeting came to: one of the outcomes that its procedure names, why, and what follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.knowing import Answer, Verdict, ask
from core.domain.steps import Outcome
from core.models import Meeting, Placement, Task
from core.services import arranging, concern_deciding, plan_closing, plans
from core.services.casting import cast
from core.services.desk import Desk, Refused, Stale
from core.services.meetings import Case, pinned, visible

FOLLOWS = {
    "ending": ("Plan the ending of the placement", "The meeting found that the placement is to end"),
    "review": ("Ask for the statutory review to be brought forward", "The meeting asked for an earlier review"),
}
"""What an outcome asks somebody to do: a title, and why."""
KEY, WEIGHED = "outcome:", "weighed"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One outcome that a meeting may have. `answer` says whether it applies, or what is needed to tell."""

    rule: Outcome
    answer: Answer


def choices(case: Case) -> tuple[Choice, ...]:
    """The outcomes of this meeting that apply, or may; () where its procedure names none."""
    declared = case.declared.outcomes if case.declared else ()
    found = [Choice(rule=one, answer=ask(one.when, case.facts)) for one in declared]
    return tuple(one for one in found if one.answer.verdict is not Verdict.NO)


def of(case: Case, key: str = "") -> Outcome | None:
    """The declaration of the outcome that was recorded; None where none was, or it is no longer declared."""
    wanted = key or case.meeting.outcome
    return next((one for one in (case.declared.outcomes if case.declared else ()) if one.key == wanted), None)


def latest(desk: Desk, meetings: Iterable[Meeting]) -> tuple[Meeting, str] | None:
    """The last of these meetings that came to an outcome, and that outcome's title; None where none has. Of one
    day, a meeting that follows another is the later."""
    ended = (m for m in meetings if m.outcome and m.outcome_on)
    said = sorted(ended, key=lambda m: (m.outcome_on, m.held_on, m.previous_id is not None))
    if not said:
        return None
    procedure = pinned(desk, said[-1])
    kind = procedure.kinds.get(said[-1].kind) if procedure else None
    title = next((one.title for one in (kind.outcomes if kind else ()) if one.key == said[-1].outcome), "")
    return said[-1], title or said[-1].outcome.replace("_", " ").capitalize()


def to_weigh(case: Case) -> tuple[Outcome, ...]:
    """The outcomes that apply, or may, and of which each is considered in writing, chosen or not."""
    return tuple(one.rule for one in choices(case) if one.rule.weighed)


def weighed_of(meeting: Meeting) -> dict[str, str]:
    """What was weighed about each outcome, by its key."""
    return dict(meeting.answers.get(WEIGHED, {}))


def record(
    desk: Desk, case: Case, key: str, note: str, *, by: date | None = None, version: int | None = None,
    weighed: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Say what a held meeting came to, and why. What it leads to goes on the arranger's list, due `by`.

    Where the procedure has each course considered, `weighed` says of each what was found.

    Said again, the later outcome stands and the history keeps both; what the earlier one asked for is withdrawn. An
    outcome that ends the plan closes it.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    arranging.require(desk, case)
    if meeting.held_on is None:
        raise Refused("Record that the meeting was held; then say what it came to.", field="outcome")
    rule = next((one.rule for one in choices(case) if one.rule.key == key), None)
    if rule is None:
        raise Refused("Choose what the meeting came to.", field="outcome")
    if not note.strip():
        raise Refused("Enter why the meeting came to this.", field="outcome_note", clause=rule.clause)
    found = {one.key: (weighed or {}).get(one.key, "").strip() for one in to_weigh(case)}
    lacking = next((one for one in to_weigh(case) if not found[one.key]), None)
    if lacking is not None:
        raise Refused(f"Enter what was weighed about this: {lacking.title[0].lower()}{lacking.title[1:]}.",
                      field=f"weighed_{lacking.key}", clause=lacking.clause)  # fmt: skip
    if rule.leads_to and by is not None and by < desk.today:
        raise Refused("Enter a day that is not in the past.", field="by")
    before = of(case)
    if found:
        meeting.answers = {**meeting.answers, WEIGHED: found}
    meeting.outcome, meeting.outcome_note = rule.key, note.strip()
    meeting.outcome_on, meeting.outcome_by = desk.today, desk.actor.name
    flag_modified(meeting, "outcome")
    desk.db.flush()
    said = f"{rule.title}. {note.strip()}" + (f" (was: {before.title})" if before and before.key != key else "")
    desk.note("recorded the outcome", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id, note=said)
    _ask_what_follows(desk, case, rule, by)
    _end(desk, case, rule, note.strip())


def said_at(desk: Desk, meeting_id: str, placement: Placement) -> str:
    """Why a meeting found that this placement is to end, to begin the record of its ending with; "" where none did."""
    meeting = desk.db.scalar(select(Meeting).where(Meeting.id == meeting_id, *visible(desk))) if meeting_id else None
    return meeting.outcome_note if meeting is not None and meeting.placement_id == placement.id else ""


def task_of(desk: Desk, meeting: Meeting) -> Task | None:
    """What the outcome of a meeting asked somebody to do; None where nothing."""
    wanted = (Task.meeting_id == meeting.id, Task.kind == "action", Task.key.startswith(KEY, autoescape=True))
    return desk.db.scalars(select(Task).where(*wanted, Task.state != "withdrawn").order_by(Task.id)).first()


def _ask_what_follows(desk: Desk, case: Case, rule: Outcome, by: date | None) -> None:
    meeting, there = case.meeting, task_of(desk, case.meeting)
    if there is not None and (there.key != f"{KEY}{rule.leads_to}" or not rule.leads_to):
        if there.done_on is None:
            there.state, there.because = "withdrawn", "The meeting’s outcome was recorded anew."
        there = None
    if not rule.leads_to:
        return
    title, detail = FOLLOWS[rule.leads_to]
    if there is None:
        people = cast(desk, case.child.id, placement_id=case.placement.id, chair_id=meeting.chair_id)
        owner = next(iter(people.holders(meeting.arranged_by) or people.holders("social_worker")), None)
        there = Task(
            kind="action",
            child_id=case.child.id,
            meeting_id=meeting.id,
            key=f"{KEY}{rule.leads_to}",
            title=title,
            detail=detail,
            clause=rule.clause,
            owed_by=meeting.arranged_by or "social_worker",
            owner_id=owner.id if owner else desk.actor.person_id,
            owner_name=owner.name if owner else desk.actor.name,
            asked_by_id=desk.actor.person_id,
        )
        desk.db.add(there)
    if there.done_on is None:
        there.due, there.sum = by, "The day was chosen with the outcome." if by else ""
    desk.db.flush()


def _end(desk: Desk, case: Case, rule: Outcome, note: str) -> None:
    """Close what the outcome brings to its end: the plan; or the concern, where the meeting agrees no plan."""
    at = plans.here(desk, case)
    if rule.ends_plan and at is not None and at.plan is not None and at.plan.state == "open":
        plan_closing.close(desk, plans.find(desk, at.plan.id), outcome=rule.key, because=note)
    if (at is None or rule.ends_plan) and case.concern is not None:
        concern_deciding.close(desk, case.concern, f"{rule.title}. {note}")
