"""What a request leaves in the audit beside its changes, which write themselves down: reads of one child's record, what
is taken out, refusals, signing in. Each in a short transaction of its own, before the answer leaves."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from core import db
from core.audit.children import child_of
from core.audit.entries import Entry, Trail
from core.domain.days import local_day
from core.models import (
    Child,
    Concern,
    Decision,
    Disposal,
    Ending,
    LegalHold,
    Meeting,
    Membership,
    Opening,
    Person,
    Placement,
    Plan,
    Recommendation,
    Referral,
    Task,
    User,
)
from core.services import watching
from core.services.committing import Busy, named
from core.services.desk import Desk

ADDRESSED: dict[str, Any] = {
    "child_id": Child, "placement_id": Placement, "ending_id": Ending, "meeting_id": Meeting, "concern_id": Concern,
    "plan_id": Plan, "decision_id": Decision, "referral_id": Referral, "task_id": Task,
    "recommendation_id": Recommendation, "hold_id": LegalHold, "disposal_id": Disposal,
    "opening_id": Opening,
}  # fmt: skip
"""The parameters of addresses that lead to one child, the outermost first."""
REFUSED = {
    400: "form not taken", 403: "not allowed", 404: "not found", 409: "changed meanwhile", 413: "too large",
    422: "not accepted", 429: "too many tries",
}  # fmt: skip
"""Answers that refuse, as verbs."""
LONGEST = 64


def begin(desk: Desk, *, request_id: str, endpoint: str, ids: Mapping[str, Any], owing: bool) -> None:
    """Say by which request this desk's changes come. `owing`: it leaves an entry even where it changes nothing."""
    trail = desk.trail
    trail.request_id, trail.endpoint, trail.owing = request_id, endpoint, owing
    trail.ids = {name: str(value)[:LONGEST] for name, value in ids.items()}
    name = next((name for name in ADDRESSED if name in ids), next(iter(ids), ""))
    if name:
        trail.about, trail.about_id = name.removesuffix("_id"), trail.ids[name]


def find_child(desk: Desk) -> str | None:
    """The id of the child that the request's address leads to, from what the desk holds already where it can; None
    where it leads to none."""
    trail = desk.trail
    if trail.child_id is None:
        for name, model in ADDRESSED.items():
            if name in trail.ids:
                with desk.db.no_autoflush:
                    row = desk.db.get(model, (desk.tenant_id, trail.ids[name]))
                    trail.child_id = child_of(desk.db, row) if row is not None else None
                break
    return trail.child_id


def read(desk: Desk, *, piece: bool) -> list[Entry]:
    """What a page that was shown leaves: each child whose record it showed, and what was taken out. Every view counts;
    `piece` says that it showed a part of a page."""
    trail = desk.trail
    child = find_child(desk)
    entries = trail.told()
    if child is not None and child not in {one.child_id for one in entries}:
        entries.append(trail.entry("read", detail=trail.where | ({"piece": True} if piece else {})))
    return entries


def refused(desk: Desk, status: int) -> list[Entry]:
    """What a refusal leaves; nothing where an address without an id does not exist here. Whose record it was about is
    looked up past the actor's own sight: nothing may be left in this transaction."""
    trail = desk.trail
    if status not in REFUSED or (status == 404 and not trail.ids):
        return []
    with db.in_whole(desk.db):
        child = find_child(desk)
    return [trail.entry("refusal", verb=REFUSED[status], child_id=child, detail=trail.where | {"status": status})]


def keep(url: str, tenant: str, entries: Sequence[Entry]) -> None:
    """Write entries in a transaction of their own, and look now and then whether their reader reads on and on. Raises
    `Busy`."""
    if entries:
        with named(), db.session(url, tenant, writes=True) as session:
            session.info["entries"] = list(entries)
            session.commit()
            number = session.info["entry"]
        if entries[0].kind in watching.SHOWS and number % watching.EVERY == 0:
            with suppress(Busy):
                watching.look(url, tenant, entries[0].actor_id, entries[0].actor_name, entries[0].at)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A way in or out: `verb` says what happened, `via` by which means, `address` from where on the network; `only_in`
    is the one authority that it concerns, where it concerns one."""

    verb: str
    at: datetime
    address: str = ""
    via: str = ""
    only_in: str = ""


def arrived(url: str, user_id: str, what: Arrival) -> None:
    """Write in each authority that a user may enter that they signed in or out, or that somebody tried to as them."""
    with db.session(url, None) as session:
        still = or_(Membership.until.is_(None), Membership.until >= local_day(what.at))
        mine = select(Membership.tenant_id, Membership.person_id).where(Membership.user_id == user_id, still)
        places = [(tenant, person) for tenant, person in session.execute(mine.order_by(Membership.tenant_id))]
    for tenant, person_id in places:
        if what.only_in in ("", tenant):
            with named(), db.session(url, tenant, writes=True) as session:
                name = session.scalar(select(Person.name).where(Person.id == person_id)) or ""
                trail = Trail(at=what.at, actor_id=person_id, actor_name=name, endpoint=f"sign-in {what.via}".strip())
                session.info["entries"] = [trail.entry("sign_in", verb=what.verb, detail={"from": what.address})]
                session.commit()


def tried(url: str, email: str, what: Arrival) -> None:
    """As `arrived`, for whoever has this e-mail address; nobody else is written down."""
    with db.session(url, None) as session:
        user_id = session.scalar(select(User.id).where(User.email == email.strip().lower()))
    if user_id is not None:
        arrived(url, user_id, what)
