"""Agreeing at a meeting how soon the next one looks at what was agreed, and opening that next meeting."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.lasting import SupportPlan
from core.domain.periods import Period, Unit
from core.domain.windows import Due, due_after
from core.models import Meeting, Plan, Support, Task
from core.services import arranging, plan_record, plan_reviews, plans, proposing, supports, tasks
from core.services.casting import cast
from core.services.desk import Desk, Refused
from core.services.meetings import Case

UNITS = {"days": "days", "weeks": "weeks", "months": "months"}
"""In what an interval is agreed, as it is stored and said."""


def agree_interval(
    desk: Desk, case: Case, *, number: int, unit: str, agreed_with: Iterable[str] = (), note: str = "",
    version: int | None = None,
) -> Meeting:  # fmt: skip
    """Agree at a held meeting how soon the next looks at the plan; that meeting, proposed for its day.

    Begins the plan where there is none yet. Agreed again at the same meeting, the day of the next one moves, unless
    people have been told of it. What the plan holds is frozen beside the meeting, for the next to see what changed.
    """
    meeting = case.meeting
    arranging.require(desk, case)
    if meeting.held_on is None:
        raise Refused("Record that the meeting was held; then agree when to meet again.", field="interval")
    at = plans.here(desk, case)
    if at is None:
        raise Refused("The procedure does not have a plan agreed at this meeting.")
    rule, plan = at.rule, at.plan or plans.start(desk, case)
    plan_record.current(plan, version)
    plan_record.still_open(plan)
    if any(one.ends_plan for one in case.kind.outcomes if one.key == meeting.outcome):
        raise Refused("This meeting came to an outcome that ends the plan. No further one is agreed.", field="interval")
    when, who = due(desk, rule, number, unit, meeting.held_on), list(dict.fromkeys(agreed_with))
    _agreed(rule, who, case.procedure.role if case.procedure else str)
    lines = supports.of(desk, plan)
    if rule.supports:
        _complete(rule, lines)
    looked = [review.meeting_id for review in plan_reviews.of(desk, plan)]
    if meeting.id in looked[:-1]:
        raise Refused("A later meeting has agreed what follows. Look at the plan again.", field="interval")
    plan.interval, plan.unit, plan.agreed_with, plan.next_review = number, unit, who, when.day
    plan.agreed_on = plan.agreed_on or meeting.held_on
    flag_modified(plan, "interval")
    plan_reviews.freeze(desk, plan, lines, meeting, note=note)
    following = _open_next(desk, case, plan, rule, when)
    plan_record.note(desk, plan, meeting, "agreed when to review", note=f"Every {Period(n=number, unit=Unit(unit))}")
    return following


def due(desk: Desk, rule: SupportPlan, number: int, unit: str, held_on: date) -> Due:
    """The day of the next review, counted from a meeting. Refused outside what the procedure or good sense allows."""
    allowed = f"Agree an interval from {rule.shortest_days} to {rule.longest_days} days"
    long = {"days": number, "weeks": number * 7, "months": round(number * 365 / 12)}.get(unit, 0)
    if not rule.shortest_days <= long <= rule.longest_days:
        said = f"{number} {unit} is {long} days" if unit != "days" else f"{number} is outside it"
        raise Refused(f"{allowed}; {said}.", field="interval", clause=rule.interval_clause or rule.clause)
    return due_after(held_on, Period(n=number, unit=Unit(unit)), desk.calendar)


def review_task(desk: Desk, plan: Plan) -> Task | None:
    """The open task of holding the next review."""
    statement = select(Task).where(Task.kind == "review", Task.key == plan.id, Task.done_on.is_(None))
    return desk.db.scalars(statement.where(Task.state != "withdrawn").order_by(Task.due)).first()


def with_whom(rule: SupportPlan, role: Callable[[str], str]) -> str:
    """The groups with one of which the interval is agreed, in words: "home manager, or carer and social worker"."""
    return ", or ".join(" and ".join(role(key).lower() for key in group) for group in rule.agreed_with)


def _agreed(rule: SupportPlan, who: Iterable[str], role: Callable[[str], str]) -> None:
    """Refused unless all of one group have agreed; says who is missing from the group that is nearest."""
    given = set(who)
    missing = [[key for key in group if key not in given] for group in rule.agreed_with]
    if not missing or not all(missing):
        return
    begun = [left for left, group in zip(missing, rule.agreed_with, strict=True) if len(left) < len(group)]
    lacking = " and ".join(role(key).lower() for key in min(begun, key=len)) if begun else ""
    said = f"The agreement of the {lacking} is missing" if begun else "Say with whom the interval was agreed"
    raise Refused(f"{said}: it is agreed with the {with_whom(rule, role)}.", field="agreed_with",
                  clause=rule.interval_clause or rule.clause)  # fmt: skip


def _complete(rule: SupportPlan, lines: Iterable[Support]) -> None:
    open_ = [line for line in lines if line.state != "ended"]
    if not open_:
        raise Refused("Add at least one support before the plan is agreed.", field="interval", clause=rule.clause)
    unnamed = [line.text for line in open_ if not line.owner_name]
    if unnamed:
        raise Refused(f"Name the core professional who sees to “{unnamed[0]}”.", field="interval", clause=rule.clause)


def _open_next(desk: Desk, case: Case, plan: Plan, rule: SupportPlan, when: Due) -> Meeting:
    """The meeting that reviews the plan, wanted by that day, and the task of holding it on its arranger's list."""
    origin = proposing.Origin(
        child=case.child, placement=case.placement, facts=case.facts, procedure=case.procedure, previous=case.meeting,
        wanted_by=when.day,
    )  # fmt: skip
    following = proposing.open_meeting(desk, origin, rule.review)
    if following.held_on is None:
        following.wanted_by = when.day
    old = review_task(desk, plan)
    if old is not None and old.meeting_id != following.id:
        tasks.complete(desk, old, on=case.meeting.held_on)
        old = None
    task = old or _task(desk, plan, following, supports=rule.supports)
    task.due, task.sum, task.clause = when.day, f"{when.explain('Meeting')}.", rule.interval_clause or rule.clause
    task.flagged, task.advise = when.flagged or "", when.advise
    desk.db.flush()
    return following


def _task(desk: Desk, plan: Plan, following: Meeting, *, supports: bool) -> Task:
    what, named = ("Review the plan", plan.title) if supports else ("Hold the next meeting", following.title)
    owners = cast(desk, plan.child_id, placement_id=plan.placement_id).holders(following.arranged_by)
    task = Task(
        kind="review",
        child_id=plan.child_id,
        meeting_id=following.id,
        key=plan.id,
        title=f"{what}: {named[:1].lower()}{named[1:]}",
        detail="Hold the meeting, then agree what follows",
        owed_by=following.arranged_by,
        owner_id=owners[0].id if owners else desk.actor.person_id,
        owner_name=owners[0].name if owners else desk.actor.name,
        asked_by_id=desk.actor.person_id,
    )
    desk.db.add(task)
    return task
