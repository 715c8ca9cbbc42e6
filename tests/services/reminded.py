"""An owner with a manager, an action of theirs, and what the night's reminding tells whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from core.models import Notice, Person, Task
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member

TODAY = date(2026, 3, 16)
numbers = count(1)


@pytest.fixture
def manager(enroll: Callable[..., Member]) -> Member:
    """Sam Whitlow, who manages the member."""
    return enroll("wexcombe", "Sam Whitlow", roles=("group_manager",))


@pytest.fixture
def desk(manager: Member, desk: Desk) -> Desk:
    """The member's desk, once everybody is enrolled: it holds the lock of a database in one file."""
    return desk


@pytest.fixture
def managed(desk: Desk, manager: Member) -> Desk:
    """The member's desk; the member has a manager who signs in."""
    worker = desk.db.get_one(Person, (desk.tenant.id, desk.actor.person_id))
    worker.manager_id = manager.person_id
    desk.db.flush()
    return desk


def action(desk: Desk, due: date, **facts: Any) -> Task:
    child = facts.pop("child", None) or made.child(desk, local_id=f"Q-{next(numbers)}")
    given: dict[str, Any] = {"kind": "action", "title": "Visit the school", "due": due}
    return made.task(desk, child, **(given | facts))


def told(desk: Desk, person_id: str | None = None) -> list[tuple[str, str]]:
    statement = select(Notice.kind, Notice.text).where(Notice.person_id == (person_id or desk.actor.person_id))
    return sorted((kind, text) for kind, text in desk.db.execute(statement))


def later(desk: Desk, day: date) -> Desk:
    """The same authority on another day."""
    return replace(desk, now=desk.now + timedelta(days=(day - desk.today).days))
