"""Reminders: who is told what, on which day, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.models import Notice
from core.services import notices, reminding
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.services.reminded import TODAY, action, desk, later, managed, manager, numbers, told

__all__ = ["desk", "managed", "manager"]


@pytest.mark.parametrize(("ahead", "kinds"), [(4, []), (3, ["reminder"]), (0, ["reminder"]), (-1, ["late"])])
def test_an_owner_is_reminded_before_the_day_and_after_it(managed: Desk, ahead: int, kinds: list[str]) -> None:
    action(managed, TODAY + timedelta(days=ahead))

    reminding.run(managed)

    assert [kind for kind, _ in told(managed)] == kinds


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


def test_local_settings_are_kept_to_and_nonsense_is_not(managed: Desk) -> None:
    managed.tenant.settings = {"remind_days_before": 10, "escalate_after_working_days": 1}
    one = action(managed, TODAY + timedelta(days=10))
    late = action(managed, TODAY - timedelta(days=3), title="Late")

    assert reminding.run(managed)["reminder"] == 1
    assert one.reminded_on == TODAY
    assert late.escalated_on == TODAY
    managed.tenant.settings = {"remind_days_before": -4, "escalate_after_working_days": "soon"}
    assert reminding.rules(managed) == reminding.Rules(before=3, past=5)


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
