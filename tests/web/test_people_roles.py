"""Roles of people: who may give what to whom, and what happens to it all when somebody leaves."""

from datetime import date

from core.models import CaseRole, Person, PersonRole, Task
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows, staff

__all__ = ["keeper"]


def test_roles_are_given_with_days_and_ended(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)

    given = keeper.post(f"/people/{owen.id}/roles", {"role": "social_worker", "since": "1 3 2026"})
    assert given.status == 303
    (role,) = rows(keeper, PersonRole, person_id=owen.id)
    assert (role.role, role.since) == ("social_worker", date(2026, 3, 1))
    twice = keeper.post(f"/people/{owen.id}/roles", {"role": "social_worker"})
    assert "holds this role already" in twice.text
    keeper.get(f"/people/{owen.id}/roles/{role.id}/end")
    assert keeper.post(f"/people/{owen.id}/roles/{role.id}/end", {"until": "1 2 2026"}).status == 422
    assert keeper.post(f"/people/{owen.id}/roles/{role.id}/end", {"until": "15 3 2026"}).status == 303
    assert rows(keeper, PersonRole, person_id=owen.id)[0].until == date(2026, 3, 15)
    keeper.get(f"/people/{owen.id}/roles/nobody/end", status=404)


def test_nobody_gives_a_role_to_themselves(keeper: SignedInPage) -> None:
    me = keeper.member.person_id

    answer = keeper.post(f"/people/{me}/roles", {"role": "social_worker"})

    assert answer.status == 422
    assert "Nobody gives a role to themselves" in answer.text
    assert [role.role for role in rows(keeper, PersonRole, person_id=me)] == ["configuration"]


def test_nobody_gives_what_they_lack(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)

    for role in ("operator", "child", "no-such-role"):
        assert keeper.post(f"/people/{owen.id}/roles", {"role": role}).status == 422
    assert keeper.post(f"/people/{owen.id}/roles", {"role": "configuration"}).status == 303
    assert [role.role for role in rows(keeper, PersonRole, person_id=owen.id)] == ["configuration"]


def test_whoever_keeps_the_configuration_gets_no_case_work(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk, roles=("configuration",))

    answer = keeper.post(f"/people/{owen.id}/roles", {"role": "team_manager"})

    assert answer.status == 422
    assert "sees no children’s records" in answer.text


def test_the_last_of_the_configuration_staff_keeps_the_role(keeper: SignedInPage) -> None:
    me = keeper.member.person_id
    (role,) = rows(keeper, PersonRole, person_id=me)

    answer = keeper.post(f"/people/{me}/roles/{role.id}/end", {"until": "16 3 2026"})

    assert answer.status == 422
    assert "Nobody else looks after the configuration" in answer.text


def test_somebody_who_leaves_hands_open_steps_over(keeper: SignedInPage, desk: Desk) -> None:
    owen, heir = made.person(desk, "Owen Hale"), made.person(desk, "Kit Marsh")
    child = made.child(desk, "Bertie Quill")
    made.case_role(desk, child, owen, "social_worker")
    under = made.person(desk, "Sal Wren")
    under.manager_id = owen.id
    for number in range(3):
        made.task(desk, child, f"Step {number}", owner=owen, done_on=date(2026, 3, 1) if number == 2 else None)
    desk.db.commit()

    text = keeper.get(f"/people/{owen.id}/leave").text
    assert "2 steps of meetings" in text
    assert "a role for 1 child" in text
    assert "1 member of staff to manage" in text.replace("\n", " ")
    assert "Bertie" not in text
    refused = keeper.post(f"/people/{owen.id}/leave", {})
    assert refused.status == 422
    assert "Somebody has to take on what Owen Hale leaves: 2 steps of meetings, a role for 1 child" in refused.text

    assert keeper.post(f"/people/{owen.id}/leave", {"heir": heir.id}).status == 303
    assert {task.owner_name for task in rows(keeper, Task) if task.done_on is None} == {"Kit Marsh"}
    open_roles = [r for r in rows(keeper, CaseRole) if r.until is None]
    assert [(r.person_id, r.role) for r in open_roles] == [(heir.id, "social_worker")]
    assert rows(keeper, Person, id=under.id)[0].manager_id == heir.id
    assert not rows(keeper, Person, id=owen.id)[0].active
    assert "Owen Hale" in keeper.get("/people?former=1").text
    assert "Owen Hale" not in keeper.get("/people").text
    assert keeper.post(f"/people/{owen.id}/return", {}).status == 303
    assert rows(keeper, Person, id=owen.id)[0].active


def test_everything_that_somebody_owns_is_named_and_passes_on(keeper: SignedInPage, desk: Desk) -> None:
    from core.models import Notice, Plan, Support

    owen, heir = made.person(desk, "Owen Hale"), made.person(desk, "Kit Marsh")
    child = made.child(desk, "Bertie Quill")
    home = made.placement(desk, child, date(2025, 1, 6))
    meeting = made.meeting(desk, home)
    for kind in ("step", "action", "action", "pack", "review", "new kind"):
        made.task(desk, child, f"A {kind}", kind=kind, owner=owen)
    escalated = made.task(desk, child, "Somebody else's", kind="action", escalated_to_id=owen.id,
                          escalated_on=date(2026, 3, 2), due=date(2026, 2, 1))  # fmt: skip
    for number, (state, kept) in enumerate((("open", "agreed"), ("open", "ended"), ("closed", "agreed"))):
        plan = Plan(child_id=child.id, placement_id=home.id, meeting_id=meeting.id, key=f"k{number}", title="Plan")
        plan.state = state
        desk.db.add(plan)
        desk.db.flush()
        desk.db.add(Support(plan_id=plan.id, text="Visits", owner_id=owen.id, owner_name="Owen Hale", state=kept))
    desk.db.commit()

    text = keeper.get(f"/people/{owen.id}/leave").text
    for line in ("1 step of a meeting", "2 actions", "1 paper for a meeting", "1 review of a plan", "1 other open step",
                 "1 support in a plan"):  # fmt: skip
        assert f"<li>{line}</li>" in text
    assert keeper.post(f"/people/{owen.id}/leave", {}).status == 422
    assert keeper.post(f"/people/{owen.id}/leave", {"heir": heir.id}).status == 303

    assert {t.owner_name for t in rows(keeper, Task) if t.id != escalated.id} == {"Kit Marsh"}
    assert rows(keeper, Task, id=escalated.id)[0].escalated_to_id is None
    assert sorted(s.owner_name for s in rows(keeper, Support)) == ["Kit Marsh", "Owen Hale", "Owen Hale"]
    (told,) = rows(keeper, Notice, person_id=heir.id)
    assert told.text.startswith("Owen Hale has left. You take over: 1 step of a meeting, 2 actions")
    assert "Bertie" not in told.text
