"""Who arranges a meeting. Chairing, taking minutes and having come open a meeting's records, so only those who arrange
it give these to somebody, and nobody else gives them to themselves."""

from collections.abc import Sequence

from sqlalchemy import select

from core.models import Meeting, Task
from core.services.casting import cast
from core.services.desk import Desk, Refused
from core.services.meetings import Case
from core.services.reading import roles_of

NEAR = frozenset({"social_worker", "social_worker_manager"})
ARRANGERS = (
    "The people who arrange this meeting record this: its chair, its minute taker, the child's social "
    "worker or their manager, or whoever the procedure asks to arrange it."
)


def arranges(desk: Desk, case: Case) -> bool:
    """Whether the actor arranges this meeting: its chair, its minute taker, who chaired the meeting it follows, whoever
    holds the role that the procedure names, the child's social worker and that worker's manager."""
    return arranges_one_of(desk, (case.meeting,))


def arranges_one_of(desk: Desk, meetings: Sequence[Meeting], role: str = "") -> bool:
    """Whether the actor arranges one of these meetings about one placement, or holds `role` for the child."""
    me, found = desk.actor.person_id, meetings[0]
    if any(me in (m.chair_id, m.minute_taker_id) or me == _chaired_before(desk, m) for m in meetings):
        return True
    people = cast(desk, found.child_id, placement_id=found.placement_id, chair_id=found.chair_id)
    arrangers = {m.arranged_by for m in meetings if m.arranged_by}
    return bool(roles_of(people, me, found) & (NEAR | arrangers | {role}))


def _chaired_before(desk: Desk, meeting: Meeting) -> str | None:
    before = meeting.previous_id
    return desk.db.scalar(select(Meeting.chair_id).where(Meeting.id == before)) if before else None


def require(desk: Desk, case: Case, *, field: str | None = None) -> None:
    """Refused unless the actor arranges this meeting."""
    if not arranges(desk, case):
        raise Refused(ARRANGERS, field=field)


def require_owing(desk: Desk, case: Case, task: Task) -> None:
    """Refused unless the actor arranges this meeting, or owes this task or holds the role that does."""
    if task.owner_id != desk.actor.person_id and not arranges_one_of(desk, (case.meeting,), task.owed_by or ""):
        raise Refused(ARRANGERS)


def require_for(desk: Desk, case: Case, person_id: str | None, *, field: str | None = None) -> None:
    """Refused where the actor would give a place in the meeting to themselves without arranging it."""
    if person_id == desk.actor.person_id:
        require(desk, case, field=field)
