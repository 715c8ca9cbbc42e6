"""What the meetings of a period led to, as plain rows: themes of the record, recommendations, actions."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from core.domain.measures.made import AdviceRow, Source, ThemeRow
from core.domain.reporting import Span
from core.models import Meeting, Minute, Recommendation, Task
from core.services.desk import Desk
from core.services.measuring_meetings import held_in

if TYPE_CHECKING:
    from core.services.measuring import Sources

ANSWERED = ("done", "not accepted")


def themes(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> list[ThemeRow]:
    """Every theme that a meeting held in the period wrote about, or recommended or agreed something under."""
    asked: tuple[tuple[Source, str, Select[*tuple[Any, ...]]], ...] = (
        ("record", "themes of records", select(Minute.meeting_id, Minute.title, Minute.id, Minute.version)
         .join(Meeting, (Meeting.tenant_id == Minute.tenant_id) & (Meeting.id == Minute.meeting_id))
         .where(Minute.text != "")),
        ("recommendation", "recommendations",
         select(Recommendation.meeting_id, Recommendation.theme, Recommendation.id, Recommendation.version)
         .join(Meeting, (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id))
         .where(Recommendation.theme != "", Recommendation.withdrawn.is_(False))),
        ("action", "actions", select(Task.meeting_id, Task.theme, Task.id, Task.version)
         .join(Meeting, (Meeting.tenant_id == Task.tenant_id) & (Meeting.id == Task.meeting_id))
         .where(Task.kind == "action", Task.theme != "", Task.state != "withdrawn")),
    )  # fmt: skip
    numbers: dict[str, int] = {}
    found = []
    for source, noun, statement in asked:
        for meeting, theme, id, version in desk.db.execute(statement.where(*held_in(span, about))):
            number = numbers.setdefault(meeting, len(numbers))
            found.append(ThemeRow(meeting=number, theme=theme, source=source))
            sources.add(noun, id, version)
    return found


def advice(desk: Desk, span: Span, about: Collection[str], sources: "Sources") -> list[AdviceRow]:
    """Recommendations made in the period, and earlier ones that were open when it began; those withdrawn do not count.

    One is made on the day of its meeting.
    """
    open_then = or_(Recommendation.state.not_in(ANSWERED), Recommendation.done_on >= span.first)
    statement = (
        select(Meeting.held_on, Recommendation)
        .join(Meeting, (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id))
        .where(Recommendation.withdrawn.is_(False), Meeting.family.in_(about), Meeting.held_on <= span.last)
        .where(or_(Meeting.held_on >= span.first, open_then))
    )
    found = []
    for made, one in desk.db.execute(statement):
        assert made is not None  # asked for above
        found.append(AdviceRow(made=made, state=one.state, due=one.due, done=one.done_on))
        sources.add("recommendations", one.id, one.version)
    return found
