"""Who came to a part without standing on the list of people asked: the chair, and anybody else who was there."""

from core.models import Invitation
from core.services.convening import invitations_of
from core.services.desk import Desk
from core.services.meetings import Case

CHAIR = "chair"
"""Stands among those who came for a chair who is not on the list of people asked."""


def chaired(desk: Desk, case: Case, part_key: str) -> None:
    """The chair was there: added to the part as having come, where the procedure does not list them."""
    meeting = case.meeting
    there = [
        i
        for i in invitations_of(desk, case)
        if i.part == part_key and i.person_id == meeting.chair_id and not i.left_out
    ]
    if there:
        there[0].attended = True
        return
    desk.db.add(
        Invitation(
            meeting_id=meeting.id,
            part=part_key,
            role="chair",
            person_id=meeting.chair_id,
            name=meeting.chair_name,
            how="attends",
            reply="coming",
            attended=True,
            position=0,
        )
    )


def also_came(desk: Desk, case: Case, part_key: str, name: str, role: str) -> Invitation:
    """Somebody came who was not on the list: added to the part, as having come."""
    found = Invitation(
        meeting_id=case.meeting.id,
        part=part_key,
        role=role.strip() or "other_professional",
        name=name.strip(),
        how="attends",
        reply="invited",
        attended=True,
        position=900,
    )
    desk.db.add(found)
    desk.db.flush()
    desk.note("recorded who else came", "invitation", found.id, child_id=case.child.id, meeting_id=case.meeting.id)
    return found
