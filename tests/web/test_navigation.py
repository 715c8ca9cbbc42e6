"""The ways that each role of each authority opens: none leads to a refusal; custom roles begin on a page of theirs."""

import re
from collections.abc import Callable

import pytest

from core.domain.roles import FROM_THE_CASE
from core.registry import Registry
from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

FIVE = ("authority_a", "authority_b", "authority_c", "authority_d", "authority_e")
BEGINS = {
    ("authority_a", "corporate_parenting_board"): "register",
    ("authority_d", "cqru"): "reports",
    ("authority_e", "reviewing_team_manager"): "register",
    ("authority_e", "agency_decision_maker"): "register",
}
"""Where custom roles begin; the last part of the address."""
WITHOUT_REPORTS = ("authority_b", "authority_c")
"""Whose texts ask for no report, so that there is no such page."""


@pytest.fixture(scope="module")
def five() -> Registry:
    """All five plugins."""
    return Registry(FIVE)


@pytest.fixture
def registry(five: Registry) -> Registry:
    return five


@pytest.fixture(params=FIVE)
def plugin(request: pytest.FixtureRequest) -> str:
    """Each authority in turn."""
    return str(request.param)


@pytest.fixture
def member(enroll: Callable[..., Member], plugin: str) -> Member:
    return enroll("wexcombe", "Nadia Okafor", enabled={plugin: {}})


def ways(page: SignedInPage) -> dict[str, str]:
    """Words -> address of the main navigation, from a page that everybody may open."""
    text = page.get("/procedure").text
    nav = text.partition('<nav aria-label="Main"')[2].partition("</nav>")[0]
    found = re.findall(r'href="([^"]+)"[^>]*>(?:<strong[^>]*>)?([^<]+)', nav)
    return {words: href for href, words in found}


def test_no_way_of_any_role_leads_to_a_refusal(page: SignedInPage, desk: Desk, plugin: str) -> None:
    procedure = desk.procedure(desk.today)
    desk.db.rollback()
    assert procedure is not None
    opened = 0
    for role in sorted(set(procedure.roles) - FROM_THE_CASE):
        page.hold(role)
        for href in ways(page).values():
            page.get(href)
            opened += 1
        begin = BEGINS.get((plugin, role))
        if begin:
            home = page.client.get(page.path("/"), follow_redirects=False)
            assert home.headers["Location"].endswith(f"/{begin}")
    assert opened > 40


def test_what_belongs_to_others_is_no_way(page: SignedInPage, plugin: str) -> None:
    page.hold("configuration")
    assert {"Recommendations", "Monitoring and learning", "Panel", "Reports", "My work"}.isdisjoint(ways(page))
    page.hold("social_worker")
    assert {"My work", "Recommendations"} <= set(ways(page))
    assert {"Monitoring and learning", "Panel"}.isdisjoint(ways(page))
    assert ("Reports" in ways(page)) is (plugin not in WITHOUT_REPORTS)
