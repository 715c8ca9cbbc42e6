"""Which restricted records somebody may open, asked on entering the authority; all others are out of their sight: a
restricted child of one's own authority looks like no child. Apart from `restrictions`, which sets and lifts them."""

from dataclasses import dataclass

from sqlalchemy import Select, String, bindparam, case, func, literal, select

from core.db import Moment, TenantSession
from core.models import Opening, Person, Restriction, RestrictionReader
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
