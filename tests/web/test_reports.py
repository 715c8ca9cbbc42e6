"""Learning reports on their pages: what is due, a draft with its figures and a comment, issuing, reading, files; and
that nobody else learns of any of it."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.fixtures.markup import first
from tests.learning import NAMES, Place, place
from tests.scenes import adoption

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def monthly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority D, whose quality unit reports every month."""
    return place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")


@pytest.fixture
def half_yearly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority A, whose strategic manager collates what the chairs learned."""
    return place(database_url, clock, enroll, "authority_a", by="strategic_manager", to="service_manager")


@pytest.fixture
def yearly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority E, whose reviewing officers sum up a year."""
    return place(database_url, clock, enroll, "authority_e", by="reviewing_officer_team", to="panel_adviser")


def february(here: Place) -> None:
    """Seven meetings held in February, six of them inside D's window; endings, planned and not."""
    for day in range(1, 7):
        here.held(date(2026, 1, day), 35, voice="views" if day < 6 else "advocate")
    here.held(date(2026, 1, 2), 55, judged=True, voice="not obtained")
    for day in range(1, 13):
        here.ended(date(2026, 2, day), unplanned=False)
    for day in range(1, 7):
        here.ended(date(2026, 2, day))
    here.ended(date(2026, 2, 9), kind="residential")


def draft_of(here: Place, key: str, first_day: date) -> str:
    """The address of a draft, made on the page."""
    page = here.browser(here.author)
    page.get("/reports")
    return page.post(
        f"/reports/of/{key}", {"first_day": f"{first_day.day}/{first_day.month}/{first_day.year}"}
    ).location


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
    assert "2 recommendations were made; 0 are done and 2 are past their date." in text
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


def test_no_page_of_a_report_names_anybody_whose_meeting_it_was_made_from(monthly: Place) -> None:
    february(monthly)
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)

    texts = [page.get(where).text, page.get(f"{where}/print").text, page.post(f"{where}/figures.csv").text]

    for part in {word for name in NAMES for word in name.split(" ")} | {"Marlowe"}:
        assert not any(part in text for text in texts), part


def test_small_numbers_are_told_nowhere_and_their_totals_are(monthly: Place) -> None:
    february(monthly)
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)

    text = page.get(where).text
    rows = list(csv.reader(io.StringIO(page.post(f"{where}/figures.csv").text.lstrip("\ufeff"))))

    table = {row[0]: row[1:] for row in rows if len(row) == 5}
    assert table["Children’s home"][1] == "fewer than 5" and table["Children’s home"][3] == "fewer than 5"
    assert table["All"][3] == "19"
    assert "fewer than 5" in text and "Not told: fewer than 5, or kept back" in text
    views = {row[0]: row[1] for row in rows if len(row) == 2}
    assert (
        views["Sent views another way"] in ("5", "not shown") and views["Spoken for by an advocate"] == "fewer than 5"
    )


def test_the_threshold_is_a_local_setting_and_said_to_be_one(monthly: Place) -> None:
    february(monthly)

    def ten(desk: Any) -> None:
        desk.tenant.settings = {**desk.tenant.settings, "small_numbers": 10}

    monthly.act(ten)

    text = monthly.browser(monthly.author).get(draft_of(monthly, "monthly", FEBRUARY)).text

    assert "fewer than 10" in text and "fewer than 5" not in text and "10 is a local setting" in text


def test_a_comment_that_names_a_child_is_asked_about_and_kept_only_when_none_is_meant(monthly: Place) -> None:
    february(monthly)
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)

    named = page.post(f"{where}/comment", {"comment": "What QUILL told us about nights.", "version": 1})
    assert named.status == 422 and "“QUILL”" in named.text and "No child is meant by these words" in named.text
    assert "What QUILL told us" in named.text, "nothing typed is lost"
    assert "QUILL" not in page.get(where).text
    plain = page.post(f"{where}/comment", {"comment": "Nights were hard.", "version": 1})
    assert plain.status == 303
    kept = page.post(f"{where}/comment", {"comment": "A quill is a pen.", "version": 2, "confirmed": "yes"})
    assert kept.status == 303 and "A quill is a pen." in page.get(where).text
    again = page.post(f"{where}/issued", {"version": 3})
    assert again.status == 422 and "“quill”" in again.text
    assert page.post(f"{where}/issued", {"version": 3, "confirmed": "yes"}).status == 303


def test_nothing_changes_an_issued_report(monthly: Place) -> None:
    february(monthly)
    where = f"/reports/{monthly.issued('monthly', FEBRUARY)}"
    page = monthly.browser(monthly.author)
    before = page.get(where).text

    monthly.held(date(2026, 1, 9), 36)
    monthly.ended(date(2026, 2, 20))

    after = page.get(where).text
    assert after.partition('id="in-short"')[2] == before.partition('id="in-short"')[2]
    assert "8 disruption meetings" not in after and "19 placement endings" in after
    assert "The figures are as they were issued." in after
    late = page.post(f"{where}/comment", {"comment": "One more thing."})
    assert late.status == 422 and "It stays as it was issued" in late.text
    assert page.post(f"{where}/issued").status == 422
    assert "One more thing." not in page.get(where).text


def test_a_draft_is_made_anew_until_it_is_issued(monthly: Place) -> None:
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)
    assert "No disruption meeting was held" in page.get(where).text

    monthly.held(date(2026, 1, 9), 36)

    assert "1 disruption meeting was held; 1 of 1 within" in page.get(where).text


def test_a_report_does_not_exist_for_whoever_it_is_not_addressed_to(monthly: Place) -> None:
    february(monthly)
    where = f"/reports/{monthly.issued('monthly', FEBRUARY)}"
    page = monthly.browser(monthly.outsider)

    listed = page.get("/reports").text
    assert "No report is addressed to you" in listed
    assert "Monthly report" not in listed and "February" not in listed
    for address_ in (where, f"{where}/print"):
        missing = page.get(address_, status=404)
        assert "Monthly report" not in missing.text
    for address_ in (f"{where}/figures.csv", f"{where}/comment", f"{where}/issued"):
        assert page.post(address_).status == 404
    assert page.post("/reports/of/monthly", {"first_day": "1/1/2026"}).status == 404
    assert page.get(f"/reports/{'0' * 32}", status=404).status == 404


def test_managers_and_auditors_read_every_report_and_no_draft(monthly: Place, enroll: Any) -> None:
    where = f"/reports/{monthly.issued('monthly', FEBRUARY)}"
    monthly.ended(date(2026, 1, 5))
    draft = draft_of(monthly, "monthly", date(2026, 1, 1))
    for name, role in (("Ada Pell", "auditor"), ("Hal Orme", "team_manager")):
        page = monthly.browser(enroll("wexcombe", name, roles=(role,)))

        assert "Monthly report" in page.get(where).text
        listed = page.get("/reports").text
        assert "February 2026" in listed and "January 2026" not in listed
        assert page.get(draft, status=404).status == 404
        assert page.post(f"{where}/issued").status == 403


def test_only_the_role_that_the_text_names_issues_a_report_or_a_manager_while_nobody_holds_it(
    monthly: Place, enroll: Any
) -> None:
    manager = enroll("wexcombe", "Hal Orme", roles=("team_manager",))
    page = monthly.browser(manager)
    assert page.post("/reports/of/monthly", {"first_day": "1/2/2026"}).status == 403
    assert "To be made" not in page.get("/reports").text

    monthly.browser(monthly.author).hold("social_worker")

    text = page.get("/reports").text
    assert "Nobody holds the role" in text and "managers may make and issue this report" in text
    where = page.post("/reports/of/monthly", {"first_day": "1/2/2026"}).location
    assert page.post(f"{where}/issued").location == where
    assert "Issued on 16 March 2026 by Hal Orme" in page.get(where).text


def test_a_period_that_has_not_ended_or_is_none_is_not_reported(monthly: Place) -> None:
    page = monthly.browser(monthly.author)

    running = page.post("/reports/of/monthly", {"first_day": "1/3/2026"})

    assert running.status == 422 and "This period ends on 31 March 2026" in running.text
    assert page.post("/reports/of/monthly", {"first_day": "2/2/2026"}).status == 404
    assert page.post("/reports/of/monthly", {"first_day": "soon"}).status == 422
    assert page.post("/reports/of/weekly", {"first_day": "1/2/2026"}).status == 404


def test_a_report_of_a_period_is_made_once(monthly: Place) -> None:
    assert draft_of(monthly, "monthly", FEBRUARY) == draft_of(monthly, "monthly", FEBRUARY)


def test_a_form_opened_before_somebody_else_changed_the_draft_is_told_so(monthly: Place) -> None:
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)
    page.post(f"{where}/comment", {"comment": "First.", "version": 1})

    assert page.post(f"{where}/comment", {"comment": "Second.", "version": 1}).status == 409
    assert page.post(f"{where}/issued", {"version": 1}).status == 409
    assert "First." in page.get(where).text


def test_the_file_holds_every_table_calculates_nothing_and_taking_it_is_recorded(monthly: Place) -> None:
    from sqlalchemy import select

    from core.models import Event

    meeting = monthly.held(date(2026, 1, 5), 35)
    for _ in range(2):
        monthly.advised(meeting, "=HYPERLINK(1)")
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)
    page.post(f"{where}/comment", {"comment": "+1 for early help", "version": 1})

    answer = page.post(f"{where}/figures.csv")

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert 'filename="monthly-2026-02-01.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells and "'+1 for early help" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    captions = [
        "Placement endings by type of placement",
        "How the child was heard",
        "Recommendations made in this period",
    ]
    assert all([caption] in rows for caption in captions)
    taken = monthly.act(
        lambda desk: list(desk.db.scalars(select(Event.actor_name).where(Event.verb == "downloaded a report")))
    )
    assert taken == ["Carla Whitmore"]


def test_the_printed_page_is_one_column_with_its_tables_open_and_nothing_to_press(monthly: Place) -> None:
    february(monthly)
    where = draft_of(monthly, "monthly", FEBRUARY)

    text = monthly.browser(monthly.author).get(f"{where}/print").text
    main = first(r"<main[^>]*>(.*)</main>", text, 16)

    assert main.count("<table") == 3 and "Show the figures" not in main
    assert "<button" not in main and "<textarea" not in main and 'class="mo-2"' not in main


def test_what_somebody_typed_is_shown_as_they_typed_it(monthly: Place) -> None:
    where = draft_of(monthly, "monthly", FEBRUARY)
    page = monthly.browser(monthly.author)
    page.post(f"{where}/comment", {"comment": "<script>alert(1)</script>", "version": 1})
    page.post(f"{where}/issued", {"version": 2})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.get(where).text
    long = page.post(f"{draft_of(monthly, 'monthly', FEBRUARY)}/comment", {"comment": "a" * 20_001})
    assert long.status == 422


def test_an_authority_whose_text_asks_for_no_report_is_told_so(in_scene: Any) -> None:
    scene, browser = in_scene(adoption)

    text = browser(scene.outsider).get("/reports").text

    assert "Wexcombe’s procedure asks for no report" in text and "Make the report" not in text


def test_an_authority_without_a_procedure_is_told_whom_to_ask(page: Any) -> None:
    assert "has no procedure for this yet" in page.get("/reports").text
