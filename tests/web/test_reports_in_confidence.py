"""Learning reports tell of nobody: no name, no small number; and only those they are meant for make or read them."""

import csv
import io
from datetime import date
from typing import Any

from tests.learning import NAMES, Place
from tests.web.reporting import FEBRUARY, draft_of, february, monthly

__all__ = ["monthly"]


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
