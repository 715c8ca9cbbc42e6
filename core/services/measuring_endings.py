"""Endings and concerns of a period as plain rows: how each placement ended, and what was decided about a meeting."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.domain.measures.made import CallRow, Course, EndingRow
from core.domain.reporting import Span
from core.models import Concern, Decision, Ending, Placement, Task
from core.services import deciding
from core.services.desk import Desk

if TYPE_CHECKING:
    from core.services.measuring import Sources

COURSES: dict[str, Course] = {"convene": "convened", "referred": "referred", "not convene": "not convened"}


def endings(
    desk: Desk, span: Span, about: Collection[str], sources: "Sources"
) -> tuple[list[EndingRow], list[CallRow]]:
    """The endings of the period, and the meetings of these families called for after them; three statements."""
    statement = (
        select(Ending.id, Ending.version, Ending.unplanned, Placement.kind, Placement.id, Placement.version)
        .join(Placement, (Placement.tenant_id == Ending.tenant_id) & (Placement.id == Ending.placement_id))
        .where(Ending.day >= span.first, Ending.day <= span.last)
    )
    rows = []
    for id, version, unplanned, kind, place, place_version in desk.db.execute(statement):
        rows.append(EndingRow(kind=kind, unplanned=unplanned))
        sources.add("endings", id, version)
        sources.add("placements", place, place_version)
    return rows, _decided(desk, span, about, sources) + _undecided(desk, span, about, sources)


def concerns(desk: Desk, span: Span, sources: "Sources") -> int:
    """How many concerns were raised in the period."""
    statement = select(Concern.id, Concern.version).where(Concern.day >= span.first, Concern.day <= span.last)
    found = desk.db.execute(statement).all()
    for id, version in found:
        sources.add("concerns", id, version)
    return len(found)


def _decided(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> list[CallRow]:
    statement = (
        select(Decision, Ending.day)
        .join(Ending, (Ending.tenant_id == Decision.tenant_id) & (Ending.id == Decision.ending_id))
        .where(Ending.day >= span.first, Ending.day <= span.last)
        .order_by(Decision.at, Decision.id)
    )
    made: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision, day in desk.db.execute(statement):
        if _belongs(desk, decision.kind, day, about):
            made[decision.ending_id, decision.kind].append(decision)
            sources.add("decisions", decision.id)
    standing = (deciding.standing(several, kind) for (_, kind), several in made.items())
    return [
        CallRow(strength=one.strength, course=COURSES[one.choice], confirmed=one.confirmation == "confirmed")
        for one in standing
        if one is not None
    ]


def _undecided(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> list[CallRow]:
    """Decisions that wait for somebody: as strong as the clause that they wait for."""
    statement = (
        select(Task.id, Task.version, Task.clause, Ending.day)
        .join(Ending, (Ending.tenant_id == Task.tenant_id) & (Ending.id == Task.ending_id))
        .where(Ending.day >= span.first, Ending.day <= span.last)
        .where(Task.kind == "decide", Task.done_on.is_(None), Task.state != "withdrawn", Task.clause != "")
    )
    found = []
    for id, version, clause, day in desk.db.execute(statement):
        procedure = desk.procedure(day)
        trigger = next((t for t in procedure.triggers if t.clause == clause), None) if procedure else None
        if trigger is None or _belongs(desk, trigger.proposes, day, about):
            found.append(CallRow(strength=trigger.strength.value if trigger else "", course="to decide"))
            sources.add("decisions to take", id, version)
    return found


def _belongs(desk: Desk, kind: str, day: date, about: Collection[str]) -> bool:
    """Whether a kind of meeting is one that the report is about; one that no procedure knows any more is counted."""
    procedure = desk.procedure(day)
    declared = procedure.kinds.get(kind) if procedure else None
    return declared is None or declared.family in about
