"""The actor as a reader of many meetings at once: the same rules as before one meeting (`reading`), with what they need
asked for all meetings together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, or_, select, true

from core.models import (
    CaseRole,
    Child,
    Concern,
    Delivery,
    Ending,
    Invitation,
    Meeting,
    MeetingPart,
    Output,
    Person,
    Placement,
    Task,
)
from core.services import meetings
from core.services.casting import Cast
from core.services.desk import Desk
from core.services.meetings import Case
from core.services.reading import Reader, reader_of

ABOUT = (Meeting, Child, Placement, Ending, Concern)
"""What `joined` adds to a statement: the rows that make a case."""
ASKED_FOR = {"record", "actions", "decisions"}


@dataclass(frozen=True, kw_only=True)
class Read:
    """One meeting before the actor. `opened` says whether they may open it; who may not reads only what was sent to
    them, and `outputs` holds no more than that."""

    case: Case
    reader: Reader
    outputs: tuple[Output, ...]
    opened: bool

    def advice(self, part: str) -> bool:
        """Whether they may see what a part recommends."""
        return self.reader.reads_advice(part, self.outputs)

    def action(self, task: Task) -> bool:
        """Whether they may see an action: one of no part stands on the meeting's page for all who may open it."""
        if self.opened and (not task.part or self.reader.reads_part(task.part, self.outputs)):
            return True
        return any(ASKED_FOR & set(o.sections) and o.part in ("", task.part) for o in self.outputs)

    def paper(self, part: str, sections: set[str]) -> Output | None:
        """The output in which somebody who may not open the meeting reads what a part asked for."""
        return next((o for o in self.outputs if sections & set(o.sections) and o.part in ("", part)), None)


def opens(desk: Desk) -> ColumnElement[bool]:
    """The condition on `Meeting` that the actor may open it."""
    if not desk.actor.may("meeting.read"):
        return false()
    return and_(true(), *meetings.visible(desk))


def may_read(desk: Desk) -> ColumnElement[bool]:
    """The condition on `Meeting` that the actor may open it and there may be a record of it for them: more than there
    is, and never less, so that a long list passes over what is certainly not theirs."""
    me, roles = desk.actor.person_id, desk.actor.roles
    mine = select(CaseRole.child_id).where(CaseRole.person_id == me)
    theirs = (
        select(CaseRole.child_id)
        .join(Person, (Person.tenant_id == CaseRole.tenant_id) & (Person.id == CaseRole.person_id))
        .where(CaseRole.role == "social_worker", Person.manager_id == me)
    )
    audience = cast(Output.audience, String)
    for_role = (audience.contains(f'"{role}"') for role in roles)
    by_role = select(Output.meeting_id).where(or_(Output.written_by.in_(roles), *for_role))
    asked = select(Invitation.meeting_id).where(Invitation.person_id == me)
    keeps = or_(Meeting.chair_id == me, Meeting.minute_taker_id == me, Meeting.arranged_by.in_(roles))
    near = or_(Meeting.child_id.in_(mine), Meeting.child_id.in_(theirs))
    return and_(opens(desk), or_(keeps, near, Meeting.id.in_(asked), Meeting.id.in_(by_role)))


def was_sent(desk: Desk) -> ColumnElement[bool]:
    """The condition on `Meeting` that a record of it was sent to the actor, or to a body they belong to."""
    sent = select(Delivery.meeting_id).where(Delivery.state == "sent", Delivery.draft.is_(False), _to_me(desk))
    return Meeting.id.in_(sent)


def joined(statement: Select[Any], meeting_id: Any, tenant_id: Any) -> Select[Any]:
    """The statement with the rows of `ABOUT` joined to a column that holds a meeting's id."""
    return (
        statement.add_columns(*ABOUT)
        .join(Meeting, (Meeting.tenant_id == tenant_id) & (Meeting.id == meeting_id))
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
    )


def readers(desk: Desk, about: Iterable[tuple[Any, ...]]) -> dict[str, Read]:
    """The actor before each meeting, by its id, in five statements. `about`: the rows of `ABOUT` and whether the
    meeting may be opened."""
    rows = {row[0].id: row for row in about}
    if not rows:
        return {}
    outputs = _by_meeting(desk, select(Output).where(Output.meeting_id.in_(rows), Output.state != "withdrawn"))
    parts = _by_meeting(desk, select(MeetingPart).where(MeetingPart.meeting_id.in_(rows)))
    mine = Invitation.person_id == desk.actor.person_id
    invited = _by_meeting(desk, select(Invitation).where(Invitation.meeting_id.in_(rows), mine))
    held = _roles(desk, {row[0].child_id for row in rows.values()})
    sent = _sent(desk, rows)
    found = {}
    for ref, (meeting, child, placement, ending, concern, opened) in rows.items():
        case = Case(desk=desk, meeting=meeting, child=child, placement=placement, ending=ending, concern=concern,
                    procedure=meetings.pinned(desk, meeting))  # fmt: skip
        people = _cast(desk, case, held.get(child.id, []))
        reader = reader_of(desk, case, people, parts.get(ref, []), invited.get(ref, []))
        if not opened:
            reader = replace(reader, keeps_record=False)
        kept = tuple(o for o in outputs.get(ref, []) if reader.reads(o) and (opened or o.id in sent))
        found[ref] = Read(case=case, reader=reader, outputs=kept, opened=bool(opened))
    return found


def _to_me(desk: Desk) -> ColumnElement[bool]:
    return or_(Delivery.person_id == desk.actor.person_id, Delivery.role.in_(desk.actor.roles))


def _by_meeting(desk: Desk, statement: Select[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in desk.db.scalars(statement):
        found.setdefault(row.meeting_id, []).append(row)
    return found


def _sent(desk: Desk, rows: Iterable[str]) -> set[str]:
    """The ids of the outputs of these meetings that were sent to the actor."""
    statement = select(Delivery.output_id).where(
        Delivery.meeting_id.in_(rows), Delivery.state == "sent", Delivery.draft.is_(False), _to_me(desk)
    )
    return set(desk.db.scalars(statement))


def _roles(desk: Desk, children: set[str]) -> dict[str, list[tuple[CaseRole, Person]]]:
    """By child: the actor's own roles and the social workers, whose manager the actor may be."""
    statement = (
        select(CaseRole, Person)
        .join(Person, (Person.tenant_id == CaseRole.tenant_id) & (Person.id == CaseRole.person_id) & Person.active)
        .where(CaseRole.child_id.in_(children), or_(CaseRole.until.is_(None), CaseRole.until >= desk.today))
        .where(or_(CaseRole.person_id == desk.actor.person_id, CaseRole.role == "social_worker"))
    )
    found: dict[str, list[tuple[CaseRole, Person]]] = {}
    for role, person in desk.db.execute(statement):
        found.setdefault(role.child_id, []).append((role, person))
    return found


def _cast(desk: Desk, case: Case, held: list[tuple[CaseRole, Person]]) -> Cast:
    return Cast(
        people={person.id: person for _, person in held},
        case=tuple(sorted((role for role, _ in held), key=lambda r: (r.role, r.id))),
        across={role: (desk.actor.person_id,) for role in desk.actor.roles},
        placement_id=case.placement.id,
        next_placement_id=case.current_placement_id,
        chair_id=case.meeting.chair_id,
    )
