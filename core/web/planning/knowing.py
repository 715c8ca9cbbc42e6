"""What is recorded of a placement that a rule needs to know: its type, who provides it, whether it is out of area."""

from typing import Any

from flask import Response

from core.services import planning
from core.services.committing import named
from core.services.desk import Stale
from core.services.planning import Started
from core.web.child_record import FACTS
from core.web.children import crumbs, first_name
from core.web.forms import Choice, Form, FormSchema, Version, YesNoUnknown, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import KINDS, PROVIDERS
from core.web.planning.blueprint import bp
from core.web.requests import abandon, desk


class FactsForm(FormSchema):
    """Facts of a placement; each may be not known."""

    kind = Choice(ask="the type of placement", choices=KINDS, required=False)
    provider = Choice(ask="who provides it", choices=PROVIDERS, required=False)
    long_term = YesNoUnknown(ask="a long-term home", required=False)
    matched_at_panel = YesNoUnknown(ask="a match at panel", required=False)
    until_independence = YesNoUnknown(ask="a home until independence", required=False)
    emergency = YesNoUnknown(ask="an emergency", required=False)
    commissioned = YesNoUnknown(ask="a commissioned placement", required=False)
    out_of_area = YesNoUnknown(ask="a placement out of area", required=False)
    version = Version()


@bp.get("/placements/<placement_id>/planning/facts")
@allow("child.write")
def facts(placement_id: str) -> Response:
    """What is recorded of the placement, to put right or complete."""
    started = planning.find(desk(), placement_id)
    return _page(started, Form(FactsForm, _recorded(started)))


@bp.post("/placements/<placement_id>/planning/facts")
@allow("child.write")
@once
def complete(placement_id: str) -> Response:
    """Keep it; people, papers and prompts of a meeting that is being arranged follow."""
    started, form = planning.find(desk(), placement_id), read(FactsForm)
    if not form.ok:
        return _page(started, form, status=422)
    values = {key: None if value == "" else value for key, value in form.values.items()}
    try:
        with named():
            planning.complete(desk(), started, values, version=values.pop("version"))
        return see("planning.show", placement_id=placement_id)
    except Stale:
        abandon()
        return _page(planning.find(desk(), placement_id), form, status=409)


def _recorded(started: Started) -> dict[str, Any]:
    known = {name: getattr(started.placement, name) for name in FactsForm().fields if name != "version"}
    return known | {name: "unknown" for name in FACTS if known[name] is None}


def _page(started: Started, form: Form, *, status: int = 200) -> Response:
    return page(
        "planning/facts.html", status=status, form=form, placement=started.placement, child=started.child,
        first_name=first_name(started.child), crumbs=crumbs(started.child, own=True), kinds=KINDS,
        providers=PROVIDERS, facts=FACTS, yes_no=YesNoUnknown.OPTIONS, stale=status == 409,
    )  # fmt: skip
