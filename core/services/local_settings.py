"""An authority's own settings: what holds, who set it, when and why, and what it was before.

Two people saving at once: each says what they saw, the authority's row is locked while one of them writes, and whoever
comes second is shown both values. The history is the events, written in the transaction of the change.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.domain import contrast
from core.domain.local import DECLARED, LOCAL, Local
from core.models import Event, Task
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.paging import moment_place

ABOUT = ("setting", "closure")
"""What events of these pages are about."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One setting as it stands; `event` is the last change, None where nobody has changed it."""

    local: Local
    value: Any
    event: Event | None = None

    @property
    def said(self) -> str:
        """The value in words."""
        return self.local.said(self.value)

    @property
    def seen(self) -> str:
        """The value as a form carries it, to be compared when it comes back."""
        return json.dumps(self.value)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """One page of changes, newest first; `last` is where the next page begins, "" where none follows."""

    events: tuple[Event, ...]
    last: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenDates:
    """How many dates are owed today: those on which people act already, and those that may still move."""

    firm: int
    projected: int


def every(desk: Desk) -> list[Shown]:
    """All settings in the order of the page, each with its last change."""
    newest = select(Event.about_id, func.max(Event.at).label("at")).where(Event.about == "setting")
    newest = newest.where(Event.tenant_id == desk.tenant.id).group_by(Event.about_id)
    last = newest.subquery()
    statement = select(Event).join(last, (Event.about_id == last.c.about_id) & (Event.at == last.c.at))
    events = {event.about_id: event for event in desk.db.scalars(statement.where(Event.about == "setting"))}
    return [Shown(local=one, value=_value(desk, one), event=events.get(one.key)) for one in DECLARED]


def one(desk: Desk, key: str) -> Shown:
    """One setting; `Missing` where there is none of this name."""
    local = LOCAL.get(key)
    if local is None:
        raise Missing(key)
    found = changes(desk, key=key, size=1).events
    return Shown(local=local, value=_value(desk, local), event=found[0] if found else None)


def change(desk: Desk, key: str, value: Any, *, because: str, seen: str) -> None:
    """Set one setting from now on. `seen` is the value that was on the form: `Stale` where it is another by now.

    Refused without a reason, beyond the bounds, for a colour too like the header's, and where nothing changes.
    """
    desk.require("settings.write")
    desk.lock()
    stands = one(desk, key)
    if seen != stands.seen:
        raise Stale(stands)
    local, value = stands.local, _kept(stands.local, value)
    if value == stands.value:
        raise Refused("This is what is set already.", field="value")
    reason(because)
    if local.column:
        setattr(desk.tenant, key, value)
    else:
        desk.tenant.settings = {**desk.tenant.settings, key: value}
    desk.__dict__.pop("calendar", None)
    desk.db.flush()
    said = {"before": stands.said, "after": local.said(value)}
    desk.note("changed a setting", "setting", key, title=local.title, because=because.strip(), **said)


def reason(because: str) -> None:
    """Refused without one."""
    if not because.strip():
        raise Refused("Say why this changes.", field="because")


def changes(desk: Desk, *, key: str = "", after: str = "", size: int = 25) -> Changes:
    """What was changed, of one setting or closure or of all, from the change after `after` ("moment|id")."""
    statement = select(Event).where(Event.about.in_(ABOUT))
    if key:
        statement = statement.where(Event.about_id == key)
    if place := moment_place(after):
        at, last = place
        statement = statement.where(or_(Event.at < at, and_(Event.at == at, Event.id < last)))
    found = list(desk.db.scalars(statement.order_by(Event.at.desc(), Event.id.desc()).limit(size + 1)))
    end = found[size - 1] if len(found) > size else None
    return Changes(events=tuple(found[:size]), last=f"{end.at.isoformat()}|{end.id}" if end else "")


def open_dates(desk: Desk) -> OpenDates:
    """What a change of holidays or closures leaves as it is, and what it may move. One statement."""
    owed = (Task.due.is_not(None), Task.done_on.is_(None), Task.state != "withdrawn")
    statement = select(Task.firm, func.count()).where(*owed).group_by(Task.firm)
    found = {firm: number for firm, number in desk.db.execute(statement)}
    return OpenDates(firm=found.get(True, 0), projected=found.get(False, 0))


def _value(desk: Desk, local: Local) -> Any:
    return getattr(desk.tenant, local.key) if local.column else local.of(desk.tenant.settings)


def _kept(local: Local, value: Any) -> Any:
    """The value as it is kept. Refused where it does not fit."""
    if local.kind == "colour":
        return _colour(str(value))
    if local.kind == "text":
        value = " ".join(str(value).split())
    if not local.fits(value) or (local.kind == "text" and len(value) > local.most):
        bounds = f" from {local.least} to {local.most}" if local.kind == "number" else ""
        raise Refused(f"Enter {local.ask}{bounds}.", field="value")
    return value


def _colour(typed: str) -> str:
    found = contrast.colour(typed)
    if found is None:
        raise Refused("Enter the colour as six figures after #, such as #3fa79a.", field="value")
    ratio = contrast.contrast(found, contrast.HEADER)
    if ratio < contrast.ENOUGH:
        raise Refused(
            f"{found} stands out from the header by {ratio:.1f} to 1 only, and needs 3 to 1. Choose a lighter colour.",
            field="value",
        )
    return found
