"""People and roles: who may give what to whom, managers, leaving, and sign-ins; and never a child's name."""

from datetime import date
from typing import Any

import pytest

from core import db
from core.models import CaseRole, Membership, Person, PersonRole, Task, User
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage


@pytest.fixture
def keeper(page: SignedInPage, desk: Desk) -> SignedInPage:
    """The member as configuration staff."""
    desk.db.rollback()
    page.hold("configuration")
    return page


def rows(page: SignedInPage, model: type, **by: object) -> list:
    from sqlalchemy import select

    with db.session(page.database_url, page.member.tenant) as session:
        return list(session.scalars(select(model).filter_by(**by)))


def staff(desk: Desk, name: str = "Owen Hale", **facts: Any) -> Person:
    person = made.person(desk, name, **facts)
    desk.db.commit()
    return person


def test_staff_are_listed_with_roles_days_manager_and_team(keeper: SignedInPage, desk: Desk) -> None:
    boss = made.person(desk, "Sam Whitlock")
    owen = made.person(desk, "Owen Hale", manager_id=boss.id, team="South 1", title="Social worker")
    desk.db.add(PersonRole(person_id=owen.id, role="social_worker", since=date(2025, 1, 6)))
    made.person(desk, "Denise Quill", staff=False)
    desk.db.commit()

    text = keeper.get("/people").text

    assert "since 6 January 2025" in text
    assert "South 1" in text
    assert "Sam Whitlock" in text
    assert "Denise Quill" not in text
    assert "Nobody’s name or team holds “zz”" in keeper.get("/people?q=zz", piece=True).text


def test_a_person_is_added_once_and_shown(keeper: SignedInPage) -> None:
    form = {"name": "Kit Marsh", "title": "Social worker", "email": "kit@wexcombe.example", "idempotency_key": "k"}
    keeper.get("/people/new")

    first, second = keeper.post("/people/new", form), keeper.post("/people/new", form)

    assert first.location == second.location
    assert "Kit Marsh" in keeper.follow(first).text
    taken = keeper.post("/people/new", form | {"idempotency_key": "k2"})
    assert taken.status == 422
    assert "Kit Marsh has this email address already" in taken.text


def test_nobody_manages_those_who_manage_them(keeper: SignedInPage, desk: Desk) -> None:
    top = made.person(desk, "Top")
    middle = made.person(desk, "Middle", manager_id=top.id)
    low = made.person(desk, "Low", manager_id=middle.id)
    desk.db.commit()

    for manager in (low.id, top.id):
        answer = keeper.post(f"/people/{top.id}", {"name": "Top", "manager_id": manager})
        assert answer.status == 422
        assert "would manage each other" in answer.text
    assert keeper.post(f"/people/{top.id}", {"name": "Top", "manager_id": "nobody"}).status == 422
    assert keeper.post(f"/people/{low.id}", {"name": "Low", "manager_id": top.id}).status == 303


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


def test_nobody_shuts_themselves_out(keeper: SignedInPage) -> None:
    assert keeper.post(f"/people/{keeper.member.person_id}/leave", {}).status == 422


def test_a_first_password_is_shown_once_and_opens_the_door(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk, email="Owen.Hale@wexcombe.example")

    answer = keeper.post(f"/people/{owen.id}/sign-in")

    password = answer.text.split("First password</dt><dd>")[1].split("<")[0]
    (user,) = rows(keeper, User, email="owen.hale@wexcombe.example")
    assert password not in user.password_hash
    assert keeper.app.extensions["mooring"].passwords.fits(user.password_hash, password)
    assert rows(keeper, Membership, user_id=user.id)[0].person_id == owen.id
    assert password not in keeper.get(f"/people/{owen.id}").text
    again = keeper.post(f"/people/{owen.id}/sign-in")
    assert again.status == 422
    assert "has a sign-in already" in again.text


def test_an_address_that_signs_in_elsewhere_is_not_let_in_from_the_page(
    keeper: SignedInPage, desk: Desk, enroll: object
) -> None:
    elsewhere = enroll("othercombe", "Rosalind Achebe")  # type: ignore[operator]
    person = staff(desk, "Rosalind Achebe", email=elsewhere.email)
    (before,) = rows(keeper, User, email=elsewhere.email)

    answer = keeper.post(f"/people/{person.id}/sign-in")

    assert answer.status == 422
    assert "Ask the people who run this instance to let its owner in" in answer.text
    assert "Othercombe Borough" not in answer.text
    (after,) = rows(keeper, User, email=elsewhere.email)
    assert after.password_hash == before.password_hash
    assert {m.tenant_id for m in rows(keeper, Membership, user_id=after.id)} == {"othercombe"}


def test_an_address_that_a_colleague_signs_in_with_is_told_as_that(keeper: SignedInPage, desk: Desk) -> None:
    colleague = staff(desk, "Owen Hale", email="desk@wexcombe.example")
    keeper.post(f"/people/{colleague.id}/sign-in")
    assert keeper.post(f"/people/{colleague.id}", {"name": "Owen Hale", "email": ""}).status == 303
    heir = staff(desk, "Kit Marsh", email="desk@wexcombe.example")

    answer = keeper.post(f"/people/{heir.id}/sign-in")

    assert answer.status == 422
    assert "Somebody else here signs in with this address" in answer.text


def test_a_sign_in_needs_an_address(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)

    answer = keeper.post(f"/people/{owen.id}/sign-in")

    assert answer.status == 422
    assert "Record the work email address first" in answer.text


def test_an_older_form_shows_what_stands_and_keeps_what_was_typed(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk, team="North 2")
    assert keeper.post(f"/people/{owen.id}", {"name": "Owen Hale", "team": "South 1", "version": "1"}).status == 303

    answer = keeper.post(f"/people/{owen.id}", {"name": "Owen Hale", "team": "East", "version": "1"})

    assert answer.status == 409
    assert 'value="East"' in answer.text
    assert "South 1" in answer.text


def test_configuration_staff_open_no_page_about_children(keeper: SignedInPage, desk: Desk) -> None:
    child = made.child(desk)
    desk.db.commit()

    for address in ("/children", f"/children/{child.id}", "/work", "/meetings"):
        keeper.get(address, status=403)
    text = keeper.get("/people").text
    assert "child-search" not in text


def test_case_staff_do_not_open_people_and_roles(page: SignedInPage) -> None:
    page.get("/people", status=403)


def test_a_contact_round_a_child_is_nobody_here(keeper: SignedInPage, desk: Desk) -> None:
    mother = made.person(desk, "Denise Quill", staff=False)
    desk.db.commit()

    keeper.get(f"/people/{mother.id}", status=404)
    assert keeper.post(f"/people/{mother.id}", {"name": "X"}).status == 404
