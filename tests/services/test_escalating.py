"""Escalation: who is told once an owner is late, and who instead where there is no manager or the sign-in is closed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.models import Membership, Person, Task, User
from core.services import advising, meetings, reminding
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Member
from tests.services.reminded import TODAY, action, desk, later, managed, manager, told

__all__ = ["desk", "managed", "manager"]


def test_k08_from_the_reminder_to_the_manager_nobody_is_told_twice(managed: Desk, manager: Member) -> None:
    due = date(2026, 3, 20)
    one = action(managed, due)
    seen = {}
    for number in range(14):
        there = later(managed, TODAY + timedelta(days=number))
        counts = [dict(reminding.run(there)), dict(reminding.run(there))]
        assert counts[1] == {}
        if counts[0]:
            seen[there.today] = counts[0]

    assert seen == {
        date(2026, 3, 17): {"reminder": 1},
        date(2026, 3, 21): {"late": 1},
        date(2026, 3, 27): {"escalated": 1},
    }
    assert (one.escalated_to_id, one.escalated_to_name) == (manager.person_id, "Sam Whitlow")
    assert (one.escalated_on, one.escalated_because) == (date(2026, 3, 27), "")
    text = "An action that Nadia Okafor owns was due on 20 March 2026 and is still open."
    assert told(managed, manager.person_id) == [("escalated", text)]


class TestWithoutAManager:
    def chaired(self, desk: Desk, chair: Member | None, **facts: Any) -> Task:
        home = made.placement(desk, made.child(desk), date(2025, 1, 6))
        meeting = made.meeting(desk, home, chair_id=chair.person_id if chair else None)
        return action(desk, TODAY - timedelta(days=20), meeting_id=meeting.id, **facts)

    def test_the_chair_is_told_and_it_says_why(self, desk: Desk, manager: Member) -> None:
        one = self.chaired(desk, manager)

        reminding.run(desk)

        assert one.escalated_to_name == "Sam Whitlow"
        assert one.escalated_because == "No manager is recorded for Nadia Okafor."
        assert "You are told instead." in told(desk, manager.person_id)[0][1]

    def test_an_owner_who_does_not_sign_in(self, desk: Desk, manager: Member) -> None:
        one = self.chaired(desk, manager, owner=made.person(desk, "Ada Marlowe", staff=False))

        reminding.run(desk)

        assert one.reminded_on is None
        assert (one.escalated_to_name, one.escalated_because) == (
            "Sam Whitlow", "Its owner does not work with Mooring.",
        )  # fmt: skip

    def test_a_manager_who_has_left(self, managed: Desk, manager: Member, enroll: Callable[..., Member]) -> None:
        managed.db.commit()
        chair = enroll("wexcombe", "Winifred Pace", roles=("service_manager",))
        managed.db.get_one(Person, (managed.tenant.id, manager.person_id)).active = False
        one = self.chaired(managed, chair)

        reminding.run(managed)

        assert one.escalated_to_name == "Winifred Pace"
        assert "Sam Whitlow, who manages Nadia Okafor, does not sign in here any more." in one.escalated_because

    def test_nobody_is_left_to_tell(self, desk: Desk) -> None:
        one = self.chaired(desk, None)

        assert reminding.run(desk)["nobody to tell"] == 1
        assert one.escalated_on is None


@pytest.mark.parametrize("why", ["membership", "sign-in"])
def test_somebody_whose_sign_in_is_closed_is_told_nothing(managed: Desk, manager: Member, why: str) -> None:
    one = action(managed, TODAY - timedelta(days=20))
    if why == "membership":
        membership = managed.db.scalars(select(Membership).where(Membership.person_id == manager.person_id)).one()
        membership.until = TODAY - timedelta(days=1)
    else:
        managed.db.get_one(User, manager.user_id).active = False
    managed.db.flush()

    reminding.run(managed)

    assert told(managed, manager.person_id) == []
    assert one.escalated_to_id is None


def escalated(one: Any) -> tuple[Any, ...]:
    """To whom a task was escalated, and when."""
    return one.escalated_to_id, one.escalated_on, one.escalated_to_name


def test_another_day_or_owner_begins_anew(managed: Desk, manager: Member) -> None:
    one = action(managed, TODAY - timedelta(days=20))
    reminding.run(managed)
    assert one.escalated_to_id == manager.person_id

    one.due = TODAY + timedelta(days=2)
    managed.db.flush()

    assert reminding.run(managed) == {"reminder": 1}
    assert escalated(one) == (None, None, "")


def test_a_recommendation_past_its_day_is_told_to_the_chair(managed: Desk, manager: Member) -> None:
    meeting = made.heard(managed, held=date(2026, 1, 19), chair_id=manager.person_id)
    made.recommendation(managed, meeting, due=TODAY - timedelta(days=10))
    made.recommendation(managed, meeting, "Done", due=TODAY - timedelta(days=10), state="done")
    made.recommendation(managed, meeting, "No day")

    assert reminding.run(managed) == {"escalated": 1}
    assert reminding.run(later(managed, TODAY + timedelta(days=1))) == {}


def test_an_action_given_to_another_day_forgets_that_it_was_late(managed: Desk, manager: Member) -> None:
    meeting = made.heard(managed, held=date(2026, 1, 19), chair_id=managed.actor.person_id)
    case = meetings.find(managed, meeting.id)
    one = action(managed, TODAY - timedelta(days=20), meeting_id=meeting.id)
    reminding.run(managed)
    assert one.escalated_on == TODAY

    given: dict[str, Any] = {
        "text": one.title,
        "owner_id": one.owner_id,
        "owner_name": "",
        "owner_role": "social_worker",
    }
    advising.change_action(managed, case, one, **given, due=TODAY, because="The school was closed.")

    assert (*escalated(one), one.owed_by) == (None, None, "", "social_worker")
    assert not one.reminded_on
