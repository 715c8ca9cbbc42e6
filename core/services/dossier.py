"""Everything that stands round one meeting, in one statement: what its pages are made of, whatever they show.

Each table is joined to a number of its own, so that the rows of several tables come one after another and not as
their product.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, literal_column, or_, select, union_all

from core.models import (
    CaseRole,
    Delivery,
    Invitation,
    Judgement,
    MeetingPart,
    Output,
    Person,
    Recommendation,
    Task,
)
from core.services.casting import Cast
from core.services.desk import Desk
from core.services.meetings import Case
from core.services.reading import Reader, reader_of

TABLES: tuple[Any, ...] = (CaseRole, MeetingPart, Output, Judgement, Recommendation, Invitation, Delivery, Task)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One meeting's rows in their order, and the actor as a reader of its records.

    `outputs`, `deliveries` and `recommendations` hold only what the reader may know of.
    """

    reader: Reader
    people: Cast
    parts: tuple[MeetingPart, ...]
    invitations: tuple[Invitation, ...]
    judgements: tuple[Judgement, ...]
    outputs: tuple[Output, ...]
    deliveries: tuple[Delivery, ...]
    recommendations: tuple[Recommendation, ...]
    tasks: tuple[Task, ...]

    def owed(self, kind: str) -> list[Task]:
        """The tasks of one kind ("step", "pack", "prompt", "action"), without those withdrawn."""
        return [t for t in self.tasks if t.kind == kind and t.state != "withdrawn"]

    def step(self, key: str) -> Task | None:
        """The step with this key, if the meeting has it."""
        return next((t for t in self.owed("step") if t.key == key), None)

    def invited(self, part: str) -> list[Invitation]:
        """Who is listed for one part, those left out included."""
        return [i for i in self.invitations if i.part == part]

    @property
    def readable_parts(self) -> tuple[str, ...]:
        """The parts whose record the reader may see."""
        return tuple(p.key for p in self.parts if self.reader.reads_part(p.key, self.outputs))

    def task_shown(self, task: Task) -> bool:
        """Whether the reader may see a task: one about the record of a part needs leave to read that part."""
        return not task.part or task.part in self.readable_parts

    def sent_draft(self, output: Output) -> bool:
        """Whether the reader was sent an output's draft, and it was not withdrawn from them."""
        me, roles = self.reader.person_id, self.reader.roles
        rows = (d for d in self.deliveries if d.output_id == output.id and d.draft and d.state == "sent")
        return any(d.person_id == me or (d.person_id is None and d.role in roles) for d in rows)

    def reads_draft(self, output: Output) -> bool:
        """Whether the reader may read an output before it is final: one that is written by somebody is read then by
        its writer, by those who keep the record, and by whoever was sent the draft."""
        if output not in self.outputs:
            return False
        reader = self.reader
        return output.written_by is None or reader.writes(output) or reader.keeps_record or self.sent_draft(output)


def dossier(desk: Desk, case: Case) -> Dossier:
    """The dossier of one meeting, in one statement."""
    found = _rows(desk, case)
    roles = found["CaseRole"]
    people = _cast(desk, case, roles)
    parts = sorted(found["MeetingPart"], key=lambda p: (p.position, p.key))
    reader = reader_of(desk, case, people, parts, found["Invitation"])
    asked = (o for o in sorted(found["Output"], key=lambda o: (o.position, o.key)) if o.state != "withdrawn")
    outputs = tuple(o for o in asked if reader.reads(o))
    shown = {o.id for o in outputs}
    order = {p.key: p.position for p in parts}
    return Dossier(
        reader=reader,
        people=people,
        parts=tuple(parts),
        invitations=tuple(sorted(found["Invitation"], key=lambda i: (order.get(i.part, 99), i.position, i.id))),
        judgements=tuple(sorted(found["Judgement"], key=lambda j: (j.at, j.id))),
        outputs=outputs,
        deliveries=tuple(sorted((d for d in found["Delivery"] if d.output_id in shown), key=lambda d: (d.name, d.id))),
        recommendations=tuple(
            sorted(
                (r for r in found["Recommendation"] if not r.withdrawn and reader.reads_advice(r.part, outputs)),
                key=lambda r: (r.position, r.id),
            )
        ),
        tasks=tuple(sorted(found["Task"], key=lambda t: (t.kind, t.position, t.id))),
    )


def _rows(desk: Desk, case: Case) -> Mapping[str, list[Any]]:
    numbers = union_all(*(select(literal_column(str(n), Integer).label("n")) for n in range(len(TABLES)))).subquery(
        "numbers"
    )
    statement = select(*TABLES, Person).select_from(numbers)
    for n, table in enumerate(TABLES):
        if table is CaseRole:
            in_force = or_(CaseRole.until.is_(None), CaseRole.until >= desk.today)
            about = (CaseRole.child_id == case.child.id) & in_force
        else:
            about = table.meeting_id == case.meeting.id
        statement = statement.outerjoin(table, (numbers.c.n == n) & about)
    statement = statement.outerjoin(
        Person, (Person.tenant_id == CaseRole.tenant_id) & (Person.id == CaseRole.person_id) & Person.active
    )
    found: dict[str, list[Any]] = {table.__name__: [] for table in (*TABLES, Person)}
    for row in desk.db.execute(statement):
        for one in row:
            if one is not None:
                found[type(one).__name__].append(one)
    found["CaseRole"] = [(role, _person(found["Person"], role)) for role in found["CaseRole"]]
    return found


def _person(people: list[Person], role: CaseRole) -> Person | None:
    return next((p for p in people if p.id == role.person_id), None)


def _cast(desk: Desk, case: Case, roles: list[tuple[CaseRole, Person | None]]) -> Cast:
    """The case's people as far as the page needs them: those with a role for the child, and the actor's own roles."""
    return Cast(
        people={person.id: person for _, person in roles if person is not None},
        case=tuple(sorted((role for role, _ in roles), key=lambda r: (r.role, r.id))),
        across={role: (desk.actor.person_id,) for role in desk.actor.roles},
        placement_id=case.placement.id,
        next_placement_id=case.current_placement_id,
        chair_id=case.meeting.chair_id,
    )
