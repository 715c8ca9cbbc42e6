"""A child of authority A for whom a home is planned."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member

if TYPE_CHECKING:
    from core.models import Child, Placement


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def child(desk: Desk) -> "Child":
    """A child who lives with the Marlowe family since January."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    made.placement(desk, found, date(2026, 1, 5), kind="foster")
    return found


def planned(desk: Desk, child: "Child", day: date = date(2026, 3, 30), **facts: Any) -> "Placement":
    """A home planned for a day to come."""
    from core.services import placements

    return placements.start(desk, child, started=day, carer="Fernbeck", kind="residential", **facts)
