"""Proposing a meeting: what the procedure plans becomes rows, so that history stays readable when rules change.

`renew` brings the rows of an open meeting up to facts that were learned later.
"""

from typing import Any

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.lifecycle import Stage
from core.domain.planning import Plan, plan
from core.domain.procedure import Part
from core.models import Meeting, MeetingPart, Minute, Output, Placement
from core.services import listing
from core.services.casting import Cast, cast
from core.services.desk import Desk, Refused
from core.services.endings import Weighed

MAIN = "main"


def propose(desk: Desk, weighed: Weighed, kind_key: str) -> Meeting:
    """A meeting of this kind for an ending, with its people, pack, steps and themes as rows; once for each kind.

    Refused where the text sends the reader to another procedure, whose rules are not claimed here.
    """
    there = desk.db.scalar(select(Meeting).where(Meeting.ending_id == weighed.ending.id, Meeting.kind == kind_key))
    if there is not None:
        return there
    if weighed.procedure is None or kind_key not in weighed.procedure.kinds:
        raise Refused(f"{desk.tenant.short} has no procedure for this meeting yet. Ask your configuration staff.")
    procedure, kind = weighed.procedure, weighed.procedure.kinds[kind_key]
    if kind.elsewhere:
        raise Refused(f"{kind.elsewhere} Record to whom it was referred.", field="choice", clause=kind.clause)
    planned = plan(kind, weighed.facts, day=None, calendar=desk.calendar)
    meeting = Meeting(
        child_id=weighed.child.id,
        placement_id=weighed.placement.id,
        ending_id=weighed.ending.id,
        kind=kind.key,
        title=kind.title,
        family=kind.family,
        anchor=weighed.facts.anchor.value,
        anchor_day=weighed.facts.day,
        pin=_pin(desk, procedure),
        arranged_by=planned.arranged_by,
    )
    desk.db.add(meeting)
    desk.db.flush()
    people = _cast(desk, weighed, meeting)
    homes = _homes(desk, weighed)
    parts = _write_parts(desk, meeting, planned)
    listing.people(desk, meeting, planned, people, homes, parts)
    listing.papers(desk, meeting, planned, people)
    listing.steps(desk, meeting, planned, people)
    _write_record(desk, meeting, planned, parts)
    desk.db.flush()
    desk.note("proposed a meeting", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id)
    return meeting


def renew(desk: Desk, meeting: Meeting, weighed: Weighed) -> None:
    """List who and what an open meeting now asks for as well, and withdraw papers that are no longer needed.

    Nothing that a person has named, answered or supplied is taken away.
    """
    procedure = weighed.procedure
    if procedure is None or meeting.kind not in procedure.kinds or meeting.held_on is not None:
        return
    if meeting.stage in (Stage.DECLINED.value, Stage.CLOSED.value):
        return
    planned = plan(procedure.kinds[meeting.kind], weighed.facts, day=meeting.day, calendar=desk.calendar)
    people = _cast(desk, weighed, meeting)
    parts = tuple(
        desk.db.scalars(
            select(MeetingPart.key).where(MeetingPart.meeting_id == meeting.id).order_by(MeetingPart.position)
        )
    )
    listing.people(desk, meeting, planned, people, _homes(desk, weighed), parts)
    listing.papers(desk, meeting, planned, people)
    listing.steps(desk, meeting, planned, people)
    _write_record(desk, meeting, planned, parts)
    desk.db.flush()


def add_part(desk: Desk, meeting: Meeting, rule: Part, planned: Plan, reason: str) -> MeetingPart:
    """Hold a part that the text keeps for exceptions, with the reason it asks for."""
    if rule.needs_reason and not reason.strip():
        raise Refused("Enter the reason for holding this part.", field="part_reason", clause=rule.clause)
    keys = list(desk.db.scalars(select(MeetingPart.key).where(MeetingPart.meeting_id == meeting.id)))
    if rule.key in keys:
        raise Refused("This part is already planned.", field="part_reason")
    order = [p.rule.key for p in planned.parts if isinstance(p.rule, Part)]
    part = MeetingPart(
        meeting_id=meeting.id, key=rule.key, title=rule.title, position=order.index(rule.key), reason=reason.strip()
    )
    desk.db.add(part)
    desk.db.flush()
    desk.note(
        "planned an exceptional part", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id,
        part=rule.key,
    )  # fmt: skip
    return part


def _pin(desk: Desk, procedure: Procedure) -> dict[str, Any]:
    return {
        "plugins": [list(pair) for pair in procedure.plugins],
        "edition": procedure.edition.key,
        "enabled": desk.tenant.enabled,
        "digest": procedure.digest,
        "title": procedure.title,
    }


def _cast(desk: Desk, weighed: Weighed, meeting: Meeting) -> Cast:
    return cast(
        desk,
        weighed.child.id,
        placement_id=weighed.placement.id,
        next_placement_id=weighed.ending.next_placement_id,
        chair_id=meeting.chair_id,
    )


def _homes(desk: Desk, weighed: Weighed) -> dict[str, str]:
    """What the record calls the child, and carers whom nobody has named as people: by role."""
    ending = weighed.ending
    both = [ref for ref in (ending.placement_id, ending.next_placement_id) if ref]
    carers = {p.id: p.carer for p in desk.db.scalars(select(Placement).where(Placement.id.in_(both)))}
    before = carers.get(ending.placement_id, "")
    after = carers.get(ending.next_placement_id or "", "")
    return {
        "child": weighed.child.name,
        "previous_carer": before,
        "foster_carer": before,
        "adopter": before,
        "current_carer": after,
    }


def _write_parts(desk: Desk, meeting: Meeting, planned: Plan) -> tuple[str, ...]:
    rules = [p.rule for p in planned.parts if isinstance(p.rule, Part) and not p.rule.exceptional]
    for position, rule in enumerate(rules):
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=rule.key, title=rule.title, position=position))
    if not rules:
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=MAIN, title=meeting.title))
    desk.db.flush()
    return tuple(rule.key for rule in rules) or (MAIN,)


def _write_record(desk: Desk, meeting: Meeting, planned: Plan, parts: tuple[str, ...]) -> None:
    written = {(m.part, m.theme) for m in desk.db.scalars(select(Minute).where(Minute.meeting_id == meeting.id))}
    for position, one in enumerate(planned.agenda):
        rule: Any = one.rule
        for part in [rule.part] if rule.part else parts:
            if (part, rule.key) not in written:
                desk.db.add(
                    Minute(
                        meeting_id=meeting.id,
                        part=part,
                        theme=rule.key,
                        title=rule.title,
                        prompts=list(rule.prompts),
                        clause=rule.clause,
                        position=position,
                    )
                )
    made = set(desk.db.scalars(select(Output.key).where(Output.meeting_id == meeting.id)))
    for position, output in enumerate(planned.kind.outputs):
        if output.key not in made:
            desk.db.add(
                Output(
                    meeting_id=meeting.id,
                    key=output.key,
                    title=output.title,
                    part=output.part or "",
                    audience=list(output.audience),
                    sections=list(output.sections),
                    clause=output.clause,
                    position=position,
                )
            )
