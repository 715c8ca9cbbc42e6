"""Not convening: the reason, on a page of its own, and a manager's answer to it."""

from typing import Any

from flask import Response, request

from core.domain.procedure import Strength
from core.services import confirming, deciding, endings, reconsidering
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.web.endings.blueprint import bp, crumbs
from core.web.forms import Choice, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import age
from core.web.requests import abandon, desk, today
from core.web.ways import way_to


class Reason(FormSchema):
    """Why no meeting is to be held."""

    reason = Text(ask="why no meeting is to be held", max=8000)
    kind = Text(ask="the meeting")
    version = Version()


class Confirmation(FormSchema):
    """A manager's answer."""

    agree = Choice(ask="whether you agree", choices=("yes", "no"))
    note = Text(ask="what should be looked at again", max=8000, required=False)


@bp.get("/endings/<ending_id>/not-convening")
@allow("ending.decide")
def decline(ending_id: str) -> Response:
    """Asks for the reason. A meeting that must be held is refused here."""
    ending, child = endings.find(desk(), ending_id)
    weighed = endings.weigh(desk(), ending, child)
    return _reason(Form(Reason, {"kind": request.args.get("kind", "")}), weighed)


@bp.post("/endings/<ending_id>/not-convening")
@allow("ending.decide")
@once
def declined(ending_id: str) -> Response:
    """Keep the reason; where the procedure says "should", a manager is asked to confirm it."""
    ending, child = endings.find(desk(), ending_id)
    weighed = endings.weigh(desk(), ending, child)
    form = read(Reason)
    if form.ok:
        try:
            with named():
                deciding.not_convene(
                    desk(), weighed, form.values["kind"], form.values["reason"], version=form.values["version"]
                )
            return see("endings.show", ending_id=ending.id, anchor="decision")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _reason(form, weighed, 409, stale=True)
    return _reason(form, weighed, 422)


@bp.get("/decisions/<decision_id>/confirmation")
@allow("child.read")
def confirm(decision_id: str) -> Response:
    """The decision with its reason and the clause it departs from, for a manager to confirm or send back."""
    return _confirmation(Form(Confirmation), *deciding.find(desk(), decision_id))


@bp.post("/decisions/<decision_id>/confirmation")
@allow("decision.confirm")
@once
def confirmed(decision_id: str) -> Response:
    """Keep the manager's answer."""
    decision, ending, child = deciding.find(desk(), decision_id)
    form = read(Confirmation)
    if form.ok:
        agree = form.values["agree"] == "yes"
        try:
            with named():
                confirming.confirm(desk(), decision, ending, agree=agree, note=form.values["note"])
            return see("endings.show", ending_id=ending.id, anchor="decision")
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _confirmation(form, decision, ending, child, 409)
    return _confirmation(form, decision, ending, child, 422)


def _reason(form: Form, weighed: endings.Weighed, status: int = 200, *, stale: bool = False) -> Response:
    kind = form.data.get("kind", "")
    if weighed.procedure is None or kind not in weighed.procedure.kinds:
        raise Missing(kind)
    strongest = deciding.strongest_for(weighed, kind)
    decisions = deciding.decisions(desk(), weighed.ending)
    return page(
        "endings/decline.html", status=status, form=form, decisions=decisions,
        stands=deciding.standing(decisions, kind), awaited=confirming.awaited(desk(), weighed.ending),
        ending=weighed.ending, child=weighed.child, stale=stale,
        placement=weighed.placement, procedure=weighed.procedure, kind=weighed.procedure.kinds[kind],
        strongest=strongest, must=strongest is not None and strongest.strength is Strength.MUST,
        applies=[p for p in weighed.proposals.applies if p.kind == kind], confirmer=_confirmer(weighed, strongest),
        crumbs=_crumbs(weighed.child, weighed.ending), age=age(weighed.child.born, today()),
    )  # fmt: skip


def _confirmer(weighed: endings.Weighed, strongest: Any) -> Any:
    """Who would confirm; None where nobody needs to, or nobody is recorded."""
    if not deciding.needs_confirming(strongest):
        return None
    try:
        return deciding.confirmer(desk(), weighed)
    except Refused:
        return None


def _confirmation(form: Form, decision: Any, ending: Any, child: Any, status: int = 200) -> Response:
    weighed = endings.weigh(desk(), ending, child)
    return page(
        "endings/confirm.html", status=status, form=form, decision=decision, ending=ending, child=child,
        placement=weighed.placement, procedure=weighed.procedure, age=age(child.born, today()),
        kind=weighed.procedure.kinds.get(decision.kind) if weighed.procedure else None,
        applies=[p for p in weighed.proposals.applies if p.kind == decision.kind], crumbs=_crumbs(child, ending),
        superseded=confirming.superseded(desk(), decision, ending),
        more=[p for p in reconsidering.further(weighed, [decision]) if p.kind == decision.kind],
        own=decision.by_id == desk().actor.person_id, may=desk().actor.may("decision.confirm"),
    )  # fmt: skip


def _crumbs(child: Any, ending: Any) -> list[tuple[str, str]]:
    return crumbs(child, ("What the procedure says", way_to("endings.show", ending_id=ending.id)))
