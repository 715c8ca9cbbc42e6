"""Two workers at the same moment: one row is kept, and whoever comes second is told or led to what there is."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from core.registry import Registry
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

ENDING = {"day": "13 3 2026", "unplanned": "yes", "where": "home", "next_carer": "Fernbeck", "version": "1"}


@pytest.fixture
def registry() -> Registry:
    """Authority A's plugin."""
    return Registry(("authority_a",))


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, social worker where authority A's procedure rules."""
    return enroll("wexcombe", "Nadia Okafor", roles=("social_worker",), enabled={"authority_a": {}})


@pytest.fixture
def two(member: Member, sign_in_as: Callable[[Member], SignedInPage]) -> list[SignedInPage]:
    """Two browsers."""
    return [sign_in_as(member), sign_in_as(member)]


@pytest.fixture
def child(desk: Desk) -> Any:
    """A child with a home, and a social worker whose manager is recorded."""
    people = made.staffed(desk)
    found = made.child(desk, team="North 2", people={"social_worker": people["worker"]})
    home = made.placement(desk, found, date(2025, 9, 24), kind="foster", provider="in_house")
    desk.db.commit()
    return SimpleNamespace(placement=home.id)


def test_an_ending_recorded_by_two_at_once_is_kept_once(two: list[SignedInPage], desk: Desk, child: Any) -> None:
    from core.models import Ending, Placement

    statuses = at_once(two, f"/placements/{child.placement}/ending", ENDING)

    assert statuses[0] == 303
    assert statuses[1] in (303, 409)
    assert kept(desk, select(func.count()).select_from(Ending)) == [1]
    assert kept(desk, select(func.count()).select_from(Placement)) == [2]


def test_a_decision_taken_by_two_at_once_stands_once(two: list[SignedInPage], desk: Desk, child: Any) -> None:
    from core.models import Decision, Meeting

    where = two[0].post(f"/placements/{child.placement}/ending", ENDING).location.removesuffix("?recorded=1")

    statuses = at_once(two, f"{where}/decision", {"choice": "convene", "kind": "disruption", "version": "1"})

    assert statuses[0] == 303
    assert statuses[1] in (303, 409)
    assert kept(desk, select(func.count()).select_from(Meeting)) == [1]
    assert kept(desk, select(func.count()).select_from(Decision)) == [1]


def test_reasons_given_by_two_at_once_leave_one_decision(two: list[SignedInPage], desk: Desk, child: Any) -> None:
    from core.models import Decision

    where = two[0].post(f"/placements/{child.placement}/ending", ENDING).location.removesuffix("?recorded=1")

    reason = {"reason": "A review was held.", "kind": "disruption", "version": "1"}
    statuses = at_once(two, f"{where}/not-convening", reason)

    assert statuses in ([303, 409], [303, 422])
    assert kept(desk, select(func.count()).select_from(Decision)) == [1]


def test_invitations_sent_by_two_at_once_go_out_once(two: list[SignedInPage], desk: Desk) -> None:
    from core.models import Event
    from tests.web.arranging import scene
    from tests.web.convened import ready

    arranged = scene(two[0], desk, "disruption", child={"education": "school"})
    ready(arranged)

    statuses = at_once(two, arranged.path, {})

    assert statuses == [303, 303]
    assert kept(desk, select(func.count()).select_from(Event).where(Event.verb == "convened")) == [1]


def at_once(two: list[SignedInPage], path: str, form: dict[str, str]) -> list[int]:
    """The statuses that both got, lowest first."""
    start, statuses = Barrier(2), []

    def send(page: SignedInPage) -> None:
        start.wait()
        statuses.append(page.post(path, form).status)

    threads = [Thread(target=send, args=(page,)) for page in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def kept(desk: Desk, statement: Any) -> list[Any]:
    """What the database holds now; no lock is left behind."""
    desk.db.rollback()
    found = list(desk.db.scalars(statement))
    desk.db.rollback()
    return found
