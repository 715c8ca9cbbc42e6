"""Notice on the home a child lives in: that it was given, or that there is none, and that it was withdrawn."""

from typing import Any

from flask import Blueprint, Response

from core.services import notice_given, placements
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.web.children import crumbs, first_name
from core.web.forms import Choice, Day, Form, FormSchema, Text, Version, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import page, see
from core.web.placing import kind_words
from core.web.requests import abandon, desk, today

bp = Blueprint("notice_given", __name__, url_prefix="/<authority>/placements/<placement_id>/notice")
WHETHER = {"yes": "Yes, notice has been given", "no": "No, there is no notice"}
STALE = "Somebody else has recorded something here since you opened this page. Read it below, then save yours."


class Given(FormSchema):
    """Whether notice has been given."""

    given = Choice(ask="whether notice has been given", choices=WHETHER)
    day = Day(ask="the day")
    by = Choice(ask="who gave notice", choices=notice_given.BY, required=False)
    note = Text(ask="what was said", max=4000, required=False)
    version = Version()


class Withdrawn(FormSchema):
    """That a notice no longer stands."""

    on = Day(ask="the day it was withdrawn")
    because = Text(ask="how it came that it no longer stands", max=4000)
    version = Version()


@bp.get("")
@allow("child.read")
def show(placement_id: str) -> Response:
    """What is recorded about notice on a placement, and for those who write the record a form."""
    return _show(placement_id)


@bp.post("")
@allow("child.write")
@once
def record(placement_id: str) -> Response:
    """Keep that notice was given, or that there is none."""
    form = read(Given)

    def keep(placement: Any, child: Any, values: dict[str, Any]) -> None:
        notice_given.record(desk(), placement, child, **values | {"given": values["given"] == "yes"})

    return _keep(placement_id, form, keep, giving=form)


@bp.post("/<notice_id>/withdrawal")
@allow("child.write")
@once
def withdraw(placement_id: str, notice_id: str) -> Response:
    """Keep that a notice no longer stands."""
    placement, _ = placements.find(desk(), placement_id)
    notice, form = notice_given.find(desk(), placement, notice_id), read(Withdrawn)

    def keep(_placement: Any, _child: Any, values: dict[str, Any]) -> None:
        notice_given.withdraw(desk(), placement, notice, **values)

    return _keep(placement_id, form, keep, withdrawing=form)


def _keep(placement_id: str, form: Form, keep: Any, **forms: Form) -> Response:
    """Done, or the page again with what is to be put right."""
    placement, child = placements.find(desk(), placement_id)
    if not form.ok:
        return _show(placement_id, 422, **forms)
    try:
        with named():
            keep(placement, child, dict(form.values))
        return see("notice_given.show", placement_id=placement_id)
    except Refused as refused:
        abandon()
        form.refuse(refused)
        return _show(placement_id, 422, **forms)
    except Stale:
        abandon()
        form.error("_", STALE)
        return _show(placement_id, 409, **forms)


def _show(
    placement_id: str, status: int = 200, *, giving: Form | None = None, withdrawing: Form | None = None
) -> Response:
    placement, child = placements.find(desk(), placement_id)
    records = notice_given.of(desk(), placement)
    return page(
        "notice_given/show.html", status=status, placement=placement, child=child, first_name=first_name(child),
        records=records, standing_notice=next((one for one in records if one.given and not one.withdrawn_on), None),
        giving=giving or Form(Given, {"day": today()}), withdrawing=withdrawing or Form(Withdrawn, {"on": today()}),
        wrong=giving or withdrawing, by=notice_given.BY, whether=WHETHER, kind_words=kind_words,
        crumbs=crumbs(child, own=True),
    )  # fmt: skip
