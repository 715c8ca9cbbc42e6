"""The supports of a plan: adding one, and changing who sees to it or how far it is."""

from typing import Any

from flask import Response

from core.services import plans, supports
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.plans import Found
from core.web.endings.blueprint import crumbs
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.plans.blueprint import SupportForm, bp
from core.web.plans.showing import answer, owner_choices
from core.web.requests import abandon, desk


@bp.post("/plans/<plan_id>/supports")
@allow("plan.write")
@once
def add(plan_id: str) -> Response:
    """One more support."""
    found = plans.find(desk(), plan_id)
    form = read(SupportForm, prefix="new")
    if form.ok:
        values = dict(form.values)
        version = values.pop("version")
        try:
            with named():
                supports.add(desk(), found.plan, values | {"local": local(found)}, version=version)
            return see("plans.show", plan_id=plan_id, anchor="supports")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(plan_id, line=form, status=409)
    return answer(plan_id, line=form, status=422)


@bp.get("/plans/<plan_id>/supports/<support_id>")
@allow("plan.write")
def edit(plan_id: str, support_id: str) -> Response:
    """One support, to change."""
    found = plans.find(desk(), plan_id)
    line = supports.find(desk(), found.plan, support_id)
    return _edit(found, line, Form(SupportForm, _held(found, line)))


@bp.post("/plans/<plan_id>/supports/<support_id>")
@allow("plan.write")
@once
def change(plan_id: str, support_id: str) -> Response:
    """Keep the change; a support that has ended stays on the plan with its reason."""
    found = plans.find(desk(), plan_id)
    line = supports.find(desk(), found.plan, support_id)
    form = read(SupportForm)
    if form.ok:
        values = dict(form.values)
        version = values.pop("version")
        values["state"] = values["state"] or line.state
        try:
            with named():
                supports.change(desk(), found.plan, line, values | {"local": local(found)}, version=version)
            return see("plans.show", plan_id=plan_id, anchor="supports")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _edit(found, line, form, 409)
    return _edit(found, line, form, 422)


def local(found: Found) -> dict[str, str]:
    """Role titles in the authority's own words."""
    return dict(found.procedure.roles) | dict(found.procedure.words) if found.procedure else {}


def _held(found: Found, line: Any) -> dict[str, Any]:
    known = {ref for ref, _ in owner_choices(found)}
    named_ = {"owner": line.owner_id} if line.owner_id in known else {"owner_name": line.owner_name,
                                                                       "owner_role": line.owner_role}  # fmt: skip
    shown = ("text", "how_often", "due", "progress", "state", "because")
    return {name: getattr(line, name) for name in shown} | named_


def _edit(found: Found, line: Any, form: Form, status: int = 200) -> Response:
    child = found.first.child
    return page(
        "plans/support.html", status=status, found=found, plan=found.plan, line=line, form=form, child=child,
        owners=owner_choices(found), states=list(supports.STATES.items()), stale=status == 409, crumbs=crumbs(child),
    )  # fmt: skip
