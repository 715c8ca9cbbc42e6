"""Approving a change of the procedure: by a second person where the authority has two who look after it."""

from core.models import Person, ProcedureVersion
from core.services import changing, notices
from core.services import procedure_versions as versions
from core.services.desk import Desk, Refused, Stale
from core.services.keepers import keepers
from core.services.previewing import answered, settle_first

KIND = "procedure"
"""The kind of notice that a change of the procedure brings."""


def seconds(desk: Desk, change: ProcedureVersion) -> tuple[Person, ...]:
    """Those who can approve it: who chose none of it; where everybody has, whoever does not ask for the approval."""
    here, authors = keepers(desk), {id for id, _ in change.worked_on}
    fresh = tuple(one for one in here if one.id not in authors)
    return fresh or tuple(one for one in here if one.id != change.prepared_by_id)


def may_ask(desk: Desk, change: ProcedureVersion) -> bool:
    """Whether the actor chose any of it, and so can put it before a second person."""
    return desk.actor.person_id in [id for id, _ in change.worked_on]


def obstacles(desk: Desk, change: ProcedureVersion) -> tuple[str, ...]:
    """Why the change cannot be approved as it stands, as sentences; none where it can."""
    said = list(settle_first(desk, change))
    newer = changing.overtaken(desk, change)
    if newer is not None:
        said.append(
            f"Version {newer.number} was approved since this change was prepared. Carry the change over to it first."
        )
    if change.starts is None or change.starts < desk.today:
        said.append("The day on which it was to start is past. Choose today or a later day.")
    base = changing.base_of(desk, change.starts or desk.today)
    running = base.enabled if base else {}
    if set(running) == set(change.enabled) and not any(answered(desk, running, change.enabled)):
        said.append("It changes nothing yet.")
    return tuple(said)


def ask(desk: Desk, change: ProcedureVersion, because: str, *, version: int | None = None) -> bool:
    """Put the change before a second person; where there is none, it is approved at once. Answers whether it is.

    Refused while something is to be settled first, or where nobody says why.
    """
    if version is not None and version != change.version:
        raise Stale(change)
    if not because.strip():
        raise Refused("Say why the procedure changes, and who in the authority has decided it.", field="because")
    if not may_ask(desk, change):
        raise Refused(f"{change.authors} prepared this and can ask for it to be approved.")
    _refuse(desk, change)
    change.because, change.sent_back = because.strip(), ""
    change.prepared_by_id, change.prepared_by = desk.actor.person_id, desk.actor.name
    if not seconds(desk, change):
        _approve(desk, change)
        return True
    change.state, change.asked_at = "asked", desk.now
    desk.db.flush()
    desk.note("asked for a change of the procedure to be approved", "procedure", change.id)
    for one in seconds(desk, change):
        _tell(desk, change, one.id, f"{desk.actor.name} asks you to approve a change of the procedure.")
    return False


def approve(desk: Desk, change: ProcedureVersion, *, version: int | None = None) -> ProcedureVersion:
    """Let the change rule from its first day. Refused to whoever prepared it, and while something stands against it."""
    if version is not None and version != change.version:
        raise Stale(change)
    if change.state != "asked":
        raise Refused("Nobody has asked for this change to be approved yet.")
    if desk.actor.person_id not in [one.id for one in seconds(desk, change)]:
        raise Refused("Somebody else approves what you have prepared.")
    approved = _approve(desk, change)
    _tell(desk, change, change.prepared_by_id, f"{desk.actor.name} has approved your change of the procedure.")
    return approved


def send_back(desk: Desk, change: ProcedureVersion, why: str, *, version: int | None = None) -> None:
    """Do not approve, and say what is to be looked at again."""
    if version is not None and version != change.version:
        raise Stale(change)
    if change.state != "asked" or desk.actor.person_id not in [one.id for one in seconds(desk, change)]:
        raise Refused("Only a change that somebody else asks you to approve can be sent back.")
    if not why.strip():
        raise Refused("Say what is to be looked at again.", field="why")
    change.state, change.sent_back = "draft", f"{why.strip()} ({desk.actor.name})"
    desk.db.flush()
    desk.note("sent a change of the procedure back", "procedure", change.id)
    _tell(desk, change, change.prepared_by_id, f"{desk.actor.name} has sent your change of the procedure back.")


def _tell(desk: Desk, change: ProcedureVersion, person_id: str | None, text: str) -> None:
    """Tell somebody, once for each state of the change."""
    if person_id:
        notices.tell(desk, person_id, key=f"procedure:{change.id}:{change.version}", kind=KIND, text=text)


def _refuse(desk: Desk, change: ProcedureVersion) -> None:
    against = obstacles(desk, change)
    if against:
        raise Refused(" ".join(against))


def _approve(desk: Desk, change: ProcedureVersion) -> ProcedureVersion:
    versions.reserve(desk)
    _refuse(desk, change)
    return versions.enter(desk, change)
