"""An authority with A's plugin and the addition that lists placements for an early conversation."""

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

ADDITION = "stability_signals"
BOTH: dict[str, Any] = {"authority_a": {}, ADDITION: {}}


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin and the addition."""
    return Registry(("authority_a", ADDITION))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, who manages a team where both plugins run."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker", "team_manager"), enabled=BOTH)


def lives(
    desk: Desk, name: str, since: date = date(2025, 1, 6), *, team: str = "North 2", moves: tuple[date, ...] = (),
    **facts: Any,
) -> "tuple[Child, Placement]":  # fmt: skip
    """A child who lives somewhere since a day, after moves on other days; the whole history is held."""
    number = facts.pop("local_id", name.replace(" ", "-")[-20:])
    child = made.child(desk, name, number, team=team, **facts)
    began = date(2020, 1, 6)
    for day in moves:
        gone = made.placement(desk, child, began, ended=day, carer=f"Home of {began}", source_key=str(day))
        made.ending(desk, gone, state="history")
        began = day
    return child, made.placement(desk, child, began if moves else since, carer="Marlowe family", kind="foster")
