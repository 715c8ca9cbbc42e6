"""How the register is asked for in SQL: filters, order and the beginning of a page. Apart from `register`, which says
who may see which line."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, false, func, literal, or_, select

from core.models import Meeting, Recommendation, Task
from core.services import readers
from core.services.desk import Desk
from core.services.responding import UNFINISHED

SIZE = 25
NEVER = date(9999, 12, 31)
SORTS = ("due", "theme", "who")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines. `who` is part of a body's or an owner's name, `first` to `last` the days on which meetings were
    held, `kind` a kind of meeting; `sort` one of SORTS, with "-" before it for the other way round; `after` the key of
    the last line seen."""

    what: str = "recommendations"
    state: str = ""
    theme: str = ""
    who: str = ""
    overdue: bool = False
    kind: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "due"
    after: str = ""
    size: int = SIZE


def candidates(desk: Desk, wanted: Wanted, after: str, every: bool, size: int) -> Select[Any]:
    """So many lines, or fewer where no more follow: more than may be shown, and never less; `register` then looks at
    them one by one. `every`: as `advice`.

    Which lines they are is found by their ids alone: the rows of a case are wide, and are read for these lines only.
    """
    table: Any = Task if wanted.what == "actions" else Recommendation
    who = Task.owner_name if wanted.what == "actions" else Recommendation.body
    about = (Meeting.tenant_id == table.tenant_id) & (Meeting.id == table.meeting_id)
    seen = _seen_actions(desk) if wanted.what == "actions" else _seen_advice(desk, every)
    first = select(table.id).join(Meeting, about).where(*seen, *_asked(desk, wanted, table, who))
    by, back = _sorted_by(wanted, table, who)
    order = (by.desc() if back else by, table.id)
    if after:
        at, row = after.rsplit("|", 1)
        start: Any = literal(_day(at), Date) if wanted.sort.removeprefix("-") == "due" else func.lower(literal(at))
        first = first.where(or_(by < start if back else by > start, and_(by == start, table.id > row)))
    chosen = first.order_by(*order).limit(size).subquery()
    statement = readers.joined(select(table), table.meeting_id, table.tenant_id)
    statement = statement.add_columns(readers.opens(desk).label("opened"))
    return statement.join(chosen, chosen.c.id == table.id).order_by(*order)


def advice(desk: Desk, every: bool) -> Select[Any]:
    """Recommendations that the actor may see, each with the rows of its case and whether its meeting may be opened;
    with `every` also all others of agreed minutes."""
    statement = readers.joined(select(Recommendation), Recommendation.meeting_id, Recommendation.tenant_id)
    return statement.add_columns(readers.opens(desk).label("opened")).where(*_seen_advice(desk, every))


def _seen_advice(desk: Desk, every: bool) -> tuple[ColumnElement[bool], ...]:
    agreed = Meeting.agreed_on.is_not(None) if every else false()
    return Recommendation.withdrawn.is_(False), or_(readers.may_read(desk), readers.was_sent(desk), agreed)


def _seen_actions(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    me = desk.actor.person_id
    mine = or_(Task.owner_id == me, Task.asked_by_id == me, Task.escalated_to_id == me)
    of_no_part = and_(Task.part == "", readers.opens(desk))
    return Task.kind == "action", or_(readers.may_read(desk), readers.was_sent(desk), mine, of_no_part)


def _asked(desk: Desk, wanted: Wanted, table: Any, who: Any) -> Iterator[ColumnElement[bool]]:
    """The conditions of the filter."""
    yield from _state(wanted)
    if wanted.theme:
        yield table.theme == wanted.theme
    if wanted.who:
        yield who.icontains(wanted.who, autoescape=True)
    if wanted.overdue:
        yield from (table.due < desk.today, *_state(Wanted(what=wanted.what)))
    if wanted.kind:
        yield Meeting.kind == wanted.kind
    first, last = _period(desk, wanted)
    if first:
        yield Meeting.held_on >= first
    if last:
        yield Meeting.held_on <= last


def _state(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.state == "every":
        return []
    if wanted.what == "actions":
        if wanted.state == "done":
            return [Task.done_on.is_not(None)]
        ended = Task.state == "withdrawn"
        return [ended] if wanted.state == "withdrawn" else [Task.done_on.is_(None), ~ended]
    return [Recommendation.state.in_((wanted.state,) if wanted.state else UNFINISHED)]


def _period(desk: Desk, wanted: Wanted) -> tuple[date | None, date | None]:
    """The days asked for; whole months for whoever may open no meeting, and is shown no more than its month."""
    first, last = wanted.first, wanted.last
    if not desk.actor.may("meeting.read"):
        first = first and first.replace(day=1)
        last = last and last.replace(day=monthrange(last.year, last.month)[1])
    return first, last


def _sorted_by(wanted: Wanted, table: Any, who: Any) -> tuple[Any, bool]:
    columns = {"due": func.coalesce(table.due, NEVER), "theme": func.lower(table.theme), "who": func.lower(who)}
    return columns[wanted.sort.removeprefix("-")], wanted.sort.startswith("-")


def key(row: Any, wanted: Wanted) -> str:
    """Where the next page begins: the row's place in the order, and its id."""
    match wanted.sort.removeprefix("-"):
        case "theme":
            at = row.theme
        case "who":
            at = row.owner_name if isinstance(row, Task) else row.body
        case _:
            at = (row.due or NEVER).isoformat()
    return f"{at}|{row.id}"


def _day(at: str) -> date:
    try:
        return date.fromisoformat(at)
    except ValueError:
        return date.min
