"""Deciding whether a meeting is held: convene it, ask a manager, or not convene for a reason a manager confirms."""

from sqlalchemy import select

from core.domain.periods import working_days
from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.domain.windows import due_after
from core.models import Decision, Ending, Meeting, Person, Task
from core.services import proposing, tasks
from core.services.casting import cast
from core.services.desk import Desk, Refused
from core.services.endings import Weighed


def convene(desk: Desk, weighed: Weighed, kind: str) -> Meeting:
    """Decide that the meeting takes place, and propose it; the one already proposed, if there is one."""
    meeting = proposing.propose(desk, weighed, kind)
    if weighed.ending.state != "convened":
        _decided(desk, weighed, kind, "convene", "")
        weighed.ending.state = "convened"
    _finish(desk, weighed.ending)
    return meeting


def ask_manager(desk: Desk, weighed: Weighed, kind: str, note: str = "") -> Task:
    """Hand the decision to the manager of the child's social worker. Refused where nobody is recorded as manager."""
    manager = manager_of(desk, weighed)
    _decided(desk, weighed, kind, "ask", note)
    weighed.ending.state = "asked"
    task = desk.db.scalar(select(Task).where(Task.ending_id == weighed.ending.id, Task.kind == "decide"))
    if task is None:
        raise Refused("There is no decision to hand over: nothing in the procedure applies to this ending.")
    task.owner_id, task.owner_name, task.asked_by_id = manager.id, manager.name, desk.actor.person_id
    task.because = note
    return task


def not_convene(desk: Desk, weighed: Weighed, kind: str, reason: str) -> Decision:
    """Decide that no meeting takes place. A "must" is refused; a "should" waits for a manager to confirm it.

    A "consider" is the worker's own judgement, kept with its reason.
    """
    strongest = strongest_for(weighed, kind)
    if strongest is not None and strongest.strength is Strength.MUST:
        raise Refused(
            "The procedure says this meeting must take place. Convene it, or ask your manager.", clause=strongest.clause
        )
    if not reason.strip():
        raise Refused("Enter why no meeting is to be held.", field="reason")
    decision = _decided(desk, weighed, kind, "not convene", reason)
    if strongest is None or strongest.strength is not Strength.SHOULD:
        weighed.ending.state = "declined"
        _finish(desk, weighed.ending)
        return decision
    manager = manager_of(desk, weighed)
    weighed.ending.state = "declining"
    _finish(desk, weighed.ending)
    due = due_after(desk.today, working_days(int(desk.setting("days_to_decide", 2))), desk.calendar)
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
    return decision


def confirm(desk: Desk, decision: Decision, ending: Ending, *, agree: bool, note: str = "") -> None:
    """A manager agrees that no meeting is held, or sends the decision back. Never by the person who decided."""
    desk.require("decision.confirm")
    if decision.by_id == desk.actor.person_id:
        raise Refused("Somebody else confirms this: it was your decision.")
    if decision.confirmed_at is not None:
        return
    if not agree and not note.strip():
        raise Refused("Say what should be looked at again.", field="note")
    decision.confirmed_by_id, decision.confirmed_by_name = desk.actor.person_id, desk.actor.name
    decision.confirmed_at, decision.confirmation_note = desk.now, note
    decision.confirmation = "confirmed" if agree else "sent back"
    ending.state = "declined" if agree else "open"
    task = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.key == decision.id))
    if task is not None:
        tasks.complete(desk, task)
    if not agree:
        decide = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.kind == "decide"))
        if decide is not None:
            tasks.reopen(desk, decide)
            decide.because = note
    desk.note(f"{decision.confirmation} not convening", "ending", ending.id, child_id=ending.child_id, note=note)


def strongest_for(weighed: Weighed, kind: str) -> Proposal | None:
    """The strongest proposal of one kind of meeting; None where nothing calls for it."""
    return next((p for p in weighed.proposals.applies if p.kind == kind), None)


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


def _decided(desk: Desk, weighed: Weighed, kind: str, choice: str, reason: str) -> Decision:
    strongest = strongest_for(weighed, kind)
    decision = Decision(
        ending_id=weighed.ending.id,
        kind=kind,
        choice=choice,
        strength=strongest.strength.value if strongest else "",
        clause=strongest.clause if strongest else "",
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
    task = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.kind == "decide"))
    if task is not None:
        tasks.complete(desk, task)


def _title(weighed: Weighed, kind: str) -> str:
    return weighed.procedure.kinds[kind].title if weighed.procedure else "Meeting"
