"""A concern about a placement that is still going on: raising it, keeping it right, and what the procedure of its day
asks for. What is decided about it stands in `concern_deciding`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.compiling import Procedure
from core.domain.days import british
from core.domain.facts import Anchor, Facts
from core.domain.periods import working_days
from core.domain.proposing import Proposals, propose
from core.domain.steps import Ask
from core.domain.windows import due_after
from core.models import Child, Concern, Meeting, Placement, Task
from core.services import children, endings, facts, placements, planned_homes
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale

SAID = ("day", "source", "worry", "going_well", "words", "tried", "doubted")
"""What somebody says of a concern: the fields of its form."""
ABOUT = ("kind", "provider", *(name for name in endings.PLACEMENT_FACTS if name not in ("kind", "provider")))
"""Facts of the placement that a clause may need before it can be answered."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A concern held against the procedure of its day; `meetings` are those proposed for it, by kind."""

    concern: Concern
    child: Child
    placement: Placement
    facts: Facts
    procedure: Procedure | None
    proposals: Proposals = field(default_factory=Proposals)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of meeting to decide about: those that apply, else those that nobody can tell yet."""
        found = self.proposals
        unclear = (*found.could_not_check, *found.cannot_tell)
        return tuple(dict.fromkeys(p.kind for p in (found.applies or unclear)))


def place(desk: Desk, placement_id: str) -> tuple[Placement, Child]:
    """The placement that a concern is to be raised about; refused once it has ended."""
    placement, child = placements.find(desk, placement_id)
    if placement.ended is not None:
        raise Refused(
            f"This placement ended on {british(placement.ended)}. A concern is raised about the home a child lives in."
        )
    return placement, child


def lately(desk: Desk, child: Child) -> list[Concern]:
    """The concerns about a child that are open, convened or referred: those to decide first, then the latest."""
    statement = select(Concern).where(Concern.child_id == child.id, Concern.state.in_(("open", "convened", "referred")))
    return list(desk.db.scalars(statement.order_by(Concern.state != "open", Concern.day.desc(), Concern.id)))


def asks(procedure: Procedure | None) -> tuple[Ask, ...]:
    """What the procedure asks besides when a concern is raised, each question once."""
    if procedure is None:
        return ()
    kinds = {t.proposes for t in procedure.triggers if t.anchor is Anchor.CONCERN}
    every = [one for key in kinds for one in procedure.kinds[key].asks if one.on == "concern"]
    return tuple({one.key: one for one in every}.values())


def record(
    desk: Desk, placement: Placement, child: Child, said: Mapping[str, Any], *,
    answers: Mapping[str, Any] | None = None, version: int | None = None,
) -> Weighed:  # fmt: skip
    """A new concern, weighed at once; the decision goes on somebody's list where the procedure asks for one.

    `version` is the placement's: of two who raise one at the same moment the second is shown the first.
    """
    if version is not None and version != placement.version:
        raise Stale(placement)
    _check(desk, placement, said)
    concern = Concern(
        child_id=child.id,
        placement_id=placement.id,
        raised_by_id=desk.actor.person_id,
        raised_by_name=desk.actor.name,
        answers=dict(answers or {}),
        **{name: said[name] for name in SAID if name in said},
    )
    desk.db.add(concern)
    flag_modified(placement, "carer")
    desk.db.flush()
    desk.note("raised a concern", "concern", concern.id, child_id=child.id)
    weighed = weigh(desk, concern, child)
    ask_for_decision(desk, weighed)
    return weighed


def find(desk: Desk, concern_id: str) -> tuple[Concern, Child]:
    """One concern and its child; `Missing` where there is none or the child is not this actor's to see."""
    concern = desk.db.scalar(select(Concern).where(Concern.id == concern_id))
    if concern is None:
        raise Missing(concern_id)
    return concern, children.find(desk, concern.child_id)


def edit(
    desk: Desk, weighed: Weighed, said: Mapping[str, Any], *, answers: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> None:  # fmt: skip
    """Put right what was said, until the concern is closed; what was decided stays as it was decided."""
    concern = weighed.concern
    current(concern, version)
    if concern.state == "closed":
        raise Refused("This concern is closed. What was recorded stays as it is.")
    _check(desk, weighed.placement, said)
    changed = [name for name in SAID if name in said and getattr(concern, name) != said[name]]
    for name in changed:
        setattr(concern, name, said[name])
    if answers:
        concern.answers = {**concern.answers, **answers}
    flag_modified(concern, "state")
    desk.db.flush()
    desk.note("changed a concern", "concern", concern.id, child_id=concern.child_id, fields=changed)
    ask_for_decision(desk, weigh(desk, concern, weighed.child))


def supply(desk: Desk, weighed: Weighed, known: Mapping[str, Any], *, version: int | None = None) -> None:
    """Facts of the placement that a clause still needed; the concern can then be weighed again."""
    concern, placement = weighed.concern, weighed.placement
    current(concern, version)
    if not known:
        raise Refused("Enter what you have found out, or leave this page: nothing has changed")
    for name, value in known.items():
        if name in ABOUT:
            setattr(placement, name, value)
    placement.edited = sorted({*placement.edited, *(set(known) & set(ABOUT))})
    flag_modified(concern, "state")
    desk.db.flush()
    desk.note("completed a placement's facts", "placement", placement.id, child_id=concern.child_id,
              fields=sorted(known))  # fmt: skip
    ask_for_decision(desk, weigh(desk, concern, weighed.child))


def weigh(desk: Desk, concern: Concern, child: Child) -> Weighed:
    """What the procedure of the concern's day asks for, and the meetings proposed for it."""
    placement = desk.db.scalars(select(Placement).where(Placement.id == concern.placement_id)).one()
    known = facts.of_concern(desk, concern, placement, child)
    procedure = desk.procedure(concern.day)
    found = desk.db.scalars(select(Meeting).where(Meeting.concern_id == concern.id))
    return Weighed(
        concern=concern,
        child=child,
        placement=placement,
        facts=known,
        procedure=procedure,
        proposals=propose(known, procedure) if procedure else Proposals(),
        meetings={meeting.kind: meeting for meeting in found},
    )


def task_of(desk: Desk, concern: Concern) -> Task | None:
    """The decision about a concern as a task, whatever has become of it."""
    return desk.db.scalar(
        select(Task).where(Task.child_id == concern.child_id, Task.kind == "decide", Task.key == key_of(concern))
    )


def key_of(concern: Concern) -> str:
    """How a task names the concern that it is about."""
    return f"concern:{concern.id}"


def tasks_in(owed: Iterable[Task]) -> dict[str, Task]:
    """Those tasks that ask for a decision about a concern, by the concern's id."""
    return {t.key.removeprefix("concern:"): t for t in owed if t.kind == "decide" and t.key.startswith("concern:")}


def ask_for_decision(desk: Desk, weighed: Weighed) -> Task | None:
    """Put the decision on somebody's list, once, where a clause applies or cannot be told yet.

    Due within the authority's own number of working days; no text gives a day for it.
    """
    concern, proposals, task = weighed.concern, weighed.proposals, task_of(desk, weighed.concern)
    if concern.state != "open" or not weighed.kinds:
        if task is not None and task.done_on is None:
            task.state = "withdrawn"
        return task
    strongest = proposals.strongest
    title = "Decide whether to convene" if strongest else "Find out what cannot be told yet"
    kinds = weighed.procedure.kinds if weighed.procedure else {}
    detail = kinds[strongest.kind].title if strongest else "A meeting may be called for"
    if task is None:
        workers = cast(desk, concern.child_id, placement_id=concern.placement_id).holders("social_worker")
        number = desk.setting("days_to_decide")
        due = due_after(desk.today, working_days(number), desk.calendar)
        task = Task(
            kind="decide",
            child_id=concern.child_id,
            key=key_of(concern),
            title=title,
            sum=f"{due.explain('Recorded')}. No text sets a date for this; {number} working days is a local setting.",
            owed_by="social_worker",
            owner_id=workers[0].id if workers else desk.actor.person_id,
            owner_name=workers[0].name if workers else desk.actor.name,
            asked_by_id=desk.actor.person_id,
            due=due.day,
        )
        desk.db.add(task)
    task.title, task.detail, task.clause = title, detail, strongest.clause if strongest else ""
    task.state = "open" if task.state == "withdrawn" else task.state
    desk.db.flush()
    return task


def current(concern: Concern, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version of the concern."""
    if version is not None and version != concern.version:
        raise Stale(concern)


def _check(desk: Desk, placement: Placement, said: Mapping[str, Any]) -> None:
    planned_homes.refuse_unmoved(placement, field="day")
    day: date | None = said.get("day")
    if day is not None and day > desk.today:
        raise Refused("Enter the day the concern arose. It cannot be in the future.", field="day")
    if day is not None and day < placement.started:
        raise Refused(
            f"The placement began on {british(placement.started)}. Enter that day or a later one.", field="day"
        )
    if day is not None and placement.ended is not None and day > placement.ended:
        raise Refused(f"The placement ended on {british(placement.ended)}. Enter a day before it.", field="day")
    if "worry" in said and not str(said["worry"]).strip():
        raise Refused("Enter what people are worried about.", field="worry")
