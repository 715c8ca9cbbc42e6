"""What was done about one member of staff, newest first: in words, with what their entry said before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from core.domain.days import british
from core.models import Event, Person
from core.services import roles
from core.services.desk import Desk
from core.services.paging import moment_place

FIELDS = {
    "name": "Name", "title": "Job title", "team": "Team", "email": "Work email address", "manager_id": "Line manager",
    "employed_here": "Employed here", "operational": "In an operational team",
}  # fmt: skip
ADDED = "added a member of staff"
WORDS = {
    ADDED: "Added",
    "changed a member of staff": "Changed",
    "gave a role": "Role given",
    "asked for a role": "Role asked for",
    "confirmed a role": "Role confirmed",
    "sent back a role": "Role sent back",
    "withdrew a role": "Role withdrawn before it took effect",
    "ended a role": "Role ended",
    "opened a sign-in": "Invited to sign in",
    "let in a sign-in": "Sign-in let in by the people who run this instance",
    "bound single sign-on": "Bound to single sign-on at the first sign-in",
    "unbound single sign-on": "No longer bound to single sign-on",
    "got a role by single sign-on": "Role from single sign-on",
    "lost a role by single sign-on": "Role ended by single sign-on",
    "set up a second factor": "Second factor set up",
    "used a recovery code": "Recovery code used",
    "made new recovery codes": "New recovery codes made",
    "changed their password": "Password changed",
    "was given a link by the people who run this instance": "Link to sign in, from the people who run this instance",
    "chose a password by link": "New password chosen, by a link",
    "accepted an invitation": "Invitation accepted",
    "withdrew an invitation": "Invitation withdrawn",
    "reset a second factor": "Second factor reset",
    "ended somebody's work here": "Left",
    "let somebody back in": "Works here again",
}


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One thing that was done: a heading, who, when, and a line for each thing that changed."""

    title: str
    by: str
    at: datetime
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of them; `last` is where the next page begins, "" where none follows."""

    rows: tuple[Happened, ...]
    last: str = ""


def of(desk: Desk, person: Person, *, after: str = "", size: int = 25) -> Page:
    """What was done about a person, from the event after `after` ("moment|id")."""
    statement = select(Event).where(Event.about == "person", Event.about_id == person.id)
    if place := moment_place(after):
        at, last = place
        statement = statement.where(or_(Event.at < at, and_(Event.at == at, Event.id < last)))
    found = list(desk.db.scalars(statement.order_by(Event.at.desc(), Event.id.desc()).limit(size + 1)))
    end = found[size - 1] if len(found) > size else None
    rows = tuple(_said(desk, event) for event in found[:size])
    return Page(rows=rows, last=f"{end.at.isoformat()}|{end.id}" if end else "")


def _said(desk: Desk, event: Event) -> Happened:
    title = WORDS.get(event.verb, event.verb[:1].upper() + event.verb[1:])
    lines = _lines(desk, event.data, fresh=event.verb == ADDED)
    return Happened(title=title, by=event.actor_name, at=event.at, lines=tuple(lines))


def _lines(desk: Desk, data: dict[str, Any], *, fresh: bool) -> list[str]:
    changed = [(FIELDS[key], *pair) for key, pair in data.get("changes", {}).items()
               if key in FIELDS and pair[0] != pair[1]]  # fmt: skip
    said = [f"{field}: {_value(now)}" if fresh else f"{field}: {_value(before)} → {_value(now)}"
            for field, before, now in changed if now or not fresh]  # fmt: skip
    said += [f"{', '.join(FIELDS.get(key, key) for key in data['fields'])}; what stood there before was not kept then"
             ] if data.get("fields") else []  # fmt: skip
    if data.get("role"):
        said.append(" ".join([roles.title(desk, data["role"]), *_days(data)]))
    said += [f"Given by {data['by']}"] if data.get("by") else []
    said += [f"With the address {data['email']}"] if data.get("email") else []
    said += ["Alone: there was no second person"] if data.get("alone") else []
    said += ["With the work here"] if data.get("left") else []
    said += [f"Passed on to {data['heir_name']}"] if data.get("heir_name") else []
    return [*said, f"Why: {data['because']}"] if data.get("because") else said


def _days(data: dict[str, Any]) -> list[str]:
    return [f"{word} {british(date.fromisoformat(data[key]))}" for key, word in (("since", "from"), ("until", "until"))
            if data.get(key)]  # fmt: skip


def _value(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if value not in ("", None) else "nothing"
