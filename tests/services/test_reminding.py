"""Reminders and escalation: who is told what, on which day, once; and who instead where an owner has no manager."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from core.models import Membership, Notice, Person, Task, User
from core.services import advising, meetings, notices, reminding
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member

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


@pytest.mark.parametrize(("ahead", "kinds"), [(4, []), (3, ["reminder"]), (0, ["reminder"]), (-1, ["late"])])
def test_an_owner_is_reminded_before_the_day_and_after_it(managed: Desk, ahead: int, kinds: list[str]) -> None:
    action(managed, TODAY + timedelta(days=ahead))

    reminding.run(managed)

    assert [kind for kind, _ in told(managed)] == kinds


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


def test_no_notice_names_a_child_or_what_is_to_be_done(managed: Desk, manager: Member) -> None:
    child = made.child(managed, "Bertie Quill")
    mother = made.person(managed, "Denise Quill", staff=False)
    made.case_role(managed, child, managed.actor.person_id, "social_worker")
    for owner in (managed.actor, mother):
        action(managed, TODAY - timedelta(days=30), child=child, owner=owner, title="Visit Bertie at Oakfield")

    reminding.run(managed)

    everything = " ".join(managed.db.scalars(select(Notice.text)))
    assert everything
    for word in ("Bertie", "Quill", "Oakfield", "Denise"):
        assert word not in everything


def test_working_days_pass_over_easter(managed: Desk) -> None:
    one = action(managed, date(2026, 4, 1))

    reminding.run(later(managed, date(2026, 4, 9)))
    assert one.escalated_on is None
    reminding.run(later(managed, date(2026, 4, 10)))
    assert one.escalated_on == date(2026, 4, 10)


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


def test_what_is_done_withdrawn_or_not_firm_reminds_nobody(managed: Desk) -> None:
    for title, facts in (
        ("Done", {"done_on": TODAY}),
        ("Ended", {"state": "withdrawn"}),
        ("Undated", {"due": None}),
        ("Projected", {"firm": False, "kind": "step", "meeting_id": _meeting(managed)}),
    ):
        given: dict[str, Any] = {"due": TODAY - timedelta(days=30), "title": title}
        action(managed, **(given | facts))

    assert reminding.run(managed) == {}


def escalated(one: Any) -> tuple[Any, ...]:
    """To whom a task was escalated, and when."""
    return one.escalated_to_id, one.escalated_on, one.escalated_to_name


def _meeting(desk: Desk) -> str:
    return made.meeting(
        desk, made.placement(desk, made.child(desk, local_id=f"Q-{next(numbers)}"), date(2025, 1, 6))
    ).id


def test_the_papers_of_one_meeting_are_one_reminder(managed: Desk) -> None:
    child, meeting = made.child(managed), _meeting(managed)
    for number in range(12):
        action(managed, TODAY + timedelta(days=1), child=child, kind="pack", meeting_id=meeting, firm=False,
               title=f"Paper {number}")  # fmt: skip

    assert reminding.run(managed) == {"reminder": 1}
    assert told(managed)[0][1] == "Papers that you owe for a meeting are due on 17 March 2026."


def test_another_day_or_owner_begins_anew(managed: Desk, manager: Member) -> None:
    one = action(managed, TODAY - timedelta(days=20))
    reminding.run(managed)
    assert one.escalated_to_id == manager.person_id

    one.due = TODAY + timedelta(days=2)
    managed.db.flush()

    assert reminding.run(managed) == {"reminder": 1}
    assert escalated(one) == (None, None, "")


def test_local_settings_are_kept_to_and_nonsense_is_not(managed: Desk) -> None:
    managed.tenant.settings = {"remind_days_before": 10, "escalate_after_working_days": 1}
    one = action(managed, TODAY + timedelta(days=10))
    late = action(managed, TODAY - timedelta(days=3), title="Late")

    assert reminding.run(managed)["reminder"] == 1
    assert one.reminded_on == TODAY
    assert late.escalated_on == TODAY
    managed.tenant.settings = {"remind_days_before": -4, "escalate_after_working_days": "soon"}
    assert reminding.rules(managed) == reminding.Rules(before=3, past=5)


def test_a_recommendation_past_its_day_is_told_to_the_chair(managed: Desk, manager: Member) -> None:
    meeting = made.heard(managed, held=date(2026, 1, 19), chair_id=manager.person_id)
    made.recommendation(managed, meeting, due=TODAY - timedelta(days=10))
    made.recommendation(managed, meeting, "Done", due=TODAY - timedelta(days=10), state="done")
    made.recommendation(managed, meeting, "No day")

    assert reminding.run(managed) == {"escalated": 1}
    assert reminding.run(later(managed, TODAY + timedelta(days=1))) == {}


def test_one_authority_never_reminds_another(
    database_url: str, managed: Desk, enroll: Callable[..., Member], clock: Clock
) -> None:
    from core.settings import Settings

    action(managed, TODAY)
    managed.db.commit()
    enroll("othercombe", "Rosalind Achebe")
    settings = Settings(database_url=database_url, secret_key="only for tests", plugins=())

    assert reminding.run_everywhere(settings, clock.now) == {"othercombe": {}, "wexcombe": {"reminder": 1}}
    assert reminding.run_everywhere(settings, clock.now, "wexcombe") == {"wexcombe": {}}


def test_seeing_notices_leaves_those_that_came_later(desk: Desk) -> None:
    notices.tell(desk, desk.actor.person_id, key="one", kind="late", text="One.")
    after = replace(desk, now=desk.now + timedelta(hours=1))
    notices.tell(after, desk.actor.person_id, key="two", kind="late", text="Two.")

    assert not notices.tell(after, desk.actor.person_id, key="two", kind="late", text="Again.")
    notices.see(after, desk.now)

    assert [(one.notice.text, one.notice.seen_at is None) for one in notices.mine(desk).rows] == [
        ("Two.", True), ("One.", False),
    ]  # fmt: skip


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
