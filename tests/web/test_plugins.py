"""Plugins at run time: configuration staff change the procedure on a page, from a day, approved by a second person."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core import db
from core.domain import versions
from core.models import Tenant
from core.registry import Registry
from tests.fixtures.app import MONDAY, Clock, Member
from tests.fixtures.page import Answer, SignedInPage

REASON = {"because": "Agreed by the senior leadership team on 10 March.", "read_all": "yes"}
CHOSEN = {"set_agency_chair": "iro", "set_agency_invitees": ["child", "foster_carer"]}


@pytest.fixture
def registry() -> Registry:
    return Registry(("authority_a", "authority_b", "authority_c"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Hugh Penrose looks after the configuration of an authority that runs B."""
    return enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_b": {}})


@pytest.fixture
def second(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """Moira Lyle does too."""
    return sign_in_as(enroll("wexcombe", "Moira Lyle", roles=("configuration",)))


def given(page: SignedInPage, enabled: dict[str, Any]) -> None:
    """The authority has run this from the beginning."""
    with db.session(page.database_url, None, writes=True) as session:
        session.get_one(Tenant, page.member.tenant).versions = versions.always(enabled)
        session.commit()


def begun(page: SignedInPage, plugin: str, run: str = "yes") -> str:
    """The address of a new change."""
    return page.post("/plugins/changes", {"plugin": plugin, "run": run}).location


def version_of(answer: Answer) -> str:
    found = re.search(r'name="version" value="(\d+)"', answer.text)
    assert found
    return found[1]


TODAY = MONDAY.date()


def ruling_on(page: SignedInPage, day: date = TODAY) -> dict[str, Any]:
    """What runs for an anchor on the day: plugin -> settings."""
    with db.session(page.database_url, None) as session:
        tenant = session.get_one(Tenant, page.member.tenant)
        found = versions.ruling(versions.read(tenant.versions), day, page.clock.now.date())
    return dict(found.enabled) if found else {}


def test_k02_a_change_rules_from_its_day_once_a_second_person_has_approved_it(
    page: SignedInPage, second: SignedInPage, clock: Clock, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/start", {"starts": "1 4 2026"})

    asked = page.follow(page.post(f"{change}/ask", REASON))
    refused = page.post(f"{change}/approve")
    approved = second.follow(second.post(f"{change}/approve", {"version": version_of(second.get(change))}))

    assert "Moira Lyle is asked to approve it" in asked.text
    assert refused.status == 422 and "Somebody else approves what you have prepared" in refused.text
    assert "Version 2, planned" in approved.text and "by Hugh Penrose, approved by Moira Lyle" in approved.text
    assert "Version 1" in approved.text and "to 31 March 2026" in approved.text
    assert (list(ruling_on(page)), list(ruling_on(page, date(2026, 4, 1)))) == (["authority_b"], ["authority_a"])
    clock.forward(days=16)
    assert "version 2, since 1 April 2026" in sign_in_as(page.member).get("/plugins").text


def test_k02_with_nobody_else_a_change_is_approved_at_once_and_the_record_says_so(page: SignedInPage) -> None:
    change = begun(page, "authority_b", run="no")
    preview = page.get(change)

    done = page.follow(page.post(f"{change}/ask", REASON))

    assert "Nobody else here looks after the configuration" in preview.text
    assert "No plugin is enabled" in done.text
    assert "without a second person" in page.get("/plugins/versions/2").text
    assert list(ruling_on(page)) == []


def test_k02_no_change_starts_in_the_past(page: SignedInPage) -> None:
    change = begun(page, "authority_a")

    early = page.post(f"{change}/start", {"starts": "15 3 2026"})

    assert early.status == 422
    assert "A change starts today or later" in early.text and "Choose 16 March 2026" in early.text
    assert 'value="15 3 2026"' in early.text
    assert "What would change from 16 March 2026" in page.get(change).text


def test_k02_a_change_whose_day_has_passed_is_not_approved(
    page: SignedInPage, second: SignedInPage, clock: Clock, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/ask", REASON)
    clock.forward(days=1)

    late = sign_in_as(second.member).post(f"{change}/approve")

    assert late.status == 422 and "The day on which it was to start is past" in late.text
    assert list(ruling_on(page)) == ["authority_b"]


def test_c06_k02_what_the_text_leaves_open_is_chosen_before_approval(page: SignedInPage) -> None:
    change = begun(page, "authority_c")
    before = page.get(change)

    refused = page.post(f"{change}/ask", REASON)
    page.post(f"{change}/settings/authority_c", CHOSEN | {"set_residential_chair": "iro",
              "set_residential_invitees": ["child"]})  # fmt: skip
    done = page.post(f"{change}/ask", REASON)

    assert "to settle before this can be approved" in before.text and "The text is silent on" in before.text
    assert refused.status == 422 and REASON["because"] in refused.text
    assert done.status == 303
    assert list(ruling_on(page)) == ["authority_c"]


def test_k02_settings_are_checked_at_each_field_and_nothing_typed_is_lost(page: SignedInPage) -> None:
    change = begun(page, "authority_c")
    form = f"{change}/settings/authority_c"

    wrong = page.post(form, CHOSEN | {"set_agency_chair": "mayor", "set_minutes_within": "0", "set_invented": "x"})

    assert wrong.status == 422
    assert "Choose one of" in wrong.text and "Give a whole number from" in wrong.text
    assert 'value="0"' in wrong.text and re.search(r'value="foster_carer" checked', wrong.text)
    assert "invented" in wrong.text
    assert not re.search(r'value="foster_carer" checked', page.get(form).text)


def test_k02_two_people_who_save_settings_at_once_both_keep_what_they_typed(
    page: SignedInPage, second: SignedInPage
) -> None:
    change = begun(page, "authority_c")
    form = f"{change}/settings/authority_c"
    opened = version_of(page.get(form))

    first = second.post(form, CHOSEN | {"version": opened})
    late = page.post(form, {"set_agency_chair": "service_manager", "version": opened})

    assert first.status == 303
    assert late.status == 409 and "Somebody else has changed these settings" in late.text
    assert re.search(r'value="service_manager" checked', late.text) and "iro" in late.text
    assert re.search(r'value="iro" checked', page.get(form).text)


def test_k02_two_changes_at_once_and_the_later_is_carried_over_to_the_earlier(
    page: SignedInPage, second: SignedInPage
) -> None:
    given(page, {"authority_c": {}})
    today = {"starts": "16 3 2026"}
    mine = page.post("/plugins/authority_c/settings", {"set_minutes_within": "5"} | today).location
    theirs = second.post("/plugins/authority_c/settings", CHOSEN | today).location
    for address, author, other in ((theirs, second, page), (mine, page, second)):
        author.post(f"{address}/ask", REASON)
        if author is second:
            other.post(f"{address}/approve")

    overtaken = second.post(f"{mine}/approve")
    page.post(f"{mine}/carry")
    page.post(f"{mine}/ask", REASON)
    done = second.post(f"{mine}/approve")

    assert overtaken.status == 422 and "was approved since this change was prepared" in overtaken.text
    assert done.status == 303
    kept = ruling_on(page)["authority_c"]
    assert (kept["minutes_within"], kept["agency_chair"]) == (5, "iro")


def test_k02_an_earlier_version_is_brought_back_as_a_version_of_its_own(page: SignedInPage) -> None:
    page.post(f"{begun(page, 'authority_a')}/ask", REASON)

    back = page.post("/plugins/changes", {"back_to": "1"}).location
    page.post(f"{back}/ask", REASON)

    assert list(ruling_on(page)) == ["authority_b"]
    listed = page.get("/plugins").text
    assert listed.index("Version 3") < listed.index("Version 2")
    assert "corrected on the same day" in listed


def test_k02_what_was_asked_for_is_what_is_approved(page: SignedInPage, second: SignedInPage) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/ask", REASON)
    seen = version_of(second.get(change))
    page.post(f"{change}/start", {"starts": "1 5 2026"})

    late = second.post(f"{change}/approve", {"version": seen})

    assert late.status == 409 and "What would change from 1 May 2026" in late.text
    assert list(ruling_on(page)) == ["authority_b"]


def test_k02_sent_back_with_a_reason_it_is_a_draft_again(page: SignedInPage, second: SignedInPage) -> None:
    change = begun(page, "authority_a")
    page.post(f"{change}/ask", REASON)

    silent = second.post(f"{change}/back", {"why": " "})
    second.post(f"{change}/back", {"why": "The panel is not told yet."})

    assert silent.status == 422
    assert "The panel is not told yet. (Moira Lyle)" in page.get(change).text
    page.post(f"{change}/withdraw")
    assert "This change was withdrawn" in page.get(change).text
    assert "was withdrawn meanwhile" in page.post(f"{change}/ask", REASON).text


def test_k02_only_those_who_look_after_the_configuration_see_any_of_it(page: SignedInPage) -> None:
    change = begun(page, "authority_a")
    page.hold("social_worker", "team_manager")

    assert page.get("/plugins", status=403).status == 403
    assert page.get(change, status=403).status == 403
    assert page.post(f"{change}/ask", REASON).status == 403
