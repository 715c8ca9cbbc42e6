"""A form sent twice acts once: its key is claimed in the transaction of the change, and the first answer is kept."""

import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import in_whole
from core.models import Answered
from core.services import auditing
from core.services.desk import Desk, Missing


def claim(desk: Desk, key: str, about: str) -> str | None:
    """None: the key is ours, go on. Otherwise where the first sending of this form led, and there is nothing to do.

    `about` is the form's address; keys are counted per person and address. On PostgreSQL a second sending waits here
    until the first has ended; on SQLite it waits at the start of its transaction. `Missing` where the address leads to
    a record that has been restricted since: it does not exist any more, whatever was sent there once.
    """
    mark = _mark(desk, key, about)
    first = _find(desk, mark)
    if first is None:
        desk.db.add(Answered(key=mark, at=desk.now, status=303))
        try:
            desk.db.flush()
        except IntegrityError:
            desk.db.rollback()
            first = _find(desk, mark)
    if first is None:
        return None
    if desk.db.hidden:
        with in_whole(desk.db):
            child = auditing.find_child(desk)
        if child in desk.db.hidden:
            raise Missing(child)
    return first.location


def answered(desk: Desk, key: str, about: str, location: str) -> None:
    """Keep where the claimed form led."""
    row = _find(desk, _mark(desk, key, about))
    if row is not None:
        row.location = location


def _find(desk: Desk, mark: str) -> Answered | None:
    return desk.db.scalar(select(Answered).where(Answered.key == mark))


def _mark(desk: Desk, key: str, about: str) -> str:
    """64 characters, whatever was sent."""
    return hashlib.sha256(f"{desk.actor.person_id} {about} {key}".encode()).hexdigest()
