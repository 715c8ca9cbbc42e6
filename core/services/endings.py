"""An ending and what its authority's procedure asks for: weighing it, completing its facts, deciding."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.domain.compiling import Procedure
from core.domain.facts import Facts
from core.domain.periods import working_days
from core.domain.planning import PlannedWindow, planned_window
from core.domain.procedure import Strength
from core.domain.proposing import Proposals, propose
from core.domain.windows import due_after
from core.models import Child, Decision, Ending, Meeting, Placement, Task
from core.services import children, facts
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale

DAYS_TO_DECIDE = 2
CONFIRMED = (Strength.MUST, Strength.SHOULD)


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """An ending held against the procedure of its day. `procedure` is None where the authority has none."""

    ending: Ending
    child: Child
    placement: Placement
    facts: Facts
    procedure: Procedure | None
    proposals: Proposals
    windows: Mapping[str, PlannedWindow | None]


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
        rules = procedure.kinds[key].window if procedure else ()
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

    Due within the authority's own number of working days; no text gives a date for deciding.
    """
    proposals, ending = weighed.proposals, weighed.ending
    if not (proposals.applies or proposals.cannot_tell or proposals.could_not_check):
        return None
    there = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.kind == "decide"))
    if there is not None:
        return there
    number = int(desk.setting("days_to_decide", DAYS_TO_DECIDE))
    due = due_after(ending.day, working_days(number), desk.calendar)
    workers = cast(desk, weighed.child.id, placement_id=ending.placement_id).holders("social_worker")
    owner = workers[0] if workers else None
    strongest = proposals.strongest
    kinds = weighed.procedure.kinds if weighed.procedure else {}
    task = Task(
        kind="decide",
        child_id=weighed.child.id,
        ending_id=ending.id,
        key="decide",
        title="Decide whether to convene" if strongest else "Find out what cannot be told yet",
        detail=kinds[strongest.kind].title if strongest else "A meeting may be called for",
        clause=strongest.clause if strongest else "",
        sum=f"{due.explain('Placement ended')}. No text sets a date for this step; "
        f"{number} working days is a local setting.",
        owed_by="social_worker",
        owner_id=owner.id if owner else desk.actor.person_id,
        owner_name=owner.name if owner else desk.actor.name,
        asked_by_id=desk.actor.person_id,
        due=due.day,
    )
    desk.db.add(task)
    desk.db.flush()
    return task


PLACEMENT_FACTS = (
    "kind", "provider", "long_term", "matched_at_panel", "until_independence", "emergency", "commissioned",
    "out_of_area",
)  # fmt: skip
ENDING_FACTS = (
    "moment", "requested_at", "unplanned", "abrupt", "notice_by_carer", "pathway_plan", "complaint",
    "education_disrupted",
)  # fmt: skip
CHILD_FACTS = ("care_plan", "education")


def complete(desk: Desk, ending: Ending, child: Child, values: Mapping[str, Any], *, version: int | None) -> None:
    """Add or change facts of an ending, its placement or the child's plan; None leaves a fact as it is."""
    if version is not None and version != ending.version:
        raise Stale(ending)
    given = {key: value for key, value in values.items() if value is not None}
    requested, moment = given.get("requested_at", ending.requested_at), given.get("moment", ending.moment)
    if requested and moment and requested > moment:
        raise Refused("The ending was asked for before it happened: check the two times.", field="requested_day")
    placement = desk.db.scalars(select(Placement).where(Placement.id == ending.placement_id)).one()
    for owner, names in ((placement, PLACEMENT_FACTS), (ending, ENDING_FACTS), (child, CHILD_FACTS)):
        changed = [name for name in names if name in given and getattr(owner, name) != given[name]]
        for name in changed:
            setattr(owner, name, given[name])
        if changed:
            owner.edited = sorted({*owner.edited, *changed})
    if "unplanned" in given:
        ending.classified_by_id, ending.classified_on = desk.actor.person_id, desk.today
    extra = {key: value for key, value in given.items() if key.startswith("ask_")}
    if extra:
        ending.answers = {**ending.answers, **{key.removeprefix("ask_"): value for key, value in extra.items()}}
    desk.db.flush()
    desk.note("completed an ending's facts", "ending", ending.id, child_id=child.id, fields=sorted(given))


def unclassified(desk: Desk, *, after: str = "", size: int = 25) -> tuple[list[tuple[Ending, Child, Placement]], bool]:
    """The queue "was this unplanned?", newest first, from the one after `after` ("day|id"); and whether more follow."""
    statement = (
        select(Ending, Child, Placement)
        .join(Child, (Child.tenant_id == Ending.tenant_id) & (Child.id == Ending.child_id))
        .join(Placement, (Placement.tenant_id == Ending.tenant_id) & (Placement.id == Ending.placement_id))
        .where(Ending.unplanned.is_(None), Ending.left_care.is_(False))
        .where(Child.id.in_(children.visible(desk).with_only_columns(Child.id)))
    )
    if "|" in after:
        day, last = after.split("|", 1)
        on = date.fromisoformat(day)
        statement = statement.where((Ending.day < on) | ((Ending.day == on) & (Ending.id < last)))
    statement = statement.order_by(Ending.day.desc(), Ending.id.desc()).limit(size + 1)
    rows = [(e, c, p) for e, c, p in desk.db.execute(statement)]
    return rows[:size], len(rows) > size


def decisions(desk: Desk, ending: Ending) -> list[Decision]:
    """What has been decided about an ending, oldest first."""
    statement = select(Decision).where(Decision.ending_id == ending.id).order_by(Decision.at)
    return list(desk.db.scalars(statement))


def meetings(desk: Desk, ending: Ending) -> list[Meeting]:
    """The meetings proposed for an ending."""
    return list(desk.db.scalars(select(Meeting).where(Meeting.ending_id == ending.id)))
