"""Opening a restricted record all the same: by its exact ID and with a reason, for four hours, and never without
somebody being told. What opened nothing is kept as well."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select

from core.db import in_whole
from core.models import Child, Opening, Person, Restriction, RestrictionReader, Task
from core.services import children, notices
from core.services.desk import Desk, Missing, Refused
from core.services.record_managers import answering

HOURS = timedelta(hours=4)
TRIES, WITHIN = 10, timedelta(hours=1)
SHORTEST = 20
REVIEW_DAYS = 5
TOLD, REVIEW = "opened", "opening"
"""The kind of notice, and of task, that an opening makes."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of a try: the child, where the record is the actor's to read in any case, else the row of the try; one
    that opened nothing has no child."""

    child: Child | None = None
    opening: Opening | None = None


def open_record(desk: Desk, asked: str, reason: str) -> Tried:
    """Open the restricted record with exactly this ID for four hours. Whoever answers for it is told in the same
    transaction and asked to say whether it was justified.

    A try that opens nothing is kept, and tells nothing: whether there is no such child, or one of other people's.
    Refused without a reason of 20 characters, after ten tries within an hour, and where nobody could be told.
    """
    desk.require("child.open")
    asked, reason = asked.strip(), reason.strip()
    if len(reason) < SHORTEST:
        raise Refused(f"Say why in at least {SHORTEST} characters: whoever answers for the record reads it.",
                      field="reason")  # fmt: skip
    _refuse_too_many(desk)
    mine = desk.db.scalar(children.visible(desk).where(Child.local_id == asked))
    if mine is not None:
        return Tried(child=mine)
    row = Opening(person_id=desk.actor.person_id, person_name=desk.actor.name, asked=asked, reason=reason, at=desk.now)
    with in_whole(desk.db):
        child = desk.db.scalar(_kept_from(desk).where(Child.local_id == asked))
        if child is not None:
            _open(desk, row, child)
        else:
            desk.db.add(row)
            desk.db.flush()
            desk.note("tried to open a restricted record", "opening", row.id)
    return Tried(opening=row)


def tried(desk: Desk, opening_id: str) -> Opening | None:
    """One of the actor's own tries that opened nothing, for the form to say so and lose nothing."""
    wanted = select(Opening).where(Opening.id == opening_id, Opening.person_id == desk.actor.person_id)
    return desk.db.scalar(wanted.where(Opening.child_id.is_(None)))


def mine_now(desk: Desk) -> list[tuple[Opening, Child]]:
    """What the actor has open at this moment, and did not close; one statement, none where nothing is."""
    if not desk.actor.opened:
        return []
    statement = (
        select(Opening, Child)
        .join(Child, (Child.tenant_id == Opening.tenant_id) & (Child.id == Opening.child_id))
        .where(Opening.person_id == desk.actor.person_id, Opening.closed_at.is_(None), Opening.until > desk.now)
        .order_by(Opening.until)
    )
    return [(opening, child) for opening, child in desk.db.execute(statement)]


def close(desk: Desk, opening_id: str) -> None:
    """The actor does not need it any more. `Missing` where they have not opened it."""
    wanted = select(Opening).where(Opening.id == opening_id, Opening.person_id == desk.actor.person_id)
    found = desk.db.scalar(wanted.where(Opening.child_id.is_not(None)))
    if found is None:
        raise Missing(opening_id)
    if found.closed_at is None:
        found.closed_at = desk.now
        desk.db.flush()
        desk.note("closed a restricted record", "opening", found.id, child_id=found.child_id)


def _refuse_too_many(desk: Desk) -> None:
    """The row of the person is held meanwhile, so that many tries at once are no way round."""
    desk.db.execute(select(Person.id).where(Person.id == desk.actor.person_id).with_for_update())
    wanted = (Opening.person_id == desk.actor.person_id, Opening.at > desk.now - WITHIN)
    with in_whole(desk.db):
        number = desk.db.scalar(select(func.count()).select_from(Opening).where(*wanted)) or 0
    if number >= TRIES:
        raise Refused(f"You have tried {TRIES} times within an hour. Ask whoever manages the child’s case, or wait.")


def _kept_from(desk: Desk) -> Select[Child]:
    """Restricted children of whose readers the actor is none."""
    reads = select(RestrictionReader.id).where(
        RestrictionReader.restriction_id == Restriction.id, RestrictionReader.person_id == desk.actor.person_id
    )
    return (
        select(Child)
        .join(Restriction, (Restriction.tenant_id == Child.tenant_id) & (Restriction.child_id == Child.id))
        .where(Restriction.ended == "", ~reads.exists())
    )


def _open(desk: Desk, row: Opening, child: Child) -> None:
    answers = answering(desk, child, but=desk.actor.person_id)
    if not answers.people:
        raise Refused("Nobody could be told of it, so nothing was opened. Ask whoever runs this service.")
    row.child_id, row.until = child.id, desk.now + HOURS
    row.told = [[one.id, one.name] for one in answers.people]
    desk.db.add(row)
    desk.db.flush()
    for one in answers.people:
        text = f"{desk.actor.name} opened a restricted record for four hours. Say whether that was justified."
        notices.tell(desk, one.id, key=f"{TOLD}:{row.id}", kind=TOLD, text=text)
    owner = answers.people[0] if answers.readers else None
    due = desk.calendar.add_working_days(desk.today, REVIEW_DAYS)
    desk.db.add(
        Task(kind=REVIEW, key=row.id, child_id=child.id, title="Review who opened this record", due=due,
             detail=f"Opened by {desk.actor.name}",
             owner_id=owner.id if owner else None, owner_name=owner.name if owner else "")
    )  # fmt: skip
    desk.note(
        "opened a restricted record", "opening", row.id, child_id=child.id, told=[one.id for one in answers.people]
    )
