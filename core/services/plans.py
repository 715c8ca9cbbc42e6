"""Plans that a meeting agrees: finding one with everything round it, and beginning to write one.

How soon a plan is looked at again is agreed in `intervals`; its lines stand in `supports`, what each meeting left of
it in `plan_reviews`, and its end in `plan_closing`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from core.domain.compiling import Procedure
from core.domain.lasting import SupportPlan
from core.domain.lifecycle import Stage
from core.models import Meeting, Plan, PlanReview, Support
from core.services import arranging, meetings, plan_reviews, supports
from core.services.desk import Desk, Missing, Refused
from core.services.meetings import Case
from core.services.plan_record import current, note, require, still_open


@dataclass(frozen=True, kw_only=True)
class Here:
    """What one meeting has to do with a plan: the declaration, the plan if there is one, and whether it is a review."""

    rule: SupportPlan
    plan: Plan | None
    reviewing: bool
    agreed: bool = False
    """Whether this meeting has said what follows."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One plan with everything round it. `first` agreed it; `meetings` are all that looked at it or will, in order.

    `now` is the held meeting that has still to say what follows (None: none has); `next` the review to come.
    """

    plan: Plan
    first: Case
    rule: SupportPlan | None
    lines: tuple[Support, ...]
    reviews: tuple[PlanReview, ...]
    meetings: tuple[Meeting, ...]

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that the plan is pinned to."""
        return self.first.procedure

    @property
    def last(self) -> PlanReview | None:
        """The plan as the last meeting left it."""
        return self.reviews[-1] if self.reviews else None

    @property
    def now(self) -> Meeting | None:
        """A meeting that was held and has not yet said what follows."""
        said = {review.meeting_id for review in self.reviews}
        return next((m for m in self.meetings if m.held_on is not None and m.id not in said), None)

    @property
    def next(self) -> Meeting | None:
        """The review that is still to be held."""
        open_ = [m for m in self.meetings if m.held_on is None and m.stage != Stage.DECLINED.value]
        return next((m for m in open_ if m.id != self.plan.meeting_id), None)

    def meeting(self, meeting_id: str) -> Meeting | None:
        """One of its meetings."""
        return next((m for m in self.meetings if m.id == meeting_id), None)

    @property
    def core(self) -> tuple[tuple[str, str], ...]:
        """The core professionals: (name, role), each once, of supports that have not ended."""
        named = [(line.owner_name, line.owner_role) for line in self.lines if line.owner_name and line.state != "ended"]
        return tuple(dict.fromkeys(named))


def declared(case: Case) -> tuple[SupportPlan, ...]:
    """The plans that this kind of meeting agrees or reviews."""
    rules = case.procedure.plans if case.procedure else ()
    return tuple(rule for rule in rules if case.meeting.kind in (rule.agreed_at, rule.review))


def of_tab(desk: Desk, case: Case) -> str:
    """What the meeting's own page calls its plan; "" where it has none. Asks the database only without a procedure."""
    if case.procedure is None:
        kept = kept_of(desk, case)
        return kept.title if kept else ""
    rule = next(iter(declared(case)), None)
    return (rule.title if rule.supports else "When to meet again") if rule else ""


def kept_of(desk: Desk, case: Case) -> Plan | None:
    """The plan that a meeting agreed or looked at, by what was recorded alone."""
    looked = select(PlanReview.plan_id).where(PlanReview.meeting_id == case.meeting.id)
    statement = select(Plan).where(or_(Plan.meeting_id == case.meeting.id, Plan.id.in_(looked)))
    return desk.db.scalars(statement.order_by(Plan.id).limit(1)).first()


def here(desk: Desk, case: Case) -> Here | None:
    """What a meeting has to do with a plan; None where nothing. Two queries at most, none without a plan declared."""
    rules = declared(case)
    if not rules:
        return None
    before = [ref for ref in (case.meeting.id, case.meeting.previous_id) if ref]
    looked = select(PlanReview.plan_id).where(PlanReview.meeting_id.in_(before))
    rows = desk.db.scalars(select(Plan).where(or_(Plan.meeting_id == case.meeting.id, Plan.id.in_(looked))))
    by_key = {rule.key: rule for rule in rules}
    known = [plan for plan in rows if plan.key in by_key]
    own = [plan for plan in known if plan.meeting_id == case.meeting.id]
    for plan in (*own, *known):
        reviewing = plan.meeting_id != case.meeting.id
        if not reviewing or by_key[plan.key].review == case.meeting.kind:
            said = desk.db.scalar(_said(plan, case.meeting))
            return Here(rule=by_key[plan.key], plan=plan, reviewing=reviewing, agreed=said is not None)
    rule = next((r for r in rules if r.agreed_at == case.meeting.kind), None)
    return Here(rule=rule, plan=None, reviewing=False) if rule else None


def _said(plan: Plan, meeting: Meeting) -> Select[str]:
    return select(PlanReview.id).where(PlanReview.plan_id == plan.id, PlanReview.meeting_id == meeting.id)


def in_force(desk: Desk, child_id: str) -> list[Plan]:
    """A child's plans that are agreed or being written, the one looked at soonest first."""
    statement = select(Plan).where(Plan.child_id == child_id, Plan.state == "open")
    return list(desk.db.scalars(statement.order_by(Plan.next_review.is_(None), Plan.next_review, Plan.id)))


def find(desk: Desk, plan_id: str) -> Found:
    """One plan with its lines, reviews and meetings; `Missing` unless one of its meetings is this actor's to see."""
    plan = desk.db.scalar(select(Plan).where(Plan.id == plan_id))
    if plan is None:
        raise Missing(plan_id)
    reviews = plan_reviews.of(desk, plan)
    refs = {plan.meeting_id, *(review.meeting_id for review in reviews)}
    wanted = select(Meeting).where(or_(Meeting.id.in_(refs), Meeting.previous_id.in_(refs)))
    every = list(desk.db.scalars(wanted.where(*meetings.visible(desk))))
    if not every:
        raise Missing(plan_id)
    first = meetings.whole(desk, plan.meeting_id)
    rule = next((r for r in first.procedure.plans if r.key == plan.key), None) if first.procedure else None
    ours = [m for m in every if m.id in refs or (rule is not None and m.kind == rule.review)]
    return Found(
        plan=plan,
        first=first,
        rule=rule,
        lines=tuple(supports.of(desk, plan)),
        reviews=tuple(reviews),
        meetings=tuple(sorted(ours, key=lambda m: (m.id != plan.meeting_id, m.held_on or m.day or date.max, m.id))),
    )


def start(desk: Desk, case: Case, *, aim: str = "") -> Plan:
    """Begin to write the plan of a meeting; the one that is there, if it is. It is agreed once the meeting was held."""
    at = here(desk, case)
    if at is None:
        raise Refused("The procedure does not have a plan agreed at this meeting.")
    if at.plan is not None:
        return at.plan
    arranging.require(desk, case)
    if not Stage(case.meeting.stage).convened_or_later:
        raise Refused("A plan is written at the meeting. Convene the meeting first.", clause=at.rule.clause)
    plan = Plan(
        child_id=case.child.id,
        placement_id=case.placement.id,
        meeting_id=case.meeting.id,
        key=at.rule.key,
        title=at.rule.title,
        clause=at.rule.clause,
        aim=aim.strip(),
    )
    desk.db.add(plan)
    desk.db.flush()
    note(desk, plan, case.meeting, "began a plan")
    return plan


def describe(desk: Desk, plan: Plan, aim: str, *, version: int | None = None) -> None:
    """Say what the plan is to bring about."""
    require(desk, plan)
    current(plan, version)
    still_open(plan)
    plan.aim = aim.strip()
    desk.db.flush()
    note(desk, plan, None, "changed a plan", note=plan.aim)
