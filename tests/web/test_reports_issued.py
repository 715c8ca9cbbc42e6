"""A learning report as it is kept: drafted anew until it is issued, then unchanged; on paper and as a file."""

import csv
import io
from datetime import date

from tests.fixtures.markup import first
from tests.learning import Place
from tests.web.reporting import FEBRUARY, draft_of, february, monthly

__all__ = ["monthly"]


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
    page.post(f"{where}/comment", {"comment": "<script>alert(1) & 2 < 3", "version": 1})
    page.post(f"{where}/issued", {"version": 2})

    assert "&lt;script&gt;alert(1) &amp; 2 &lt; 3" in page.get(where).text
    long = page.post(f"{draft_of(monthly, 'monthly', FEBRUARY)}/comment", {"comment": "a" * 20_001})
    assert long.status == 422
