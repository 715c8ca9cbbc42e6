"""Who arranges a meeting. Chairing, taking minutes and having come open a meeting's records, so only those who arrange
it give these to somebody, and nobody else gives them to themselves."""

from sqlalchemy import select

from core.models import Meeting
from core.services.casting import cast
from core.services.desk import Desk, Refused
from core.services.meetings import Case
from core.services.reading import roles_of

NEAR = frozenset({"social_worker", "social_worker_manager"})


def arranges(desk: Desk, case: Case) -> bool:
    """Whether the actor arranges this meeting: its chair, its minute taker, who chaired the meeting it follows, whoever
    holds the role that the procedure names, the child's social worker and that worker's manager."""
    me, meeting = desk.actor.person_id, case.meeting
    if me in (meeting.chair_id, meeting.minute_taker_id) or me == _chaired_before(desk, case):
        return True
    people = cast(desk, case.child.id, placement_id=case.placement.id, chair_id=meeting.chair_id)
    return bool(roles_of(people, me, meeting) & (NEAR | {meeting.arranged_by or ""}))


def _chaired_before(desk: Desk, case: Case) -> str | None:
    before = case.meeting.previous_id
    return desk.db.scalar(select(Meeting.chair_id).where(Meeting.id == before)) if before else None


def require(desk: Desk, case: Case, *, field: str | None = None) -> None:
    """Refused unless the actor arranges this meeting."""
    if not arranges(desk, case):
        raise Refused(
            "The people who arrange this meeting record this: its chair, its minute taker, the child's social "
            "worker or their manager, or whoever the procedure asks to arrange it.",
            field=field,
        )


def require_for(desk: Desk, case: Case, person_id: str | None, *, field: str | None = None) -> None:
    """Refused where the actor would give a place in the meeting to themselves without arranging it."""
    if person_id == desk.actor.person_id:
        require(desk, case, field=field)
