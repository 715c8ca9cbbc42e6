"""The endings of a period as a replay needs them, loaded many at a time: what rules may know of each, the meetings held
after it, and the staff round it. Six statements for each thousand endings, however long the children's histories."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from core.domain.facts import Move
from core.domain.replaying import HeldMeeting, Past
from core.models import CaseRole, Child, Ending, Meeting, MeetingPart, Placement
from core.services import facts
from core.services.desk import Desk
from core.services.imports_mapping import NEVER_ASKED
from core.services.proposing import MAIN
from core.services.replaying_people import Staff, staff

AT_ONCE = 1000
History = list[tuple[Placement, Ending | None]]


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """What belongs to some endings, fetched at once."""

    children: dict[str, Child]
    histories: dict[str, History]
    with_carer: dict[str, list[Move]]
    held: dict[str, tuple[HeldMeeting, ...]]
    roles: dict[str, list[CaseRole]]


def endings(desk: Desk, first: date, last: date) -> list[tuple[str, str]]:
    """The endings of a period that somebody is asked about, as (id, child's id), month by month.

    Within a month they stand in the order of their ids, which are random: their numbers tell nothing of their days.
    """
    statement = select(Ending.id, Ending.child_id, Ending.day).where(
        Ending.day >= first, Ending.day <= last, Ending.reason_code.not_in(NEVER_ASKED)
    )
    found = sorted((day.replace(day=1), id, child_id) for id, child_id, day in desk.db.execute(statement))
    return [(id, child_id) for _, id, child_id in found]


def past(desk: Desk, asked: list[tuple[str, str]]) -> Iterator[Past]:
    """Each of these endings as it is recorded, in their order; one that was removed meanwhile is left out.

    The desk's session is emptied after every batch: it is one of the replay's own.
    """
    here = staff(desk)
    for place in range(0, len(asked), AT_ONCE):
        some = asked[place : place + AT_ONCE]
        batch = _batch(desk, some)
        for id, child_id in some:
            row = next(((p, e) for p, e in batch.histories.get(child_id, ()) if e is not None and e.id == id), None)
            if row is not None and row[1] is not None and child_id in batch.children:
                yield _past(batch, here, batch.children[child_id], row[0], row[1])
        desk.db.expunge_all()


def _past(batch: _Batch, here: Staff, child: Child, placement: Placement, ending: Ending) -> Past:
    with_carer = batch.with_carer.get(placement.carer_ref or "", ())
    return Past(
        facts=facts.of_history(
            ending,
            child,
            batch.histories[child.id],
            carer_endings=tuple(move for move in with_carer if move.day <= ending.day),
        ),
        held=batch.held.get(ending.id, ()),
        people=here.round(child, ending, batch.roles.get(child.id, ())),
    )


def _batch(desk: Desk, some: list[tuple[str, str]]) -> _Batch:
    ids, children = [id for id, _ in some], {child_id for _, child_id in some}
    histories = _histories(desk, children)
    wanted = set(ids)
    carers = {
        p.carer_ref for rows in histories.values() for p, e in rows if e is not None and e.id in wanted and p.carer_ref
    }
    roles: defaultdict[str, list[CaseRole]] = defaultdict(list)
    around = select(CaseRole).where(CaseRole.child_id.in_(children)).order_by(CaseRole.role, CaseRole.id)
    for role in desk.db.scalars(around):
        roles[role.child_id].append(role)
    return _Batch(
        children={child.id: child for child in desk.db.scalars(select(Child).where(Child.id.in_(children)))},
        histories=histories,
        with_carer=facts.with_carers(desk, carers),
        held=_held(desk, ids),
        roles=roles,
    )


def _histories(desk: Desk, children: set[str]) -> dict[str, History]:
    statement = (
        select(Placement, Ending)
        .outerjoin(Ending, (Ending.tenant_id == Placement.tenant_id) & (Ending.placement_id == Placement.id))
        .where(Placement.child_id.in_(children), Placement.planned == "")
        .order_by(Placement.child_id, Placement.started, Placement.seq)
    )
    found: defaultdict[str, History] = defaultdict(list)
    for placement, ending in desk.db.execute(statement):
        found[placement.child_id].append((placement, ending))
    return found


def _held(desk: Desk, ids: list[str]) -> dict[str, tuple[HeldMeeting, ...]]:
    """The meetings that were held after these endings, each on the day of the part held first."""
    statement = (
        select(Meeting, Meeting.ending_id, MeetingPart.key, func.coalesce(MeetingPart.held_on, Meeting.held_on))
        .outerjoin(
            MeetingPart,
            (MeetingPart.tenant_id == Meeting.tenant_id)
            & (MeetingPart.meeting_id == Meeting.id)
            & MeetingPart.held_on.is_not(None),
        )
        .where(Meeting.ending_id.in_(ids), or_(Meeting.held_on.is_not(None), MeetingPart.held_on.is_not(None)))
        .order_by(Meeting.kind, Meeting.id, MeetingPart.held_on, MeetingPart.position)
    )
    found: defaultdict[str, tuple[HeldMeeting, ...]] = defaultdict(tuple)
    seen: set[str] = set()
    for meeting, ending_id, key, day in desk.db.execute(statement):
        if meeting.id not in seen and ending_id and day:
            seen.add(meeting.id)
            part = None if key == MAIN else key
            found[ending_id] += (HeldMeeting(kind=meeting.kind, family=meeting.family, day=day, part=part),)
    return found
