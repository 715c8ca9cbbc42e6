"""From "Convene a meeting" to what can be convened: decisions that wait, and meetings that are being arranged."""

from datetime import date
from typing import Any

from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.ended import child, member, recorded, registry

__all__ = ["child", "member", "registry"]


def test_only_what_can_be_convened_is_listed_with_the_way_straight_to_it(
    page: SignedInPage, desk: Desk, child: Any
) -> None:
    made.child(desk, "Settled Child", "Q-8", team="North 2")
    stranger = made.child(desk, "Other Team", "Q-9", team="South 1")
    far = made.placement(desk, stranger, date(2025, 1, 1), ended=date(2026, 3, 1))
    made.task(desk, stranger, "Decide", kind="decide", ending_id=made.ending(desk, far).id)
    desk.db.commit()
    where = recorded(page, child)

    text = page.get("/children?for=meeting").text

    assert f'href="{where}"' in text
    assert "Settled Child" not in text
    assert "Other Team" not in text
    arranging = page.post(f"{where}/decision", {"choice": "convene", "kind": "disruption"}).location
    text = page.get("/children?for=meeting").text
    assert f'href="{arranging}"' in text
    assert "Arrange the disruption meeting" in text
    assert f'href="{where}"' not in text


def test_an_ending_that_calls_for_nothing_is_no_dead_end_there(page: SignedInPage, child: Any) -> None:
    recorded(page, child, unplanned="no", abrupt="no", where="unknown")

    text = page.get("/children?for=meeting").text

    assert "Nobody waits for a meeting" in text
    assert "Record a placement ending" in text


def test_a_decision_that_waits_to_be_confirmed_leads_to_its_confirmation(page: SignedInPage, child: Any) -> None:
    where = recorded(page, child)
    page.post(f"{where}/not-convening", {"reason": "A review was held instead.", "kind": "disruption"})

    text = page.get("/children?for=meeting").text

    assert "Confirm that no meeting is held" in text
