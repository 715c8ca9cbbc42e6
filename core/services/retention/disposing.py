"""A child's record is disposed of by two people: one proposes with a reason, another confirms, and only then, in the
transaction of the confirmation, does every row of the child go. What is left says that it was done, and rightly."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from core.db import in_whole
from core.models import Child, Disposal, Person, PersonRole
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.likeness import like_actor, opened_by
from core.services.notices import tell
from core.services.permissions import PERMISSIONS
from core.services.retention import holds, left_over
from core.services.retention.belonging import belongings
from core.services.retention.lives import kept

PROPOSED, DISPOSED, BACK, WITHDRAWN = "proposed", "disposed", "sent back", "withdrawn"


def propose(desk: Desk, child: Child, reason: str) -> Disposal:
    """Ask that this record goes. Refused without a reason, before its last day has passed, under a hold, and where it
    has been asked already."""
    desk.require("retention.propose")
    desk.lock()
    if not reason.strip():
        raise Refused("Say why the record may go.", field="reason")
    _nameless(child, reason, "reason")
    until, rule = _due(desk, child)
    if waiting(desk, child) is not None:
        raise Refused("This has been proposed already, and waits for a second person.", field="reason")
    disposal = Disposal(
        child_id=child.id, reason=reason.strip(), kept_until=until, rule=rule, proposed_by_id=desk.actor.person_id,
        proposed_by=desk.actor.name, proposed_at=desk.now,
    )  # fmt: skip
    desk.db.add(disposal)
    desk.db.flush()
    desk.note("proposed a disposal", "disposal", disposal.id, child_id=child.id, kept_until=until.isoformat())
    return disposal


def confirm(desk: Desk, disposal: Disposal, *, note: str = "", version: int | None = None) -> dict[str, int]:
    """The second person agrees: every row of the child goes now; how many went, by table.

    Refused to whoever proposed it or has their sign-in in hand, and where it is not due or held. `Stale` where it was
    answered, or what decides the date has changed since.
    """
    child = _answerable(desk, disposal, version)
    if why := why_not(desk, disposal):
        raise Refused(why)
    if not _proposer_stands(desk, disposal):
        raise Refused(f"{disposal.proposed_by} may no longer propose this. Send it back, and propose it yourself.")
    until, rule = _due(desk, child)
    if (until, rule) != (disposal.kept_until, disposal.rule):
        raise Refused("What decides the date has changed since this was proposed. Send it back, so that somebody "
                      "looks at it again.")  # fmt: skip
    _nameless(child, note, "note")
    disposal.mark = mark(disposal.id, child.local_id)
    _answer(desk, disposal, DISPOSED, note)
    disposal.counts = counts = _dispose(desk, child)
    desk.db.flush()
    desk.note("disposed of a record", "disposal", disposal.id, child_id=disposal.child_id, counts=counts)
    _tell(desk, disposal, f"{desk.actor.name} has confirmed the disposal that you proposed. The record is gone.")
    return counts


def send_back(desk: Desk, disposal: Disposal, why: str, *, version: int | None = None) -> None:
    """The record stays, for a reason."""
    child = _answerable(desk, disposal, version)
    if disposal.proposed_by_id == desk.actor.person_id:
        raise Refused("Somebody else answers this. What you proposed yourself you can withdraw.")
    if not why.strip():
        raise Refused("Say why it is sent back.", field="note")
    _answer(desk, disposal, BACK, why)
    desk.db.flush()
    desk.note("sent back a disposal", "disposal", disposal.id, child_id=child.id)
    _tell(desk, disposal, f"{desk.actor.name} has sent back a disposal that you proposed: {why.strip()}")


def withdraw(desk: Desk, disposal: Disposal, *, version: int | None = None) -> None:
    """Take back what one proposed, before anybody confirms it."""
    child = _answerable(desk, disposal, version)
    if disposal.proposed_by_id != desk.actor.person_id:
        raise Refused("Only whoever proposed it withdraws it. You can send it back.")
    _answer(desk, disposal, WITHDRAWN, "")
    desk.db.flush()
    desk.note("withdrew a disposal", "disposal", disposal.id, child_id=child.id)


def find(desk: Desk, disposal_id: str) -> Disposal:
    """One disposal, waiting or answered; `Missing` where there is none."""
    disposal = desk.db.scalar(select(Disposal).where(Disposal.id == disposal_id))
    if disposal is None:
        raise Missing(disposal_id)
    return disposal


def waiting(desk: Desk, child: Child) -> Disposal | None:
    """The disposal of this child that waits for a second person, if any."""
    statement = select(Disposal).where(Disposal.child_id == child.id, Disposal.state == PROPOSED)
    return desk.db.scalars(statement).first()


def why_not(desk: Desk, disposal: Disposal) -> str:
    """Why the actor is not the second person for this; "" where they may be."""
    if not desk.actor.may("retention.dispose"):
        return "A manager or an auditor confirms this."
    if disposal.proposed_by_id == desk.actor.person_id:
        return "Somebody else confirms what you proposed."
    proposer = desk.db.scalars(select(Person).where(Person.id == disposal.proposed_by_id)).one()
    if like_actor(desk, proposer):
        return f"{proposer.name} has your own name or address. Somebody else confirms this."
    me = desk.actor.person_id
    if opened_by(desk, me, proposer.id) or opened_by(desk, proposer.id, me):
        return f"One of you opened the other’s sign-in. Somebody else than you and {proposer.name} confirms this."
    return ""


def what_goes(desk: Desk, child: Child) -> dict[str, int]:
    """How many rows of which table confirming would delete today."""
    every = belongings(child)
    parts = [select(func.count()).select_from(one.model).where(one.mine).scalar_subquery() for one in every]
    row = desk.db.execute(select(*parts).select_from(Child).where(Child.id == child.id)).one()
    return {one.table: number for one, number in zip(every, row, strict=True) if number}


def mark(disposal_id: str, local_id: str) -> str:
    """By which the authority's own ID of a child is known again beside this disposal, without standing there."""
    return hashlib.sha256(f"{disposal_id} {local_id}".encode()).hexdigest()


def _due(desk: Desk, child: Child) -> tuple[Any, str]:
    """The last day and the rule of a record that may go. Refused under a hold, or where its day has not passed."""
    if holds.in_force(desk, child):
        raise Refused("This record is under a legal hold. Nothing of it is disposed of until the hold is lifted.")
    found = kept(desk, child)
    if found.until is None:
        raise Refused(f"Nobody can tell yet until when this record is kept: it needs {' and '.join(found.needs)}.")
    if not found.over(desk.today):
        raise Refused(f"{found.because[-1]} It is too early.")
    return found.until, f"{' '.join(found.because)} ({found.source})"


def _nameless(child: Child, text: str, field: str) -> None:
    """What is written here outlasts the record, so it may not say whose it was."""
    said = f" {text.casefold()} "
    if any(word and word.casefold() in said for word in (child.name, child.local_id)):
        raise Refused("Leave out the child’s name and ID: what you write here stays when the record is gone.",
                      field=field)  # fmt: skip


def _answerable(desk: Desk, disposal: Disposal, version: int | None) -> Child:
    """The child, locked: nobody changes the record or places a hold until this transaction ends."""
    desk.lock()
    desk.db.refresh(disposal)
    if disposal.state != PROPOSED or (version is not None and version != disposal.version):
        raise Stale(disposal)
    return desk.db.scalars(select(Child).where(Child.id == disposal.child_id).with_for_update()).one()


def _proposer_stands(desk: Desk, disposal: Disposal) -> bool:
    may = PERMISSIONS["retention.propose"]
    held = select(PersonRole.id).where(
        PersonRole.person_id == disposal.proposed_by_id, PersonRole.role.in_(may), PersonRole.held_on(desk.today)
    )
    active = select(Person.id).where(Person.id == disposal.proposed_by_id, Person.active)
    return all(desk.db.scalars(one.limit(1)).first() is not None for one in (held, active))


def _answer(desk: Desk, disposal: Disposal, state: str, note: str) -> None:
    disposal.state, disposal.answer, disposal.answered_at = state, note.strip(), desk.now
    disposal.answered_by_id, disposal.answered_by = desk.actor.person_id, desk.actor.name


def _dispose(desk: Desk, child: Child) -> dict[str, int]:
    """Delete what hangs on others first; then the people whom nothing names any more, in records that the actor may
    not open either."""
    every: Sequence[Any] = belongings(child)
    people = left_over.contacts(desk, every)
    counts: dict[str, int] = {}
    desk.db.flush()
    for one in reversed(every):
        gone: Any = desk.db.execute(delete(one.model).where(one.mine), execution_options={"synchronize_session": False})
        if gone.rowcount:
            counts[one.table] = gone.rowcount
    desk.db.expunge(child)
    with in_whole(desk.db):
        forgotten = left_over.forget(desk, people)
    if forgotten:
        counts["people"] = forgotten
    return counts


def _tell(desk: Desk, disposal: Disposal, text: str) -> None:
    tell(desk, disposal.proposed_by_id, key=f"disposal:{disposal.id}", kind="answer", text=text)
