"""A report holds no names: whether what its author wrote holds one of a child whose meeting it was made from."""

import re

from sqlalchemy import or_, select

from core.domain.reporting import Span
from core.models import Child, Ending, LearningReport, Meeting
from core.services.desk import Desk

WORD = re.compile(r"[^\W\d_]+")


def names_in(desk: Desk, report: LearningReport, text: str) -> tuple[str, ...]:
    """The words of `text` that are a first or last name of such a child, as they were written; one query.

    A word may be a name and mean something else, so this is asked about and not refused.
    """
    written = {word.casefold(): word for word in reversed(WORD.findall(text)) if len(word) > 1}
    if not written:
        return ()
    span = Span(report.first_day, report.last_day)
    statement = (
        select(Child.name)
        .join(Meeting, (Meeting.tenant_id == Child.tenant_id) & (Meeting.child_id == Child.id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .where(Meeting.family.in_(report.about))
        .where(
            or_(
                Meeting.held_on.between(span.first, span.last),
                Meeting.day.between(span.first, span.last),
                Ending.day.between(span.first, span.last),
            )
        )
        .distinct()
    )
    names = {part.casefold() for name in desk.db.scalars(statement) for part in WORD.findall(name)}
    return tuple(sorted(written[word] for word in written.keys() & names))
