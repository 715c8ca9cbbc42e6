"""Figures of a learning report: which records count, how they are judged, and how long it takes to make them."""

from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import event, select

from core.db import engine
from core.models import Ending, Meeting, Task
from core.services import learning
from tests import factories
from tests.learning import Place, place

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def here(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority D, whose quality unit reports every month."""
    return place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")


def measure(here: Place, key: str) -> dict[str, Any]:
    """One measure of February's draft, as it is made now."""

    def do(desk: Any) -> Any:
        made = learning.content(desk, learning.make(desk, "monthly", FEBRUARY))
        return next(one for one in made.figures["measures"] if one["key"] == key)

    found: dict[str, Any] = here.act(do)
    return found


def table(made: dict[str, Any]) -> dict[Any, list[Any]]:
    return {row[0]: row[1:] for row in made["figures"][0]["table"]["rows"]}


def test_only_records_of_the_period_count_its_first_and_last_day_included(here: Place) -> None:
    for on in (date(2026, 1, 31), FEBRUARY, date(2026, 2, 28), date(2026, 3, 1)):
        here.ended(on)
    for days in (29, 30, 57, 58):
        here.held(date(2026, 1, 1), days)

    assert measure(here, "timeliness")["sentences"][0].startswith("2 disruption meetings were held")
    assert table(measure(here, "endings_by_kind"))["All"][-1] == 2


def test_decisions_count_as_they_stand_and_those_to_take_with_their_clause(here: Place) -> None:
    for day in range(1, 7):
        here.ended(date(2026, 2, day), choice="convene")
    looked_again = here.ended(date(2026, 2, 9), choice="not convene")
    waiting = here.ended(date(2026, 2, 10))

    def more(desk: Any) -> None:
        from core.models import Decision

        procedure = desk.procedure(FEBRUARY)
        clause = next(t.clause for t in procedure.triggers if t.proposes == here.kind(desk))
        ending = desk.db.scalars(select(Ending).where(Ending.id == waiting.id)).one()
        desk.db.add(Task(kind="decide", child_id=ending.child_id, ending_id=ending.id, title="Decide", clause=clause))
        again = {"choice": "look again", "by_id": desk.actor.person_id, "at": desk.now + timedelta(hours=1)}
        desk.db.add(Decision(ending_id=looked_again.id, kind=here.kind(desk), **again))

    here.act(more)

    made = measure(here, "meetings")
    assert made["sentences"][0] == "7 disruption meetings were called for after 8 placement endings of this period."
    assert made["figures"][0]["table"]["rows"][-1][-1] == 7


def test_a_meeting_in_the_window_of_its_own_pin_is_inside_and_one_outside_has_its_judgement(here: Place) -> None:
    here.held(date(2026, 1, 5), 42)
    here.held(date(2026, 1, 5), 43, judged=True)
    here.held(date(2026, 1, 30), 27)

    points = measure(here, "timeliness")["figures"][0]["dots"]

    assert [(one["days"], one["place"], one["judged"]) for one in points] == [
        (27, "before", False), (42, "inside", False), (43, "after", True),
    ]  # fmt: skip
    assert [(one["opens"], one["closes"]) for one in points] == [(29, 42), (31, 42), (31, 42)]


def test_the_child_who_came_counts_as_having_come(here: Place) -> None:
    from core.models import Invitation

    for day in range(1, 8):
        meeting = here.held(date(2026, 1, day), 35, voice="views")

        def came(desk: Any, meeting: Meeting = meeting, day: int = day) -> None:
            desk.db.add(Invitation(meeting_id=meeting.id, role="child", name="Bertie", attended=day < 6))

        here.act(came)

    shown = table(measure(here, "views_heard"))
    assert shown["Came to the meeting"] == [5]
    assert shown["Sent views another way"] == ["fewer"]


def test_the_same_records_make_the_same_figures(here: Place) -> None:
    meetings = [here.held(date(2026, 1, day), 35) for day in range(1, 9)]
    for one in meetings:
        here.advised(one, "Matching")

    def both(desk: Any) -> tuple[Any, Any]:
        report = learning.make(desk, "monthly", FEBRUARY)
        return learning.content(desk, report).sources, learning.content(desk, report).sources

    one, other = here.act(both)
    assert one["digest"] == other["digest"]


def test_thousands_of_endings_take_a_dozen_statements_and_no_minutes(here: Place) -> None:
    def many(desk: Any) -> None:
        child = factories.child(desk)
        from core.models import Placement

        places = [
            Placement(child_id=child.id, started=date(2025, 1, 1), source_key=f"k{n}", ended=FEBRUARY, kind="foster")
            for n in range(5000)
        ]
        desk.db.add_all(places)
        desk.db.flush()
        desk.db.add_all(
            Ending(child_id=child.id, placement_id=one.id, day=FEBRUARY, unplanned=n % 3 == 0)
            for n, one in enumerate(places)
        )

    here.act(many)
    for day in range(1, 6):
        here.held(date(2026, 1, day), 35)

    statements: list[str] = []
    event.listen(engine(here.url), "before_cursor_execute", lambda *given: statements.append(given[2]))

    begun = perf_counter()
    made = measure(here, "endings_by_kind")
    took = perf_counter() - begun

    assert table(made)["All"][-1] == 5000
    assert len([said for said in statements if said.startswith("SELECT")]) < 25, statements
    assert took < 10
