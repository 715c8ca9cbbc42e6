"""Deciding whether a meeting is held: convene it, ask a manager, refer it, or not convene for a reason."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.periods import working_days
from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.domain.windows import due_after
from core.models import Child, Decision, Ending, Meeting, Person, Task
from core.services import endings, proposing, tasks
from core.services.casting import cast
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.endings import Weighed

ASKED_ABOUT = timedelta(days=183)
"""How far back an imported ending may lie for a decision still to be asked for; older ones may be decided, unasked."""


def decisions(desk: Desk, ending: Ending) -> list[Decision]:
    """What has been decided about an ending, oldest first."""
    statement = select(Decision).where(Decision.ending_id == ending.id).order_by(Decision.at, Decision.id)
    return list(desk.db.scalars(statement))


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
    _current(weighed, version)
    meeting = proposing.propose(desk, weighed, kind)
    _decided(desk, weighed, kind, "convene", "", state="convened")
    _finish(desk, weighed.ending)
    return meeting


def ask_manager(desk: Desk, weighed: Weighed, kind: str, note: str = "", *, version: int | None = None) -> Task:
    """Hand the decision to the manager of the child's social worker. Refused where nobody is recorded as manager."""
    _current(weighed, version)
    manager = manager_of(desk, weighed)
    if manager.id == desk.actor.person_id:
        raise Refused("You are the manager who would be asked. Decide it here.", field="choice")
    _decided(desk, weighed, kind, "ask", note, state="asked")
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
    _current(weighed, version)
    if weighed.procedure is None or not weighed.procedure.kinds[kind].elsewhere:
        raise Refused("This meeting is held under this procedure. Convene it here.", field="choice")
    if not note.strip():
        raise Refused("Say to whom it was referred.", field="note")
    decision = _decided(desk, weighed, kind, "referred", note.strip(), state="referred")
    _finish(desk, weighed.ending)
    return decision


def not_convene(desk: Desk, weighed: Weighed, kind: str, reason: str, *, version: int | None = None) -> Decision:
    """Decide that no meeting takes place. A "must" is refused; a "should" waits for a manager to confirm it.

    A "consider" is the worker's own judgement, kept with its reason.
    """
    _current(weighed, version)
    strongest = strongest_for(weighed, kind)
    if strongest is not None and strongest.strength is Strength.MUST:
        raise Refused(
            "The procedure says this meeting must take place. Convene it, or ask your manager.", clause=strongest.clause
        )
    if not reason.strip():
        raise Refused("Enter why no meeting is to be held.", field="reason")
    if not needs_confirming(strongest):
        decision = _decided(desk, weighed, kind, "not convene", reason.strip(), state="declined")
        _finish(desk, weighed.ending)
        return decision
    assert strongest is not None
    manager = confirmer(desk, weighed)
    decision = _decided(desk, weighed, kind, "not convene", reason.strip(), state="declining")
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
    desk.db.flush()
    return decision


def confirm(desk: Desk, decision: Decision, ending: Ending, *, agree: bool, note: str = "") -> None:
    """A manager agrees that no meeting is held, or sends the decision back. Never by the person who decided."""
    desk.require("decision.confirm")
    if decision.by_id == desk.actor.person_id:
        raise Refused("Somebody else confirms this: it was your decision.")
    if decision.confirmed_at is not None:
        raise Stale(decision)
    if not agree and not note.strip():
        raise Refused("Say what should be looked at again.", field="note")
    decision.confirmed_by_id, decision.confirmed_by_name = desk.actor.person_id, desk.actor.name
    decision.confirmed_at, decision.confirmation_note = desk.now, note.strip()
    decision.confirmation = "confirmed" if agree else "sent back"
    ending.state = "declined" if agree else "open"
    flag_modified(ending, "state")
    task = desk.db.scalar(select(Task).where(Task.ending_id == ending.id, Task.key == decision.id))
    if task is not None:
        tasks.complete(desk, task)
    if not agree:
        decide = endings.decision_task(desk, ending)
        if decide is not None:
            tasks.reopen(desk, decide)
            decide.owner_id, decide.owner_name = decision.by_id, decision.by_name
            decide.because = note.strip()
    desk.note(f"{decision.confirmation} not convening", "ending", ending.id, child_id=ending.child_id, note=note)


def revisit(desk: Desk, ending: Ending, child: Child) -> Weighed:
    """Weigh an ending again after its facts changed: the decision is asked for, and open meetings follow.

    An imported ending that lies long back is weighed too, but nobody is asked to decide it.
    """
    weighed = endings.weigh(desk, ending, child)
    if ending.state == "history" and weighed.proposals.applies and desk.today - ending.day <= ASKED_ABOUT:
        ending.state = "open"
    if ending.state in ("open", "asked"):
        endings.ask_for_decision(desk, weighed)
    for meeting in meetings(desk, ending):
        proposing.renew(desk, meeting, weighed)
    return weighed


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


def _current(weighed: Weighed, version: int | None) -> None:
    if version is not None and version != weighed.ending.version:
        raise Stale(weighed.ending)


def _decided(desk: Desk, weighed: Weighed, kind: str, choice: str, reason: str, *, state: str) -> Decision:
    """Kept once: the ending's version goes up with every decision, so that two at a time cannot both stand."""
    strongest = strongest_for(weighed, kind)
    weighed.ending.state = state
    flag_modified(weighed.ending, "state")
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
    task = endings.decision_task(desk, ending)
    if task is not None:
        tasks.complete(desk, task)


def _title(weighed: Weighed, kind: str) -> str:
    return weighed.procedure.kinds[kind].title if weighed.procedure else "Meeting"
