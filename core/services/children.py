"""Children of one authority, as one member of staff may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from core.db import in_whole
from core.domain.roles import CASE_STAFF
from core.models import CaseRole, Child, Ending, Placement
from core.services import schools, teams
from core.services.desk import Desk, Missing, Refused, Stale

BY_TEAM = frozenset({"social_worker", "adoption_social_worker", "home_manager"})
BY_ROLE = frozenset({"supervising_social_worker", "independent_chair"})
EVERYWHERE = CASE_STAFF - BY_TEAM - BY_ROLE
"""Frontline staff see their team's children; everybody sees those they have a role for."""


def own_only(desk: Desk) -> bool:
    """Whether this actor sees only their own team's children and those they have a role for: everybody but the staff
    whose work reaches over the whole authority."""
    return not desk.actor.roles & EVERYWHERE


def visible(desk: Desk) -> Select[Child]:
    """The children this actor may read: frontline staff see their team's, those they have a role for, those of no team
    yet, as an import brings them, so that somebody can take them up, and restricted ones that are theirs to open."""
    statement = select(Child)
    if own_only(desk):
        mine = select(CaseRole.child_id).where(
            CaseRole.person_id == desk.actor.person_id,
            or_(CaseRole.until.is_(None), CaseRole.until >= desk.today),
        )
        seen = [Child.id.in_(mine)]
        if desk.actor.restricted:
            seen.append(Child.id.in_(sorted(desk.actor.restricted)))
        if desk.actor.roles & BY_TEAM:
            seen.append(Child.team.in_(("", desk.actor.team)))
        statement = statement.where(or_(*seen))
    return statement


def find(desk: Desk, child_id: str) -> Child:
    """One child; `Missing` where there is none or it is not this actor's to see."""
    child = desk.db.scalar(visible(desk).where(Child.id == child_id))
    if child is None:
        raise Missing(child_id)
    return child


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of children: each with the current placement, `more` when there is another page."""

    rows: tuple[tuple[Child, Placement | None], ...]
    more: bool
    last: str = ""


def listed(desk: Desk, *, query: str = "", after: str = "", size: int = 25) -> Listed:
    """Children by name, from the one whose id is `after`, which stands in addresses and so is no name; `query` matches
    name or local id."""
    statement = visible(desk)
    if query:
        said = query.strip()
        statement = statement.where(
            or_(Child.name.icontains(said, autoescape=True), Child.local_id.icontains(said, autoescape=True))
        )
    place = desk.db.scalar(visible(desk).where(Child.id == after)) if after else None
    if place is not None:
        statement = statement.where(or_(Child.name > place.name, (Child.name == place.name) & (Child.id > place.id)))
    found = list(desk.db.scalars(statement.order_by(Child.name, Child.id).limit(size + 1)))
    page = found[:size]
    current: dict[str, Placement] = {}
    if page:
        open_now = select(Placement).where(
            Placement.child_id.in_([c.id for c in page]), Placement.ended.is_(None), Placement.planned == ""
        )
        current = {p.child_id: p for p in desk.db.scalars(open_now)}
    return Listed(
        rows=tuple((child, current.get(child.id)) for child in page),
        more=len(found) > size,
        last=page[-1].id if page else "",
    )


def history(desk: Desk, child: Child) -> list[tuple[Placement, Ending | None]]:
    """Every placement a child has lived in, with its ending, oldest first; homes only planned are not among them."""
    statement = (
        select(Placement, Ending)
        .outerjoin(Ending, (Ending.tenant_id == Placement.tenant_id) & (Ending.placement_id == Placement.id))
        .where(Placement.child_id == child.id, Placement.planned == "")
        .order_by(Placement.started, Placement.seq)
    )
    return [(placement, ending) for placement, ending in desk.db.execute(statement)]


def add(desk: Desk, *, local_id: str, name: str, **facts: Any) -> Child:
    """A new child of this authority. Refused where the authority has used `local_id` already."""
    with in_whole(desk.db):
        taken = desk.db.scalar(select(Child.id).where(Child.local_id == local_id)) is not None
    if taken:
        raise Refused("Another child has this ID already. Search for it, or check the number.", field="local_id")
    _refuse_dates(desk, facts)
    facts = _with_team(desk, facts)
    child = Child(local_id=local_id, name=name, **facts)
    desk.db.add(child)
    desk.db.flush()
    desk.note("added a child", "child", child.id, child_id=child.id)
    return child


def hear(desk: Desk, child: Child, *, words: str, told_to: str, on: date, version: int | None = None) -> None:
    """Keep what the child said, to whom and when."""
    _current(child, version)
    if on > desk.today:
        raise Refused("Enter a day that is not in the future.", field="on")
    child.words, child.words_from, child.words_on = words, told_to, on
    child.edited = sorted({*child.edited, "words"})
    desk.db.flush()
    desk.note("recorded the child's words", "child", child.id, child_id=child.id)


EDITABLE = (
    *("name", "born", "date_of_death", "adopted_on", "team", "in_care_since"),
    *("care_plan", "care_plan_on", "education", "school", "school_since"),
)


def edit(
    desk: Desk, child: Child, values: dict[str, Any], *, version: int | None = None, school_change: str = ""
) -> None:
    """Change facts of a child; each changed field is marked as a worker's own, which a later import leaves alone.

    `school_change` says what another name of the school means: one of those in `schools`.
    """
    _current(child, version)
    _refuse_dates(desk, {"born": child.born, "in_care_since": child.in_care_since} | values)
    schools.check(desk, child, values, school_change)
    schools.note(desk, child, values, school_change)
    values = _with_team(desk, values)
    changed = [key for key in EDITABLE if key in values and getattr(child, key) != values[key]]
    for key in changed:
        setattr(child, key, values[key])
    if changed:
        child.edited = sorted({*child.edited, *changed})
        desk.db.flush()
        desk.note("changed a child's record", "child", child.id, child_id=child.id, fields=changed)


def _with_team(desk: Desk, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the team as it is called today: who sees the child hangs on it."""
    return values | {"team": teams.named(desk, values["team"])} if values.get("team") else values


def _current(child: Child, version: int | None) -> None:
    if version is not None and version != child.version:
        raise Stale(child)


def _refuse_dates(desk: Desk, values: dict[str, Any]) -> None:
    for key in ("born", "in_care_since", "care_plan_on", "date_of_death", "adopted_on"):
        if values.get(key) is not None and values[key] > desk.today:
            raise Refused("Enter a day that is not in the future.", field=key)
    born, since = values.get("born"), values.get("in_care_since")
    if born and since and since < born:
        raise Refused("Care began before the day of birth. Check both dates.", field="in_care_since")
    for key, what in (("date_of_death", "The date of death"), ("adopted_on", "The adoption order")):
        if born and values.get(key) and values[key] < born:
            raise Refused(f"{what} comes before the day of birth. Check both dates.", field=key)
