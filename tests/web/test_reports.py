"""Learning reports on their pages: what each authority's text asks for, what is due, and for which period."""

from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.fixtures.markup import first
from tests.learning import Place, place
from tests.scenes import adoption
from tests.web.reporting import FEBRUARY, draft_of, february, monthly

__all__ = ["monthly"]


@pytest.fixture
def half_yearly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority A, whose strategic manager collates what the chairs learned."""
    return place(database_url, clock, enroll, "authority_a", by="strategic_manager", to="service_manager")


@pytest.fixture
def yearly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority E, whose reviewing officers sum up a year."""
    return place(database_url, clock, enroll, "authority_e", by="reviewing_officer_team", to="panel_adviser")


def test_d07_monthly_report_is_due_made_from_the_records_and_issued(monthly: Place) -> None:
    february(monthly)
    page = monthly.browser(monthly.author)
    text = page.get("/reports").text
    assert "Monthly report on disruptions" in text and "Every month" in text and "D07" in text
    assert "February 2026" in text and "To be made" in text and "Make the report" in text
    assert "March 2026" not in text, "a month that has not ended is not due"

    where = draft_of(monthly, "monthly", FEBRUARY)
    draft = page.get(where).text

    assert "February 2026" in draft and "Draft." in draft
    assert "7 disruption meetings were held; 6 of 7 within the window of 1 month to 6 weeks." in draft
    assert "1 was late, with the judgement recorded." in draft
    assert "19 placement endings" in draft and "19 placements ended; 7 of these endings were unplanned." in draft
    for measure in ("Timeliness", "Placement endings", "The child’s views"):
        assert f"<h2>{measure}</h2>" in draft
    assert page.post(f"{where}/issued").location == where
    issued = page.get(where).text
    assert "Issued on 16 March 2026 by Carla Whitmore" in issued and "from 19 endings" in issued
    assert "February 2026" in monthly.browser(monthly.reader).get("/reports").text
    assert "7 disruption meetings were held" in monthly.browser(monthly.reader).get(where).text


def test_e11_yearly_summary_of_all_disruption_meetings(yearly: Place) -> None:
    for month in range(1, 10):
        yearly.held(date(2025, month, 3), 30, voice="views")
    yearly.held(date(2024, 11, 1), 30)
    page = yearly.browser(yearly.author)
    assert "A year is counted from January: a local setting" in page.get("/reports").text

    where = draft_of(yearly, "yearly", date(2025, 1, 1))
    text = page.get(where).text

    assert "January to December 2025" in text and "E11" in text
    assert "9 disruption meetings were held" in text
    assert page.post(f"{where}/issued").status == 303
    assert "9 disruption meetings were held" in yearly.browser(yearly.reader).get(where).text


def test_e11_a_year_of_reports_begins_in_the_month_that_the_authority_has_set(yearly: Place) -> None:
    def april(desk: Any) -> None:
        desk.tenant.settings = {**desk.tenant.settings, "report_year_starts": 4}

    yearly.act(april)
    yearly.clock.forward(days=30)

    text = yearly.browser(yearly.author).get("/reports").text

    assert "A year is counted from April" in text and "April 2025 to March 2026" in text


def test_a18_half_yearly_report_tells_when_the_chairs_met_and_collates_their_learning(half_yearly: Place) -> None:
    from core.models import GatheringHeld

    one, two = (half_yearly.held(date(2025, 9, day), 30) for day in (1, 2))
    for meeting in (one, two):
        half_yearly.advised(meeting, "Matching", due=date(2026, 3, 1))

    def met(desk: Any) -> None:
        said = {"notes": "Bertie Quill was named here", "by_name": "Carla Whitmore", "at": desk.now}
        desk.db.add(GatheringHeld(key="chairs", title="Chairs of disruption meetings", day=date(2025, 11, 20), **said))

    half_yearly.act(met)
    page = half_yearly.browser(half_yearly.author)
    assert "Twice a year" in page.get("/reports").text

    text = page.get(draft_of(half_yearly, "half_yearly", date(2025, 7, 1))).text

    assert "July to December 2025" in text and "A18b" in text
    assert "Chairs of disruption meetings met on 20 November 2025." in text
    assert "2 recommendations were made; none is done and 2 are past their date." in text
    assert "Bertie" not in text


def test_b10_what_a_third_disruption_asks_to_review_is_recorded_on_the_minutes_page(in_scene: Any) -> None:
    from core.services import endings, proposing

    scene, browser = in_scene(adoption)
    desk = scene.desk(scene.worker)
    child = factories.child(desk, "Wren Kettle", "Q-900", care_plan="long_term_foster", history_from=date(2020, 1, 1))
    for month in (1, 3):
        factories.ended(desk, child, date(2025, month, 8))
    ending = factories.ended(desk, child, date(2026, 2, 16), about={"long_term": True, "matched_at_panel": True})
    meeting = proposing.propose(desk, endings.weigh(desk, ending, child), "foster_disruption")
    meeting.chair_id, meeting.chair_name = scene.chair.person_id, scene.chair.name
    where = f"/meetings/{meeting.id}/minutes"
    desk.db.commit()
    desk.db.close()
    page = browser(scene.chair)

    text = page.get(where).text

    assert "B10" in text
    for title in ("What worked well", "What the worries were", "What the child needs", "The support that keeps"):
        theme = first(rf'<label[^>]*for="f-text-([0-9a-f]+)"[^>]*>[^<]*{title}', text)
        said = f"{title}: Saturdays at the allotment."
        assert page.post(where, {f"text-{theme}": said, f"version-{theme}": 1}).status == 303
        assert said in page.get(where).text


def test_a_period_that_has_not_ended_or_is_none_is_not_reported(monthly: Place) -> None:
    page = monthly.browser(monthly.author)

    running = page.post("/reports/of/monthly", {"first_day": "1/3/2026"})

    assert running.status == 422 and "This period ends on 31 March 2026" in running.text
    assert page.post("/reports/of/monthly", {"first_day": "2/2/2026"}).status == 404
    assert page.post("/reports/of/monthly", {"first_day": "soon"}).status == 422
    assert page.post("/reports/of/weekly", {"first_day": "1/2/2026"}).status == 404


def test_a_report_of_a_period_is_made_once(monthly: Place) -> None:
    assert draft_of(monthly, "monthly", FEBRUARY) == draft_of(monthly, "monthly", FEBRUARY)


def test_k02_an_authority_whose_text_asks_for_no_report_has_no_such_page(in_scene: Any) -> None:
    scene, browser = in_scene(adoption)

    outside = browser(scene.outsider)

    assert outside.get("/reports", status=404).status == 404
    assert "/wexcombe/reports" not in outside.get("/procedure").text
