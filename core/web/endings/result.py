"""What the procedure makes of an ending: the strongest finding, each clause with its evidence, then the decision."""

from typing import Any

from flask import Response, request

from core.domain.knowing import is_known
from core.domain.planning import plan
from core.domain.procedure import Strength
from core.services import confirming, deciding, endings, reconsidering, standing
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.endings import Weighed
from core.web.endings import findings, needs
from core.web.endings.blueprint import bp, crumbs
from core.web.endings.forms import Facts, times
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import CARE_PLANS, EDUCATION, KINDS, PROVIDERS, age, ended_words, kind_words
from core.web.requests import abandon, desk, today
from core.web.ways import way_to, way_to_meeting, way_to_procedure


@bp.get("/endings/<ending_id>")
@allow("child.read")
def show(ending_id: str) -> Response:
    """The result, with the decision that waits or has been taken; `?recorded=1` right after recording."""
    return answer(ending_id, recorded="recorded" in request.args)


@bp.post("/endings/<ending_id>/missing-facts")
@allow("ending.record")
@once
def complete(ending_id: str) -> Response:
    """Supply facts that a clause still needs; whatever is left as not known stays so. The ending is weighed again."""
    ending, child = endings.find(desk(), ending_id)
    form = read(Facts, prefix="need")
    when = times(form, ending.day)
    if form.ok:
        given = {**form.values, **when}
        known = {name: given[name] for name in needs.FACTS if given.get(name) not in (None, "")}
        if not known:
            form.error("_", "Enter what you have found out, or leave this page: nothing has changed")
    if form.ok:
        try:
            with named():
                endings.complete(desk(), ending, child, known, version=form.values["version"])
                reconsidering.revisit(desk(), ending, child)
            return see("endings.show", ending_id=ending.id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return answer(ending_id, need=form, status=409, stale=True)
    return answer(ending_id, need=form, status=422)


def answer(
    ending_id: str, *, need: Form | None = None, decide: Form | None = None, again: Form | None = None,
    status: int = 200, stale: bool = False, recorded: bool = False,
) -> Response:  # fmt: skip
    """The page, with what was typed into one of its forms if that is shown again."""
    at = desk()
    ending, child = endings.find(at, ending_id)
    weighed = endings.weigh(at, ending, child)
    decisions = deciding.decisions(at, ending)
    meetings = {meeting.kind: meeting for meeting in deciding.meetings(at, ending)}
    here = standing.standing(at) if weighed.procedure is None else None
    may_decide = at.actor.may("ending.decide")
    ruling, procedure = at.version(ending.day), weighed.procedure
    procedure_way = way_to_procedure(ruling.number, procedure.edition.key) if ruling and procedure else ""
    return page(
        "endings/show.html", status=status, weighed=weighed, ending=ending, child=child, placement=weighed.placement,
        procedure=weighed.procedure, proposals=weighed.proposals, standing=here, stale=stale,
        age=age(child.born, today()), crumbs=crumbs(child), kind_words=kind_words,
        ended_words=ended_words(ending), title=findings.title(weighed),
        lede=findings.lede(weighed, at.tenant.short), span=findings.span(weighed), places=endings.places(at, child),
        needed=needs.needed(weighed), need=need or Form(Facts, needs.blank(), prefix="need"), decide=decide,
        options=needs.OPTIONS | {"kind": KINDS, "provider": PROVIDERS, "care_plan": CARE_PLANS, "education": EDUCATION},
        choices=[_choice(weighed, kind, decisions, meetings) for kind in _kinds(weighed, decisions)], recorded=recorded,
        may_decide=may_decide, more=reconsidering.further(weighed, decisions) if decisions else (), again=again,
        awaited=confirming.awaited(at, ending),
        decisions=decisions, meetings=meetings, task=endings.decision_task(at, ending), manager=_manager(weighed),
        prompts=_prompts(weighed), way_to=way_to, way_to_meeting=way_to_meeting, is_known=is_known,
        not_so=findings.not_so, procedure_way=procedure_way, yes_no=needs.YES_NO, lists=needs.LISTS,
    )  # fmt: skip


def _kinds(weighed: Weighed, decisions: list[Any]) -> list[str]:
    """The kinds of meeting to decide about, and those that were decided about once."""
    known = weighed.procedure.kinds if weighed.procedure else {}
    return list(dict.fromkeys((*findings.kinds(weighed), *(d.kind for d in decisions if d.kind in known))))


def _choice(weighed: Weighed, kind: str, decisions: list[Any], meetings: dict[str, Any]) -> dict[str, Any]:
    """One kind of meeting that may be decided about, with what stands decided."""
    assert weighed.procedure is not None
    declared = weighed.procedure.kinds[kind]
    strongest = deciding.strongest_for(weighed, kind)
    latest = next((d for d in reversed(decisions) if d.kind == kind), None)
    stands = deciding.standing(decisions, kind)
    return {
        "kind": declared,
        "strongest": strongest,
        "latest": latest,
        "settled": stands is not None or kind in meetings,
        "again": reconsidering.may_reopen(stands) and kind not in meetings,
        "meeting": meetings.get(kind),
        "must": strongest is not None and strongest.strength is Strength.MUST,
        "confirmed": deciding.needs_confirming(strongest),
    }


def _manager(weighed: Weighed) -> Any:
    try:
        return deciding.manager_of(desk(), weighed)
    except Refused:
        return None


def _prompts(weighed: Weighed) -> list[Any]:
    """What the procedure asks to look to besides, for the strongest meeting."""
    strongest, procedure = weighed.proposals.strongest, weighed.procedure
    if strongest is None or procedure is None or procedure.kinds[strongest.kind].elsewhere:
        return []
    asked = plan(procedure.kinds[strongest.kind], weighed.facts, day=None, calendar=desk().calendar)
    return [one for one in asked.prompts if one.answer]
