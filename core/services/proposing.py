"""Proposing a meeting: what the procedure plans becomes rows, so that history stays readable when rules change.

A meeting comes from an ending, a concern, a placement's start, or the meeting before it: its `Origin`. `renew` brings
the rows of an open meeting up to facts that were learned later.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.facts import Facts
from core.domain.lifecycle import Stage
from core.domain.planning import Plan, plan
from core.domain.procedure import Part
from core.models import Child, Concern, Ending, Meeting, MeetingPart, Minute, Output, Placement
from core.services import following, listing
from core.services.casting import Cast, cast
from core.services.desk import Desk, Refused
from core.services.endings import Weighed

MAIN = "main"


class Known(Protocol):
    """What renewing a meeting needs to know of its case."""

    @property
    def child(self) -> Child: ...
    @property
    def placement(self) -> Placement: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def procedure(self) -> Procedure | None: ...
    @property
    def ending(self) -> Ending | None: ...


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a meeting comes from, held against the procedure that rules it. `wanted_by` is the day agreed for it."""

    child: Child
    placement: Placement
    facts: Facts
    procedure: Procedure | None
    ending: Ending | None = None
    concern: Concern | None = None
    previous: Meeting | None = None
    wanted_by: date | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the meeting that say where it comes from: exactly one is set."""
        if self.previous is not None:
            return {"previous_id": self.previous.id}
        if self.ending is not None:
            return {"ending_id": self.ending.id}
        if self.concern is not None:
            return {"concern_id": self.concern.id}
        return {"start_of_id": self.placement.id}


def propose(desk: Desk, weighed: Weighed, kind_key: str) -> Meeting:
    """A meeting of this kind for an ending; see `open_meeting`."""
    origin = Origin(
        child=weighed.child, placement=weighed.placement, facts=weighed.facts, procedure=weighed.procedure,
        ending=weighed.ending,
    )  # fmt: skip
    return open_meeting(desk, origin, kind_key)


def open_meeting(desk: Desk, origin: Origin, kind_key: str) -> Meeting:
    """A meeting of this kind, with its people, pack, steps and themes as rows; once for each origin and kind.

    Refused where the text sends the reader to another procedure, whose rules are not claimed here. A meeting that
    follows another keeps that one's anchor and pin.
    """
    comes_from = origin.columns()
    there = desk.db.scalar(select(Meeting).filter_by(**comes_from, kind=kind_key))
    if there is not None:
        return there
    if origin.procedure is None or kind_key not in origin.procedure.kinds:
        raise Refused(f"{desk.tenant.short} has no procedure for this meeting yet. Ask your configuration staff.")
    procedure, kind = origin.procedure, origin.procedure.kinds[kind_key]
    if kind.elsewhere:
        raise Refused(f"{kind.elsewhere} Record to whom it was referred.", field="choice", clause=kind.clause)
    planned = plan(kind, origin.facts, day=None, calendar=desk.calendar)
    before = origin.previous
    meeting = Meeting(
        **comes_from,
        child_id=origin.child.id,
        placement_id=origin.placement.id,
        kind=kind.key,
        title=kind.title,
        family=kind.family,
        anchor=before.anchor if before else origin.facts.anchor.value,
        anchor_day=before.anchor_day if before else origin.facts.day,
        pin=following.inherited(before.pin) if before else following.pin_of(procedure, desk.version(origin.facts.day)),
        arranged_by=planned.arranged_by,
        wanted_by=origin.wanted_by,
    )
    desk.db.add(meeting)
    desk.db.flush()
    people = cast_of(desk, origin, meeting)
    homes = homes_of(desk, origin)
    parts = _write_parts(desk, meeting, planned)
    listing.people(desk, meeting, planned, people, homes, parts)
    listing.papers(desk, meeting, planned, people)
    listing.steps(desk, meeting, planned, people)
    listing.offers(desk, meeting, planned, people, homes)
    _write_record(desk, meeting, planned, parts)
    desk.db.flush()
    desk.note("proposed a meeting", "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id)
    return meeting


def renew(desk: Desk, meeting: Meeting, weighed: Known) -> None:
    """List who and what an open meeting now asks for as well, and withdraw papers that are no longer needed.

    Nothing that a person has named, answered or supplied is taken away.
    """
    procedure = weighed.procedure
    if procedure is None or meeting.kind not in procedure.kinds or meeting.held_on is not None:
        return
    if meeting.stage in (Stage.DECLINED.value, Stage.CLOSED.value):
        return
    relist(desk, meeting, weighed, plan(procedure.kinds[meeting.kind], weighed.facts, day=meeting.day,
                                        calendar=desk.calendar))  # fmt: skip


def relist(desk: Desk, meeting: Meeting, known: Known, planned: Plan) -> None:
    """Write down what a plan asks for and the meeting does not have yet; of one that was held, no more than its steps
    and its record."""
    people = cast_of(desk, known, meeting)
    parts = tuple(
        desk.db.scalars(
            select(MeetingPart.key).where(MeetingPart.meeting_id == meeting.id).order_by(MeetingPart.position)
        )
    )
    if meeting.held_on is None:
        homes = homes_of(desk, known)
        listing.people(desk, meeting, planned, people, homes, parts)
        listing.papers(desk, meeting, planned, people)
        listing.offers(desk, meeting, planned, people, homes)
    listing.steps(desk, meeting, planned, people)
    _write_record(desk, meeting, planned, parts)
    desk.db.flush()


def cast_of(desk: Desk, weighed: Known, meeting: Meeting) -> Cast:
    """Who holds which role in the case of a meeting."""
    return cast(
        desk,
        weighed.child.id,
        placement_id=weighed.placement.id,
        next_placement_id=weighed.ending.next_placement_id if weighed.ending else weighed.placement.id,
        chair_id=meeting.chair_id,
    )


def homes_of(desk: Desk, weighed: Known) -> dict[str, str]:
    """What the record calls the child, and carers whom nobody has named as people: by role."""
    here, ending = weighed.placement.carer, weighed.ending
    named = {"child": weighed.child.name, "foster_carer": here, "adopter": here}
    if ending is None:
        return named | {"current_carer": here}
    after = ending.next_placement_id
    carer = desk.db.scalar(select(Placement.carer).where(Placement.id == after)) if after else ""
    return named | {"previous_carer": here, "current_carer": carer or ""}


def parts_of(planned: Plan) -> list[Part]:
    """The parts in which a meeting is usually held; none for a meeting in one part."""
    return [p.rule for p in planned.parts if isinstance(p.rule, Part) and not p.rule.exceptional]


def _write_parts(desk: Desk, meeting: Meeting, planned: Plan) -> tuple[str, ...]:
    rules = parts_of(planned)
    for rule in rules:  # by its place in the text, so that an exceptional part can come before it
        position = planned.kind.parts.index(rule)
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=rule.key, title=rule.title, position=position))
    if not rules:
        desk.db.add(MeetingPart(meeting_id=meeting.id, key=MAIN, title=meeting.title))
    desk.db.flush()
    return tuple(rule.key for rule in rules) or (MAIN,)


def _write_record(desk: Desk, meeting: Meeting, planned: Plan, parts: tuple[str, ...]) -> None:
    written = {(m.part, m.theme) for m in desk.db.scalars(select(Minute).where(Minute.meeting_id == meeting.id))}
    for position, one in enumerate(planned.agenda):
        rule: Any = one.rule
        for part in parts if rule.part is None else {rule.part} & set(parts):
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
        if output.key not in made and output.part in (None, *parts):
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
                    written_by=output.written_by,
                    drafted=output.drafted,
                )
            )
