"""Deciding what follows an ending: once, on what the page showed, and not to convene only with a second person."""

from collections.abc import Callable
from typing import Any

from core.services.desk import Desk
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.web.ended import child, latest_decision, member, recorded, registry

__all__ = ["child", "member", "registry"]


def test_convening_twice_proposes_one_meeting(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)

    first = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})
    second = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})

    assert first.status == second.status == 303
    assert first.location == second.location
    assert "Convene a disruption meeting" in page.follow(first).text


def test_deciding_on_an_old_page_is_told_and_changes_nothing(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)
    page.post(f"{where}/decision", {"choice": "ask", "kind": "disruption", "version": "1", "note": "Please look"})

    answer = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption", "version": "1"})

    assert answer.status == 409
    assert "Somebody else has changed this since you opened it" in answer.text
    assert "Please look" in answer.text


def test_not_convening_takes_a_reason_and_a_second_person_and_stays_readable(
    page: SignedInPage, desk: Desk, child: Any, enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]
) -> None:
    where = recorded(page, child)
    form = page.post(f"{where}/decision", {"choice": "not", "kind": "disruption"})
    assert "Not convening a meeting" in page.follow(form).text
    assert page.post(f"{where}/not-convening", {"reason": " ", "kind": "disruption"}).status == 422

    kept = page.post(f"{where}/not-convening", {"reason": "A review was held instead.", "kind": "disruption"})

    text = page.follow(kept).text
    assert "A review was held instead." in text
    assert "Waits for Sam Whitlow to confirm it" in text
    confirmation = f"/decisions/{latest_decision(desk)}/confirmation"
    assert "it was your decision" in page.get(confirmation).text
    assert page.post(confirmation, {"agree": "yes"}).status == 403
    manager = sign_in_as(enroll("wexcombe", "Ines Marsh", roles=("group_manager",)))
    assert manager.post(confirmation, {"agree": "no"}).status == 422
    back = manager.post(confirmation, {"agree": "no", "note": "Ask the carers first."})
    assert "Sent back" in manager.follow(back).text
    again = page.post(f"{where}/not-convening", {"reason": "The carers were asked.", "kind": "disruption"})
    assert again.status == 303
    agreed = manager.post(f"/decisions/{latest_decision(desk)}/confirmation", {"agree": "yes"})
    text = manager.follow(agreed).text
    assert "Ask the carers first." in text
    assert "The carers were asked." in text
    assert "Confirmed" in text


def test_a_manager_does_not_confirm_their_own_decision(page: SignedInPage, desk: Desk, child: Any) -> None:
    page.hold("social_worker", "group_manager")
    where = recorded(page, child)
    page.post(f"{where}/not-convening", {"reason": "A review was held instead.", "kind": "disruption"})

    answer = page.post(f"/decisions/{latest_decision(desk)}/confirmation", {"agree": "yes"})

    assert answer.status == 422
    assert "Somebody else confirms this" in answer.text


def test_a_consider_is_the_workers_own_judgement(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child, requested_day="12 3 2026", requested_time="9:00")
    assert "Consider a disruption meeting" in page.get(where).text

    answer = page.post(f"{where}/not-convening", {"reason": "Talked through.", "kind": "disruption"})

    text = page.follow(answer).text
    assert "Talked through." in text
    assert "to confirm it" not in text
