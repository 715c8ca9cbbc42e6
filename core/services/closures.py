"""The days on which an authority's own offices are shut. They stand on its row, because every date is counted by it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.db import new_id
from core.domain.days import british
from core.services.desk import Desk, Missing, Refused, Stale
from core.services.local_settings import reason

LONGEST = timedelta(days=92)


@dataclass(frozen=True, kw_only=True)
class Closed:
    """One closure. `seen` is how a form carries what it showed, to be compared when it comes back."""

    id: str
    first: date
    last: date
    name: str

    @property
    def said(self) -> str:
        """ "Between the years, 24 December 2026 to 1 January 2027"."""
        days = british(self.first) if self.first == self.last else f"{british(self.first)} to {british(self.last)}"
        return f"{self.name}, {days}"

    @property
    def seen(self) -> str:
        """Everything in one text."""
        return f"{self.first}|{self.last}|{self.name}"


def listed(desk: Desk) -> list[Closed]:
    """Every closure, the earliest first."""
    return sorted((_read(row) for row in desk.tenant.closures), key=lambda one: (one.first, one.last, one.name))


def find(desk: Desk, closure_id: str) -> Closed:
    """One closure; `Missing` where there is none."""
    for found in listed(desk):
        if found.id == closure_id:
            return found
    raise Missing(closure_id)


def add(desk: Desk, first: date, last: date, name: str, *, because: str) -> Closed:
    """One more closure. Refused without a name or a reason, back to front, too long, or over another one."""
    desk.require("settings.write")
    desk.lock()
    fresh = Closed(id=new_id(), first=first, last=last, name=name.strip())
    _check(desk, fresh, because)
    _write(desk, [*listed(desk), fresh])
    desk.note("added a closure", "closure", fresh.id, title=fresh.name, before="", after=fresh.said,
              because=because.strip())  # fmt: skip
    return fresh


def change(desk: Desk, closure_id: str, first: date, last: date, name: str, *, because: str, seen: str) -> None:
    """Other days or another name; a last day that has passed ends it. `Stale` where it is not as it was on the form."""
    desk.require("settings.write")
    stands = _as_seen(desk, closure_id, seen)
    after = Closed(id=closure_id, first=first, last=last, name=name.strip())
    if after == stands:
        raise Refused("This is what is set already.", field="name")
    _check(desk, after, because)
    _write(desk, [after if one.id == closure_id else one for one in listed(desk)])
    desk.note("changed a closure", "closure", closure_id, title=after.name, before=stands.said, after=after.said,
              because=because.strip())  # fmt: skip


def remove(desk: Desk, closure_id: str, *, because: str, seen: str) -> None:
    """Take a closure out. Refused once it has begun: its days were closed, so it gets a last day instead."""
    desk.require("settings.write")
    stands = _as_seen(desk, closure_id, seen)
    if stands.first <= desk.today:
        raise Refused("This closure has begun, and its days stay on record. Give it an earlier last day instead.")
    reason(because)
    _write(desk, [one for one in listed(desk) if one.id != closure_id])
    desk.note("removed a closure", "closure", closure_id, title=stands.name, before=stands.said, after="",
              because=because.strip())  # fmt: skip


def _as_seen(desk: Desk, closure_id: str, seen: str) -> Closed:
    desk.lock()
    try:
        stands = find(desk, closure_id)
    except Missing:
        raise Stale(None) from None
    if seen != stands.seen:
        raise Stale(stands)
    return stands


def _check(desk: Desk, one: Closed, because: str) -> None:
    if not one.name:
        raise Refused("Give the closure a name, so that a page can say why the day is closed.", field="name")
    if one.last < one.first:
        raise Refused("The last day comes before the first. Check both dates.", field="last")
    if one.last - one.first > LONGEST:
        raise Refused("A closure is three months at most. Check both dates.", field="last")
    for other in listed(desk):
        if other.id != one.id and one.first <= other.last and other.first <= one.last:
            raise Refused(f"These days overlap with another closure: {other.said}.", field="first")
    reason(because)


def _write(desk: Desk, every: list[Closed]) -> None:
    desk.tenant.closures = [
        {"id": one.id, "first": str(one.first), "last": str(one.last), "name": one.name} for one in every
    ]
    desk.__dict__.pop("calendar", None)
    desk.db.flush()


def _read(row: dict[str, Any]) -> Closed:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    return Closed(id=row.get("id") or f"{first}", first=first, last=last, name=row["name"])
