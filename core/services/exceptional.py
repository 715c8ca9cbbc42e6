"""Holding a meeting in a part that the text keeps for exceptions: planned by hand, with the reason that the text asks
for, and never written with the parts that are usual."""

from core.domain.lifecycle import Stage
from core.domain.procedure import Part
from core.models import MeetingPart
from core.services import inviting, proposing, scheduling
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case


def plan_part(desk: Desk, case: Case, key: str, reason: str, *, version: int | None = None) -> MeetingPart:
    """Plan the exceptional part `key` in its place among the others, and list whom it asks.

    Those of a meeting that people know of already count as invited: whoever plans the part tells them. Refused
    without the reason that is asked for, twice, and once a part was held; `Missing` for a part that is no exception.
    """
    meeting = case.meeting
    if version is not None and version != meeting.version:
        raise Stale(meeting)
    asked = scheduling.planned(desk, case)
    rule = next((p.rule for p in asked.parts if isinstance(p.rule, Part) and p.rule.key == key), None)
    if rule is None or not rule.exceptional:
        raise Missing(key)
    if rule.needs_reason and not reason.strip():
        raise Refused("Enter the reason for holding this part.", field="part_reason", clause=rule.clause)
    there = scheduling.parts_of(desk, meeting)
    if key in {part.key for part in there}:
        raise Refused("This part is already planned.", field="part_reason")
    if any(part.held_on for part in there):
        raise Refused("This meeting has been held; no part can be added to it.", field="part_reason")
    place = case.kind.parts.index(rule)
    part = MeetingPart(meeting_id=meeting.id, key=key, title=rule.title, position=place, reason=reason.strip())
    desk.db.add(part)
    desk.db.flush()
    proposing.renew(desk, meeting, case)
    if Stage(meeting.stage).convened_or_later:
        for invitation in inviting.invitations_of(desk, case):
            if invitation.part == key:
                invitation.reply = "invited"
    scheduling.touch(meeting)
    desk.db.flush()
    desk.note(
        "planned an exceptional part", "meeting", meeting.id, child_id=case.child.id, meeting_id=meeting.id, part=key
    )
    return part
