"""A plan on one page: what has changed, how things are, its supports, its reviews, and when it is looked at again."""

from typing import Any

from flask import Response, url_for

from core.domain.days import british
from core.domain.periods import Period, Unit
from core.domain.windows import due_after
from core.services import arranging, intervals, inviting, meetings, plan_record, plan_reviews, plans, supports
from core.services.desk import Missing
from core.services.plans import Found
from core.web.endings.blueprint import crumbs
from core.web.forms import Form
from core.web.guard import allow
from core.web.opened import meeting_page, opened
from core.web.pages import page, see
from core.web.placing import age, kind_words
from core.web.plans.blueprint import AimForm, AimNowForm, IntervalForm, ReviewForm, SupportForm, bp
from core.web.requests import desk, today
from core.web.ways import way_to, way_to_meeting

CHANGED = {
    "added": "Added",
    "ended": "Ended",
    "begun": "Begun",
    "again": "To begin again",
    "owner": "Passed on",
    "words": "Reworded",
    "due": "Another start",
    "progress": "How it is going",
}


@bp.get("/meetings/<meeting_id>/plan")
@allow("meeting.read")
def of_meeting(meeting_id: str) -> Response:
    """The plan that a meeting agrees or reviews; where there is none yet, the way to begin it."""
    case = meetings.find(desk(), meeting_id)
    here = plans.here(desk(), case)
    if here is None:
        kept = plans.kept_of(desk(), case) if case.procedure is None else None
        if kept is None:
            raise Missing(meeting_id)
        return see("plans.show", plan_id=kept.id)
    if here.plan is not None:
        return see("plans.show", plan_id=here.plan.id)
    return beginning(meeting_id)


@bp.get("/plans/<plan_id>")
@allow("child.read")
def show(plan_id: str) -> Response:
    """The plan."""
    return answer(plan_id)


def beginning(
    meeting_id: str, *, form: Form | None = None, interval: Form | None = None, status: int = 200
) -> Response:
    """The page on which a meeting's plan is begun."""
    here = opened(meeting_id)
    rule = plans.here(desk(), here.case)
    assert rule is not None
    return meeting_page(
        "plans/begin.html", here, "plans", status=status, rule=rule.rule, form=form or Form(AimForm),
        interval=interval or Form(IntervalForm, {"unit": "weeks"}, prefix="again"), units=list(intervals.UNITS.items()),
        agreed_with=partners(here.case, rule.rule, here.file.invitations),
        together=together(here.case.procedure, rule.rule),
        clauses=_clauses(here.case.procedure, rule.rule), may_write=arranging.arranges(desk(), here.case),
    )  # fmt: skip


def answer(
    plan_id: str, *, aim: Form | None = None, line: Form | None = None, interval: Form | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """The page, with what was typed into one of its forms if that is shown again."""
    at, found = desk(), plans.find(desk(), plan_id)
    plan, case = found.plan, found.first
    may_write = at.actor.may("plan.write") and plan_record.writes(at, plan)
    deciding = found.now
    again = {"interval": plan.interval, "unit": plan.unit, "agreed_with": plan.agreed_with}
    wrong = next((form for form in (aim, line, interval) if form is not None and form.errors), None)
    return page(
        "plans/show.html", status=status, found=found, plan=plan, case=case, child=case.child, rule=found.rule,
        placement=case.placement, procedure=found.procedure, deciding=deciding, wrong=wrong, stale=status == 409,
        changes=plan_reviews.since(found.last, found.lines) if deciding or plan.state == "open" else (),
        by_meeting=plan_reviews.between(found.reviews), changed=CHANGED, states=supports.STATES,
        task=intervals.review_task(at, plan), concern=case.concern, sum=_sum(found),
        aim=aim or Form(AimNowForm, {"aim": plan.aim}), line_form=line or Form(SupportForm, {}, prefix="new"),
        interval=interval or Form(ReviewForm, again, prefix="again"), units=list(intervals.UNITS.items()),
        owners=owner_choices(found), agreed_with=partners(case, found.rule, inviting.invitations_of(at, case)),
        together=together(found.procedure, found.rule),
        clauses=_clauses(found.procedure, found.rule), tabs=_tabs(found), outcome=_outcome(found),
        age=age(case.child.born, today()), kind_words=kind_words, way_to=way_to, way_to_meeting=way_to_meeting,
        first_name=case.child.name.split(" ")[0], crumbs=crumbs(case.child), may_write=may_write,
        every=every(plan), mine=at.actor.person_id,
    )  # fmt: skip


def every(plan: Any) -> str:
    """How often a plan is looked at, in words: "3 weeks"; "" while nothing was agreed."""
    return str(Period(n=plan.interval, unit=Unit(plan.unit))) if plan.interval else ""


def partners(case: Any, rule: Any, invited: Any) -> list[tuple[str, str]]:
    """With whom the interval may have been agreed, as (role, words): of the groups with somebody here."""
    groups = rule.agreed_with if rule else ()
    asked = {one.role for one in invited}
    said = case.procedure.role if case.procedure else str
    here = [group for group in groups if asked.intersection(group)] or groups
    return [(role, said(role)) for role in dict.fromkeys(role for group in here for role in group)]


def together(procedure: Any, rule: Any) -> str:
    """Who agrees the interval, in words; "" where the procedure names nobody."""
    if not rule or not rule.agreed_with:
        return ""
    return f"The {intervals.with_whom(rule, procedure.role if procedure else str)}."


def owner_choices(found: Found) -> list[tuple[str, str]]:
    """Who may see to a support, as (person id, name and role)."""
    local = dict(found.procedure.roles) | dict(found.procedure.words) if found.procedure else {}
    return [
        (ref, f"{name}, {role.lower()}") for ref, (name, role) in supports.owners(desk(), found.plan, local).items()
    ]


def _sum(found: Found) -> str:
    """How the day of the next review came about."""
    plan, last = found.plan, found.last
    if not plan.interval or last is None:
        return ""
    when = due_after(last.day, Period(n=plan.interval, unit=Unit(plan.unit)), desk().calendar)
    said = f"{when.explain('Meeting')}, is {british(when.day)}."
    if when.advise is None:
        return said
    return f"{said} {when.flagged}: the last working day before it is {british(when.advise)}."


def _outcome(found: Found) -> Any:
    """The declared outcome that the plan was closed with; None for a reason of its own."""
    kinds = found.procedure.kinds.values() if found.procedure else ()
    return next((o for kind in kinds for o in kind.outcomes if o.key == found.plan.outcome), None)


def _clauses(procedure: Any, rule: Any) -> list[Any]:
    ids = dict.fromkeys(ref for ref in (rule.clause, rule.interval_clause) if ref) if rule else {}
    return [procedure.clauses[ref] for ref in ids if procedure and ref in procedure.clauses]


def _tabs(found: Found) -> list[tuple[str, str, bool]]:
    rows = [(found.plan.title, url_for("plans.show", plan_id=found.plan.id), True)]
    for meeting in found.meetings:
        day = meeting.held_on or meeting.day
        words = f"{meeting.title}, {british(day).rsplit(' ', 1)[0]}" if day else f"{meeting.title}, no day yet"
        if meeting.stage != "declined":
            rows.append((words, way_to_meeting(meeting), False))
    return [row for row in rows if row[1]]
