"""A manager's answer to a decision that no meeting is held. Apart from `deciding` because somebody else gives it."""

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from core.domain.procedure import Strength
from core.models import Decision, Ending, Task
from core.services import deciding, endings, tasks
from core.services.desk import Desk, Refused, Stale


def awaited(desk: Desk, ending: Ending) -> dict[str, str]:
    """Who is to confirm which decision: names by the decision's id, of those nobody has answered yet."""
    statement = select(Task.key, Task.owner_name).where(
        Task.ending_id == ending.id, Task.kind == "confirm", Task.done_on.is_(None), Task.state != "withdrawn"
    )
    return {key: name for key, name in desk.db.execute(statement)}


def confirm(desk: Desk, decision: Decision, ending: Ending, *, agree: bool, note: str = "") -> None:
    """A manager agrees that no meeting is held, or sends the decision back. Never by the person who decided."""
    desk.require("decision.confirm")
    if decision.by_id == desk.actor.person_id:
        raise Refused("Somebody else confirms this: it was your decision.")
    if decision.confirmed_at is not None:
        raise Stale(decision)
    if superseded(desk, decision, ending):
        raise Refused("This decision is being looked at again, so there is nothing to confirm.")
    if agree:
        _refuse_must(desk, decision, ending)
    elif not note.strip():
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


def superseded(desk: Desk, decision: Decision, ending: Ending) -> bool:
    """Whether a decision no longer stands, or was never one that a manager confirms."""
    stands = deciding.standing(deciding.decisions(desk, ending), decision.kind)
    return stands is None or stands.id != decision.id or decision.choice != "not convene"


def _refuse_must(desk: Desk, decision: Decision, ending: Ending) -> None:
    """The facts may have changed since the decision: what must be held now is not confirmed away."""
    strongest = deciding.strongest_for(endings.weigh(desk, *endings.find(desk, ending.id)), decision.kind)
    if strongest is not None and strongest.strength is Strength.MUST:
        raise Refused(
            "Since this was decided, a clause applies that says the meeting must take place. Send the decision back.",
            field="agree", clause=strongest.clause,
        )  # fmt: skip
