"""What a body makes of a recommendation, and how far it is. Apart from `advising`, where a meeting makes one: this
comes weeks later, from a panel, from those who see recommendations through, or from whoever keeps the record."""

from datetime import date

from sqlalchemy import select

from core.models import Meeting, Recommendation
from core.services.desk import Desk, Missing, Refused, Stale

STATES: dict[str, str] = {
    "open": "Open",
    "accepted": "Accepted",
    "not accepted": "Not accepted",
    "done": "Done",
}
"""Key -> words, in the order in which a recommendation may come to them."""
UNFINISHED = ("open", "accepted")
"""The states in which a recommendation still has to be seen through."""


def find(desk: Desk, recommendation_id: str) -> Recommendation:
    """One recommendation of this authority that has not been taken back; `Missing` where there is none."""
    wanted = (Recommendation.id == recommendation_id, Recommendation.withdrawn.is_(False))
    found = desk.db.scalar(select(Recommendation).where(*wanted))
    if found is None:
        raise Missing(recommendation_id)
    return found


def respond(
    desk: Desk,
    recommendation: Recommendation,
    *,
    state: str,
    response: str = "",
    on: date | None = None,
    version: int | None = None,
) -> None:
    """What the body says: one of STATES, its words, and the day (today, if not given). Whoever asks may do so.

    Not accepting needs words. "open" takes an earlier answer back; what was said stays in the events.
    """
    current(recommendation, version)
    day, said = on or desk.today, response.strip()
    if state not in STATES:
        raise Refused("Choose what became of the recommendation.", field="state")
    if state == "not accepted" and not said:
        raise Refused("Say why the recommendation is not accepted.", field="response")
    meeting = _refuse_day(desk, recommendation, day)
    before = recommendation.state
    recommendation.state = state
    recommendation.response = said if said or state == "open" else recommendation.response
    if state == "open":
        recommendation.responded_on, recommendation.responded_by, recommendation.done_on = None, "", None
    elif state == "done":
        recommendation.done_on = day
        if said or recommendation.responded_on is None:
            recommendation.responded_on, recommendation.responded_by = day, desk.actor.name
    else:
        recommendation.responded_on, recommendation.responded_by, recommendation.done_on = day, desk.actor.name, None
    desk.db.flush()
    _note(desk, recommendation, meeting, "recorded a response", before=before, after=state, response=said)


def report(desk: Desk, recommendation: Recommendation, *, progress: str, version: int | None = None) -> None:
    """How far a recommendation is, in words."""
    current(recommendation, version)
    if not progress.strip():
        raise Refused("Enter how far it is.", field="progress")
    recommendation.progress = progress.strip()
    desk.db.flush()
    _note(desk, recommendation, _meeting(desk, recommendation), "reported on a recommendation", said=progress.strip())


def current(recommendation: Recommendation, version: int | None) -> None:
    """Raise `Stale` when the form was opened on an earlier version."""
    if version is not None and version != recommendation.version:
        raise Stale(recommendation)


def _refuse_day(desk: Desk, recommendation: Recommendation, day: date) -> Meeting:
    meeting = _meeting(desk, recommendation)
    if day > desk.today:
        raise Refused("Enter a day that is not in the future.", field="on")
    if meeting.held_on is not None and day < meeting.held_on:
        raise Refused("Enter the day of the meeting or a later one.", field="on")
    return meeting


def _meeting(desk: Desk, recommendation: Recommendation) -> Meeting:
    found = desk.db.scalar(select(Meeting).where(Meeting.id == recommendation.meeting_id))
    if found is None:
        raise Missing(recommendation.meeting_id)
    return found


def _note(desk: Desk, one: Recommendation, meeting: Meeting, verb: str, **data: object) -> None:
    about = {"child_id": meeting.child_id, "meeting_id": meeting.id}
    desk.note(verb, "recommendation", one.id, **about, **data)
