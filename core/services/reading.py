"""Who may read which record of a meeting, asked of one person. Outside its audience an output does not exist."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.domain.roles import FROM_THE_CASE
from core.domain.steps import ATTENDED, INVITED
from core.models import Invitation, Meeting, MeetingPart, Output
from core.services.casting import Cast
from core.services.desk import Desk
from core.services.listing import NOT_INVITED
from core.services.meetings import Case


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One person before the records of one meeting: the parts they came to, and those they were `asked` to."""

    person_id: str
    roles: frozenset[str]
    attended: frozenset[str]
    asked: frozenset[str] = frozenset()
    keeps_record: bool = False

    def reads(self, output: Output) -> bool:
        """Whether they belong to an output's audience, by role, by having taken part or been asked to, or write it."""
        if self.writes(output) or self.roles & set(output.audience):
            return True
        parts = (self.attended if ATTENDED in output.audience else frozenset()) | (
            self.asked if INVITED in output.audience else frozenset()
        )
        return output.part in parts if output.part else bool(parts)

    def writes(self, output: Output) -> bool:
        """Whether they write an output's own text."""
        return output.written_by is not None and output.written_by in self.roles

    def reads_part(self, part: str, outputs: Iterable[Output]) -> bool:
        """Whether they may see the record of a part: they keep it, or read an output that holds it."""
        return self.keeps_record or any(
            self.reads(o) and "record" in o.sections and o.part in ("", part) for o in outputs
        )

    def reads_advice(self, part: str, outputs: Iterable[Output]) -> bool:
        """Whether they may see what a part recommends."""
        return self.keeps_record or any(
            self.reads(o) and {"record", "recommendations"} & set(o.sections) and o.part in ("", part) for o in outputs
        )


def reader_of(
    desk: Desk, case: Case, people: Cast, parts: Iterable[MeetingPart], invited: Iterable[Invitation]
) -> Reader:
    """The actor as a reader. The chair, who takes the minutes and who arranges the meeting keep its record."""
    me, meeting = desk.actor.person_id, case.meeting
    invited, roles = list(invited), roles_of(people, me, meeting)
    keeps = me in (meeting.chair_id, meeting.minute_taker_id) or (meeting.arranged_by or "") in roles
    return Reader(
        person_id=me,
        roles=roles,
        attended=attended_by(me, meeting, list(parts), invited),
        asked=frozenset(i.part for i in invited if i.person_id == me and asked(i)),
        keeps_record=keeps,
    )


def roles_of(people: Cast, person_id: str, meeting: Meeting) -> frozenset[str]:
    """The roles by which a person belongs to audiences.

    A role that people have for one child counts for this child only: another child's social worker is nobody here.
    """
    places = (None, people.placement_id, people.next_placement_id)
    held = {c.role for c in people.case if c.person_id == person_id and c.placement_id in places}
    held |= {role for role, refs in people.across.items() if person_id in refs and role not in FROM_THE_CASE}
    if meeting.chair_id == person_id:
        held.add("chair")
    workers = [people.people.get(c.person_id) for c in people.case if c.role == "social_worker"]
    if any(w is not None and w.manager_id == person_id for w in workers):
        held.add("social_worker_manager")
    for derived in ("previous_carer", "current_carer"):
        if any(p.id == person_id for p in people.holders(derived)):
            held.add(derived)
    return frozenset(held)


def attended_by(
    person_id: str, meeting: Meeting, parts: Iterable[MeetingPart], invited: Iterable[Invitation]
) -> frozenset[str]:
    """The parts that a person came to; who chairs or takes the minutes was at every part that was held."""
    found = {i.part for i in invited if i.attended and i.person_id == person_id}
    if person_id in (meeting.chair_id, meeting.minute_taker_id):
        found |= {p.key for p in parts if p.held_on is not None}
    return frozenset(found)


def asked(one: Invitation) -> bool:
    """Whether somebody was invited or asked to contribute, and not left out; who came was."""
    return not one.left_out and (bool(one.attended) or one.reply != NOT_INVITED)


def belongs(one: Invitation, audience: Collection[str]) -> bool:
    """Whether a line of the list of people puts its person among `ATTENDED` or `INVITED`, where these are named."""
    return (ATTENDED in audience and bool(one.attended)) or (INVITED in audience and asked(one))


def holders(people: Cast, role: str) -> list[tuple[str, str]]:
    """Who holds a role here, as (person id, name); for a role of one child nobody but those recorded for this child."""
    if role in FROM_THE_CASE and role not in ("social_worker_manager", "previous_carer", "current_carer"):
        places = (None, people.placement_id, people.next_placement_id)
        refs = [c.person_id for c in people.case if c.role == role and c.placement_id in places]
        return [(ref, people.people[ref].name) for ref in dict.fromkeys(refs) if ref in people.people]
    return [(p.id, p.name) for p in people.holders(role)]
