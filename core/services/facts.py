"""From rows to `Facts`: what a rule may know of one ending, in two queries. Nothing here is named or guessed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import in_whole
from core.domain.facts import Anchor, CarePlan, Education, Facts, Move, PlacementFacts, PlacementType, Provider
from core.domain.knowing import Unknown
from core.models import Child, Concern, Ending, Meeting, Placement
from core.services.children import history
from core.services.desk import Desk

STARTED_AT = Unknown("the time of day at which the placement started")


def of_ending(desk: Desk, ending: Ending, child: Child) -> Facts:
    """The facts of one ending, with the child's history up to its day and the same carer's other endings."""
    rows = history(desk, child)
    anchor = next(placement for placement, _ in rows if placement.id == ending.placement_id)
    return of_history(ending, child, rows, carer_endings=_with_same_carer(desk, anchor, ending.day))


def of_history(
    ending: Ending,
    child: Child,
    rows: Sequence[tuple[Placement, Ending | None]],
    *,
    carer_endings: tuple[Move, ...] = (),
) -> Facts:
    """The facts of one ending from a history (oldest first) that is already in hand; asks the database nothing."""
    anchor = next(placement for placement, _ in rows if placement.id == ending.placement_id)
    return Facts(
        anchor=Anchor.ENDED,
        day=ending.day,
        placement=placement_facts(anchor, ending),
        moves=tuple(move(p, e) for p, e in rows if e is not None and e.day <= ending.day and not e.left_care),
        carer_endings=carer_endings,
        history_from=child.history_from,
        answers=dict(ending.answers),
        **recorded(moment=ending.moment, requested_at=ending.requested_at, complaint=ending.complaint),
        **recorded(education_disrupted=ending.education_disrupted),
        **of_child(child),
    )


def of_start(desk: Desk, placement: Placement, child: Child) -> Facts:
    """The facts of one placement's start, for planning meetings."""
    rows = history(desk, child)
    return Facts(
        anchor=Anchor.STARTED,
        day=placement.started,
        placement=placement_facts(placement, None),
        moves=tuple(move(p, e) for p, e in rows if e is not None and e.day <= placement.started and not e.left_care),
        moment=STARTED_AT if placement.started_at is None else placement.started_at,
        history_from=child.history_from,
        **of_child(child),
    )


def of_concern(desk: Desk, concern: Concern, placement: Placement, child: Child) -> Facts:
    """The facts of a concern about a placement on its day, with the history before it."""
    doubted = {} if concern.doubted is None else {"suitability_concern": concern.doubted}
    return _while_it_lasts(desk, placement, child, Anchor.CONCERN, concern.day, dict(concern.answers) | doubted)


def of_follow_up(desk: Desk, meeting: Meeting, placement: Placement, child: Child) -> Facts:
    """The facts for a meeting that follows another: those of the anchor it keeps, on that day."""
    return _while_it_lasts(desk, placement, child, Anchor(meeting.anchor), meeting.anchor_day, {})


def _while_it_lasts(
    desk: Desk, placement: Placement, child: Child, anchor: Anchor, day: date, answers: dict[str, Any]
) -> Facts:
    rows = history(desk, child)
    return Facts(
        anchor=anchor,
        day=day,
        placement=placement_facts(placement, None),
        moves=tuple(move(p, e) for p, e in rows if e is not None and e.day <= day and not e.left_care),
        history_from=child.history_from,
        answers=answers,
        **of_child(child),
    )


def placement_facts(placement: Any, ending: Ending | None) -> PlacementFacts:
    """One placement as rules see it; what nobody recorded stays unknown."""
    given = recorded(
        kind=PlacementType(placement.kind) if placement.kind else None,
        provider=Provider(placement.provider) if placement.provider else None,
        long_term=placement.long_term,
        matched_at_panel=placement.matched_at_panel,
        until_independence=placement.until_independence,
        emergency=placement.emergency,
        commissioned=placement.commissioned,
        out_of_area=placement.out_of_area,
    )
    if ending is not None:
        given |= recorded(
            unplanned=ending.unplanned,
            abrupt=ending.abrupt,
            notice_by_carer=ending.notice_by_carer,
            part_of_pathway_plan=ending.pathway_plan,
        )
    return PlacementFacts(ref=placement.id, started=placement.started, ended=placement.ended, **given)


def of_child(child: Any) -> dict[str, Any]:
    """What is recorded of a child that rules may know, from its row or a part of it."""
    return recorded(
        born=child.born,
        care_plan=CarePlan(child.care_plan) if child.care_plan else None,
        education=Education(child.education) if child.education else None,
    )


def move(placement: Any, ending: Any) -> Move:
    """An ending as a move, from the two rows or parts of them."""
    disrupted = None if ending.unplanned is None else ending.unplanned and ending.reason_code != "CUSTOD"
    return Move(
        day=ending.day,
        from_ref=placement.id,
        to_ref=ending.next_placement_id,
        **recorded(
            unplanned=ending.unplanned,
            disrupted=disrupted,
            from_kind=PlacementType(placement.kind) if placement.kind else None,
            from_long_term=placement.long_term,
        ),
    )


def _with_same_carer(desk: Desk, placement: Placement, day: date) -> tuple[Move, ...]:
    if not placement.carer_ref:
        return ()
    found = with_carers(desk, {placement.carer_ref})
    return tuple(move for move in found.get(placement.carer_ref, ()) if move.day <= day)


def with_carers(desk: Desk, refs: Collection[str]) -> dict[str, list[Move]]:
    """The endings of any child's placements with these carers, by the carer's reference, oldest first; one query. A
    rule counts them all, whoever asks: a count names nobody."""
    statement = (
        select(Placement, Ending)
        .join(Ending, (Ending.tenant_id == Placement.tenant_id) & (Ending.placement_id == Placement.id))
        .where(Placement.carer_ref.in_(refs))
        .order_by(Ending.day)
    )
    found: defaultdict[str, list[Move]] = defaultdict(list)
    with in_whole(desk.db):
        for placement, ending in desk.db.execute(statement):
            found[placement.carer_ref or ""].append(move(placement, ending))
    return found


def recorded(**values: Any) -> dict[str, Any]:
    """Only what is recorded: a None is left to the field's own `Unknown`."""
    return {key: value for key, value in values.items() if value is not None}
