"""Restricting a child's record: who may open it, why, and until it is looked at again. What others then do not see is
not decided here but in `sight`, for every statement at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select, update

from core.domain.days import british
from core.domain.roles import title_of
from core.models import CaseRole, Child, Meeting, Notice, Person, PersonRole, Restriction, RestrictionReader, Task
from core.services import notices
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.permissions import MANAGERS, NotAllowed
from core.services.record_managers import answering, staff_who_sign_in

LONGEST = timedelta(days=90)
REVIEW = "restricted"
"""The kind of task that asks to look at a restriction again."""
LIFTED, RENEWED = "lifted", "renewed"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A restriction in force with the people who may open the record, by name."""

    row: Restriction
    readers: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """Somebody who has to do with the child and can sign in, and with what."""

    person: Person
    why: tuple[str, ...]


def standing(desk: Desk, child: Child) -> Standing | None:
    """The restriction of a child's record; None where everybody opens it whose work it is."""
    row = desk.db.scalar(select(Restriction).where(Restriction.child_id == child.id, Restriction.ended == ""))
    return Standing(row=row, readers=tuple(_readers(desk, row))) if row else None


def before(desk: Desk, child: Child) -> Sequence[tuple[Restriction, tuple[Person, ...]]]:
    """The restrictions that have ended, the latest first, with who could open the record then."""
    wanted = select(Restriction).where(Restriction.child_id == child.id, Restriction.ended != "")
    rows = desk.db.scalars(wanted.order_by(Restriction.set_at.desc(), Restriction.id)).all()
    return [(row, tuple(_readers(desk, row))) for row in rows]


def _readers(desk: Desk, row: Restriction) -> Sequence[Person]:
    statement = (
        select(Person)
        .join(
            RestrictionReader,
            (RestrictionReader.tenant_id == Person.tenant_id) & (RestrictionReader.person_id == Person.id),
        )
        .where(RestrictionReader.restriction_id == row.id)
        .order_by(Person.name, Person.id)
    )
    return desk.db.scalars(statement).all()


def may_change(desk: Desk, found: Standing) -> bool:
    """Whether the actor may renew or lift it: a manager among its readers. Whoever opened the record for some hours
    may not, unless no such manager is left."""
    if not desk.actor.may("child.restrict"):
        return False
    readers = {person.id for person in found.readers}
    if desk.actor.person_id in readers:
        return True
    return not _managers_among(desk, readers)


def suggested(desk: Desk, child: Child) -> list[Suggested]:
    """Who has to do with the child now and can sign in: by a role for them, by managing whoever has one, by a meeting
    that they lead, by what they owe; by name. Three statements."""
    there = {person.id: person for person in desk.db.scalars(staff_who_sign_in(desk))}
    why: dict[str, list[str]] = {}

    def note(person_id: str | None, words: str) -> None:
        if person_id in there and words not in why.setdefault(person_id, []):
            why[person_id].append(words)

    for person_id, role in desk.db.execute(_held(desk, child)):
        note(person_id, title_of(role))
        if person_id in there:
            note(there[person_id].manager_id, f"Manages {there[person_id].name}")
    for chair_id, minute_taker_id in desk.db.execute(_leading(child)):
        note(chair_id, "Chairs a meeting")
        note(minute_taker_id, "Keeps a record")
    for owner_id in desk.db.scalars(_owing(child)):
        note(owner_id, "Owes a step")
    found = [Suggested(person=there[person_id], why=tuple(words)) for person_id, words in why.items() if words]
    return sorted(found, key=lambda one: (one.person.name, one.person.id))


def shut_out(desk: Desk, child: Child, found: Standing) -> list[Suggested]:
    """Who has to do with the child and cannot open the record: what they owe there they do not see."""
    readers = {person.id for person in found.readers}
    return [one for one in suggested(desk, child) if one.person.id not in readers]


def others(desk: Desk, child: Child) -> list[Person]:
    """Everybody else who can sign in here, by name."""
    near = {one.person.id for one in suggested(desk, child)}
    every = desk.db.scalars(staff_who_sign_in(desk).order_by(Person.name, Person.id))
    return [person for person in every if person.id not in near]


def restrict(
    desk: Desk, child: Child, *, reason: str, readers: Collection[str], review_on: date, version: int | None = None
) -> Restriction:
    """Only these people open the record from now on; one that stands is renewed by it, and `version` is that one's.

    Refused without a reason, with a day for review that is not within 90 days, for people who cannot sign in, and
    where no manager would be left to lift it.
    """
    desk.require("child.restrict")
    found = standing(desk, child)
    _current(found, version)
    if found is not None and not may_change(desk, found):
        raise NotAllowed("Only a manager who may open this record can change who else does.")
    if not reason.strip():
        raise Refused("Say why the record is restricted.", field="reason")
    if not desk.today < review_on <= desk.today + LONGEST:
        last = british(desk.today + LONGEST)
        raise Refused(f"Enter a day after today and not later than {last}.", field="review_on")
    chosen = _known(desk, readers)
    if not _managers_among(desk, chosen):
        raise Refused("Choose at least one manager: somebody has to be able to lift it.", field="readers")
    if found is not None:
        _end(desk, child, found.row, RENEWED, reason)
    row = Restriction(child_id=child.id, reason=reason.strip(), review_on=review_on, set_at=desk.now,
                      set_by_id=desk.actor.person_id, set_by=desk.actor.name)  # fmt: skip
    desk.db.add(row)
    desk.db.flush()
    desk.db.add_all(RestrictionReader(restriction_id=row.id, person_id=one) for one in sorted(chosen))
    desk.db.flush()
    _seen_by_others(desk, child, chosen)
    if found is None:
        _tell_those_outside(desk, child, row, chosen)
    _ask_for_review(desk, child, row)
    verb = "renewed the restriction of a record" if found else "restricted a record"
    desk.note(verb, "restriction", row.id, child_id=child.id, readers=sorted(chosen), review_on=str(review_on))
    return row


def lift(desk: Desk, child: Child, *, because: str, version: int | None = None) -> None:
    """Everybody whose work it is opens the record again. Refused without a reason; `Missing` where none stands."""
    desk.require("child.restrict")
    found = standing(desk, child)
    if found is None:
        raise Missing(child.id)
    _current(found, version)
    if not may_change(desk, found):
        raise NotAllowed("Only a manager who may open this record can lift its restriction.")
    if not because.strip():
        raise Refused("Say why the restriction is lifted.", field="because")
    _end(desk, child, found.row, LIFTED, because)
    desk.note("lifted the restriction of a record", "restriction", found.row.id, child_id=child.id)


def _current(found: Standing | None, version: int | None) -> None:
    if version is not None and (found is None or found.row.version != version):
        raise Stale(found)


def _end(desk: Desk, child: Child, row: Restriction, how: str, because: str) -> None:
    row.ended, row.ended_at, row.because = how, desk.now, because.strip()
    row.ended_by_id, row.ended_by = desk.actor.person_id, desk.actor.name
    asked = select(Task).where(Task.child_id == child.id, Task.kind == REVIEW, Task.done_on.is_(None))
    for task in desk.db.scalars(asked):
        task.done_on, task.done_at, task.done_by, task.state = desk.today, desk.now, desk.actor.name, "done"
    desk.db.flush()


def _known(desk: Desk, ids: Collection[str]) -> set[str]:
    """The ids, all of people who can sign in."""
    found = {person.id for person in desk.db.scalars(staff_who_sign_in(desk).where(Person.id.in_(ids)))}
    if found != set(ids):
        raise Refused("Choose people from the list.", field="readers")
    return found


def _managers_among(desk: Desk, ids: Collection[str]) -> set[str]:
    """Those of these people who manage and can sign in."""
    held = select(PersonRole.person_id).where(PersonRole.role.in_(MANAGERS), PersonRole.held_on(desk.today))
    wanted = staff_who_sign_in(desk).where(Person.id.in_(ids), Person.id.in_(held))
    return {person.id for person in desk.db.scalars(wanted)}


def _ask_for_review(desk: Desk, child: Child, row: Restriction) -> None:
    owner = next(iter(answering(desk, child).people), None)
    desk.db.add(
        Task(
            kind=REVIEW, key=row.id, child_id=child.id, title="Review the restriction of this record",
            due=row.review_on, owner_id=owner.id if owner else None, owner_name=owner.name if owner else "",
        )
    )  # fmt: skip
    desk.db.flush()


def _tell_those_outside(desk: Desk, child: Child, row: Restriction, readers: Collection[str]) -> None:
    """Who had to do with the child and is not chosen is told by whom, so that nobody hides a record unseen."""
    text = f"{desk.actor.name} restricted a record that you had to do with. Ask them if you did not expect this."
    for one in suggested(desk, child):
        if one.person.id not in readers:
            notices.tell(desk, one.person.id, key=f"restricted:{row.id}", kind=REVIEW, text=text)


def _seen_by_others(desk: Desk, child: Child, readers: Collection[str]) -> None:
    """What others were told about the child is not new to them any more: they cannot see it."""
    tasks = select(Task.id).where(Task.child_id == child.id)
    meetings = select(Meeting.id).where(Meeting.child_id == child.id)
    told = update(Notice).where(
        Notice.seen_at.is_(None), Notice.person_id.not_in(sorted(readers)),
        or_(Notice.task_id.in_(tasks), Notice.meeting_id.in_(meetings)),
    )  # fmt: skip
    desk.db.execute(told.values(seen_at=desk.now).execution_options(synchronize_session="fetch"))


def _held(desk: Desk, child: Child) -> Select[str, str]:
    in_force = or_(CaseRole.until.is_(None), CaseRole.until >= desk.today)
    return select(CaseRole.person_id, CaseRole.role).where(CaseRole.child_id == child.id, in_force)


def _leading(child: Child) -> Select[str | None, str | None]:
    over = ("declined", "closed")
    return select(Meeting.chair_id, Meeting.minute_taker_id).where(
        Meeting.child_id == child.id, Meeting.stage.not_in(over)
    )


def _owing(child: Child) -> Select[str | None]:
    return (
        select(Task.owner_id)
        .where(Task.child_id == child.id, Task.done_on.is_(None), Task.state != "withdrawn")
        .where(Task.kind.not_in((REVIEW, "opening")))
        .distinct()
    )
