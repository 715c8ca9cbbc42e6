"""A planned placement: that it started, that it moves to another day, or that it came to nothing."""

from collections.abc import Callable
from typing import Any

from flask import Response

from core.services import planned_homes, planning
from core.services.committing import named
from core.services.desk import Refused, Stale
from core.services.planning import Started
from core.web.forms import Form, moment, read
from core.web.guard import allow
from core.web.once import once
from core.web.pages import see
from core.web.planning.blueprint import AsideForm, BeganForm, DayForm, bp, planning_page
from core.web.requests import abandon, desk


@bp.post("/placements/<placement_id>/planning/began")
@allow("child.write")
@once
def began(placement_id: str) -> Response:
    """The child has moved in."""

    def change(started: Started, values: dict[str, Any]) -> None:
        at = moment(values["started"], values["at"]) if values["at"] else None
        planned_homes.take_up(desk(), started.placement, started.child, started=values["started"], started_at=at,
                              version=values["version"])  # fmt: skip

    return _change(placement_id, "began", read(BeganForm, prefix="began"), change)


@bp.post("/placements/<placement_id>/planning/day")
@allow("child.write")
@once
def day(placement_id: str) -> Response:
    """The move is planned for another day."""

    def change(started: Started, values: dict[str, Any]) -> None:
        planned_homes.put_off(desk(), started.placement, started.child, **values)

    return _change(placement_id, "day", read(DayForm, prefix="day"), change)


@bp.post("/placements/<placement_id>/planning/aside")
@allow("child.write")
@once
def aside(placement_id: str) -> Response:
    """The child does not move there."""

    def change(started: Started, values: dict[str, Any]) -> None:
        planned_homes.set_aside(desk(), started.placement, started.child, **values)

    return _change(placement_id, "aside", read(AsideForm), change)


def _change(placement_id: str, name: str, form: Form, change: Callable[[Started, dict[str, Any]], None]) -> Response:
    """Make one change, after which the start is weighed again; or the page with what is to be put right."""
    started, status = planning.find(desk(), placement_id), 422
    if form.ok:
        try:
            with named():
                change(started, form.values)
                planning.revisit(desk(), started.placement, started.child)
            return see("planning.show", placement_id=placement_id)
        except Refused as refused:
            abandon()
            form.refuse(refused)
        except Stale:
            abandon()
            status = 409
        started = planning.find(desk(), placement_id)
    return planning_page(started, forms={name: form}, status=status, stale=status == 409)
