"""Proposing a meeting: what the procedure plans becomes rows, so that history stays readable when rules change."""

from typing import Any

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.planning import Plan, Planned, plan
from core.domain.procedure import Invitee, PackItem, Part
from core.models import Invitation, Meeting, MeetingPart, Minute, Output, Task
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
    people = cast(
        desk,
        weighed.child.id,
        placement_id=weighed.placement.id,
        next_placement_id=weighed.ending.next_placement_id,
    )
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
    _write_parts(desk, meeting, planned)
    _write_invitations(desk, meeting, planned, people)
    _write_tasks(desk, meeting, planned, people)
    _write_record(desk, meeting, planned)
    desk.db.flush()
    desk.note("proposed a meeting", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id)
    return meeting


def _pin(desk: Desk, procedure: Procedure) -> dict[str, Any]:
    return {
        "plugins": [list(pair) for pair in procedure.plugins],
        "edition": procedure.edition.key,
        "enabled": desk.tenant.enabled,
        "digest": procedure.digest,
        "title": procedure.title,
    }


def _write_parts(desk: Desk, meeting: Meeting, planned: Plan) -> None:
    rules = [p.rule for p in planned.parts if isinstance(p.rule, Part) and not p.rule.exceptional]
    for position, rule in enumerate(rules):
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=rule.key, title=rule.title, position=position))
    if not rules:
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=MAIN, title=meeting.title))


def _write_invitations(desk: Desk, meeting: Meeting, planned: Plan, people: Cast) -> None:
    keys = [p.rule.key for p in planned.parts if isinstance(p.rule, Part)] or [MAIN]
    position = 0
    for one in planned.invitees:
        rule = one.rule
        assert isinstance(rule, Invitee)
        supporters = ", ".join(p.name for p in people.holders(one.owner))
        for part in [rule.part] if rule.part else keys:
            for person in people.holders(rule.role) or (None,):
                position += 1
                desk.db.add(
                    Invitation(
                        meeting_id=meeting.id,
                        part=part,
                        role=rule.role,
                        person_id=person.id if person else None,
                        name=person.name if person else "",
                        how=rule.contributes,
                        supported_by=supporters,
                        clause=rule.clause,
                        strength=rule.strength.value,
                        position=position,
                    )
                )


def _write_tasks(desk: Desk, meeting: Meeting, planned: Plan, people: Cast) -> None:
    for position, item in enumerate(planned.pack):
        rule = item.rule
        assert isinstance(rule, PackItem)
        _add_task(desk, meeting, people, "pack", rule.title, rule.clause, item.owner, position, key=f"pack-{position}",
                  detail=_pack_detail(item))  # fmt: skip
    for position, step in enumerate(planned.steps):
        task = _add_task(desk, meeting, people, "step", step.rule.title, step.rule.clause, step.owner, position,
                         key=step.rule.key, detail=step.rule.note)  # fmt: skip
        task.after, task.part = step.rule.after, step.rule.part or ""
    for position, prompt in enumerate(planned.prompts):
        _add_task(desk, meeting, people, "prompt", prompt.rule.title, prompt.rule.clause, meeting.arranged_by, position,  # type: ignore[union-attr]
                  key=prompt.rule.key)  # type: ignore[union-attr] # fmt: skip


def _pack_detail(item: Planned) -> str:
    rule = item.rule
    assert isinstance(rule, PackItem)
    if item.owner_needs:
        return "Cannot tell yet who supplies this: needs " + ", ".join(item.owner_needs)
    if item.owner is None:
        return "The text does not say who supplies this: name somebody"
    return rule.note


def _add_task(
    desk: Desk, meeting: Meeting, people: Cast, kind: str, title: str, clause: str, owed_by: str | None,
    position: int, *, key: str, detail: str = "",
) -> Task:  # fmt: skip
    owners = people.holders(owed_by)
    task = Task(
        kind=kind,
        child_id=meeting.child_id,
        meeting_id=meeting.id,
        key=key,
        title=title,
        detail=detail,
        clause=clause,
        owed_by=owed_by,
        owner_id=owners[0].id if owners else None,
        owner_name=owners[0].name if owners else "",
        asked_by_id=desk.actor.person_id,
        position=position,
        firm=False,
        state="open",
    )
    desk.db.add(task)
    return task


def _write_record(desk: Desk, meeting: Meeting, planned: Plan) -> None:
    keys = [p.rule.key for p in planned.parts if isinstance(p.rule, Part)] or [MAIN]
    for position, one in enumerate(planned.agenda):
        rule: Any = one.rule
        for part in [rule.part] if rule.part else keys:
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
    for position, output in enumerate(planned.kind.outputs):
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
