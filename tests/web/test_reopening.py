"""A decision stands once and can be looked at again: for a reason, or because a further clause has come to apply."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from core.services.desk import Desk
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.services.test_at_once import at_once
from tests.web.ended import child, kept, latest_decision, member, recorded, registry

__all__ = ["child", "member", "registry"]
WHY = {"reason": "A review was held instead.", "kind": "disruption"}
AGAIN = {"again": "The school has written to us.", "kind": "disruption"}


@pytest.fixture
def manager(enroll: Callable[..., Member], sign_in_as: Callable[..., SignedInPage]) -> SignedInPage:
    """The browser of a group manager, who confirms."""
    return sign_in_as(enroll("wexcombe", "Ines Marsh", roles=("group_manager",)))


def decisions(desk: Desk, *choice: str) -> int:
    """How many decisions of these kinds are kept."""
    from core.models import Decision

    return int(kept(desk, select(func.count()).select_from(Decision).where(Decision.choice.in_(choice)))[0])


def test_a_decision_that_stands_is_shown_instead_of_the_form_and_not_taken_twice(
    page: SignedInPage, desk: Desk, child: Any
) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", WHY)

    form = page.get(f"{where}/not-convening?kind=disruption").text
    second = page.post(f"{where}/not-convening", {"reason": "Other words.", "kind": "disruption"})
    convened = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})
    asked = page.post(f"{where}/decision", {"choice": "ask", "kind": "disruption"})

    assert "A review was held instead." in form
    assert 'name="reason"' not in form
    assert [second.status, convened.status, asked.status] == [422, 422, 422]
    assert "This has been decided: no meeting is to be held (Nadia Okafor, 16 March 2026)" in second.text
    assert "Other words." in second.text
    assert decisions(desk, "not convene", "convene", "ask") == 1


def test_a_confirmed_decision_is_looked_at_again_for_a_reason_and_stays_readable(
    page: SignedInPage, desk: Desk, child: Any, clock: Clock, manager: SignedInPage
) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", WHY)
    manager.post(f"/decisions/{latest_decision(desk)}/confirmation", {"agree": "yes"})
    assert "Look at this again" in page.get(where).text
    assert "Look at this again" in page.get(f"/children/{child.id}").text
    clock.forward(minutes=5)

    assert page.post(f"{where}/reopening", AGAIN | {"again": " "}).status == 422
    text = page.follow(page.post(f"{where}/reopening", AGAIN)).text

    assert "A review was held instead." in text
    assert "Confirmed" in text
    assert "The school has written to us." in text
    assert "What do you want to do?" in text
    assert "Look at the decision again" in page.get("/work").text
    clock.forward(minutes=5)
    page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"})
    assert "To be convened" in page.get(where).text
    assert "Look at the decision again" not in page.get("/work").text
    assert page.post(f"{where}/reopening", AGAIN).status == 422


def test_a_decision_that_is_looked_at_again_is_no_longer_confirmed(
    page: SignedInPage, desk: Desk, child: Any, clock: Clock, manager: SignedInPage
) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", WHY)
    confirmation = f"/decisions/{latest_decision(desk)}/confirmation"
    clock.forward(minutes=5)
    page.post(f"{where}/reopening", AGAIN)

    answer = manager.post(confirmation, {"agree": "yes"})

    assert answer.status == 422
    assert "being looked at again, so there is nothing to confirm" in answer.text
    assert 'name="agree"' not in manager.get(confirmation).text
    assert "to confirm it" not in page.get(where).text


def test_two_who_reopen_at_once_reopen_it_once(
    page: SignedInPage, desk: Desk, child: Any, clock: Clock, member: Member, sign_in_as: Callable[..., SignedInPage]
) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", WHY)
    clock.forward(minutes=5)

    statuses = at_once([page, sign_in_as(member)], f"{where}/reopening", AGAIN)

    assert statuses[0] == 303
    assert statuses[1] in (409, 422)
    assert decisions(desk, "look again") == 1


def test_a_clause_that_comes_to_apply_after_the_decision_puts_it_on_the_list_again(
    page: SignedInPage, desk: Desk, child: Any, clock: Clock, manager: SignedInPage
) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", WHY)
    confirmation = f"/decisions/{latest_decision(desk)}/confirmation"
    assert "Since this was decided" not in page.get(where).text
    assert "Look at the decision again" not in page.get("/work").text
    clock.forward(minutes=5)

    facts = {"day": "13 3 2026", "unplanned": "yes", "matched_at_panel": "yes", "kind": "foster", "emergency": "no",
             "care_plan": "long_term_foster", "long_term": "yes"}  # fmt: skip
    page.post(f"{where}/facts", facts | {"requested_day": "13/3/2026", "requested_time": "9:40", "time": "19:15"})

    text = page.get(where).text
    assert "Since this was decided, a further clause applies" in text
    assert "Look at this again" in text
    assert "Look at the decision again" in page.get("/work").text
    assert "Since this was decided" in manager.get(confirmation).text
    page.post(f"{where}/facts", facts | {"matched_at_panel": "no", "requested_day": "13/3/2026",
                                         "requested_time": "9:40", "time": "19:15"})  # fmt: skip
    assert "Since this was decided" not in page.get(where).text
    assert "Look at the decision again" not in page.get("/work").text


def test_the_banner_stands_only_right_after_recording(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)

    assert "Placement ending recorded" in page.get(f"{where}?recorded=1").text
    assert "Placement ending recorded" not in page.get(where).text
    assert "Change what was recorded" in page.get(where).text


def test_a_decision_cites_every_clause_that_applied(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)

    text = page.follow(page.post(f"{where}/not-convening", WHY)).text

    said = text.split("Not convened</b>", 1)[1].split("</p>", 1)[0]
    assert said.count("A07") >= 2
    assert "A07d" in said
