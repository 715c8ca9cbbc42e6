"""Lists of the register: filters, order, pages that hold every line once, and the statements they take."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from core.db import engine
from core.services import register
from core.services.desk import Desk
from core.services.registerlines import Wanted
from tests import factories as made
from tests.services.registered import HELD, TODAY, as_role, member, recommended, registry, texts

__all__ = ["member", "registry"]


def test_filters_hold_together(desk: Desk) -> None:
    there = as_role(desk, "panel_adviser")
    recommended(desk, "Late", due=TODAY - timedelta(days=1), theme="Matching", body="Panel")
    recommended(desk, "To come", due=TODAY + timedelta(days=1), theme="Matching")
    recommended(desk, "Done late", due=TODAY - timedelta(days=9), state="done", done_on=TODAY)
    recommended(desk, "Another kind", meeting={"kind": "stability"}, due=None)

    assert texts(there) == ["Late", "To come", "Another kind"]
    assert texts(there, overdue=True) == ["Late"]
    assert texts(there, state="done", overdue=True) == []
    assert texts(there, theme="Matching", who="fostering") == ["To come"]
    assert texts(there, kind="stability") == ["Another kind"]
    assert texts(there, state="every", first=HELD, last=HELD, kind="disruption") == ["Done late", "Late", "To come"]
    chair = as_role(desk, "group_manager", "panel_adviser")
    assert texts(chair, first=HELD, last=HELD, overdue=True) == ["Late"]
    assert texts(chair, first=HELD + timedelta(days=1)) == texts(chair, last=HELD - timedelta(days=1)) == []
    assert texts(there, who="%") == texts(there, who="_") == []


@pytest.mark.parametrize("sort", ["due", "-due", "theme", "-theme", "who", "-who"])
def test_pages_hold_every_line_once_in_order(desk: Desk, sort: str) -> None:
    there = as_role(desk, "panel_adviser")
    meeting, _ = recommended(desk, "0")
    for number in range(1, 23):
        due = TODAY + timedelta(days=number % 4) if number % 3 else None
        made.recommendation(desk, meeting, str(number), theme=f"Theme {number % 5}", body=f"body|{number % 2}", due=due)
    found, after = [], ""
    for _ in range(12):
        page = register.listed(there, Wanted(sort=sort, after=after, size=4))
        assert page.number == 23
        found += [line.row for line in page.lines]
        after = page.last
        if not after:
            break

    assert sorted(int(row.text) for row in found) == list(range(23))
    column = {"due": lambda r: r.due or date.max, "theme": lambda r: r.theme.lower(), "who": lambda r: r.body.lower()}
    values = [column[sort.removeprefix("-")](row) for row in found]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_many_meetings_take_as_many_statements_as_one(desk: Desk, database_url: str) -> None:
    there = as_role(desk, "group_manager")

    def counted() -> int:
        seen: list[str] = []

        def note(_c: object, _cur: object, statement: str, *_: object) -> None:
            seen.append(statement)

        bind = engine(database_url)
        event.listen(bind, "before_cursor_execute", note)
        try:
            register.listed(there, Wanted())
        finally:
            event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    recommended(desk, "One")
    desk.db.flush()
    few = counted()
    for number in range(40):
        recommended(desk, f"More {number}")
    desk.db.flush()

    assert counted() == few > 0
