"""Recording that a placement ended, on one page; and putting right later what was recorded."""

from typing import Any

from flask import Response, request, url_for

from core.services import children, endings, outcomes, placements, planned_homes, planning, reconsidering
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.endings import asking, forms
from core.web.endings.blueprint import bp, crumbs, to_child
from core.web.forms import Form, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import go, page, see
from core.web.placing import CARE_PLANS, EDUCATION, KINDS, PROVIDERS, age, kind_words
from core.web.requests import abandon, desk, today


@bp.get("/endings/new")
@allow("ending.record")
def choose() -> Response:
    """First choose the child; the list of children leads back here."""
    chosen_for: dict[str, Any] = {"for": "ending"}
    return go(url_for("children.index", **chosen_for))


@bp.get("/children/<child_id>/endings/new")
@bp.get("/placements/<placement_id>/ending/new")
@allow("ending.record")
def new(child_id: str = "", placement_id: str = "") -> Response:
    """The form, for the home the child lives in now, or for one placement."""
    placement, child = _chosen(child_id, placement_id)
    if placement is not None and placement.planned:
        return go(url_for("planning.show", placement_id=placement.id))
    if placement is None or placement.ended is not None:
        return page("endings/none.html", child=child, crumbs=crumbs(child), last=_last(child))
    ahead = planned_homes.planned(desk(), child)
    came_to = outcomes.said_at(desk(), request.args.get("after", ""), placement)
    known = forms.blank(placement, child) | {"what_happened": came_to} | ({"where": forms.PLANNED} if ahead else {})
    return _form(Form(forms.NewEnding, known), placement, child, ahead=ahead)


@bp.post("/placements/<placement_id>/ending")
@allow("ending.record")
@once
def create(placement_id: str) -> Response:
    """Keep the ending, and show at once what the procedure says; nothing is kept of a form that needs mending."""
    placement, child = placements.find(desk(), placement_id)
    ahead = planned_homes.planned(desk(), child)
    form = read(forms.NewEnding, where={"choices": forms.where_choices(ahead)})
    if placement.ended is not None:
        return _form(form, placement, child, 409, stale=True, last=_ending_of(placement, child))
    when = forms.times(form, form.values.get("day"))
    home = forms.next_home(form, when, ahead)
    if form.ok:
        try:
            with named():
                ending = _keep(form, placement, child, when, home)
            return see("endings.show", ending_id=ending.id, recorded=1)
        except Refused as refused:
            abandon()
            form.refuse(_on_this_form(refused))
        except Stale:
            abandon()
            last = _ending_of(placement, child) if placement.ended else None
            return _form(form, placement, child, 409, stale=True, last=last, ahead=_again(child))
        ahead = _again(child)
    return _form(form, placement, child, 422, ahead=ahead)


@bp.get("/endings/<ending_id>/facts")
@allow("ending.record")
def facts(ending_id: str) -> Response:
    """What is recorded of an ending, to put right."""
    ending, child = endings.find(desk(), ending_id)
    placement, _ = placements.find(desk(), ending.placement_id)
    data = forms.filled(ending, placement, child)
    asks = _asks(ending.day)
    return _facts(Form(forms.Facts, data | asking.typed(asks, ending.answers)), ending, child, placement)


@bp.post("/endings/<ending_id>/facts")
@allow("ending.record")
@once
def correct(ending_id: str) -> Response:
    """Keep what was put right, and weigh the ending again."""
    ending, child = endings.find(desk(), ending_id)
    placement, _ = placements.find(desk(), ending.placement_id)
    form = read(forms.Facts)
    when = forms.times(form, ending.day)
    asked = read(asking.schema(_asks(ending.day), optional=True))
    form.data |= asked.data
    form.errors |= asked.errors
    if form.ok:
        values = forms.about(form) | when | forms.plan(form, child)
        values |= {name: form.values[name] for name in (*forms.HOW, "what_happened")}
        values |= {f"ask_{key}": value for key, value in asking.answers(asked.values).items()}
        try:
            with named():
                endings.complete(desk(), ending, child, values, version=form.values["version"])
                reconsidering.revisit(desk(), ending, child)
            return see("endings.show", ending_id=ending.id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _facts(form, ending, child, placement, status=409, stale=True)
    return _facts(form, ending, child, placement, status=422)


def _keep(form: Form, placement: Any, child: Any, when: Any, home: Any) -> Any:
    at, answers = desk(), asking.answers(_extra(form).values)
    how = forms.how_it_ended(form, when, answers)
    changed = forms.plan(form, child)
    if changed:
        children.edit(at, child, changed)
    ending = placements.end(
        at, placement, child, how, next_home=home, about=forms.about(form), version=form.values["version"]
    )
    endings.ask_for_decision(at, endings.weigh(at, ending, child))
    if ending.next_placement_id:
        following, _ = placements.find(at, ending.next_placement_id)
        planning.revisit(at, following, child)
    return ending


def _again(child: Any) -> Any:
    """The planned home, read anew after a change was abandoned."""
    return planned_homes.planned(desk(), child)


def _extra(form: Form) -> Form:
    """The answers to what the plugin asks; none of them holds an ending up."""
    asked = read(asking.schema(_asks(form.values.get("day") or today()), optional=True))
    form.data |= asked.data
    for name, texts in asked.errors.items():
        raise Refused(texts[0], field=name)
    return asked


def _asks(day: Any) -> list[Any]:
    procedure = desk().procedure(day)
    every = [one for kind in procedure.kinds.values() for one in kind.asks] if procedure else []
    return list({one.key: one for one in every if one.on == "ending"}.values())


def _chosen(child_id: str, placement_id: str) -> tuple[Any, Any]:
    if placement_id:
        return placements.find(desk(), placement_id)
    child = children.find(desk(), child_id)
    return placements.current(desk(), child), child


def _last(child: Any) -> Any:
    return next((e for _, e in reversed(children.history(desk(), child)) if e is not None), None)


def _ending_of(placement: Any, child: Any) -> Any:
    return next((e for p, e in children.history(desk(), child) if p.id == placement.id), None)


def _on_this_form(refused: Refused) -> Refused:
    """A refusal of the new home's start belongs to the day of the ending, which is its day too."""
    return Refused(str(refused), field="day", clause=refused.clause) if refused.field == "started" else refused


def _form(
    form: Form, placement: Any, child: Any, status: int = 200, *, stale: bool = False, last: Any = None,
    ahead: Any = None,
) -> Response:  # fmt: skip
    forms.in_page_order(form)
    return page(
        "endings/new.html", status=status, form=form, placement=placement, child=child, crumbs=crumbs(child),
        asks=_asks(today()), stale=stale, last=last, to_child=to_child(child), where=forms.where_choices(ahead),
        **_words(child),
    )  # fmt: skip


def _facts(form: Form, ending: Any, child: Any, placement: Any, *, status: int = 200, stale: bool = False) -> Response:
    forms.in_page_order(form)
    return page(
        "endings/facts.html", status=status, form=form, ending=ending, child=child, placement=placement, stale=stale,
        crumbs=crumbs(child), asks=_asks(ending.day), **_words(child),
    )  # fmt: skip


def _words(child: Any) -> dict[str, Any]:
    return {
        "age": age(child.born, today()),
        "kind_words": kind_words,
        "kinds": list(KINDS.items()),
        "providers": list(PROVIDERS.items()),
        "care_plans": list(CARE_PLANS.items()),
        "education": list(EDUCATION.items()),
        "days_to_decide": desk().setting("days_to_decide"),
    }
