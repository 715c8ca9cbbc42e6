"""The second person: a role that somebody else gave takes effect once they confirm it."""

from dataclasses import dataclass

from sqlalchemy import select

from core.models import Person, RoleGiven
from core.services import roles
from core.services import roles_told as told
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.keepers import KEEPS, keepers
from core.services.likeness import like_actor


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A role that waits, and for whom; `why_not` is why the actor cannot confirm it, "" where they can."""

    given: RoleGiven
    person: Person
    why_not: str = ""


def waiting(desk: Desk) -> tuple[Waiting, ...]:
    """Every role that waits for a second person, the oldest first."""
    statement = (
        select(RoleGiven, Person)
        .join(Person, (Person.tenant_id == RoleGiven.tenant_id) & (Person.id == RoleGiven.person_id))
        .where(RoleGiven.state == "waiting")
        .order_by(RoleGiven.given_at, RoleGiven.id)
    )
    return tuple(Waiting(given=g, person=p, why_not=_why_not(desk, g, p)) for g, p in desk.db.execute(statement))


def find(desk: Desk, person: Person, given_id: str) -> Waiting:
    """One role that somebody gave this person, waiting or answered; `Missing` where there is none."""
    given = desk.db.scalar(select(RoleGiven).where(RoleGiven.id == given_id, RoleGiven.person_id == person.id))
    if given is None:
        raise Missing(given_id)
    return Waiting(given=given, person=person, why_not=_why_not(desk, given, person))


def of(desk: Desk, person: Person) -> tuple[RoleGiven, ...]:
    """Every role that was ever given to somebody here, the newest first."""
    statement = select(RoleGiven).where(RoleGiven.person_id == person.id)
    return tuple(desk.db.scalars(statement.order_by(RoleGiven.given_at.desc(), RoleGiven.id)))


def confirm(desk: Desk, one: Waiting, *, version: int | None = None) -> None:
    """The role takes effect. Refused to whoever gave it and to the person concerned; where it has been answered; and
    where whoever gave it looks after roles no longer, or it no longer fits the person."""
    given, person = _answerable(desk, one, version)
    if why := _why_not(desk, given, person):
        raise Refused(why)
    if not any(keeper.id == given.given_by_id for keeper in keepers(desk)):
        raise Refused(f"{given.given_by_name} no longer looks after roles. Send this back, and give the role yourself.")
    if not person.active:
        raise Refused(f"{person.name} does not work here any more. Send this back.")
    if given.until and given.until < desk.today:
        raise Refused("Its last day has passed. Send this back.")
    roles.refuse_beside(desk, person, given.role, but=given.id)
    _answer(desk, given, "confirmed")
    roles.take_effect(desk, given)
    roles.note(desk, "confirmed a role", given, by=given.given_by_name)
    told.of_answer(desk, given, f"{desk.actor.name} has confirmed the role that you gave {person.name}.")


def send_back(desk: Desk, one: Waiting, why: str, *, version: int | None = None) -> None:
    """The role does not take effect, for a reason."""
    given, person = _answerable(desk, one, version)
    if given.given_by_id == desk.actor.person_id or person.id == desk.actor.person_id:
        raise Refused("Somebody else answers this. What you gave yourself you can withdraw.")
    if not why.strip():
        raise Refused("Say why it is sent back.", field="note")
    _answer(desk, given, "refused")
    given.note = why.strip()
    desk.db.flush()
    roles.note(desk, "sent back a role", given, because=given.note, by=given.given_by_name)
    told.of_answer(desk, given, f"{desk.actor.name} has sent back the role that you gave {person.name}: {given.note}")


def withdraw(desk: Desk, one: Waiting, *, version: int | None = None) -> None:
    """Take back what one gave, before anybody confirms it."""
    given, _ = _answerable(desk, one, version)
    if given.given_by_id != desk.actor.person_id:
        raise Refused("Only whoever gave it withdraws it. You can send it back.")
    _answer(desk, given, "withdrawn")
    desk.db.flush()
    roles.note(desk, "withdrew a role", given)


def _answerable(desk: Desk, one: Waiting, version: int | None) -> tuple[RoleGiven, Person]:
    desk.require("people.write")
    desk.lock()
    desk.db.refresh(one.given)
    if one.given.state != "waiting" or (version is not None and version != one.given.version):
        raise Stale(one.given)
    return one.given, one.person


def _why_not(desk: Desk, given: RoleGiven, person: Person) -> str:
    if given.given_by_id == desk.actor.person_id:
        return "Somebody else confirms what you gave."
    if person.id == desk.actor.person_id:
        return "Somebody else confirms this: it is your own role."
    if like_actor(desk, person):
        return f"{person.name} has your own name or address. Somebody else confirms this."
    if given.role in roles.ONLY_BY_HOLDERS and given.role not in desk.actor.roles:
        return "Only somebody who holds this role confirms it."
    return "" if KEEPS in desk.actor.roles else "Somebody who looks after roles confirms this."


def _answer(desk: Desk, given: RoleGiven, state: str) -> None:
    given.state, given.answered_at = state, desk.now
    given.answered_by_id, given.answered_by_name = desk.actor.person_id, desk.actor.name
