"""A concern as it was told, what the procedure makes of it clause by clause, and what is decided."""

from typing import Any

from flask import Response, request

from core.domain.knowing import is_known
from core.domain.procedure import Strength
from core.services import concern_deciding, concerns, endings, standing
from core.services.committing import named
from core.services.concerns import Weighed
from core.services.desk import Refused, Stale
from core.web.concerns.blueprint import bp
from core.web.concerns.needs import Needed, needed, yes_no
from core.web.concerns.words import lede, title
from core.web.endings.blueprint import crumbs
from core.web.endings.findings import not_so
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import KINDS, PROVIDERS, age, kind_words
from core.web.requests import abandon, desk, today
from core.web.ways import way_to, way_to_meeting


@bp.get("/concerns/<concern_id>")
@allow("child.read")
def show(concern_id: str) -> Response:
    """The result, with the decision that waits or has been taken; `?recorded=1` right after raising it."""
    return answer(concern_id, recorded="recorded" in request.args)


@bp.post("/concerns/<concern_id>/missing-facts")
@allow("concern.raise")
@once
def supply(concern_id: str) -> Response:
    """Facts of the placement that a clause still needs; whatever is left as not known stays so."""
    concern, child = concerns.find(desk(), concern_id)
    form = read(Needed, prefix="need")
    if form.ok:
        known = {name: value for name, value in form.values.items() if name != "version" and value not in (None, "")}
        try:
            with named():
                weighed = concerns.weigh(desk(), concern, child)
                concerns.supply(desk(), weighed, known, version=form.values["version"])
            return see("concerns.show", concern_id=concern_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(concern_id, need=form, status=409)
    return answer(concern_id, need=form, status=422)


def answer(
    concern_id: str, *, need: Form | None = None, decide: Form | None = None, again: Form | None = None,
    status: int = 200, recorded: bool = False,
) -> Response:  # fmt: skip
    """The page, with what was typed into one of its forms if that is shown again."""
    at = desk()
    concern, child = concerns.find(at, concern_id)
    weighed = concerns.weigh(at, concern, child)
    strongest = weighed.proposals.strongest
    return page(
        "concerns/show.html", status=status, weighed=weighed, concern=concern, child=child,
        placement=weighed.placement, procedure=weighed.procedure, proposals=weighed.proposals,
        standing=standing.standing(at) if weighed.procedure is None else None, stale=status == 409,
        title=title(weighed), lede=lede(weighed, at.tenant.short), kinds=_kinds(weighed), recorded=recorded,
        must=strongest is not None and strongest.strength is Strength.MUST,
        needed=needed(weighed), need=need or Form(Needed, yes_no(), prefix="need"), decide=decide, again=again,
        may_decide=at.actor.may("concern.decide"), task=concerns.task_of(at, concern), not_so=not_so,
        age=age(child.born, today()), crumbs=crumbs(child), kind_words=kind_words, way_to=way_to,
        way_to_meeting=way_to_meeting, is_known=is_known, places=endings.places(at, child),
        options={"kind": KINDS, "provider": PROVIDERS}, first_name=child.name.split(" ")[0],
    )  # fmt: skip


def _kinds(weighed: Weighed) -> list[tuple[Any, Any]]:
    """The kinds of meeting that may be decided about, each with the strongest clause for it (None: nobody can tell)."""
    known = weighed.procedure.kinds if weighed.procedure else {}
    return [(known[key], concern_deciding.strongest_for(weighed, key)) for key in weighed.kinds if key in known]
