"""An ending as the pages' tests record it: the child who lived with the Pryor family, and Nadia Okafor's form."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

FRIDAY = date(2026, 3, 13)
RECORDED = {
    "day": "13 3 2026", "time": "19:15", "unplanned": "yes", "requested_day": "13/3/26", "requested_time": "9.40am",
    "abrupt": "yes", "emergency": "no", "kind": "foster", "provider": "in_house", "matched_at_panel": "no",
    "what_happened": "Evenings had become hard.", "where": "home", "next_carer": "Fernbeck", "next_kind": "residential",
}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a", "authority_b"))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child in the desk's team who lives with the Pryor family, under a manager who is recorded."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", education="school", people={"social_worker": people["worker"]})
    began = date(2025, 9, 24)
    home = made.placement(desk, found, began, "Pryor family", kind="foster", provider="in_house", emergency=False)
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id)


def recorded(page: SignedInPage, child: Any, **changes: str) -> str:
    """Record an ending; the address of its result."""
    answer = page.post(f"/placements/{child.placement}/ending", RECORDED | {"version": "1"} | changes)
    assert answer.status == 303, answer.text[:3000]
    return answer.location.removesuffix("?recorded=1")


def latest_decision(desk: Desk) -> str:
    """The id of the latest decision."""
    from sqlalchemy import select

    from core.models import Decision

    return str(kept(desk, select(Decision.id).where(Decision.confirmation == ""))[-1])


def kept(desk: Desk, statement: Any) -> list[Any]:
    """What the database holds now; no lock is left behind."""
    desk.db.rollback()
    found = list(desk.db.scalars(statement))
    desk.db.rollback()
    return found
