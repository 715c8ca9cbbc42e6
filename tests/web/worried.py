"""A concern as the pages' tests raise it: a child with foster carers, and what Nadia Okafor writes."""

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

BEGAN = date(2025, 9, 24)
SAID = {
    "day": "12 3 2026", "source": "Jo Marlowe, foster carer", "worry": "Bertie has stayed away three nights running.",
    "going_well": "Sunday dinners, and the dog.", "words": "“Ask me first, then meet.”",
    "tried": "A quiet hour at six.", "doubted": "no",
}  # fmt: skip


@pytest.fixture
def registry() -> Registry:
    """The plugins of authorities A, B, C and E."""
    return Registry(("authority_a", "authority_b", "authority_c", "authority_e"))


@pytest.fixture
def plugin() -> str:
    """Whose procedure rules; a test of another authority overrides it with a parameter."""
    return "authority_c"


@pytest.fixture
def member(enroll: Callable[..., Member], plugin: str) -> Member:
    """Nadia Okafor, social worker."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={plugin: {}} if plugin else {})


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child of the desk's team who lives with in-house foster carers."""
    return a_child(desk)


def a_child(desk: Desk, **about: Any) -> Any:
    """A child in a home that began in September; `about` are facts of that home."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", education="school", people={"social_worker": people["worker"]})
    facts: dict[str, Any] = {"kind": "foster", "provider": "in_house", "long_term": True, "emergency": False} | about
    home = made.placement(desk, found, BEGAN, **facts)
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id, people={key: one.id for key, one in people.items()})


def raised(page: SignedInPage, child: Any, **changes: str) -> str:
    """Raise a concern; the address of its page."""
    answer = page.post(f"/placements/{child.placement}/concerns", SAID | {"version": "1"} | changes)
    assert answer.status == 303, answer.text[:3000]
    return answer.location.removesuffix("?recorded=1")
