"""A role takes effect once a second person confirms it; alone it takes effect at once, and people are told."""

from collections.abc import Callable
from datetime import date

import pytest

from core.models import Notice, PersonRole, RoleGiven
from core.services.desk import Desk
from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.keeping import keeper, rows, staff
from tests.web.signing import handed

__all__ = ["keeper"]

Browser = Callable[[Member], SignedInPage]


@pytest.fixture
def other(keeper: SignedInPage, enroll: Callable[..., Member], sign_in_as: Browser) -> SignedInPage:
    """A second person who looks after roles."""
    return sign_in_as(enroll("wexcombe", "Hugh Penrose", roles=("configuration",), title="Configuration"))


def asked(page: SignedInPage, person_id: str, **form: str) -> str:
    """The address of a role that now waits."""
    assert page.post(f"/people/{person_id}/roles", {"role": "social_worker", **form}).status == 303
    (given,) = [one for one in rows(page, RoleGiven, person_id=person_id) if one.state == "waiting"]
    return f"/people/{person_id}/roles/given/{given.id}"


def test_a_role_opens_nothing_until_a_second_person_confirms_it(
    keeper: SignedInPage, other: SignedInPage, enroll: Callable[..., Member], sign_in_as: Browser
) -> None:
    owen = enroll("wexcombe", "Owen Hale", roles=())
    worker = sign_in_as(owen)

    address = asked(keeper, owen.person_id)

    worker.get("/children", status=403)
    assert rows(keeper, PersonRole, person_id=owen.person_id) == []
    assert "1 role waits for a second person" in other.get("/people").text.replace("\n", " ")
    assert [n.person_id for n in rows(keeper, Notice, kind="role")] == [other.member.person_id]
    assert "/people" in other.get("/notices").text
    assert "Somebody else confirms what you gave" in keeper.get(address).text
    own = keeper.post(address, {"agree": "yes"})
    assert own.status == 422
    assert "Somebody else confirms what you gave" in own.text
    assert other.post(address, {"agree": ""}).status == 422
    assert other.post(address, {"agree": "yes", "version": "1"}).status == 303
    worker.get("/children")
    assert "Confirmed by Hugh Penrose" in keeper.get(f"/people/{owen.person_id}").text
    late = other.post(address, {"agree": "no", "note": "Too late", "version": "1"})
    assert late.status == 409
    assert "Confirmed by Hugh Penrose" in late.text


def test_a_role_is_sent_back_with_a_reason_or_withdrawn(keeper: SignedInPage, other: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)
    address = asked(keeper, owen.id)

    unexplained = other.post(address, {"agree": "no"})
    assert "Say why it is sent back" in unexplained.text
    assert other.post(address, {"agree": "no", "note": "Nobody here knows them."}).status == 303

    text = keeper.get(f"/people/{owen.id}").text
    assert "Role sent back" in text
    assert "Why: Nobody here knows them." in text
    again = asked(keeper, owen.id)
    assert keeper.post(f"{again}/withdrawal", {}).status == 303
    assert sorted(one.state for one in rows(keeper, RoleGiven)) == ["refused", "withdrawn"]
    assert rows(keeper, PersonRole, person_id=owen.id) == []


def test_what_the_giver_may_no_longer_give_is_not_confirmed(
    keeper: SignedInPage, other: SignedInPage, desk: Desk
) -> None:
    owen = staff(desk)
    address = asked(keeper, owen.id)
    keeper.hold("auditor")

    answer = other.post(address, {"agree": "yes"})

    assert answer.status == 422
    assert "Nadia Okafor no longer looks after roles" in answer.text
    assert rows(keeper, PersonRole, person_id=owen.id) == []


def test_alone_a_role_takes_effect_and_managers_and_auditors_are_told(
    keeper: SignedInPage, desk: Desk, enroll: Callable[..., Member], sign_in_as: Browser
) -> None:
    boss, auditor = made.person(desk, "Sam Whitlock"), enroll_later(desk, enroll)
    owen = staff(desk, manager_id=boss.id)

    assert keeper.post(f"/people/{owen.id}/roles", {"role": "social_worker"}).status == 303

    assert [role.role for role in rows(keeper, PersonRole, person_id=owen.id)] == ["social_worker"]
    assert "Given alone" in keeper.get(f"/people/{owen.id}").text
    assert {n.person_id for n in rows(keeper, Notice, kind="role")} == {boss.id, auditor.person_id}
    watching = sign_in_as(auditor)
    assert "Given alone" in watching.get("/people/roles").text
    assert "gave Owen Hale the role “Social worker” alone" in watching.get("/notices").text
    watching.get("/people", status=403)
    assert watching.post(f"/people/{owen.id}/roles", {"role": "auditor"}).status == 403


def enroll_later(desk: Desk, enroll: Callable[..., Member]) -> Member:
    desk.db.commit()
    return enroll("wexcombe", "Abel Frost", roles=("auditor",))


def test_whoever_gives_a_role_does_not_hold_the_invitation(
    keeper: SignedInPage, other: SignedInPage, desk: Desk
) -> None:
    owen = staff(desk, email="owen@wexcombe.example")
    kit = staff(desk, "Kit Marsh", email="kit@wexcombe.example")
    asked(keeper, owen.id)

    refused = keeper.post(f"/people/{owen.id}/sign-in")
    assert refused.status == 422
    assert "You gave Owen Hale a role. Hugh Penrose opens the sign-in" in refused.text
    assert handed(other.post(f"/people/{owen.id}/sign-in"))
    assert handed(keeper.post(f"/people/{kit.id}/sign-in"))
    refused = keeper.post(f"/people/{kit.id}/roles", {"role": "social_worker"})
    assert refused.status == 422
    assert "You opened Kit Marsh’s sign-in. Hugh Penrose gives the role" in refused.text


def test_whoever_changed_the_address_of_somebody_with_a_role_does_not_hold_their_invitation(
    keeper: SignedInPage, other: SignedInPage, desk: Desk
) -> None:
    owen = staff(desk, email="owen@wexcombe.example")
    address = asked(other, owen.id)
    assert keeper.post(address, {"agree": "yes", "version": "1"}).status == 303
    elsewhere = {"name": owen.name, "email": "somewhere@else.example", "version": str(owen.version)}
    assert keeper.post(f"/people/{owen.id}", elsewhere).status == 303

    refused = keeper.post(f"/people/{owen.id}/sign-in")

    assert refused.status == 422
    assert "You changed the email address of Owen Hale. Hugh Penrose checks it" in refused.text


@pytest.mark.parametrize("facts", [{"name": " nadia OKAFOR "}, {"email": "Nadia.Okafor+case@wexcombe.example"}])
def test_a_second_entry_of_ones_own_gets_nothing_from_oneself(
    keeper: SignedInPage, desk: Desk, facts: dict[str, str]
) -> None:
    twin = staff(desk, **({"name": "Nora Okafor", "email": "nora@wexcombe.example"} | facts))

    for address, form in ((f"/people/{twin.id}/roles", {"role": "social_worker"}), (f"/people/{twin.id}/sign-in", {})):
        answer = keeper.post(address, form)
        assert answer.status == 422
        assert "has your own name or address" in answer.text


def test_a_role_that_begins_tomorrow_is_not_in_force_today(
    keeper: SignedInPage, enroll: Callable[..., Member], sign_in_as: Browser, clock: Clock
) -> None:
    owen = enroll("wexcombe", "Owen Hale", roles=())
    worker = sign_in_as(owen)

    days = {"role": "social_worker", "since": "17 3 2026", "until": "18 3 2026"}
    assert keeper.post(f"/people/{owen.person_id}/roles", days).status == 303

    assert "Not yet in force" in keeper.get(f"/people/{owen.person_id}").text
    assert "None today" in keeper.get("/people?q=Owen").text
    for statuses in (403, 200, 200, 403):
        sign_in_as(owen).get("/children", status=statuses)
        clock.forward(days=1)
    assert worker.member == owen


def test_an_end_only_ever_shortens_a_role(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk)
    keeper.post(f"/people/{owen.id}/roles", {"role": "social_worker", "until": "31 3 2026"})
    keeper.post(f"/people/{owen.id}/roles", {"role": "team_manager", "since": "1 5 2026"})
    case, lead = sorted(rows(keeper, PersonRole, person_id=owen.id), key=lambda one: one.role)

    longer = keeper.post(f"/people/{owen.id}/roles/{case.id}/end", {"until": "31 12 2026"})

    assert longer.status == 422
    assert "To make it longer, give it again" in longer.text
    assert keeper.post(f"/people/{owen.id}/roles/{case.id}/end", {"until": "16 3 2026"}).status == 303
    assert keeper.post(f"/people/{owen.id}/roles/{case.id}/end", {"until": "17 3 2026"}).status == 422
    assert keeper.post(f"/people/{owen.id}/roles/{lead.id}/end", {"until": "16 3 2026"}).status == 303
    assert rows(keeper, PersonRole, id=lead.id)[0].until == date(2026, 4, 30)
    assert "Never began" in keeper.get(f"/people/{owen.id}").text


def test_whoever_comes_back_is_given_their_roles_again(keeper: SignedInPage, desk: Desk) -> None:
    owen = staff(desk, roles=("social_worker",))

    keeper.post(f"/people/{owen.id}/leave", {})
    keeper.post(f"/people/{owen.id}/return", {})

    assert rows(keeper, PersonRole, person_id=owen.id)[0].until == date(2026, 3, 15)
    text = keeper.get(f"/people/{owen.id}").text
    assert "Works here again" in text
    assert "Role ended" in text
