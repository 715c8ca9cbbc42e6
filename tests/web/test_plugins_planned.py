"""Changes that meet a planned version, and who may approve what: the answers of the day on which a change begins, a
version called off before it starts, nobody approving what they chose themselves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.registry import Registry
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.test_plugins import CHOSEN, REASON, begun, ruling_on, second

__all__ = ["second"]
APRIL = {"starts": "1 4 2026"}


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_a", "authority_c"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration of an authority that runs C."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_c": {}})


def planned(page: SignedInPage, second: SignedInPage, **settings: Any) -> str:
    """Version 2 from 1 April, approved."""
    change = page.post("/plugins/authority_c/settings", settings | APRIL).location
    page.post(f"{change}/ask", REASON)
    assert second.post(f"{change}/approve").status == 303
    return change


def test_k02_whoever_sends_a_change_back_neither_asks_for_it_nor_lets_its_author_approve_it(
    page: SignedInPage, second: SignedInPage
) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/ask", REASON)
    second.post(f"{change}/back", {"why": "The panel is not told yet."})

    turned = second.post(f"{change}/ask", REASON)
    page.post(f"{change}/ask", REASON)
    own = page.post(f"{change}/approve")

    assert turned.status == 422 and "Hugh Penrose prepared this and can ask" in turned.text
    assert own.status == 422 and "Somebody else approves what you have prepared" in own.text
    assert "asks you to approve a change of the procedure" in second.get("/notices").text
    assert "has sent your change of the procedure back" in page.get("/notices").text


def test_k02_where_both_have_worked_on_it_both_are_named_and_the_other_one_approves(
    page: SignedInPage, second: SignedInPage
) -> None:
    change = begun(page, "authority_a")
    second.post(f"{change}/start", APRIL)
    second.post(f"{change}/ask", REASON)

    refused, approved = second.post(f"{change}/approve"), page.post(f"{change}/approve")

    assert (refused.status, approved.status) == (422, 303)
    assert "Prepared by Hugh Penrose and Moira Lyle" in page.get("/plugins/versions/2").text


def test_k02_settings_from_a_later_day_keep_what_is_planned_until_then(
    page: SignedInPage, second: SignedInPage
) -> None:
    planned(page, second, **CHOSEN)

    later = {"starts": "4 5 2026", "set_minutes_within": "10"}
    change = page.post("/plugins/authority_c/settings", later).location
    unaltered = page.post("/plugins/authority_c/settings", {"starts": "4 5 2026"})
    shown = page.get(change).text
    page.post(f"{change}/ask", REASON)
    second.post(f"{change}/approve")

    kept = ruling_on(page, date(2026, 5, 4))["authority_c"]
    assert (kept["minutes_within"], kept["agency_chair"]) == (10, "iro")
    assert "Before: version 2" in shown
    assert unaltered.status == 422 and "These are today" in unaltered.text


def test_k02_a_planned_version_is_called_off_before_it_starts(page: SignedInPage, second: SignedInPage) -> None:
    planned(page, second, **CHOSEN)

    change = page.post("/plugins/changes", {"call_off": "2"}).location
    page.post(f"{change}/ask", REASON)
    second.post(f"{change}/approve")

    assert ruling_on(page, date(2026, 4, 1)) == {"authority_c": {}}
    started = page.post("/plugins/changes", {"call_off": "1"})
    assert started.status == 422 and "not one that is still to start" in started.text


def test_k03_a_change_says_whom_nobody_here_could_be_and_until_when_it_would_hold(
    page: SignedInPage, second: SignedInPage
) -> None:
    planned(page, second, **CHOSEN)

    today = {"starts": "16 3 2026", "set_agency_chair": "service_manager", "set_agency_invitees": ["child"]}
    shown = page.get(page.post("/plugins/authority_c/settings", today).location).text

    assert "Nobody could chair" in shown and "the chair would be service manager" in shown
    assert "This would hold until 1 April 2026 only" in shown
    assert "Still open, as it is today" in shown
