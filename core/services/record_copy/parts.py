"""What may go into a copy: what the person who prepares it may read themselves, and of that, what the child was among
the audience of. The rest of what they may read is withheld until they decide; what they may not read is not told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.domain.roles import title_of
from core.models import Child, Concern, Ending, Invitation, Meeting, Output, Placement
from core.services import readers
from core.services.child_record import RECORDS, WHOLE
from core.services.desk import Desk
from core.services.reading import Reader, asked

PROTECTIVE = frozenset({"legal_holds", "restrictions", "restriction_readers", "openings"})
"""Tables that say how the record is held or protected, and from whom."""
PART = frozenset({"meeting_parts", "invitations", "minutes", "recommendations", "tasks"})
"""Tables whose rows belong to one part of a meeting."""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Something left out, why, and the `key` by which somebody chooses to put it in."""

    key: str
    what: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Under:
    """One meeting before the preparer (`read`; None: they may not open it) and before the child."""

    meeting: Meeting
    read: readers.Read | None
    child: Reader
    outputs: tuple[Output, ...]

    def may_read(self, part: str) -> bool:
        """Whether the preparer reads the record of a part."""
        return self.read is not None and self.read.reader.reads_part(part, self.read.outputs)

    def child_reads(self, part: str) -> bool:
        """Whether the child was among the audience of a part's record."""
        return self.child.reads_part(part, self.outputs)


@dataclass(kw_only=True)
class Parts:
    """The meetings of one child by id, and whose rows hang on which of them."""

    meetings: dict[str, Under]
    of: dict[str, str] = field(default_factory=dict)

    def decide(self, table: str, row: Any) -> Withheld | bool:
        """True: goes in. False: not for the preparer to know of. Otherwise withheld."""
        if table in PROTECTIVE:
            return Withheld(key=f"table:{table}", what="How this record is held or protected",
                            because="It may name people from whom the child is protected")  # fmt: skip
        if table == "events" and row.about in RECORDS:
            return False
        under = self._under(table, row)
        if under is None:
            return True
        if under.read is None or not under.read.opened:
            return False
        if table == "meetings":
            return True
        if output := self._output(table, row, under):
            return self._of_output(output, under)
        if table == "referrals":
            return set(row.output_ids) <= {one.id for one in under.read.outputs}
        return self._of_part(table, row, under)

    def _under(self, table: str, row: Any) -> Under | None:
        """The meeting that a row hangs on; None where it hangs on none."""
        found = row.id if table == "meetings" else getattr(row, "meeting_id", None)
        for name in ("output_id", "minute_id", "recommendation_id"):
            found = found or self.of.get(getattr(row, name, ""))
        return self.meetings.get(found) if found else None

    def _output(self, table: str, row: Any, under: Under) -> Output | None:
        ref = row.id if table == "outputs" else getattr(row, "output_id", None)
        return next((one for one in under.outputs if one.id == ref), None) if ref else None

    def _of_output(self, output: Output, under: Under) -> Withheld | bool:
        assert under.read is not None
        if output.id not in {one.id for one in under.read.outputs}:
            return False
        if under.child.reads(output):
            return True
        audience = ", ".join(title_of(role) for role in output.audience) or "nobody named"
        return Withheld(key=f"output:{output.id}", what=f"{output.title}, {under.meeting.title}",
                        because=f"Its audience is: {audience}")  # fmt: skip

    def _of_part(self, table: str, row: Any, under: Under) -> Withheld | bool:
        part = row.key if table == "meeting_parts" else getattr(row, "part", "")
        spoken = table in ("minutes", "minute_versions", "recommendations", "looked")
        if table in ("minute_versions", "looked"):
            part = self.of.get(f"part:{getattr(row, 'minute_id', '') or getattr(row, 'recommendation_id', '')}", "")
        if not spoken and (table not in PART or part in WHOLE):
            return True
        if not under.may_read(part):
            return False
        if under.child_reads(part):
            return True
        where = "" if part in WHOLE else f", part {part.replace('_', ' ')}"
        return Withheld(key=f"part:{under.meeting.id}:{part}", what=f"What was said: {under.meeting.title}{where}",
                        because="The child was not among those who read the record of this part")  # fmt: skip


def parts(desk: Desk, child: Child, rows: Mapping[str, list[Any]]) -> Parts:
    """What the preparer and the child may read of each meeting. `rows` are the record's rows by table."""
    statement = (
        select(Meeting, Child, Placement, Ending, Concern, readers.opens(desk).label("opened"))
        .join(Child, (Child.tenant_id == Meeting.tenant_id) & (Child.id == Meeting.child_id))
        .join(Placement, (Placement.tenant_id == Meeting.tenant_id) & (Placement.id == Meeting.placement_id))
        .outerjoin(Ending, (Ending.tenant_id == Meeting.tenant_id) & (Ending.id == Meeting.ending_id))
        .outerjoin(Concern, (Concern.tenant_id == Meeting.tenant_id) & (Concern.id == Meeting.concern_id))
        .where(Meeting.child_id == child.id)
    )
    read = readers.readers(desk, [tuple(row) for row in desk.db.execute(statement)])
    found = Parts(meetings={})
    for meeting in rows.get("meetings", []):
        invited = [one for one in rows.get("invitations", []) if one.meeting_id == meeting.id]
        outputs = tuple(one for one in rows.get("outputs", []) if one.meeting_id == meeting.id)
        found.meetings[meeting.id] = Under(
            meeting=meeting, read=read.get(meeting.id), outputs=outputs, child=_child(invited)
        )
    for table, column in (("outputs", None), ("minutes", "part"), ("recommendations", "part")):
        for row in rows.get(table, []):
            found.of[row.id] = row.meeting_id
            found.of |= {f"part:{row.id}": row.part} if column else {}
    return found


def _child(invited: list[Invitation]) -> Reader:
    """The child as a reader: by being the child, and by the parts they came to or were asked to."""
    mine = [one for one in invited if one.role == "child"]
    return Reader(
        person_id="", roles=frozenset({"child"}), attended=frozenset(one.part for one in mine if one.attended),
        asked=frozenset(one.part for one in mine if asked(one)),
    )  # fmt: skip
