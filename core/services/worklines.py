"""How a worklist is asked for in SQL. Apart from `worklist` because building these statements costs more than running
them: those of somebody's own work are built once for each filter and order, and kept."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    distinct,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from core.models import Child, Meeting, Task

NEVER = date(9999, 12, 31)
ME = bindparam("me", type_=String)
Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What of a worklist's question changes its SQL; `goes_on` where it begins after a line seen before."""

    waiting: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    sort: str = "due"
    size: int = 25
    goes_on: bool = False
    packs: tuple[str, ...] = ()
    """Keys of steps that hand the papers over: no line of their own beside the papers of the same day."""


@dataclass(frozen=True)
class Statements:
    """`count` gives group, whether it waits for the actor, family and a number; `read` the lines of one page.

    Both are given `me`, `today` and `week`, and `read` also `at`, `position` and `last` where it goes on.
    """

    count: Columns
    read: Columns


@lru_cache(maxsize=256)
def mine(shape: Shape) -> Statements:
    """What the actor owes, or waits for."""
    return built(shape, None)


def built(shape: Shape, seen: Select[str] | None) -> Statements:
    """The statements about tasks of the children in `seen`; None for the actor's own work."""
    found = _lines(seen, shape.packs)
    group = case(
        (found.c.due.is_(None), "undated"),
        (and_(found.c.due < bindparam("today", type_=Date), found.c.firm > 0), "past"),
        (found.c.due <= bindparam("week", type_=Date), "week"),
        else_="later",
    )
    cells = select(group.label("at"), (found.c.mine > 0).label("waits"), found.c.family).subquery()
    return Statements(select(*cells.c, func.count()).group_by(*cells.c), _page(shape, found))


def _lines(seen: Select[str] | None, packs: tuple[str, ...]) -> Subquery:
    """Open tasks, the papers of one meeting owed by one day taken together: a row each with one task's id, due day,
    how many tasks, how many of them the actor's, how many people owe them, how many nobody is named for, the place
    in the procedure's order, and the family of the meeting.

    What has no date yet, of a meeting still to come, waits on that meeting's own page.
    """
    owner = func.nullif(func.coalesce(Task.owner_id, Task.owner_name), "")
    statement: Columns = (
        select(
            func.min(Task.id).label("task_id"),
            Task.due.label("due"),
            func.count().label("tasks"),
            func.sum(case((Task.owner_id == ME, 1), else_=0)).label("mine"),
            func.count(distinct(owner)).label("people"),
            func.sum(case((owner.is_(None), 1), else_=0)).label("unnamed"),
            func.min(Task.position).label("position"),
            func.min(case((Task.firm, 1), else_=0)).label("firm"),
            func.min(func.coalesce(Meeting.family, _family_alone())).label("family"),
        )
        .outerjoin(Meeting, (Meeting.tenant_id == Task.tenant_id) & (Meeting.id == Task.meeting_id))
        .where(Task.done_on.is_(None), Task.state != "withdrawn")
        .where(or_(Task.due.is_not(None), Meeting.id.is_(None), _ripe()))
        .group_by(case((Task.kind == "pack", Task.meeting_id), else_=Task.id), Task.due)
    )
    my = or_(Task.owner_id == ME, Task.asked_by_id == ME, Task.escalated_to_id == ME)
    if packs:
        statement = statement.where(~_beside_papers(packs, None if seen is not None else ME))
    if seen is not None:
        return statement.where(Task.child_id.in_(seen), or_(Task.part.in_(("", "main")), my)).subquery()
    asked = and_(Task.asked_by_id == ME, Task.due.is_not(None), Task.owner_id.is_distinct_from(ME))
    escalated = and_(Task.escalated_to_id == ME, Task.due.is_not(None))
    return statement.where(or_(Task.owner_id == ME, asked, escalated)).subquery()


def _family_alone() -> ColumnElement[str]:
    """The family of work that hangs on no meeting."""
    return case(
        (Task.kind == "plan", "planning"), (Task.key.startswith("concern:"), "stability"),
        (Task.kind.in_(("restricted", "opening")), "review"), else_="disruption",
    )  # fmt: skip


def _beside_papers(packs: tuple[str, ...], whose: BindParameter[str] | None) -> ColumnElement[bool]:
    """Whether a task hands over papers that stand as a line of the same list, for the same day."""
    paper = aliased(Task)
    there = select(paper.id).where(
        paper.tenant_id == Task.tenant_id, paper.meeting_id == Task.meeting_id, paper.kind == "pack",
        paper.due == Task.due, paper.done_on.is_(None), paper.state != "withdrawn",
    )  # fmt: skip
    if whose is not None:
        there = there.where(or_(paper.owner_id == whose, paper.asked_by_id == whose))
    return and_(Task.kind == "step", Task.key.in_(packs), there.correlate(Task).exists())


def _ripe() -> ColumnElement[bool]:
    """Whether the meeting has come so far that a task without a date is work: convened, and for a prompt held."""
    waiting = Meeting.stage.in_(("proposed", "postponed"))
    return ~or_(waiting, and_(Task.kind == "prompt", Meeting.stage == "convened"))


def _page(shape: Shape, found: Subquery) -> Columns:
    """One page of lines with what each shows; the papers of a meeting are counted where a line is about them.

    By day, which the lines have themselves, the page is cut out before anything else is read; a list may be long.
    """
    paper = aliased(Task)
    papers = select(func.count()).where(
        paper.tenant_id == Task.tenant_id, paper.meeting_id == Task.meeting_id, paper.kind == "pack"
    )
    came = papers.where(paper.done_on.is_not(None)).correlate(Task).scalar_subquery()
    every = papers.correlate(Task).scalar_subquery()
    is_pack = Task.kind == "pack"
    by_day = shape.sort.endswith("due")
    lines = _cut(shape, select(*found.c), found, func.coalesce(found.c.due, NEVER)).subquery() if by_day else found
    statement = (
        select(
            Task, Child, Meeting, lines.c.tasks, lines.c.mine, lines.c.people, lines.c.unnamed, lines.c.position,
            case((is_pack, came), else_=0), case((is_pack, every), else_=0),
        )
        .join(lines, lines.c.task_id == Task.id)
        .join(Child, (Child.tenant_id == Task.tenant_id) & (Child.id == Task.child_id))
        .outerjoin(Meeting, (Meeting.tenant_id == Task.tenant_id) & (Meeting.id == Task.meeting_id))
    )  # fmt: skip
    by, back = _sorted_by(shape.sort)
    if by_day:
        return statement.order_by(by.desc() if back else by, lines.c.position, Task.id)
    return _cut(shape, statement, lines, by)


def _cut(shape: Shape, statement: Columns, lines: Subquery, by: ColumnElement[Any]) -> Columns:
    """One page of `lines` in the order `by`: those that the filter leaves, from where it goes on."""
    if len(shape.waiting) == 1:
        statement = statement.where(lines.c.mine > 0 if shape.waiting == ("me",) else lines.c.mine == 0)
    if shape.families:
        statement = statement.where(lines.c.family.in_(shape.families))
    back = shape.sort.startswith("-")
    if shape.goes_on:
        start: ColumnElement[Any] = bindparam("at", type_=Date if shape.sort.endswith("due") else String)
        start = start if shape.sort.endswith("due") else func.lower(start)
        beyond = by < start if back else by > start
        place, at = lines.c.position, bindparam("position", type_=Integer)
        after = or_(place > at, and_(place == at, lines.c.task_id > bindparam("last", type_=String)))
        statement = statement.where(or_(beyond, and_(by == start, after)))
    order = (by.desc() if back else by, lines.c.position, lines.c.task_id)
    return statement.order_by(*order).limit(shape.size + 1)


def _sorted_by(sort: str) -> tuple[ColumnElement[Any], bool]:
    columns: dict[str, ColumnElement[Any]] = {
        "due": func.coalesce(Task.due, NEVER),
        "step": func.lower(Task.title),
        "child": func.lower(Child.name),
    }
    return columns[sort.removeprefix("-")], sort.startswith("-")
