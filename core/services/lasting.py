"""The facts of placements that still last, as they are today: for many at once, in a fixed number of statements.

Apart from `facts`, which sums up one event of one child.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from core.db import in_whole
from core.domain.compiling import Procedure
from core.domain.facts import Anchor, Facts
from core.domain.lifecycle import Stage
from core.domain.ongoing import StartMeeting
from core.domain.starting import Recorded, start_meetings
from core.models import Child, Ending, Meeting, Placement, PlacementNotice, SchoolChange, Task
from core.services import facts, notice_given
from core.services.desk import Desk
from core.services.planning import ARRANGE, DECLINED

CHILD = (Child.born, Child.care_plan, Child.education, Child.history_from, Child.school_since)
WHO = (Child.name, Child.local_id, Child.team)
PLACEMENT = (
    Placement.id, Placement.child_id, Placement.carer, Placement.carer_ref, Placement.kind, Placement.provider,
    Placement.started, Placement.started_at, Placement.ended, Placement.long_term, Placement.matched_at_panel,
    Placement.until_independence, Placement.emergency, Placement.commissioned, Placement.out_of_area,
)  # fmt: skip
Chosen = Select[Any] | Sequence[str]
"""Ids of placements: a statement that selects them, or themselves."""


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """One placement that lasts: what a page says of it (`row` has WHO and PLACEMENT), and what a rule may know."""

    row: Any
    facts: Facts


def current(of: Select[Any]) -> Select[Any]:
    """The ids of the placements in which the children that `of` selects live today."""
    statement = of.join(Placement, (Placement.tenant_id == Child.tenant_id) & (Placement.child_id == Child.id))
    return statement.with_only_columns(Placement.id).where(Placement.ended.is_(None), Placement.planned == "")


def of_child(desk: Desk, child: Child) -> Lasting | None:
    """Where a child lives today, the latest home first; None where no home is recorded."""
    found = look_at(desk, current(select(Child).where(Child.id == child.id)))
    return max(found, key=lambda one: (one.row.started, one.row.id)) if found else None


def look_at(desk: Desk, chosen: Chosen) -> list[Lasting]:
    """These placements, by the child's name, with their facts of today: seven statements, however many there are."""
    rows = desk.db.execute(
        select(*PLACEMENT, *CHILD, *WHO)
        .join(Child, (Child.tenant_id == Placement.tenant_id) & (Child.id == Placement.child_id))
        .where(Placement.id.in_(chosen))
        .order_by(Child.name, Placement.id)
    ).all()
    history = _History(desk, chosen)
    calls = _Calls(desk, chosen)
    return [Lasting(row=row, facts=_facts(desk, row, history, calls)) for row in rows]


class _History:
    """What happened before and during the chosen placements, each kind of record in one statement."""

    def __init__(self, desk: Desk, chosen: Chosen):
        self.moves = _grouped(_moves(desk, chosen), lambda row: row.child_id)
        self.carers = _grouped(_carer_endings(desk, chosen), lambda row: row.carer_ref)
        notices = desk.db.scalars(select(PlacementNotice).where(PlacementNotice.placement_id.in_(chosen)))
        self.notices = _grouped(notices, lambda row: row.placement_id)
        changed = select(SchoolChange.child_id, SchoolChange.day).where(SchoolChange.child_id.in_(_children(chosen)))
        self.schools = _grouped(desk.db.execute(changed.order_by(SchoolChange.day)), lambda row: row.child_id)


class _Calls:
    """What the starts of the chosen placements called for: the meetings that came of them, and who was asked."""

    def __init__(self, desk: Desk, chosen: Chosen):
        self.desk = desk
        held = select(Meeting.start_of_id, Meeting.kind, Meeting.held_on, Meeting.stage)
        held = held.where(Meeting.start_of_id.in_(chosen))
        self.meetings = _grouped(desk.db.execute(held), lambda row: row.start_of_id)
        tasks = select(Task.key, Task.state).where(Task.kind == ARRANGE, Task.key.in_(chosen))
        self.tasks = {row.key: row.state for row in desk.db.execute(tasks)}
        self.procedures: dict[date, Procedure | None] = {}

    def of(self, row: Any, known: Facts) -> tuple[StartMeeting, ...]:
        """The meetings that this placement's start called for, by the procedure in force on that day."""
        if row.started not in self.procedures:
            self.procedures[row.started] = self.desk.procedure(row.started)
        procedure = self.procedures[row.started]
        if procedure is None or not any(trigger.anchor is Anchor.STARTED for trigger in procedure.triggers):
            return ()
        start = replace(
            known, anchor=Anchor.STARTED, day=row.started,
            moves=tuple(move for move in known.moves if move.day <= row.started), carer_endings=(),
            moment=row.started_at or facts.STARTED_AT,
        )  # fmt: skip
        state = self.tasks.get(row.id, "")
        recorded = {
            one.kind: Recorded(held=one.held_on, declined=one.stage == Stage.DECLINED.value)
            for one in self.meetings[row.id]
        }
        if state == DECLINED:
            recorded |= {kind: Recorded(declined=True) for kind in procedure.kinds if kind not in recorded}
        return start_meetings(
            procedure, start, recorded, asked=state not in ("", "withdrawn"), calendar=self.desk.calendar,
            today=self.desk.today,
        )  # fmt: skip


def _facts(desk: Desk, row: Any, history: _History, calls: _Calls) -> Facts:
    notice = notice_given.fact(history.notices[row.id])
    known = Facts(
        anchor=Anchor.LASTS,
        day=desk.today,
        placement=facts.placement_facts(row, None),
        moves=tuple(facts.move(one, one) for one in history.moves[row.child_id]),
        carer_endings=tuple(facts.move(one, one) for one in history.carers[row.carer_ref]) if row.carer_ref else (),
        history_from=row.history_from,
        school_changes=tuple(one.day for one in history.schools[row.child_id]),
        **facts.recorded(notice=notice, school_since=row.school_since),
        **facts.of_child(row),
    )
    return replace(known, start_meetings=calls.of(row, known))


def _children(chosen: Chosen) -> Select[Any]:
    return select(Placement.child_id).where(Placement.id.in_(chosen))


def _endings() -> Select[Any]:
    """What a move is made of, from an ending and the placement that it ended."""
    made_of: tuple[Any, ...] = (
        Placement.id, Placement.child_id, Placement.carer_ref, Placement.kind, Placement.long_term, Ending.day,
        Ending.next_placement_id, Ending.unplanned, Ending.reason_code,
    )  # fmt: skip
    return select(*made_of).join(
        Ending, (Ending.tenant_id == Placement.tenant_id) & (Ending.placement_id == Placement.id)
    )


def _moves(desk: Desk, chosen: Chosen) -> Iterable[Row[Any]]:
    statement = _endings().where(Placement.child_id.in_(_children(chosen)), Placement.planned == "")
    statement = statement.where(Ending.left_care.is_(False), Ending.day <= desk.today)
    return desk.db.execute(statement.order_by(Placement.started, Placement.seq))


def _carer_endings(desk: Desk, chosen: Chosen) -> Iterable[Row[Any]]:
    carers = select(Placement.carer_ref).where(Placement.id.in_(chosen), Placement.carer_ref.is_not(None))
    statement = _endings().where(Placement.carer_ref.in_(carers), Ending.day <= desk.today)
    with in_whole(desk.db):  # a rule counts them all, whoever asks: a count names nobody
        return desk.db.execute(statement.order_by(Ending.day)).all()


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> defaultdict[Any, list[Any]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
