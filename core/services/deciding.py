"""Deciding whether a meeting is held: convene it, ask a manager, refer it, or not convene for a reason."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.days import british
from core.domain.periods import working_days
from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.domain.windows import due_after
from core.models import Child, Decision, Ending, Meeting, Person, Task
from core.services import endings, proposing, tasks
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.endings import Weighed

AGAIN = "look again"
"""The choice of a decision that opens an earlier one again; the earlier one stays beside it."""
SETTLING = {
    "convene": "a meeting is to be convened",
    "referred": "it was referred to another procedure",
    "not convene": "no meeting is to be held",
}


def decisions(desk: Desk, ending: Ending) -> list[Decision]:
    """What has been decided about an ending, oldest first."""
    statement = select(Decision).where(Decision.ending_id == ending.id).order_by(Decision.at, Decision.id)
    return list(desk.db.scalars(statement))


def standing(made: Iterable[Decision], kind: str) -> Decision | None:
    """The decision that stands about one kind of meeting; None where it is still, or again, to be taken."""
    about = [d for d in made if d.kind == kind]
    again = max((d.at for d in about if d.choice == AGAIN), default=None)
    settled = [d for d in about if d.choice in SETTLING and d.confirmation != "sent back"]
    return next((d for d in reversed(settled) if again is None or d.at > again), None)


def find(desk: Desk, decision_id: str) -> tuple[Decision, Ending, Child]:
    """One decision with its ending and child; `Missing` where the child is not this actor's to see."""
    decision = desk.db.scalar(select(Decision).where(Decision.id == decision_id))
    if decision is None:
        raise Missing(decision_id)
    return decision, *endings.find(desk, decision.ending_id)


def meetings(desk: Desk, ending: Ending) -> list[Meeting]:
    """The meetings proposed for an ending."""
    return list(desk.db.scalars(select(Meeting).where(Meeting.ending_id == ending.id)))


def convene(desk: Desk, weighed: Weighed, kind: str, *, version: int | None = None) -> Meeting:
    """Decide that the meeting takes place, and propose it; the one already proposed, if there is one."""
    there = desk.db.scalar(select(Meeting).where(Meeting.ending_id == weighed.ending.id, Meeting.kind == kind))
    if there is not None:
        return there
    _undecided(desk, weighed, kind, version)
    meeting = proposing.propose(desk, weighed, kind)
    decided(desk, weighed, kind, "convene", "", state="convened")
    _finish(desk, weighed.ending)
    return meeting


def ask_manager(desk: Desk, weighed: Weighed, kind: str, note: str = "", *, version: int | None = None) -> Task:
    """Hand the decision to the manager of the child's social worker. Refused where nobody is recorded as manager."""
    _undecided(desk, weighed, kind, version)
    manager = manager_of(desk, weighed)
    if manager.id == desk.actor.person_id:
        raise Refused("You are the manager who would be asked. Decide it here.", field="choice")
    decided(desk, weighed, kind, "ask", note, state="asked")
    task = endings.ask_for_decision(desk, weighed)
    if task is None:
        raise Refused("There is no decision to hand over: nothing in the procedure applies to this ending.")
    if task.done_on is not None:
        tasks.reopen(desk, task)
    task.owner_id, task.owner_name, task.asked_by_id = manager.id, manager.name, desk.actor.person_id
    task.owed_by, task.because = "social_worker_manager", note
    return task


def refer(desk: Desk, weighed: Weighed, kind: str, note: str, *, version: int | None = None) -> Decision:
    """Record that a meeting which another procedure governs was passed on: to whom, in the worker's words."""
    _undecided(desk, weighed, kind, version)
    if weighed.procedure is None or not weighed.procedure.kinds[kind].elsewhere:
        raise Refused("This meeting is held under this procedure. Convene it here.", field="choice")
    if not note.strip():
        raise Refused("Say to whom it was referred.", field="note")
    decision = decided(desk, weighed, kind, "referred", note.strip(), state="referred")
    _finish(desk, weighed.ending)
    return decision


def not_convene(desk: Desk, weighed: Weighed, kind: str, reason: str, *, version: int | None = None) -> Decision:
    """Decide that no meeting takes place. A "must" is refused; a "should" waits for a manager to confirm it.

    A "consider" is the worker's own judgement, kept with its reason.
    """
    _undecided(desk, weighed, kind, version)
    strongest = strongest_for(weighed, kind)
    if strongest is not None and strongest.strength is Strength.MUST:
        raise Refused(
            "The procedure says this meeting must take place. Convene it, or ask your manager.", clause=strongest.clause
        )
    if not reason.strip():
        raise Refused("Enter why no meeting is to be held.", field="reason")
    if not needs_confirming(strongest):
        decision = decided(desk, weighed, kind, "not convene", reason.strip(), state="declined")
        _finish(desk, weighed.ending)
        return decision
    assert strongest is not None
    manager = confirmer(desk, weighed)
    decision = decided(desk, weighed, kind, "not convene", reason.strip(), state="declining")
    _finish(desk, weighed.ending)
    due = due_after(desk.today, working_days(desk.setting("days_to_decide")), desk.calendar)
    desk.db.add(
        Task(
            kind="confirm",
            child_id=weighed.child.id,
            ending_id=weighed.ending.id,
            key=decision.id,
            title="Confirm that no meeting is held",
            detail=f"{_title(weighed, kind)}, decided by {desk.actor.name}",
            clause=strongest.clause,
            sum=f"{due.explain('Decided')}. A local setting: no text gives a date for confirming.",
            owed_by="social_worker_manager",
            owner_id=manager.id,
            owner_name=manager.name,
            asked_by_id=desk.actor.person_id,
            due=due.day,
        )
    )
    desk.db.flush()
    return decision


def strongest_for(weighed: Weighed, kind: str) -> Proposal | None:
    """The strongest proposal of one kind of meeting; None where nothing calls for it."""
    return next((p for p in weighed.proposals.applies if p.kind == kind), None)


def needs_confirming(strongest: Proposal | None) -> bool:
    """Whether not meeting waits for a manager: the text says "should", or names who waives."""
    return strongest is not None and (strongest.strength is Strength.SHOULD or strongest.trigger.waiver is not None)


def manager_of(desk: Desk, weighed: Weighed) -> Person:
    """The manager of the child's social worker, else of the actor. Refused where neither has one recorded."""
    people = cast(desk, weighed.child.id, placement_id=weighed.ending.placement_id)
    managers = people.holders("social_worker_manager")
    me = people.people.get(desk.actor.person_id)
    if not managers and me is not None and me.manager_id in people.people:
        managers = (people.people[me.manager_id],)
    if not managers:
        raise Refused(
            "Nobody is recorded as the manager of this child's social worker. "
            "Ask your configuration staff to record who manages whom."
        )
    return managers[0]


def confirmer(desk: Desk, weighed: Weighed) -> Person:
    """Who confirms that no meeting is held: that manager, or the manager above when it is the actor."""
    manager = manager_of(desk, weighed)
    if manager.id != desk.actor.person_id:
        return manager
    above = desk.db.scalar(select(Person).where(Person.id == manager.manager_id)) if manager.manager_id else None
    if above is None:
        raise Refused(
            "Somebody else confirms this, and nobody is recorded as your manager. "
            "Ask your configuration staff to record who manages whom."
        )
    return above


def _undecided(desk: Desk, weighed: Weighed, kind: str, version: int | None) -> None:
    current(weighed, version)
    made = standing(decisions(desk, weighed.ending), kind)
    if made is not None:
        raise Refused(
            f"This has been decided: {SETTLING[made.choice]} ({made.by_name}, {british(made.at)}). "
            "The ending’s page is where it is looked at again."
        )


def current(weighed: Weighed, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version of the ending."""
    if version is not None and version != weighed.ending.version:
        raise Stale(weighed.ending)


def decided(desk: Desk, weighed: Weighed, kind: str, choice: str, reason: str, *, state: str) -> Decision:
    """Keep a decision with every clause that applied. Kept once: the ending's version goes up with every decision, so
    that two at a time cannot both stand."""
    strongest = strongest_for(weighed, kind)
    weighed.ending.state = state
    flag_modified(weighed.ending, "state")
    decision = Decision(
        ending_id=weighed.ending.id,
        kind=kind,
        choice=choice,
        strength=strongest.strength.value if strongest else "",
        clause=", ".join(p.clause for p in weighed.proposals.applies if p.kind == kind),
        reason=reason,
        by_id=desk.actor.person_id,
        by_name=desk.actor.name,
        at=desk.now,
    )
    desk.db.add(decision)
    desk.db.flush()
    desk.note(f"decided: {choice}", "ending", weighed.ending.id, child_id=weighed.child.id, kind=kind, reason=reason)
    return decision


def _finish(desk: Desk, ending: Ending) -> None:
    task = endings.decision_task(desk, ending)
    if task is not None:
        tasks.complete(desk, task)


def _title(weighed: Weighed, kind: str) -> str:
    return weighed.procedure.kinds[kind].title if weighed.procedure else "Meeting"
