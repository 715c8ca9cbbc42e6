"""Roles across the authority, with their days: who may give which to whom, and how one ends.

Nobody gives a role to themselves. Where somebody else looks after roles too, a role takes effect once they confirm it,
see `roles_confirming`; where nobody does it takes effect at once, and people are told. The decision is ADR 7.
"""

from datetime import date, timedelta

from sqlalchemy import Select, or_, select

from core.domain.roles import CASE_STAFF, ROLES
from core.models import Person, PersonRole, RoleGiven
from core.services import roles_told as told
from core.services.desk import Desk, Missing, Refused
from core.services.keepers import KEEPS, keepers, somebody_stays
from core.services.likeness import like_actor, opened_by_actor

BESIDE = ("panel_adviser", "panel_administrator", "agency_decision_maker", "auditor", "configuration", "operator")
ONLY_BY_HOLDERS = frozenset({"configuration", "operator"})
OPENS_NO_RECORDS = frozenset({"configuration", "operator"})
"""Roles that stand beside the configuration; whoever keeps it sees no children's records, and is not its auditor."""
DAY = timedelta(days=1)


def giveable(desk: Desk) -> list[tuple[str, str]]:
    """The roles that the actor may give, with their titles in the authority's own words."""
    procedure = desk.procedure(desk.today)
    own = {key: title for key, title in procedure.roles.items() if key not in ROLES} if procedure else {}
    keys = [key for key in ROLES if key in CASE_STAFF or key in BESIDE]
    keys = [key for key in keys if key not in ONLY_BY_HOLDERS or key in desk.actor.roles]
    return [(key, procedure.role(key) if procedure else ROLES[key]) for key in keys] + sorted(own.items())


def give(desk: Desk, person: Person, role: str, *, since: date | None = None, until: date | None = None) -> RoleGiven:
    """Give a role: it waits for a second person where there is one, and takes effect at once where there is none.

    Refused to oneself and to whoever looks like oneself, beyond what the actor may give, twice, beside a role that it
    does not go with, and to somebody whom the actor has invited.
    """
    desk.require("people.write")
    desk.lock()
    if person.id == desk.actor.person_id:
        raise Refused("Nobody gives a role to themselves. Ask a colleague who looks after roles.", field="role")
    if role not in dict(giveable(desk)):
        raise Refused("Choose one of the roles listed. A role that you do not hold yourself is given by others.",
                      field="role")  # fmt: skip
    if not person.active:
        raise Refused(f"{person.name} does not work here any more.", field="role")
    if since and until and until < since:
        raise Refused("The last day comes before the first. Check both dates.", field="until")
    if until and until < desk.today:
        raise Refused("The last day has passed, so the role would open nothing. Check it.", field="until")
    refuse_beside(desk, person, role)
    if like_actor(desk, person):
        raise Refused(f"{person.name} has your own name or address. Somebody else gives this role.", field="role")
    seconds = keepers(desk, but=(desk.actor.person_id, person.id))
    if seconds and opened_by_actor(desk, person):
        raise Refused(f"You opened {person.name}’s sign-in. {seconds[0].name} gives the role, so that nobody gives a "
                      "role and holds the invitation as well.", field="role")  # fmt: skip
    given = RoleGiven(
        person_id=person.id, role=role, since=since, until=until, state="waiting" if seconds else "alone",
        given_by_id=desk.actor.person_id, given_by_name=desk.actor.name, given_at=desk.now,
    )  # fmt: skip
    desk.db.add(given)
    desk.db.flush()
    note(desk, "asked for a role" if seconds else "gave a role", given, alone=not seconds)
    if seconds:
        told.of_waiting(desk, given, person, seconds)
    else:
        take_effect(desk, given)
        told.of_alone(desk, person, f"gave {person.name} the role “{title(desk, role)}”", f"role:{given.id}")
    return given


def refuse_beside(desk: Desk, person: Person, role: str, *, but: str = "") -> None:
    """A role is held and asked for once, and not beside one that it does not go with; `but` is the id of a role given
    that does not count."""
    held = {one.role for one in desk.db.scalars(_standing(desk, person))}
    waiting = select(RoleGiven.role).where(RoleGiven.person_id == person.id, RoleGiven.state == "waiting")
    asked = set(desk.db.scalars(waiting.where(RoleGiven.id != but)))
    if role in held:
        raise Refused(f"{person.name} holds this role already.", field="role")
    if role in asked:
        raise Refused("This role waits for a second person already.", field="role")
    every = held | asked
    if every - OPENS_NO_RECORDS if role == KEEPS else KEEPS in every and role not in OPENS_NO_RECORDS:
        raise Refused("Whoever looks after the configuration sees no children’s records, and does not audit it. End "
                      "the other role first.", field="role")  # fmt: skip


def take_effect(desk: Desk, given: RoleGiven) -> None:
    """Make the role itself, from its own first day on: today, where none was said."""
    given.since = given.since or desk.today
    role = PersonRole(person_id=given.person_id, role=given.role, since=given.since, until=given.until)
    desk.db.add(role)
    desk.db.flush()
    given.role_id = role.id


def end(desk: Desk, person: Person, role_id: str, on: date) -> None:
    """The role's last day, earlier than the one it has; one that has not begun never does. Refused where nobody would
    look after the configuration."""
    desk.require("people.write")
    desk.lock()
    role = desk.db.scalar(select(PersonRole).where(PersonRole.id == role_id, PersonRole.person_id == person.id))
    if role is None:
        raise Missing(role_id)
    if role.since is not None and on < role.since:
        if role.since <= desk.today:
            raise Refused("The role began after this day. Check both dates.", field="until")
        on = role.since - DAY
    if role.until is not None and on >= role.until:
        raise Refused("The role ends by then already. To make it longer, give it again.", field="until")
    if role.role in ONLY_BY_HOLDERS and role.role not in desk.actor.roles:
        raise Refused("Only somebody who holds this role may end it.", field="until")
    if role.role == KEEPS and not somebody_stays(desk, person.id, max(on + DAY, desk.today)):
        raise Refused("Nobody else looks after the configuration for good and can sign in. Give somebody else the role "
                      "first.", field="until")  # fmt: skip
    before, role.until = role.until, on
    desk.db.flush()
    desk.note("ended a role", "person", person.id, role=role.role, until=str(on), before=str(before or ""))
    if role.role == KEEPS and person.id != desk.actor.person_id:
        told.of_ended(desk, person, role)


def end_all(desk: Desk, person: Person) -> None:
    """Whoever leaves holds nothing any more: if they come back, their roles are given again. Refused as `end`."""
    yesterday, held = desk.today - DAY, list(desk.db.scalars(_standing(desk, person)))
    if any(role.role == KEEPS for role in held) and not somebody_stays(desk, person.id, desk.today):
        raise Refused("Nobody else looks after the configuration for good and can sign in. Give somebody else the role "
                      "first.")  # fmt: skip
    for role in held:
        role.until = max(yesterday, role.since - DAY) if role.since else yesterday
        desk.note("ended a role", "person", person.id, role=role.role, until=str(yesterday), left=True)
        if role.role == KEEPS:
            told.of_ended(desk, person, role)
    waiting = select(RoleGiven).where(RoleGiven.person_id == person.id, RoleGiven.state == "waiting")
    for given in desk.db.scalars(waiting):
        given.state, given.answered_at = "withdrawn", desk.now
        given.answered_by_id, given.answered_by_name = desk.actor.person_id, desk.actor.name
        note(desk, "withdrew a role", given)


def in_force(role: PersonRole, today: date) -> bool:
    """Whether a role holds on a day."""
    return (role.since is None or role.since <= today) and (role.until is None or today <= role.until)


def title(desk: Desk, role: str) -> str:
    """A role in the authority's own words."""
    procedure = desk.procedure(desk.today)
    return procedure.role(role) if procedure else ROLES.get(role, role)


def note(desk: Desk, verb: str, given: RoleGiven, **data: object) -> None:
    """What was done about a role that was given, on the page of the person."""
    days = {"since": str(given.since or ""), "until": str(given.until or "")}
    desk.note(verb, "person", given.person_id, role=given.role, given=given.id, **days, **data)


def _standing(desk: Desk, person: Person) -> Select[PersonRole]:
    """The person's roles of today and to come."""
    return select(PersonRole).where(
        PersonRole.person_id == person.id, or_(PersonRole.until.is_(None), PersonRole.until >= desk.today)
    )
