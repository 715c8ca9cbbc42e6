"""Concerns without their pages: two workers at once, and what a leaver's or a late worker's decision comes to."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from core.registry import Registry
from core.services.desk import Desk, Refused
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

SAID = {"day": "12 3 2026", "worry": "He has stayed away.", "version": "1"}


@pytest.fixture
def registry() -> Registry:
    """Authority C's plugin."""
    return Registry(("authority_c",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority C's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_c": {}})


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child in an in-house foster home."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, found, date(2025, 9, 24), kind="foster", provider="in_house")
    desk.db.commit()
    return SimpleNamespace(id=found.id, placement=home.id)


@pytest.fixture
def two(member: Member, sign_in_as: Callable[[Member], SignedInPage]) -> list[SignedInPage]:
    """Two browsers."""
    return [sign_in_as(member), sign_in_as(member)]


def test_a_concern_raised_by_two_at_once_shows_the_second_the_first(
    two: list[SignedInPage], desk: Desk, child: Any
) -> None:
    from core.models import Concern, Task

    statuses = at_once(two, f"/placements/{child.placement}/concerns", SAID)

    assert statuses == [303, 409]
    assert kept(desk, select(func.count()).select_from(Concern)) == [1]
    assert kept(desk, select(func.count()).select_from(Task).where(Task.kind == "decide")) == [1]


def test_a_decision_about_a_concern_taken_by_two_at_once_stands_once(
    two: list[SignedInPage], desk: Desk, child: Any
) -> None:
    from core.models import Concern, Meeting

    where = two[0].post(f"/placements/{child.placement}/concerns", SAID).location.removesuffix("?recorded=1")

    statuses = at_once(two, f"{where}/decision", {"choice": "convene:stability", "version": "1"})

    assert statuses[0] == 303
    assert statuses[1] in (303, 409)
    assert kept(desk, select(func.count()).select_from(Meeting)) == [1]
    assert kept(desk, select(Concern.state)) == ["convened"]


def test_a_concern_that_is_decided_is_not_decided_again(desk: Desk, child: Any) -> None:
    from core.models import Child, Placement
    from core.services import concern_deciding, concerns

    home = desk.db.get_one(Placement, (desk.tenant.id, child.placement))
    whose = desk.db.get_one(Child, (desk.tenant.id, child.id))
    weighed = concerns.record(desk, home, whose, {"day": desk.today, "worry": "He has stayed away."})
    concern_deciding.decline(desk, weighed, "A visit is agreed.")

    with pytest.raises(Refused, match="decided already by Nadia Okafor"):
        concern_deciding.convene(desk, weighed, "stability")
    concern_deciding.reopen(desk, weighed, "The visit did not help.")
    assert concern_deciding.convene(desk, weighed, "stability").concern_id == weighed.concern.id


def kept(desk: Desk, statement: Any) -> list[Any]:
    """What the database holds now."""
    desk.db.rollback()
    return list(desk.db.scalars(statement))


def at_once(browsers: list[SignedInPage], address: str, data: dict[str, str]) -> list[int]:
    """The statuses, sorted, of the same form sent by several at one moment."""
    barrier, statuses = Barrier(len(browsers)), []

    def send(browser: SignedInPage) -> None:
        browser.token()
        barrier.wait()
        statuses.append(browser.post(address, dict(data)).status)

    threads = [Thread(target=send, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)
