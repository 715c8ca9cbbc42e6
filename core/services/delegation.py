"""Delegated authority as a meeting agreed it: who may decide what for the child, area by area. Kept with the meeting;
what a later meeting of the same placement agrees about an area stands in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from secrets import token_hex

from core.models import Meeting
from core.services import arranging
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.meetings import Case

KEY = "delegated"
DECIDERS = {
    "parents": "The parents",
    "authority": "The authority",
    "carers": "The carers, or the home’s staff",
    "together": "Together, as the notes say",
}
MOST = 60


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Who decides in one area (`decides` is a key of DECIDERS), with whom that was agreed, and when it was recorded."""

    id: str
    area: str
    decides: str
    agreed_with: str
    notes: str = ""
    on: str = ""
    by: str = ""


def records(case: Case) -> str:
    """The clause under which this meeting agrees delegated authority; "" where its procedure asks for none."""
    items = case.declared.agenda if case.declared else ()
    return next((item.clause for item in items if item.records == "delegation"), "")


def of(meeting: Meeting) -> list[Entry]:
    """What a meeting agreed, in the order in which it was recorded."""
    return [Entry(**row) for row in meeting.answers.get(KEY, ())]


def in_force(meetings: Iterable[Meeting], placement_id: str | None) -> list[Entry]:
    """What stands for one placement: for each area what the latest of its meetings agreed, by area."""
    latest: dict[str, Entry] = {}
    dated = [m for m in meetings if m.placement_id == placement_id and KEY in m.answers and m.stage != "declined"]
    for meeting in sorted(dated, key=lambda m: (m.held_on or m.day or date.max, m.id)):
        latest |= {entry.area.casefold(): entry for entry in of(meeting)}
    return sorted(latest.values(), key=lambda entry: entry.area.casefold())


def agree(desk: Desk, case: Case, values: Mapping[str, str], *, version: int | None = None) -> Entry:
    """Record who decides in one area; the same area recorded again at this meeting is replaced."""
    _may(desk, case, version)
    if values["decides"] not in DECIDERS:
        raise Refused("Choose who decides.", field="decides")
    if values["decides"] == "together" and not values["notes"].strip():
        raise Refused("Say in the notes how it is decided together.", field="notes")
    entry = Entry(id=token_hex(6), area=values["area"].strip(), decides=values["decides"],
                  agreed_with=values["agreed_with"].strip(), notes=values["notes"].strip(),
                  on=desk.today.isoformat(), by=desk.actor.name)  # fmt: skip
    kept = [one for one in of(case.meeting) if one.area.casefold() != entry.area.casefold()]
    if len(kept) >= MOST:
        raise Refused(f"A meeting holds {MOST} areas at most. Put some of them together.", field="area")
    _keep(desk, case, [*kept, entry], "recorded delegated authority", entry)
    return entry


def remove(desk: Desk, case: Case, entry_id: str, *, version: int | None = None) -> None:
    """Take back what was recorded by mistake; the meeting's history keeps that it was there."""
    _may(desk, case, version)
    there = of(case.meeting)
    gone = next((one for one in there if one.id == entry_id), None)
    if gone is None:
        raise Missing(entry_id)
    _keep(desk, case, [one for one in there if one is not gone], "took back delegated authority", gone)


def _may(desk: Desk, case: Case, version: int | None) -> None:
    if version is not None and version != case.meeting.version:
        raise Stale(case.meeting)
    if not records(case):
        raise Refused("The procedure does not ask this meeting to agree delegated authority.")
    if case.meeting.stage == "declined":
        raise Refused("This meeting is not held, so nothing is agreed at it.")
    arranging.require(desk, case)


def _keep(desk: Desk, case: Case, entries: list[Entry], verb: str, about: Entry) -> None:
    meeting = case.meeting
    meeting.answers = {**meeting.answers, KEY: [asdict(one) for one in entries]}
    desk.db.flush()
    desk.note(verb, "meeting", meeting.id, child_id=meeting.child_id, meeting_id=meeting.id,
              note=f"{about.area}: {DECIDERS[about.decides]}")  # fmt: skip
