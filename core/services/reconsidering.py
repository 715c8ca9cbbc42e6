"""Looking again at what was decided about an ending: because somebody asks for it, or because its facts have changed.
Apart from `deciding`, which takes a decision the first time and every time after."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from core.domain.periods import working_days
from core.domain.proposing import Proposal
from core.domain.windows import due_after
from core.models import Child, Decision, Ending, Task
from core.services import deciding, endings, meetings, proposing, tasks
from core.services.desk import Desk, Refused
from core.services.endings import Weighed

ASKED_ABOUT = timedelta(days=183)
"""How far back an imported ending may lie for a decision still to be asked for; older ones may be decided, unasked."""
TITLE = "Look at the decision again"


def revisit(desk: Desk, ending: Ending, child: Child) -> Weighed:
    """Weigh an ending again after its facts changed: the decision is asked for, and open meetings follow.

    Where it was decided and a further clause applies now, looking at it again is asked for. An imported ending that
    lies long back is weighed too, but nobody is asked to decide it.
    """
    weighed = endings.weigh(desk, ending, child)
    if ending.state == "history" and weighed.proposals.applies and desk.today - ending.day <= ASKED_ABOUT:
        ending.state = "open"
    if ending.state in ("open", "asked"):
        endings.ask_for_decision(desk, weighed)
    elif ending.state != "history":
        _ask_if_more_applies(desk, weighed)
    for meeting in deciding.meetings(desk, ending):
        proposing.renew(desk, meeting, meetings.whole(desk, meeting.id))
    return weighed


def further(weighed: Weighed, made: Iterable[Decision]) -> tuple[Proposal, ...]:
    """What applies now and did not when its kind of meeting was decided, strongest first; a kind that is to be
    convened already needs nothing further."""
    made, found = list(made), []
    for proposal in weighed.proposals.applies:
        stands = deciding.standing(made, proposal.kind)
        known = stands is not None and (stands.choice == "convene" or proposal.clause in stands.clause.split(", "))
        if not known:
            found.append(proposal)
    return tuple(found)


def may_reopen(stands: Decision | None) -> bool:
    """Whether a decision that stands can be looked at again: one that no meeting is held here."""
    return stands is not None and stands.choice in ("not convene", "referred")


def reopen(desk: Desk, weighed: Weighed, kind: str, reason: str, *, version: int | None = None) -> Decision:
    """Open a decision again, for a reason. The earlier one stays readable and can no longer be confirmed."""
    deciding.current(weighed, version)
    stands = deciding.standing(deciding.decisions(desk, weighed.ending), kind)
    if stands is None or not may_reopen(stands):
        raise Refused("There is no decision here to look at again.")
    if not reason.strip():
        raise Refused("Enter why this is to be looked at again.", field="again")
    decision = deciding.decided(desk, weighed, kind, deciding.AGAIN, reason.strip(), state="open")
    confirming = desk.db.scalar(select(Task).where(Task.ending_id == weighed.ending.id, Task.key == stands.id))
    if confirming is not None and confirming.done_on is None:
        confirming.state = "withdrawn"
    _ask(desk, weighed, "To be looked at again", reason.strip())
    return decision


def _ask_if_more_applies(desk: Desk, weighed: Weighed) -> None:
    more = further(weighed, deciding.decisions(desk, weighed.ending))
    task = endings.decision_task(desk, weighed.ending)
    if more:
        clauses = ", ".join(dict.fromkeys(p.clause for p in more))
        _ask(desk, weighed, "A further clause applies", f"{clauses} applies now, and did not when this was decided.")
    elif task is not None and task.done_on is None and task.title == TITLE:
        tasks.complete(desk, task)


def _ask(desk: Desk, weighed: Weighed, event: str, because: str) -> None:
    """The task to decide is open once more, due from today, with whoever had it last."""
    task = endings.decision_task(desk, weighed.ending)
    number = desk.setting("days_to_decide")
    if task is None:
        owner = (desk.actor.person_id, desk.actor.name)
        task = endings.task_to_decide(
            desk, weighed.ending, weighed.proposals, weighed.procedure, owner, desk.today, event
        )
        desk.db.add(task)
        desk.db.flush()
    elif task.done_on is not None:
        tasks.reopen(desk, task)
    due = due_after(desk.today, working_days(number), desk.calendar)
    strongest = weighed.proposals.strongest
    task.state, task.title, task.due, task.because = "open", TITLE, due.day, because
    task.clause = strongest.clause if strongest else ""
    task.sum = f"{due.explain(event)}. No text sets a date for this step; {number} working days is a local setting."
    desk.db.flush()
