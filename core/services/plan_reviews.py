"""What a plan held when a meeting looked at it, frozen; and what has changed from one meeting to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from core.models import Meeting, Plan, PlanReview, Support
from core.services import supports
from core.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference between two states of a plan. `what` is added, ended, begun, owner, words, due or progress."""

    what: str
    text: str
    before: str = ""
    after: str = ""


def of(desk: Desk, plan: Plan) -> list[PlanReview]:
    """What each meeting left of a plan, oldest first."""
    statement = select(PlanReview).where(PlanReview.plan_id == plan.id)
    return list(desk.db.scalars(statement.order_by(PlanReview.day, PlanReview.at, PlanReview.id)))


def freeze(
    desk: Desk, plan: Plan, lines: Iterable[Support], meeting: Meeting, *, note: str = "", outcome: str = ""
) -> PlanReview:
    """Keep the plan as a meeting leaves it, once for each meeting; agreed again at the same meeting, anew."""
    found = desk.db.scalar(select(PlanReview).where(PlanReview.plan_id == plan.id, PlanReview.meeting_id == meeting.id))
    if found is None:
        found = PlanReview(plan_id=plan.id, meeting_id=meeting.id, day=meeting.held_on or desk.today, at=desk.now)
        desk.db.add(found)
    found.supports = [supports.as_it_stands(line) for line in lines]
    found.interval, found.unit, found.outcome = plan.interval, plan.unit, outcome
    found.note, found.by_name = note.strip() or found.note or "", desk.actor.name
    desk.db.flush()
    return found


def since(review: PlanReview | None, lines: Iterable[Support]) -> tuple[Change, ...]:
    """What has changed on a plan since a meeting looked at it; () where none has."""
    return changes(review.supports, [supports.as_it_stands(line) for line in lines]) if review else ()


def between(reviews: Iterable[PlanReview]) -> dict[str, tuple[Change, ...]]:
    """What each meeting changed against the one before it, by meeting; the first changed nothing."""
    return {later.meeting_id: changes(earlier.supports, later.supports) for earlier, later in pairwise(reviews)}


def changes(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The differences between two states of a plan's lines, in the order of the later one."""
    were = {line["id"]: line for line in before}
    found: list[Change] = []
    for line in after:
        was = were.get(line["id"])
        if was is None:
            found.append(Change(what="added", text=line["text"], after=line["owner"]))
        else:
            found += _of_line(was, line)
    return tuple(found)


def _of_line(was: Mapping[str, Any], line: Mapping[str, Any]) -> list[Change]:
    text, found = line["text"], []
    if was["text"] != text or was["how_often"] != line["how_often"]:
        found.append(Change(what="words", text=text, before=_said(was), after=_said(line)))
    if was["owner"] != line["owner"]:
        found.append(Change(what="owner", text=text, before=was["owner"], after=line["owner"]))
    if was["due"] != line["due"]:
        found.append(Change(what="due", text=text, before=was["due"], after=line["due"]))
    if was["state"] != line["state"]:
        what = {"ended": "ended", "given": "begun"}.get(line["state"], "again")
        found.append(Change(what=what, text=text, before=was["state"], after=line["because"]))
    if was["progress"] != line["progress"]:
        found.append(Change(what="progress", text=text, before=was["progress"], after=line["progress"]))
    return found


def _said(line: Mapping[str, Any]) -> str:
    return f"{line['text']}, {line['how_often']}" if line["how_often"] else str(line["text"])
