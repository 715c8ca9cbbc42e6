"""An ending and what its authority's procedure asks for: weighing it, and completing its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.compiling import Procedure
from core.domain.days import local_day
from core.domain.facts import Facts
from core.domain.periods import working_days
from core.domain.planning import PlannedWindow, planned_window
from core.domain.proposing import Proposals, propose
from core.domain.windows import due_after
from core.models import Child, Ending, Placement, Task
from core.services import children, facts
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """An ending held against the procedure of its day. `procedure` is None where the authority has none."""

    ending: Ending
    child: Child
    placement: Placement
    facts: Facts
    procedure: Procedure | None
    proposals: Proposals = field(default_factory=Proposals)
    windows: Mapping[str, PlannedWindow | None] = field(default_factory=dict)


def find(desk: Desk, ending_id: str) -> tuple[Ending, Child]:
    """One ending and its child; `Missing` where there is none or the child is not this actor's to see."""
    ending = desk.db.scalar(select(Ending).where(Ending.id == ending_id))
    if ending is None:
        raise Missing(ending_id)
    return ending, children.find(desk, ending.child_id)


def weigh(desk: Desk, ending: Ending, child: Child) -> Weighed:
    """What the procedure of the ending's day asks for."""
    known = facts.of_ending(desk, ending, child)
    procedure = desk.procedure(ending.day)
    proposals = propose(known, procedure) if procedure else Proposals()
    windows: dict[str, PlannedWindow | None] = {}
    for key in proposals.kinds if procedure else ():
        rules = procedure.kinds[key].window if procedure and not procedure.kinds[key].elsewhere else ()
        planned = [w for rule in rules if (w := planned_window(rule, known, desk.calendar)) is not None]
        windows[key] = next((w for w in planned if w.answer), planned[0] if planned else None)
    placement = desk.db.scalars(select(Placement).where(Placement.id == ending.placement_id)).one()
    return Weighed(
        ending=ending,
        child=child,
        placement=placement,
        facts=known,
        procedure=procedure,
        proposals=proposals,
        windows=windows,
    )


def ask_for_decision(desk: Desk, weighed: Weighed) -> Task | None:
    """Put the decision on somebody's list, once, where any trigger applies or cannot be told yet.

    Due within the authority's own number of working days; no text gives a date for deciding. Asked again after facts
    were completed, it says what is now to be decided, or withdraws what nothing calls for any more.
    """
    proposals, ending = weighed.proposals, weighed.ending
    task = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.kind == "decide"))
    if not (proposals.applies or proposals.cannot_tell or proposals.could_not_check):
        if task is not None and task.done_on is None:
            task.state = "withdrawn"
        return None
    strongest = proposals.strongest
    kinds = weighed.procedure.kinds if weighed.procedure else {}
    title = "Decide whether to convene" if strongest else "Find out what cannot be told yet"
    detail = kinds[strongest.kind].title if strongest else "A meeting may be called for"
    if task is not None:
        if task.done_on is None:
            task.title, task.detail, task.clause = title, detail, strongest.clause if strongest else ""
            task.state = "open" if task.state == "withdrawn" else task.state
        return task
    workers = cast(desk, weighed.child.id, placement_id=ending.placement_id).holders("social_worker")
    owner = (workers[0].id, workers[0].name) if workers else (desk.actor.person_id, desk.actor.name)
    task = task_to_decide(desk, ending, proposals, weighed.procedure, owner, ending.day, "Placement ended")
    desk.db.add(task)
    desk.db.flush()
    return task


def task_to_decide(
    desk: Desk,
    ending: Ending,
    proposals: Proposals,
    procedure: Procedure | None,
    owner: tuple[str | None, str],
    known_on: date,
    event: str,
) -> Task:
    """The decision as a task, not yet added. `owner` is an id and a name, or (None, "") for work without an owner.

    `known_on` is the day from which the days to decide count, and `event` what happened on it, in words.
    """
    strongest = proposals.strongest
    kinds = procedure.kinds if procedure else {}
    number = desk.setting("days_to_decide")
    due = due_after(known_on, working_days(number), desk.calendar)
    return Task(
        kind="decide",
        child_id=ending.child_id,
        ending_id=ending.id,
        key="decide",
        title="Decide whether to convene" if strongest else "Find out what cannot be told yet",
        detail=kinds[strongest.kind].title if strongest else "A meeting may be called for",
        clause=strongest.clause if strongest else "",
        sum=f"{due.explain(event)}. No text sets a date for this step; {number} working days is a local setting.",
        owed_by="social_worker",
        owner_id=owner[0],
        owner_name=owner[1],
        asked_by_id=desk.actor.person_id or None,
        due=due.day,
    )


def decision_task(desk: Desk, ending: Ending) -> Task | None:
    """The task "decide" of an ending, whatever has become of it."""
    return desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.kind == "decide"))


PLACEMENT_FACTS = (
    "kind", "provider", "long_term", "matched_at_panel", "until_independence", "emergency", "commissioned",
    "out_of_area",
)  # fmt: skip
ENDING_FACTS = (
    "moment", "requested_at", "unplanned", "abrupt", "notice_by_carer", "pathway_plan", "complaint",
    "education_disrupted", "what_happened",
)  # fmt: skip
CHILD_FACTS = ("care_plan", "education")


def complete(desk: Desk, ending: Ending, child: Child, values: Mapping[str, Any], *, version: int | None) -> None:
    """Change facts of an ending, its placement or the child's plan; None says that a fact is not known.

    Only the facts in `values` are touched; "ask_…" are answers to what the plugin asks of an ending.
    """
    if version is not None and version != ending.version:
        raise Stale(ending)
    requested, moment = values.get("requested_at", ending.requested_at), values.get("moment", ending.moment)
    if moment and local_day(moment) != ending.day:
        raise Refused("The time of the ending must be on the day it ended.", field="time")
    if requested and ((moment and requested > moment) or local_day(requested) > ending.day):
        raise Refused("The ending cannot be asked for after it happened. Check the two times.", field="requested_day")
    placement = desk.db.scalars(select(Placement).where(Placement.id == ending.placement_id)).one()
    touched: list[str] = []
    for owner, names in ((placement, PLACEMENT_FACTS), (ending, ENDING_FACTS), (child, CHILD_FACTS)):
        changed = [name for name in names if name in values and getattr(owner, name) != values[name]]
        for name in changed:
            setattr(owner, name, values[name])
        if changed:
            owner.edited = sorted({*owner.edited, *changed})
        touched += changed
    if values.get("unplanned") is not None:
        ending.classified_by_id, ending.classified_on = desk.actor.person_id, desk.today
    extra = {key.removeprefix("ask_"): value for key, value in values.items() if key.startswith("ask_")}
    if extra:
        ending.answers = {**ending.answers, **extra}
    flag_modified(ending, "edited")  # whoever else completes it at this moment is told, whichever facts they change
    desk.db.flush()
    desk.note("completed an ending's facts", "ending", ending.id, child_id=child.id, fields=sorted([*touched, *extra]))


@dataclass(frozen=True, kw_only=True)
class Place:
    """One home in a child's history, as the tables of counted moves name it."""

    carer: str
    ending_id: str | None


def places(desk: Desk, child: Child) -> Mapping[str, Place]:
    """The child's homes by the reference that facts use for them."""
    return {
        placement.id: Place(
            carer=placement.carer or "A home that is not named", ending_id=ending.id if ending else None
        )
        for placement, ending in children.history(desk, child)
    }
