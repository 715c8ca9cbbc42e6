"""A plugin from another package, found by its entry point, works like the ones that ship: examples/fernholt, enabled on
the page by an authority that nobody here knew, beside an authority that notices nothing."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from core.settings import from_environment
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import Answer, SignedInPage

ENDED = {
    "day": "16 3 2026", "time": "", "unplanned": "yes", "abrupt": "no", "emergency": "no", "kind": "foster",
    "provider": "in_house", "matched_at_panel": "no", "what_happened": "Evenings had become hard.", "where": "home",
    "next_carer": "Fernbeck", "next_kind": "residential", "version": "1",
}  # fmt: skip
SETTINGS = {"set_arranged_by": "social_worker", "set_record_by": "chair", "set_carer_review_led_by": ""}

TOKEN = r"[\w-]+\.[\w-]+\.[\w-]{27}"
"""What every form carries against forgery, different each time."""


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """What an instance runs whose operators have installed Fernholt and put it on their list."""
    monkeypatch.setenv("MOORING_PLUGINS", "authority_a, fernholt")
    return Registry(from_environment().plugins)


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration of Wexcombe, which has enabled nothing yet, and is a social worker."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration", "social_worker"))


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child who has lived with the Pryor family for eighteen months and some days; no panel matched them."""
    people = made.staffed(desk)
    around = {"social_worker": people["worker"], "iro": people["iro"]}
    found = made.child(desk, team="North 2", people=around)
    home = made.placement(desk, found, date(2024, 9, 1), "Pryor family", kind="foster", provider="in_house")
    carer = made.person(desk, "Hannah Pryor", staff=False)
    made.case_role(desk, found, carer, "foster_carer", placement_id=home.id)
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id, **{key: one.id for key, one in people.items()})


def enable(page: SignedInPage) -> str:
    """Fernholt rules in Wexcombe from today on; the page that says so."""
    change = page.post("/plugins/changes", {"plugin": "fernholt", "run": "yes"}).location
    assert page.post(f"{change}/settings/fernholt", SETTINGS).status == 303
    done = page.post(f"{change}/ask", {"because": "Adopted by the council.", "read_all": "yes"})
    return page.follow(done).text.split('id="installed"')[0]


def ended(page: SignedInPage, child: Any, **how: str) -> str:
    """The address of what an ending led to."""
    answer = page.post(f"/placements/{child.placement}/ending", ENDED | how)
    assert answer.status == 303, answer.text[:3000]
    return answer.location.removesuffix("?recorded=1")


def convening(page: SignedInPage, ending: str) -> str:
    """The address at which the look-back meeting is arranged."""
    return page.post(f"{ending}/decision", {"choice": "convene", "kind": "lookback"}).location


def day(page: SignedInPage, meeting: str, part: str, written: str) -> Answer:
    return page.post(f"{meeting}/parts/{part}/day", {"day": written, "starts": "13:30", "ends": "15:30"})


def test_k04_a_plugin_from_another_package_is_enabled_on_the_page_and_rules_an_ending(
    page: SignedInPage, child: Any
) -> None:
    offered = page.get("/plugins").text.split('id="installed"')[1]
    assert "<b>Fernholt</b>" in offered and "When a home ends" in offered
    assert "<b>Fernholt</b>" in enable(page)

    prompted = page.get(ended(page, child, complaint="no")).text

    assert "A look-back meeting must be held" in prompted
    assert "A home that had become permanent has ended" in prompted and "(F02)" in prompted
    assert "The child lived there from 1 September 2024 to 16 March 2026." in prompted
    assert "6 April to 4 May 2026" in prompted and "(F07)" in prompted
    assert "It would apply where three homes with this carer have ended within two years" in prompted


def test_k04_its_meeting_is_arranged_in_its_own_words_and_by_its_own_clauses(page: SignedInPage, child: Any) -> None:
    enable(page)
    meeting = convening(page, ended(page, child, complaint="no"))

    text = page.get(meeting).text
    assert "Convene a look-back meeting" in text and "Window: earliest 6 April 2026, latest 4 May 2026" in text
    assert "Part 1: Conversations" in text and "Part 2: Round-up" in text and "(F10)" in text
    assert "Carer&#39;s link worker" in text and "Supervising social worker" not in text
    assert "Convenor" in text and "Head of homes" in text
    row = text.split("Sunita Roe")[1].split("</tr>")[0]
    assert "Has line management of the case, which this clause excludes" in row and "F09" in row
    early, late = day(page, meeting, "conversations", "5 4 2026"), day(page, meeting, "round_up", "5 5 2026")
    assert early.status == late.status == 422
    assert "is outside the window, 6 April 2026 to 4 May 2026" in late.text
    assert day(page, meeting, "conversations", "14 4 2026").status == 303
    assert page.post(f"{meeting}/chair", {"chair": child.service}).status == 422
    assert page.post(f"{meeting}/chair", {"chair": child.outside}).status == 303


def test_k04_a_rule_of_its_own_acts_on_the_page_the_weeks_do_not_run_while_a_complaint_is_open(
    page: SignedInPage, child: Any
) -> None:
    enable(page)

    meeting = convening(page, ended(page, child, complaint="yes"))

    assert "does not run at present:</b> A complaint about a carer is being looked into" in page.get(meeting).text
    assert day(page, meeting, "conversations", "2 6 2026").status == 303


def test_k04_another_authority_on_the_same_instance_notices_nothing(
    page: SignedInPage, child: Any, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    roles = ("configuration", "social_worker")
    other = sign_in_as(enroll("larkhey", "Kit Rowe", roles=roles, enabled={"authority_a": {}}))
    before = other.get("/procedure").text

    enable(page)

    assert 'id="F02"' in page.get("/procedure").text
    after = other.get("/procedure").text
    assert re.sub(TOKEN, "", after) == re.sub(TOKEN, "", before)
    assert 'id="A01"' in after and "Fernholt" not in after
