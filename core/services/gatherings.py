"""People who meet about many children's meetings at once: they see open recommendations through, one by one, or bring
together what was learned. What they found is kept as it was once the gathering is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core import db
from core.domain.days import local_day
from core.domain.lasting import Gathering
from core.models import GatheringHeld, Looked, Meeting, Person, PersonRole, Recommendation
from core.services import notices, responding
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.responding import UNFINISHED

SIZE = 25
THEMES, LONGEST = 60, 10_000
"""How many themes are written about, and the length of what is written about one."""
NOT_LOOKED_AT = ""
"""Stands in `Looked.after` for a recommendation that was open when the gathering closed without looking at it."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One gathering of the procedure before the actor. `holds`: they meet in it, else changes are put to them.

    `next_due` is None where the text names no interval, or it has never met.
    """

    rule: Gathering
    holds: bool
    held: tuple[GatheringHeld, ...]
    next_due: date | None = None

    @property
    def open(self) -> GatheringHeld | None:
        """The one that is not closed yet."""
        return next((one for one in self.held if one.state == "open"), None)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One recommendation of a gathering: of which kind of meeting, and what was found (None: not looked at yet)."""

    recommendation: Recommendation
    meeting: Meeting
    looked: Looked | None = None


def rules(desk: Desk) -> tuple[Gathering, ...]:
    """The gatherings of today's procedure in which the actor has a part."""
    procedure = desk.procedure(desk.today)
    every = procedure.gatherings if procedure else ()
    return tuple(one for one in every if {*one.by, one.puts_to} & desk.actor.roles)


def mine(desk: Desk, *, shown: int = SIZE) -> list[Seen]:
    """The actor's gatherings with the last times they were held, the newest first. One statement."""
    asked = rules(desk)
    statement = select(GatheringHeld).where(GatheringHeld.key.in_([one.key for one in asked]))
    rows = list(desk.db.scalars(statement.order_by(GatheringHeld.day.desc(), GatheringHeld.id).limit(400)))
    found = []
    for rule in asked:
        holds = bool(set(rule.by) & desk.actor.roles)
        held = [one for one in rows if one.key == rule.key and (holds or _reaches(desk, one))]
        found.append(Seen(rule=rule, holds=holds, held=tuple(held[:shown]), next_due=_next(desk, rule, held)))
    return found


def find(desk: Desk, held_id: str) -> tuple[GatheringHeld, Gathering | None, bool]:
    """One time it was held, its rule, and whether the actor meets in it. `Missing` for whoever has no part in it; the
    role it puts changes to reads it once it is closed and puts something forward."""
    found = desk.db.scalar(select(GatheringHeld).where(GatheringHeld.id == held_id))
    rule = next((one for one in rules(desk) if found is not None and one.key == found.key), None)
    holds = rule is not None and bool(set(rule.by) & desk.actor.roles)
    if found is None or not (holds or _reaches(desk, found)):
        raise Missing(held_id)
    return found, rule, holds


def hold(desk: Desk, key: str, *, day: date, present: str) -> GatheringHeld:
    """Record that it met on a day, and who was there. Refused while an earlier one is open."""
    rule = _mine(desk, key)
    if day > desk.today:
        raise Refused("Enter the day you met. It cannot be in the future.", field="day")
    if not present.strip():
        raise Refused("Enter who was there.", field="present")
    if not db.alone(desk.db, f"gathering {key}"):
        raise Refused("Somebody else is recording one at this moment. Load the page again.")
    there = select(GatheringHeld).where(GatheringHeld.key == key, GatheringHeld.state == "open")
    if desk.db.scalars(there).first() is not None:
        raise Refused("An earlier one is still open. Close it first.")
    held = GatheringHeld(
        key=key, title=rule.title, clause=rule.clause, day=day, present=present.strip(), put_to=rule.puts_to or "",
        by_name=desk.actor.name, at=desk.now,
    )  # fmt: skip
    desk.db.add(held)
    desk.db.flush()
    desk.note("held a gathering", "gathering", held.id, key=key, on=str(day))
    return held


def write(
    desk: Desk, held: GatheringHeld, *, present: str, notes: str, learned: Sequence[tuple[str, str]] = (),
    put_forward: str = "", version: int | None = None,
) -> None:  # fmt: skip
    """Keep what was said: notes, what was learned by theme, and what is put forward to be changed."""
    _require_open(desk, held, version)
    if not present.strip():
        raise Refused("Enter who was there.", field="present")
    for text in (present, notes, put_forward, *(text for pair in learned for text in pair)):
        if "\x00" in text:
            raise Refused("A text holds a character that cannot be kept; type it again.")
    if len(learned) > THEMES or any(len(theme) > 300 or len(text) > LONGEST for theme, text in learned):
        raise Refused(f"Write up to {THEMES} themes, each with a short name and up to {LONGEST:,} characters.")
    held.present, held.notes, held.put_forward = present.strip(), notes.strip(), put_forward.strip()
    held.learned = [[theme, text.strip()] for theme, text in learned if text.strip()]
    desk.db.flush()
    desk.note("wrote what a gathering found", "gathering", held.id)


def to_look_at(desk: Desk, held: GatheringHeld, *, size: int = SIZE) -> tuple[list[Row], int]:
    """Open recommendations of agreed minutes that this gathering has not looked at, soonest due first, and how many
    there are in all."""
    seen = select(Looked.recommendation_id).where(Looked.gathering_id == held.id)
    wanted = (
        Recommendation.withdrawn.is_(False), Recommendation.state.in_(UNFINISHED), Meeting.agreed_on.is_not(None),
        Recommendation.id.not_in(seen),
    )  # fmt: skip
    here = (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id)
    number = desk.db.scalar(select(func.count()).select_from(Recommendation).join(Meeting, here).where(*wanted)) or 0
    statement = select(Recommendation, Meeting).join(Meeting, here).where(*wanted)
    order = (Recommendation.due.is_(None), Recommendation.due, Recommendation.id)
    rows = desk.db.execute(statement.order_by(*order).limit(size))
    return [Row(recommendation=one, meeting=meeting) for one, meeting in rows], number


def looked_at(desk: Desk, held: GatheringHeld) -> list[Row]:
    """What this gathering looked at, in the order in which it did."""
    statement = (
        select(Recommendation, Meeting, Looked)
        .join(Meeting, (Meeting.tenant_id == Recommendation.tenant_id) & (Meeting.id == Recommendation.meeting_id))
        .join(Looked, (Looked.tenant_id == Recommendation.tenant_id) & (Looked.recommendation_id == Recommendation.id))
        .where(Looked.gathering_id == held.id)
        .order_by(Looked.at, Looked.id)
    )
    return [Row(recommendation=one, meeting=m, looked=looked) for one, m, looked in desk.db.execute(statement)]


def look(
    desk: Desk, held: GatheringHeld, recommendation_id: str, *, state: str, note: str, version: int | None = None
) -> None:
    """What was found of one recommendation: a state of `responding.STATES`, and a note, which "not accepted" needs.

    Raises `Stale` where somebody has looked at it in the meantime, or it has changed since the page was opened.
    """
    _require_open(desk, held, None)
    one = responding.find(desk, recommendation_id)
    there = select(Looked).where(Looked.gathering_id == held.id, Looked.recommendation_id == one.id)
    if desk.db.scalar(there) is not None:
        raise Stale(one)
    responding.current(one, version)
    meeting = desk.db.scalar(select(Meeting).where(Meeting.id == one.meeting_id))
    if meeting is None or meeting.agreed_on is None or one.state not in UNFINISHED:
        raise Missing(recommendation_id)
    if state == "not accepted" and not note.strip():
        raise Refused("Say why it is not accepted.", field="note")
    before = one.state
    if state != before:
        on = max(held.day, meeting.held_on or held.day)
        responding.respond(desk, one, state=state, response=note, on=on)
    elif note.strip():
        responding.report(desk, one, progress=note)
    _keep(desk, held, one, before, state, note.strip())
    desk.note("looked at a recommendation", "gathering", held.id, recommendation=one.id, before=before, after=state)


def close(desk: Desk, held: GatheringHeld, *, anyway: bool = False, version: int | None = None) -> None:
    """Nothing changes any more. One that monitors closes with recommendations not looked at only `anyway`; they stand
    in its record as not looked at. Whom it puts changes to is told."""
    _require_open(desk, held, version)
    rule = _mine(desk, held.key)
    if rule.monitors == "recommendations":
        rows, number = to_look_at(desk, held, size=10_000)
        if number and not anyway:
            many = f"{number} open recommendations have" if number > 1 else "1 open recommendation has"
            raise Refused(f"{many} not been looked at. Look at them, or tick that you close all the same.",
                          field="anyway")  # fmt: skip
        for row in rows:
            _keep(desk, held, row.recommendation, row.recommendation.state, NOT_LOOKED_AT, "")
    elif not (held.notes or held.learned):
        raise Refused("Nothing is written yet. Write what was learned before you close.")
    held.state = "closed"
    desk.db.flush()
    if held.put_forward and held.put_to:
        _tell(desk, held)
    desk.note("closed a gathering", "gathering", held.id, put_forward=bool(held.put_forward))


def _mine(desk: Desk, key: str) -> Gathering:
    found = next((one for one in rules(desk) if one.key == key and set(one.by) & desk.actor.roles), None)
    if found is None:
        raise Missing(key)
    return found


def _reaches(desk: Desk, held: GatheringHeld) -> bool:
    return held.put_to in desk.actor.roles and held.state == "closed" and bool(held.put_forward)


def _require_open(desk: Desk, held: GatheringHeld, version: int | None) -> None:
    _mine(desk, held.key)
    if held.state != "open":
        raise Refused("This one is closed, so what it found stays as it is. Record another when you meet again.")
    if version is not None and version != held.version:
        raise Stale(held)


def _keep(desk: Desk, held: GatheringHeld, one: Recommendation, before: str, after: str, note: str) -> None:
    found = Looked(gathering_id=held.id, recommendation_id=one.id, before=before, after=after, note=note)
    found.by_name, found.at = desk.actor.name, desk.now
    desk.db.add(found)
    desk.db.flush()


def _tell(desk: Desk, held: GatheringHeld) -> None:
    """Those who hold the role that changes are put to learn of it."""
    statement = (
        select(Person.id)
        .join(PersonRole, (PersonRole.tenant_id == Person.tenant_id) & (PersonRole.person_id == Person.id))
        .where(PersonRole.role == held.put_to, Person.active)
        .where(PersonRole.held_on(desk.today))
        .distinct()
    )
    for person_id in desk.db.scalars(statement):
        text = f"{held.title}: changes were put forward to you."
        notices.tell(desk, person_id, key=f"gathering:{held.id}", kind="put forward", text=text)


def _next(desk: Desk, rule: Gathering, held: Sequence[GatheringHeld]) -> date | None:
    last = max((one.day for one in held), default=None)
    if rule.every is None or last is None:
        return None
    return local_day(rule.every.after(last, desk.calendar))
