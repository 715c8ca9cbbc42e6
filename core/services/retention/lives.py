"""What decides how long a child's record is kept, from what is recorded: by a worker, or by how care ended in a return.
Once for one child in words, and once for all of them as an expression that lists sort and select by."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, or_, select

from core.domain.calendar import Nation
from core.domain.retention import ADULT, LAWS, Kept, Life, anniversary, keep
from core.models import Child, Ending
from core.services.desk import Desk

ADOPTED, DIED = ("E11", "E12"), ("E2",)
"""The return's codes of why care ended: an adoption order, a death. The day of the ending is the day of the event."""
YEAR = 10_000


def life(desk: Desk, child: Child) -> Life:
    """What is recorded of this child; a worker's date stands before the return's. One statement."""
    statement = select(Ending.reason_code, func.max(Ending.day)).where(
        Ending.child_id == child.id, Ending.left_care, Ending.reason_code.in_(ADOPTED + DIED)
    )
    ended = {code: day for code, day in desk.db.execute(statement.group_by(Ending.reason_code))}
    died, died_from = _known(child.date_of_death, ended, DIED)
    adopted, adopted_from = _known(child.adopted_on, ended, ADOPTED)
    return Life(born=child.born, died=died, died_source=died_from, adopted=adopted, adopted_source=adopted_from)


def kept(desk: Desk, child: Child) -> Kept:
    """Until when this child's record is kept, and why."""
    return keep(life(desk, child), nation(desk), longer=desk.setting("kept_longer"))


def nation(desk: Desk) -> Nation:
    """The nation whose law holds here."""
    return Nation(desk.tenant.nation)


def number(day: date) -> int:
    """A day as `last_day` counts it: 20850517."""
    return day.year * YEAR + day.month * 100 + day.day


def last_day(desk: Desk, among: Select[Any], *, until: date | None = None) -> tuple[Select[Any], ColumnElement[int]]:
    """The statement with what it takes, and the last day of each child's record as a number, 20850517; NULL where it
    cannot be told. 29 February stands as 0229 in every year, between the days beside it. With `until` the statement
    passes over whoever is too young for that day and has not died, which spares reckoning theirs."""
    law, longer = LAWS[nation(desk)], desk.setting("kept_longer")
    deaths, orders = _ended(desk, DIED), _ended(desk, ADOPTED)
    joined = among.outerjoin(deaths, deaths.c.child_id == Child.id).outerjoin(orders, orders.c.child_id == Child.id)
    died, adopted = func.coalesce(Child.date_of_death, deaths.c.day), func.coalesce(Child.adopted_on, orders.c.day)
    if until is not None:
        old = Child.born <= anniversary(until, -(law.born_years + longer))
        joined = joined.where(or_(old, died.is_not(None)))
    found: ColumnElement[int] = _number(Child.born) + (law.born_years + longer) * YEAR
    if law.died_years is not None:
        young = and_(died.is_not(None), _number(died) < _number(Child.born) + ADULT * YEAR)
        found = case((young, _number(died) + (law.died_years + longer) * YEAR), else_=found)
    order = _number(adopted) + (law.adopted_years + longer) * YEAR
    later = and_(adopted.is_not(None), Child.born.is_not(None), order > found)
    return joined, case((later, order), else_=found)


def _known(recorded: date | None, ended: dict[str, date], codes: tuple[str, ...]) -> tuple[date | None, str]:
    if recorded is not None:
        return recorded, "recorded by a worker"
    found = max(((ended[code], code) for code in codes if code in ended), default=None)
    return (found[0], f"as the return says (care ended, {found[1]})") if found else (None, "")


def _ended(desk: Desk, codes: tuple[str, ...]) -> Any:
    statement = select(Ending.child_id, func.max(Ending.day).label("day"))
    statement = statement.where(Ending.tenant_id == desk.tenant.id, Ending.left_care, Ending.reason_code.in_(codes))
    return statement.group_by(Ending.child_id).subquery()


def _number(day: Any) -> ColumnElement[int]:
    said = extract("year", day) * YEAR + extract("month", day) * 100 + extract("day", day)
    return cast(said, Integer)
