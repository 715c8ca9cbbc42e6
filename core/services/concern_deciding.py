"""What is decided about a concern: a meeting is convened, it is referred elsewhere, or no meeting is held and why."""

from sqlalchemy.orm.attributes import flag_modified

from core.domain.procedure import Strength
from core.domain.proposing import Proposal
from core.models import Concern, Meeting
from core.services import concerns, proposing, tasks
from core.services.concerns import Weighed
from core.services.desk import Desk, Refused


def strongest_for(weighed: Weighed, kind: str) -> Proposal | None:
    """The strongest proposal of one kind of meeting; None where nothing calls for it."""
    return next((p for p in weighed.proposals.applies if p.kind == kind), None)


def convene(desk: Desk, weighed: Weighed, kind: str, *, version: int | None = None) -> Meeting:
    """Decide that the meeting takes place, and propose it; the one already proposed, if there is one."""
    if kind in weighed.meetings:
        return weighed.meetings[kind]
    concern = weighed.concern
    concerns.current(concern, version)
    _still_open(concern)
    if weighed.placement.ended is not None:
        raise Refused("The placement has ended. What follows is decided with its ending.", field="choice")
    origin = proposing.Origin(
        child=weighed.child, placement=weighed.placement, facts=weighed.facts, procedure=weighed.procedure,
        concern=concern,
    )  # fmt: skip
    meeting = proposing.open_meeting(desk, origin, kind)
    known = weighed.facts.answers
    rule = origin.procedure.kinds[kind] if origin.procedure else None
    said = {a.key: known[a.key] for a in (rule.asks if rule else ()) if a.on == "meeting" and a.key in known}
    meeting.answers = {**meeting.answers, **said}
    _settle(desk, weighed, "convened", "", "decided: convene")
    return meeting


def refer(desk: Desk, weighed: Weighed, kind: str, note: str, *, version: int | None = None) -> None:
    """Record that a meeting which another procedure governs was passed on: to whom, in the worker's words."""
    concerns.current(weighed.concern, version)
    _still_open(weighed.concern)
    if weighed.procedure is None or kind not in weighed.procedure.kinds or not weighed.procedure.kinds[kind].elsewhere:
        raise Refused("This meeting is held under this procedure. Convene it here.", field="choice")
    if not note.strip():
        raise Refused("Say to whom it was referred.", field="reason")
    _settle(desk, weighed, "referred", note.strip(), "decided: referred")


def decline(desk: Desk, weighed: Weighed, reason: str, *, version: int | None = None) -> None:
    """Decide that no meeting takes place, with the reason. A "must" is refused."""
    concerns.current(weighed.concern, version)
    _still_open(weighed.concern)
    strongest = weighed.proposals.strongest
    if strongest is not None and strongest.strength is Strength.MUST:
        raise Refused(
            "The procedure says this meeting must take place. Convene it, or speak with your manager.", field="choice",
            clause=strongest.clause,
        )  # fmt: skip
    if not reason.strip():
        raise Refused("Enter why no meeting is to be held.", field="reason")
    _settle(desk, weighed, "declined", reason.strip(), "decided: not convene")


def reopen(desk: Desk, weighed: Weighed, reason: str, *, version: int | None = None) -> None:
    """Look again at a concern about which no meeting was held; the reason is kept with the history."""
    concern = weighed.concern
    concerns.current(concern, version)
    if concern.state not in ("declined", "referred"):
        raise Refused("This concern is looked at already.")
    if not reason.strip():
        raise Refused("Enter why this is to be looked at again.", field="again")
    earlier = f"{concern.because} ({concern.decided_by})"
    concern.state, concern.because, concern.decided_by, concern.decided_on = "open", "", "", None
    flag_modified(concern, "state")
    desk.db.flush()
    desk.note("looked at a concern again", "concern", concern.id, child_id=concern.child_id, reason=reason.strip(),
              before=earlier)  # fmt: skip
    task = concerns.ask_for_decision(desk, weighed)
    if task is not None and task.done_on is not None:
        tasks.reopen(desk, task)


def close(desk: Desk, concern: Concern, because: str) -> None:
    """The concern has come to its end: its meeting or its plan did."""
    if concern.state == "closed":
        return
    concern.state = "closed"
    concern.because = concern.because or because
    desk.note("closed a concern", "concern", concern.id, child_id=concern.child_id, reason=because)


def _still_open(concern: Concern) -> None:
    if concern.state != "open":
        raise Refused(f"This has been decided already by {concern.decided_by or 'somebody else'}.", field="choice")


def _settle(desk: Desk, weighed: Weighed, state: str, because: str, verb: str) -> None:
    """Keep a decision, once: the version goes up, so that of two at a time one is told."""
    concern = weighed.concern
    concern.state, concern.because = state, because
    concern.decided_by, concern.decided_on = desk.actor.name, desk.today
    flag_modified(concern, "state")
    desk.db.flush()
    desk.note(verb, "concern", concern.id, child_id=concern.child_id, reason=because)
    task = concerns.task_of(desk, concern)
    if task is not None:
        tasks.complete(desk, task)
