"""Authorities whose texts ask for learning reports, a month with something to report, and drafts made on the page."""

from datetime import date
from typing import Any

import pytest

from tests.learning import Place, place

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def monthly(database_url: str, clock: Any, enroll: Any) -> Place:
    """Authority D, whose quality unit reports every month."""
    return place(database_url, clock, enroll, "authority_d", by="cqru", to="senior_manager")


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
