"""The queue "was this unplanned?": one line per ending, answered in its row, with who answered and when."""

from typing import Any

from flask import Response, request

from core.services import classifying, endings, placements, reconsidering
from core.services.committing import named
from core.services.desk import Missing, Refused, Stale
from core.web.endings.blueprint import bp
from core.web.forms import Form, FormSchema, Version, YesNoUnknown, read
from core.web.guard import allow
from core.web.once import repeatable
from core.web.pages import page, see
from core.web.placing import kind_words
from core.web.requests import abandon, desk, swapping
from core.web.ways import way_to


class Answer(FormSchema):
    """Whether an ending was unplanned."""

    unplanned = YesNoUnknown(ask="this ending: was it unplanned")
    version = Version()


@bp.get("/endings/unclassified")
@allow("ending.classify")
def queue() -> Response:
    """Newest first, 25 to a page; `?after=` begins after a line."""
    return _queue(200)


@bp.post("/endings/<ending_id>/classification")
@allow("ending.classify")
@repeatable("it keeps what the fields hold, checked against the version they were opened with")
def classify(ending_id: str) -> Response:
    """Keep the answer; under htmx the row stays, saying who answered. The ending is weighed again."""
    ending, child = endings.find(desk(), ending_id)
    form = read(Answer, prefix=ending_id)
    status, weighed = 422, None
    if form.ok:
        try:
            with named():
                classifying.classify(desk(), ending, child, form.values["unplanned"], version=form.values["version"])
                weighed = reconsidering.revisit(desk(), ending, child)
            if not swapping():
                return see("endings.queue", after=request.form.get("after") or None)
            status = 200
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
    if not swapping():
        return _queue(status, form, ending_id)
    row = classifying.line(desk(), ending, child)
    return page(
        "endings/queue.html", "_line", status, row=row, form=form, asked=weighed, stale=status == 409,
        focus=f"#ending-{ending_id} a", announce=f"Saved, {child.name}" if status == 200 else "", **_shared(),
    )  # fmt: skip


@bp.get("/placements/<placement_id>/ending")
@allow("child.read")
def of_placement(placement_id: str) -> Response:
    """The ending of one placement, wherever only the placement is known."""
    placement, child = placements.find(desk(), placement_id)
    found = endings.places(desk(), child)[placement.id].ending_id
    if found is None:
        raise Missing(placement_id)
    return see("endings.facts" if desk().actor.may("ending.record") else "endings.show", ending_id=found)


def _queue(status: int, form: Form | None = None, about: str = "") -> Response:
    found = classifying.queue(desk(), after=request.values.get("after", ""))
    return page(
        "endings/queue.html", status=status, found=found, form=form, about=about, error=status == 422,
        stale=status == 409, asked=None, **_shared(),
    )  # fmt: skip


def _shared() -> dict[str, Any]:
    return {"kind_words": kind_words, "way_to": way_to, "after": request.values.get("after", "")}
