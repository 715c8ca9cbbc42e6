"""The planning of a start: when a meeting is late, what it settles, two people at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from core.services.desk import Desk, Missing, Refused
from tests import factories as made
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage
from tests.services.planned import child, member, planned, registry

if TYPE_CHECKING:
    from core.domain.planning import PlannedWindow
    from core.models import Child, Placement

__all__ = ["child", "member", "registry"]


def window(desk: Desk, placement: "Placement", child: "Child") -> "PlannedWindow":
    """The window of the planning meeting of a start."""
    from core.services import planning

    found = planning.weigh(desk, placement, child).windows["planning"]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "starts", "where"),
    [
        (date(2026, 3, 9), "10:00", "inside"),
        (date(2026, 3, 10), "08:59", "inside"),
        (date(2026, 3, 10), "09:00", "late start"),
        (date(2026, 3, 13), "09:00", "late start"),
        (date(2026, 3, 13), "09:01", "after"),
    ],
)
def test_a01_a_meeting_is_held_against_the_moment_of_the_start(
    desk: Desk, child: "Child", day: date, starts: str, where: str
) -> None:
    from core.services import judging

    made.ended(desk, child, date(2026, 1, 2))
    placement = made.placement(desk, child, date(2026, 3, 10), started_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC))

    assert judging.place(window(desk, placement, child), day, starts) == where


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 3, 9), "inside"),
        (date(2026, 3, 10), "late start"),
        (date(2026, 3, 13), "late start"),
        (date(2026, 3, 14), "after"),
    ],
)
def test_a01_without_a_time_only_what_is_certain_is_said(desk: Desk, child: "Child", day: date, where: str) -> None:
    from core.services import judging

    placement = made.placement(desk, child, date(2026, 3, 10))
    found = window(desk, placement, child)

    assert judging.place(found, day, "10:00") == where
    assert found.dates.closes is None and found.needs


@pytest.mark.parametrize(
    ("started", "day", "sure"),
    [
        (date(2026, 3, 10), date(2026, 3, 12), "12 March 2026"),
        (date(2026, 3, 28), date(2026, 3, 30), "30 March 2026"),
        (date(2026, 10, 24), date(2026, 10, 25), "25 October 2026"),
    ],
)
def test_a01_the_reminder_without_a_time_names_the_last_day_that_is_certain(
    desk: Desk, child: "Child", started: date, day: date, sure: str
) -> None:
    from core.services import planning

    placement = made.placement(desk, child, started)

    task = planning.ask(desk, planning.weigh(desk, placement, child))

    assert task is not None and task.due == day and f"{sure} is the last day" in task.sum
    assert task.owner_name == "Nadia Okafor"
    assert planning.ask(desk, planning.weigh(desk, placement, child)) is task


def test_a01_the_reminder_follows_a_start_that_is_put_off(desk: Desk, child: "Child") -> None:
    from core.services import planned_homes, planning

    home = planned(desk, child)
    task = planning.ask(desk, planning.weigh(desk, home, child))
    assert task is not None and task.due == date(2026, 3, 30) and "planned for 30 March 2026" in task.sum

    planned_homes.put_off(desk, home, child, date(2026, 4, 2))
    planning.revisit(desk, home, child)

    assert task.due == date(2026, 4, 2)


def test_a01_none_is_arranged_and_then_one_after_all(desk: Desk, child: "Child") -> None:
    from core.services import planning

    home = planned(desk, child)
    planning.ask(desk, planning.weigh(desk, home, child))
    task = planning.decline(desk, planning.weigh(desk, home, child), "He has stayed there often.")
    with pytest.raises(Refused, match="recorded this already"):
        planning.decline(desk, planning.weigh(desk, home, child), "Again.")

    meeting = planning.arrange(desk, planning.weigh(desk, home, child), "planning")

    assert meeting.start_of_id == home.id and task.state == "open"
    with pytest.raises(Refused, match="has been arranged"):
        planning.decline(desk, planning.weigh(desk, home, child), "Again.")
    with pytest.raises(Refused, match="does not ask for this meeting"):
        planning.arrange(desk, planning.weigh(desk, home, child), "disruption")


def test_a05_what_a_later_meeting_agrees_about_an_area_stands(desk: Desk, child: "Child") -> None:
    from core.services import delegation

    place = made.placement(desk, child, date(2026, 3, 10))
    row = {"agreed_with": "The parents", "notes": "", "on": "2026-03-12", "by": "Nadia Okafor"}
    first = [{"id": "1", "area": "Haircuts", "decides": "parents"} | row,
             {"id": "2", "area": "School trips", "decides": "carers"} | row]  # fmt: skip
    second = [{"id": "3", "area": "haircuts", "decides": "carers"} | row]
    earlier = made.meeting(desk, place, held_on=date(2026, 3, 12), answers={"delegated": first})
    later = made.meeting(desk, place, held_on=date(2026, 4, 12), answers={"delegated": second})
    undone = made.meeting(desk, place, stage="declined", day=date(2026, 5, 1), answers={"delegated": first})

    found = delegation.in_force([undone, later, earlier], place.id)

    assert [(one.area, one.decides) for one in found] == [("haircuts", "carers"), ("School trips", "carers")]
    assert delegation.in_force([later, earlier], "another") == []


def test_a_start_that_is_not_this_authoritys_is_missing(desk: Desk, child: "Child") -> None:
    from core.services import planning

    with pytest.raises(Missing):
        planning.find(desk, "0" * 32)


def test_a01_a_meeting_arranged_by_two_at_once_is_one_meeting(
    desk: Desk, child: "Child", member: Member, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    from core.models import Meeting

    home = planned(desk, child)
    desk.db.commit()
    two = [sign_in_as(member), sign_in_as(member)]
    together, answers = Barrier(2), []

    def work(page: SignedInPage) -> None:
        said = {"kind": "planning", "csrf_token": page.token(), "idempotency_key": str(id(page)), "version": "1"}
        together.wait()
        answers.append(page.client.post(page.path(f"/placements/{home.id}/planning/meeting"), data=said))

    threads = [Thread(target=work, args=(page,)) for page in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) in ([303, 303], [303, 409])
    assert len({answer.headers.get("Location") for answer in answers if answer.status_code == 303}) == 1
    desk.db.expire_all()
    assert desk.db.scalar(select(func.count()).select_from(Meeting)) == 1
