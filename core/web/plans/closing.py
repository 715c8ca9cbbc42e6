"""Closing a plan, with what it came to and why."""

from flask import Response

from core.services import plan_closing, plans
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.plans import Found
from core.web.endings.blueprint import crumbs
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.plans.blueprint import CloseForm, bp
from core.web.requests import abandon, desk
from core.web.ways import way_to_meeting


@bp.get("/plans/<plan_id>/closing")
@allow("plan.write")
def close(plan_id: str) -> Response:
    """Asks what the plan came to, and why it is closed."""
    return _ask(plans.find(desk(), plan_id), Form(CloseForm))


@bp.post("/plans/<plan_id>/closing")
@allow("plan.write")
@once
def closed(plan_id: str) -> Response:
    """Close it; a review that was only proposed is not held."""
    found = plans.find(desk(), plan_id)
    form = read(CloseForm, outcome={"choices": [key for key, _ in _outcomes(found)]})
    if form.ok:
        given = form.values
        try:
            with named():
                plan_closing.close(
                    desk(), found, outcome=given["outcome"], because=given["because"], version=given["version"]
                )
            return see("plans.show", plan_id=plan_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _ask(plans.find(desk(), plan_id), form, 409)
    return _ask(found, form, 422)


def _outcomes(found: Found) -> list[tuple[str, str]]:
    """What a plan may come to: the outcomes that end it and ask for nothing more, then a reason of its own."""
    kinds = found.procedure.kinds if found.procedure else {}
    ours = [kinds[key] for key in dict.fromkeys(m.kind for m in found.meetings) if key in kinds]
    if found.rule is not None and found.rule.review in kinds:
        ours.append(kinds[found.rule.review])
    ending = {o.key: o.title for kind in ours for o in kind.outcomes if o.ends_plan and not o.leads_to}
    return [*ending.items(), (plan_closing.OTHERWISE, "It ends for another reason")]


def _ask(found: Found, form: Form, status: int = 200) -> Response:
    child = found.first.child
    return page(
        "plans/close.html", status=status, found=found, plan=found.plan, form=form, child=child,
        outcomes=_outcomes(found), stale=status == 409, crumbs=crumbs(child), way_to_meeting=way_to_meeting,
    )  # fmt: skip
