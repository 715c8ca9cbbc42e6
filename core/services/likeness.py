"""Whether a person on the list of staff looks like the one who is acting under another entry.

It shows the plain cases only, and the door stays with the second person: a made-up name and address look like nobody.
"""

from sqlalchemy import select

from core.models import Event, Person, User
from core.services.desk import Desk


def like_actor(desk: Desk, person: Person) -> bool:
    """Whether the name, or the address but for a part after "+", is the actor's own."""
    if _plain(person.name) == _plain(desk.actor.name):
        return True
    known = {desk.db.scalar(select(User.email).where(User.id == desk.actor.user_id))}
    known.add(desk.db.scalar(select(Person.email).where(Person.id == desk.actor.person_id)))
    return bool(person.email) and _address(person.email) in {_address(one) for one in known if one}


def opened_by_actor(desk: Desk, person: Person) -> bool:
    """Whether the actor invited this person, and so may have held the link with which a password is chosen."""
    return opened_by(desk, desk.actor.person_id, person.id)


def opened_by(desk: Desk, opener_id: str, person_id: str) -> bool:
    """Whether one person opened the sign-in of another."""
    statement = select(Event.id).where(Event.about == "person", Event.about_id == person_id)
    statement = statement.where(Event.verb == "opened a sign-in", Event.actor_id == opener_id)
    return desk.db.scalars(statement.limit(1)).first() is not None


def address_changed_by_actor(desk: Desk, person: Person) -> bool:
    """Whether the actor ever changed the email address on somebody's entry."""
    statement = select(Event.data).where(Event.about == "person", Event.about_id == person.id)
    statement = statement.where(Event.verb == "changed a member of staff", Event.actor_id == desk.actor.person_id)
    return any("email" in data.get("changes", {}) for data in desk.db.scalars(statement))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _address(email: str) -> str:
    local, _, host = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"
