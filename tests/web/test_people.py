"""People: their days, managers and sign-ins, who sees them; and never a child's name."""

from datetime import date

from core.models import Membership, PersonRole, User
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows, staff
from tests.web.signing import accept, handed

__all__ = ["keeper"]


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


def test_nobody_shuts_themselves_out(keeper: SignedInPage) -> None:
    assert keeper.post(f"/people/{keeper.member.person_id}/leave", {}).status == 422


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
    accept(keeper.app.test_client(), handed(keeper.post(f"/people/{colleague.id}/sign-in")))
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
