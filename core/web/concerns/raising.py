"""Raising a concern about the home a child lives in, and putting right later what was said."""

from typing import Any

from flask import Response

from core.domain.days import british
from core.services import concerns, placements
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.concerns.blueprint import Said, bp, said, typed
from core.web.endings import asking
from core.web.endings.blueprint import crumbs
from core.web.forms import Form
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import age, kind_words
from core.web.requests import abandon, desk, today


@bp.get("/placements/<placement_id>/concerns/new")
@allow("concern.raise")
def new(placement_id: str) -> Response:
    """The form."""
    placement, child = placements.find(desk(), placement_id)
    return _form(Form(Said, {"day": today(), "source": desk().actor.name, "doubted": "unknown"}), placement, child)


@bp.post("/placements/<placement_id>/concerns")
@allow("concern.raise")
@once
def create(placement_id: str) -> Response:
    """Keep the concern, and show at once what the procedure says."""
    placement, child = placements.find(desk(), placement_id)
    form, answers = typed(_asks())
    if form.ok and placement.ended is None:
        try:
            with named():
                weighed = concerns.record(
                    desk(), placement, child, said(form), answers=answers, version=form.values["version"]
                )
            return see("concerns.show", concern_id=weighed.concern.id, recorded=1)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _form(form, placement, child, 409)
    return _form(form, placement, child, 422)


@bp.get("/concerns/<concern_id>/record")
@allow("concern.raise")
def edit(concern_id: str) -> Response:
    """What was said, to put right."""
    concern, child = concerns.find(desk(), concern_id)
    shown = {name: getattr(concern, name) for name in concerns.SAID} | asking.typed(_asks(concern.day), concern.answers)
    shown["doubted"] = "unknown" if concern.doubted is None else concern.doubted
    return _edit(Form(Said, shown), concern, child)


@bp.post("/concerns/<concern_id>/record")
@allow("concern.raise")
@once
def change(concern_id: str) -> Response:
    """Keep what was put right, and weigh it again."""
    concern, child = concerns.find(desk(), concern_id)
    form, answers = typed(_asks(concern.day))
    if form.ok:
        try:
            with named():
                weighed = concerns.weigh(desk(), concern, child)
                concerns.edit(desk(), weighed, said(form), answers=answers, version=form.values["version"])
            return see("concerns.show", concern_id=concern_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            return _edit(form, concern, child, 409)
    return _edit(form, concern, child, 422)


def _asks(day: Any = None) -> Any:
    return concerns.asks(desk().procedure(day or today()))


def _form(form: Form, placement: Any, child: Any, status: int = 200) -> Response:
    if placement.ended is not None:
        form.error("_", f"This placement ended on {british(placement.ended)}. A concern is raised about the home "
                        "that a child lives in.")  # fmt: skip
    return _page(form, placement, child, status, concern=None, others=concerns.lately(desk(), child))


def _edit(form: Form, concern: Any, child: Any, status: int = 200) -> Response:
    placement, _ = placements.find(desk(), concern.placement_id)
    return _page(form, placement, child, status, concern=concern, others=[])


def _page(form: Form, placement: Any, child: Any, status: int, *, concern: Any, others: Any) -> Response:
    return page(
        "concerns/form.html", status=status, form=form, placement=placement, child=child, concern=concern,
        others=others, stale=status == 409, crumbs=crumbs(child), asks=_asks(concern.day if concern else None),
        procedure=desk().procedure(today()), age=age(child.born, today()), kind_words=kind_words,
        first_name=child.name.split(" ")[0],
    )  # fmt: skip
