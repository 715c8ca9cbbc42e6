"""Recommendations of meetings that were held, and the register's lines as somebody in a role gets them."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest

from core.models import Meeting
from core.registry import Registry
from core.services import register
from core.services.desk import Desk
from core.services.registerlines import Wanted
from tests import factories as made
from tests.fixtures.app import Member

HELD = date(2026, 2, 2)
numbers = count(1)
TODAY = date(2026, 3, 16)


@pytest.fixture
def registry() -> Registry:
    """Authority E, whose recommendations are monitored."""
    return Registry(("authority_e",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """A group manager, who may open every meeting of the authority and reads no record by that alone."""
    return enroll("wexcombe", "Nadia Okafor", roles=("group_manager",), enabled={"authority_e": {}})


def as_role(desk: Desk, *roles: str) -> Desk:
    """The same desk with other roles."""
    from dataclasses import replace

    return replace(desk, actor=replace(desk.actor, roles=frozenset(roles)))


def texts(desk: Desk, **wanted: Any) -> list[str]:
    """The lines as this desk has them, and that they are counted as many as they are."""
    found = register.listed(desk, Wanted(**wanted))
    assert found.number == len(found.lines)
    return [line.text for line in found.lines]


def recommended(desk: Desk, text: str = "Offer respite sooner", **facts: Any) -> tuple[Meeting, Any]:
    meeting = made.heard(desk, local_id=f"R-{next(numbers)}", held=HELD, **facts.pop("meeting", {}))
    return meeting, made.recommendation(desk, meeting, text, **facts)
