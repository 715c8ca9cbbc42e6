"""The page of my work: its groups and counts, its filter, its four statements, and what it says without a procedure."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from core.db import engine
from core.domain.versions import always
from core.registry import Registry
from core.services import scheduling
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage

TODAY = date(2026, 3, 16)


def statements(page: SignedInPage, address: str) -> int:
    """How many statements one page takes, the session's own included."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET ", "SELECT set_config", "SELECT pg_catalog")):
            seen.append(statement)

    page.get(address)
    bind = engine(page.database_url)
    event.listen(bind, "before_cursor_execute", note)
    try:
        page.get(address)
    finally:
        event.remove(bind, "before_cursor_execute", note)
    return len(seen)


def fill(desk: Desk, number: int) -> None:
    child = made.child(desk, "Bertie Quill", f"Q-{number}")
    home = made.placement(desk, child, date(2025, 1, 1))
    meeting = made.meeting(desk, home, day=TODAY + timedelta(days=3), chair_id=desk.actor.person_id)
    for n in range(number):
        made.task(desk, child, f"Step {n}", meeting_id=meeting.id, due=TODAY + timedelta(days=n % 20 - 3))
    desk.db.commit()


def test_lines_stand_in_groups_with_their_date_in_words(page: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    made.task(desk, child, "Ask for her views", due=TODAY - timedelta(days=2), sum="Invitations plus 5 working days")
    made.task(desk, child, "Send the papers", due=TODAY)
    desk.db.commit()

    text = page.get("/work").text

    assert "Past their date (1)" in text
    assert "Due in the next 7 days (1)" in text
    assert "14 March 2026" in text
    assert "2 days past, Saturday" in text
    assert "Invitations plus 5 working days" in text


def test_a_page_of_500_steps_takes_as_many_statements_as_one_of_5(page: SignedInPage, desk: Desk) -> None:
    desk.tenant.versions = always({})
    fill(desk, 5)
    few = statements(page, "/work")
    fill(desk, 500)

    assert statements(page, "/work") == few


class TestWithAProcedure:
    @pytest.fixture
    def registry(self) -> Registry:
        return Registry(("authority_a",))

    @pytest.fixture
    def running(self, desk: Desk) -> Desk:
        desk.tenant.versions = always({"authority_a": {}})
        desk.db.commit()
        return desk

    def test_four_statements_are_enough(self, page: SignedInPage, running: Desk) -> None:
        fill(running, 40)

        assert statements(page, "/work") <= 4

    def test_the_clause_behind_a_date_is_shown_in_our_words(self, page: SignedInPage, running: Desk) -> None:
        procedure = running.procedure(TODAY)
        assert procedure is not None
        clause = procedure.clause("A07a")
        made.task(running, made.child(running), "Decide", kind="decide", clause="A07a", due=TODAY, sum="The sum")
        running.db.commit()

        text = page.get("/work").text

        assert clause.heading in text
        assert clause.words[:60] in text
        assert "/procedure#A07a" in text

    def test_the_step_of_handing_over_papers_is_no_line_beside_those_papers(
        self, page: SignedInPage, running: Desk
    ) -> None:
        procedure = running.procedure(TODAY)
        assert procedure is not None
        (key,) = (s.key for s in procedure.kinds["disruption"].steps if s.completes == "pack")
        child = made.child(running)
        meeting = made.meeting(running, made.placement(running, child, date(2025, 1, 1)), day=TODAY)
        for title, kind, of, due in (
            ("Papers handed over", "step", key, TODAY),
            ("Papers on another day", "step", key, TODAY + timedelta(days=1)),
            ("Chronology", "pack", "pack-0", TODAY),
        ):
            made.task(running, child, title, kind=kind, key=of, due=due, meeting_id=meeting.id, firm=False)
        running.db.commit()

        text = page.get("/work").text

        assert "Papers handed over" not in text
        assert "Papers on another day" in text
        assert "Chronology" in text
        assert "counts from a meeting that has not taken place" in text

    def test_an_authority_with_a_procedure_is_not_told_that_it_has_none(
        self, page: SignedInPage, running: Desk
    ) -> None:
        assert "has no procedure" not in page.get("/work").text


def test_without_a_plugin_the_page_says_so_and_whom_to_ask(page: SignedInPage, desk: Desk) -> None:
    made.person(desk, "Dot Hanley", roles=("configuration",))
    desk.db.commit()

    text = page.get("/work").text

    assert "Wexcombe has no procedure for this yet" in text
    assert "Ask Dot Hanley" in text


def test_a_plugin_at_fault_is_named(page: SignedInPage, desk: Desk) -> None:
    desk.tenant.versions = always({"gone_away": {}})
    desk.db.commit()

    text = page.get("/work").text

    assert "could not be checked" in text
    assert "gone_away" in text


def test_the_filter_answers_with_the_piece_that_stands_in_the_page(page: SignedInPage, desk: Desk) -> None:
    fill(desk, 3)

    piece = page.get("/work?waiting=other&type=disruption", piece=True)

    assert "No steps match these filters" in piece.text
    assert "Clear filters" in piece.text


def test_columns_sort_by_links_that_say_how(page: SignedInPage, desk: Desk) -> None:
    fill(desk, 3)

    assert 'aria-sort="ascending"' in page.get("/work").text
    assert 'aria-sort="descending"' in page.get("/work?sort=-step").text


def test_names_and_titles_are_never_markup(page: SignedInPage, desk: Desk) -> None:
    made.task(desk, made.child(desk, "<script>alert(1)</script>"), "<img src=x onerror=alert(1)>", due=TODAY)
    desk.db.commit()

    text = page.get("/work").text

    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_nonsense_in_the_address_shows_the_usual_list(page: SignedInPage, desk: Desk) -> None:
    fill(desk, 3)

    for query in ("after=zz|1", "sort=drop", "whose=everybody", "type=x&waiting=y", "after=9999-99-99|", "sort=-"):
        assert "3 steps" in page.get(f"/work?{query}").text
    page.get("/work?after=%00|%00", status=404)


def test_somebody_without_case_work_has_no_such_page(page: SignedInPage) -> None:
    page.hold("configuration")

    assert page.get("/work", status=403)


def test_meetings_to_come_stand_below_even_without_a_day(page: SignedInPage, desk: Desk) -> None:
    home = made.placement(desk, made.child(desk), date(2025, 1, 1))
    made.meeting(desk, home, stage="proposed", chair_id=desk.actor.person_id)
    made.meeting(
        desk, home, kind="other", title="Planning meeting", day=date(2026, 3, 20), minute_taker_id=desk.actor.person_id
    )
    made.meeting(desk, home, kind="third", title="Somebody else's", day=date(2026, 3, 20))
    desk.db.commit()

    text = page.get("/work").text

    assert "Day not chosen yet" in text
    assert "20 March 2026" in text
    assert "Somebody else&#39;s" not in text


def test_a_meeting_whose_day_has_passed_stays_until_it_is_recorded_as_held(page: SignedInPage, desk: Desk) -> None:
    home = made.placement(desk, made.child(desk), date(2025, 1, 1))
    meeting = made.meeting(desk, home, day=date(2026, 3, 10), chair_id=desk.actor.person_id)
    part = scheduling.parts_of(desk, meeting)[0]
    desk.db.commit()

    assert "Its day has passed." in page.get("/work").text

    part.held_on = date(2026, 3, 10)
    desk.db.add(part)
    desk.db.commit()
    assert "Its day has passed." not in page.get("/work").text
