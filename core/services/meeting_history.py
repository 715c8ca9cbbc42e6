"""What was done for one meeting, newest first, without anything that tells of a record outside somebody's audience."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from core.models import Event, Minute
from core.services.desk import Desk
from core.services.dossier import Dossier
from core.services.meetings import Case
from core.services.moving import MOVED
from core.services.moving_preview import told
from core.services.paging import moment_place

WORDS = {
    "proposed a meeting": "Meeting proposed",
    "chose a day": "Day chosen",
    "chose the chair": "Chair chosen",
    "recorded how the child is heard": "How the child is heard",
    "answered what the procedure asks": "Questions of the procedure answered",
    "convened": "Convened",
    "held": "Meeting held",
    "completed": "Complete",
    "reopened": "Opened again",
    "wrote": "Minutes written",
    "wrote a draft": "Draft written",
    "agreed the minutes": "Minutes agreed",
    "opened the minutes again": "Minutes opened again",
    "finished the draft": "Draft finished",
    "opened the draft again": "Draft opened again",
    "asked for a correction": "Correction of fact received",
    "answered a correction": "Correction of fact answered",
    "closed the corrections": "Corrections closed",
    "made final": "Made final",
    "opened the final text again": "Opened again for corrections",
    "prepared the circulation": "Circulation prepared",
    "circulated": "Circulated",
    "took up settings made since": "Settings made since taken up",
    MOVED: "Moved to another version of the procedure",
}
"""Verbs in words, where the verb itself would not do as a heading."""
LIMITED = ("output", "delivery", "minute", "recommendation")


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One page of events; `last` is where the next page begins, "" where none follows."""

    events: tuple[Event, ...]
    names: Mapping[str, str]
    last: str = ""


def events(desk: Desk, case: Case, file: Dossier, *, after: str = "", size: int = 25) -> Happened:
    """What was done, from the event after `after` ("moment|id"), in two statements."""
    hidden = [t.id for t in file.tasks if not file.task_shown(t)]
    statement = select(Event).where(
        Event.meeting_id == case.meeting.id,
        or_(Event.about.not_in(LIMITED), Event.about_id.in_(_shown(desk, case, file))),
        Event.about_id.not_in(hidden),
    )
    if place := moment_place(after):
        start, last = place
        statement = statement.where(or_(Event.at < start, and_(Event.at == start, Event.id < last)))
    found = list(desk.db.scalars(statement.order_by(Event.at.desc(), Event.id.desc()).limit(size + 1)))
    end = found[size - 1] if len(found) > size else None
    return Happened(
        events=tuple(found[:size]), names=_names(file), last=f"{end.at.isoformat()}|{end.id}" if end else ""
    )


def words_of(event: Event) -> str:
    """An event as a heading."""
    return WORDS.get(event.verb) or event.verb[:1].upper() + event.verb[1:]


def detail_of(event: Event, happened: Happened) -> str:
    """What belongs under the heading: the name of what it was about, and the reason that was given."""
    said = [str(event.data[key]) for key in ("theme", "reason", "because", "note") if event.data.get(key)]
    about = happened.names.get(event.about_id) or event.data.get("title")
    return ". ".join([str(about), *said] if about else said)


def list_of(event: Event, file: Dossier) -> tuple[str, ...]:
    """What belongs under it line by line: what a move made of the meeting's rows, and how its rules differ since."""
    rows = [str(row["words"]) for row in event.data.get("rows", ()) if told(row, file)]
    return (*rows, *event.data.get("rules", ())) if event.verb == MOVED else ()


def _names(file: Dossier) -> dict[str, str]:
    """What the reader may know of, by id, as words."""
    outputs = {o.id: o.title for o in file.outputs}
    names = {t.id: t.title for t in file.tasks if file.task_shown(t)}
    names |= {r.id: r.text for r in file.recommendations}
    names |= {i.id: i.name for i in file.invitations if i.name}
    return names | {d.id: f"{d.name}, {outputs[d.output_id]}" for d in file.deliveries}


def _shown(desk: Desk, case: Case, file: Dossier) -> list[str]:
    """The ids of all limited records that the reader may know of."""
    parts = file.readable_parts
    themes = select(Minute.id).where(Minute.meeting_id == case.meeting.id, Minute.part.in_(parts))
    ids = [o.id for o in file.outputs] + [d.id for d in file.deliveries] + [r.id for r in file.recommendations]
    return ids + (list(desk.db.scalars(themes)) if parts else [])
