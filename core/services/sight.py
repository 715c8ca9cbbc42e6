"""Which restricted records somebody may open, asked on entering the authority; all others are out of their sight: a
restricted child of one's own authority looks like no child. Apart from `restrictions`, which sets and lifts them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, bindparam, case, false, func, literal, or_, select

from core.db import Moment, TenantSession
from core.models import Child, Meeting, Opening, Person, Restriction, RestrictionReader, Task
from core.models.belonging import leaving_out

READER, OPENED, OUT = "r", "o", "-"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Ids of children whose record is restricted: `hidden` from this person, `opened` by them for some hours, and
    theirs to open as a reader of it."""

    hidden: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    reader_of: frozenset[str] = frozenset()

    @property
    def closed(self) -> "Sight":
        """No restricted record at all: what a program reads goes on to readers whom nobody has chosen."""
        return Sight(hidden=self.hidden | self.opened | self.reader_of)


def _reading() -> Select[str]:
    return select(RestrictionReader.id).where(
        RestrictionReader.tenant_id == Restriction.tenant_id,
        RestrictionReader.restriction_id == Restriction.id,
        RestrictionReader.person_id == Person.id,
    )


def _opening() -> Select[str]:
    """What they opened and have not closed; without a moment nothing is open."""
    return select(Opening.id).where(
        Opening.tenant_id == Restriction.tenant_id,
        Opening.child_id == Restriction.child_id,
        Opening.person_id == Person.id,
        Opening.closed_at.is_(None),
        Opening.until > bindparam("moment", type_=Moment),
    )


RESTRICTED = (
    select(
        func.aggregate_strings(
            case(
                (_reading().correlate(Restriction, Person).exists(), literal(READER, String)),
                (_opening().correlate(Restriction, Person).exists(), literal(OPENED, String)),
                else_=literal(OUT, String),
            ).concat(Restriction.child_id),
            " ",
        )
    )
    .where(Restriction.tenant_id == Person.tenant_id, Restriction.ended == "")
    .correlate(Person)
    .scalar_subquery()
)
"""Every restricted child of a person's authority in one text, for the statement of whoever asks about the person. It is
given `moment`."""


def kept_from(person_id: str, *, task_id: str | None, meeting_id: str | None) -> ColumnElement[bool]:
    """The condition that a task or a meeting is about a restricted child and the person no reader of the record."""
    about: list[ColumnElement[bool]] = []
    if task_id is not None:
        about.append(Restriction.child_id.in_(select(Task.child_id).where(Task.id == task_id)))
    if meeting_id is not None:
        about.append(Restriction.child_id.in_(select(Meeting.child_id).where(Meeting.id == meeting_id)))
    reads = select(RestrictionReader.id).where(
        RestrictionReader.restriction_id == Restriction.id, RestrictionReader.person_id == person_id
    )
    return select(Restriction.id).where(Restriction.ended == "", or_(false(), *about), ~reads.exists()).exists()


def readers(session: TenantSession) -> dict[str, frozenset[str]]:
    """Every restricted child of the authority that this session sees, with the people who may open the record."""
    statement = (
        select(Restriction.child_id, RestrictionReader.person_id)
        .outerjoin(
            RestrictionReader,
            (RestrictionReader.tenant_id == Restriction.tenant_id)
            & (RestrictionReader.restriction_id == Restriction.id),
        )
        .where(Restriction.ended == "")
    )
    found: dict[str, set[str]] = {}
    for child_id, person_id in session.execute(statement):
        found.setdefault(child_id, set()).add(person_id)
    return {child_id: frozenset(people) for child_id, people in found.items()}


def hidden_from(session: TenantSession, person_id: str, now: datetime) -> frozenset[str]:
    """The authority's own ids of the children whom a person may not open at a moment, for a job that sees them all."""
    said = session.scalar(select(RESTRICTED).select_from(Person).where(Person.id == person_id), {"moment": now})
    hidden = read(said).hidden
    return frozenset(session.scalars(select(Child.local_id).where(Child.id.in_(hidden)))) if hidden else frozenset()


def read(text: str | None) -> Sight:
    """What `RESTRICTED` says."""
    said = (text or "").split()

    def of(mark: str) -> frozenset[str]:
        return frozenset(one[1:] for one in said if one[0] == mark)

    return Sight(hidden=of(OUT), opened=of(OPENED), reader_of=of(READER))


def narrow(session: TenantSession, sight: Sight) -> None:
    """From now on this session knows nothing of what is hidden."""
    if sight.hidden and session.tenant:
        session.hide(sight.hidden, leaving_out(session.tenant, sight.hidden))
