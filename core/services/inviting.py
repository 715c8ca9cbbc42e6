"""Who is asked to a meeting: the list as people change it, and those whom the procedure may yet list."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.domain.knowing import Verdict
from core.domain.lifecycle import Stage
from core.domain.parts import FAMILY_AND_CARERS
from core.domain.planning import Plan, Planned
from core.models import Invitation, Person
from core.services import arranging, proposing, scheduling
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case

HOW = {
    "attends": "In person",
    "online": "Online",
    "attends or views": "In person, or sends views",
    "views": "Sends views",
    "report": "Written report",
    "separate": "Separate conversation with the chair",
}
APART = frozenset({"configuration", "auditor", "operator"})
"""Roles of people who run or check Mooring: whoever holds nothing else supplies no paper and is not asked."""
REPLIES = ("not invited yet", "invited", "coming", "sends views", "not coming")


def invitations_of(desk: Desk, case: Case) -> list[Invitation]:
    """Everyone listed for a meeting, by part and in the procedure's order."""
    statement = select(Invitation).where(Invitation.meeting_id == case.meeting.id)
    return list(desk.db.scalars(statement.order_by(Invitation.part, Invitation.position, Invitation.id)))


def invitation(desk: Desk, case: Case, invitation_id: str) -> Invitation:
    """One invitation of this meeting; `Missing` where there is none."""
    found = desk.db.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.meeting_id == case.meeting.id)
    )
    if found is None:
        raise Missing(invitation_id)
    return found


def staff(desk: Desk, case: Case) -> list[Person]:
    """People of this authority and of this case who may be named, by name."""
    known = cast(desk, case.child.id, placement_id=case.placement.id)
    apart = {ref for role in APART for ref in known.across.get(role, ())}
    apart -= {ref for role, refs in known.across.items() if role not in APART for ref in refs}
    apart -= {one.person_id for one in known.case}
    return sorted((p for p in known.people.values() if p.id not in apart), key=lambda person: person.name)


def invite(
    desk: Desk, case: Case, *, part: str, name: str, role: str, how: str, person_id: str | None = None
) -> Invitation:
    """Add somebody to a part, beyond those whom the procedure lists."""
    if case.meeting.held_on is not None:
        raise Refused("This meeting has been held. Record who came on its page.")
    if part not in {p.key for p in scheduling.parts_of(desk, case.meeting)}:
        raise Refused("This meeting has no such part.", field="part")
    if not name.strip():
        raise Refused("Enter the person’s name.", field="name")
    if person_id and desk.db.scalar(select(Person).where(Person.id == person_id)) is None:
        raise Missing(person_id)
    arranging.require_for(desk, case, person_id)
    _professionals_only(desk, case, part, role, person_id)
    found = Invitation(
        meeting_id=case.meeting.id, part=part, role=role, name=name.strip(), how=how, person_id=person_id, position=900
    )
    if Stage(case.meeting.stage).convened_or_later:
        found.reply = "invited"
    desk.db.add(found)
    desk.db.flush()
    _note(desk, case, "added somebody to the meeting", found)
    return found


def _professionals_only(desk: Desk, case: Case, part: str, role: str, person_id: str | None) -> None:
    """Refused where the text keeps a part for professionals and this is family or a carer, by role or by person."""
    rule = next((p for p in case.kind.parts if p.key == part and p.professionals_only), None)
    if rule is None:
        return
    known = cast(desk, case.child.id, placement_id=case.placement.id, next_placement_id=case.current_placement_id)
    roles = {role} | {one.role for one in known.case if one.person_id == person_id and person_id}
    if roles & FAMILY_AND_CARERS:
        raise Refused(f"“{rule.title}” is for professionals only. Ask them to another part.", field="role",
                      clause=rule.clause)  # fmt: skip


def change(desk: Desk, case: Case, found: Invitation, values: Mapping[str, Any], *, version: int | None = None) -> None:
    """Change who is meant, how they take part, their reply, or why they are not asked (`left_out`)."""
    if version is not None and version != found.version:
        raise Stale(found)
    if values.get("person_id") != found.person_id:
        arranging.require_for(desk, case, values.get("person_id"))
    for key in ("name", "person_id", "how", "supported_by", "reply", "left_out"):
        if key in values:
            setattr(found, key, values[key])
    desk.db.flush()
    _note(desk, case, "changed an invitation", found)


def may_yet_be_listed(plan: Plan) -> tuple[Planned, ...]:
    """Invitees whose condition cannot be told yet, or could not be checked."""
    return tuple(one for one in plan.invitees if one.answer.verdict is not Verdict.YES)


def renew(desk: Desk, case: Case) -> None:
    """Bring people, papers and steps up to answers just given."""
    if case.procedure is not None:
        proposing.renew(desk, case.meeting, case)


def _note(desk: Desk, case: Case, verb: str, found: Invitation) -> None:
    desk.note(verb, "meeting", case.meeting.id, child_id=case.child.id, meeting_id=case.meeting.id, invitation=found.id)
