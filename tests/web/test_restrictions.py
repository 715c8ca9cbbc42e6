"""Restricting a record, opening it all the same for some hours, and looking back at that, as pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories as made
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import Answer, SignedInPage

if TYPE_CHECKING:
    from core.services.desk import Desk

NOBODY = "f0" * 16
WHY = "Threats were made against the carers."
NEEDED = "The child is missing tonight and the police ask where."


@pytest.fixture
def bertie(desk: "Desk", member: Member) -> str:
    """A child whose social worker Nadia is; the id."""
    child = made.child(desk, team="North 2")
    made.placement(desk, child, desk.today.replace(year=2025))
    made.case_role(desk, child, member.person_id, "social_worker")
    desk.db.commit()
    child_id: str = child.id
    return child_id


@pytest.fixture
def owen(enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]) -> SignedInPage:
    """A social worker of another team, who has nothing to do with the child."""
    return sign_in_as(enroll("wexcombe", "Owen Price", roles=("social_worker",)))


def restrict(page: SignedInPage, child_id: str, **given: Any) -> Answer:
    said = {"reason": WHY, "readers": page.member.person_id, "review_on": "1 6 2026"}
    return page.post(f"/children/{child_id}/restriction", said | given)


def opened(page: SignedInPage, local_id: str = "Q-117", reason: str = NEEDED) -> Answer:
    return page.post("/openings", {"local_id": local_id, "reason": reason})


def gone(page: SignedInPage, child_id: str) -> bool:
    """Whether a child's page is the page of no child."""
    asked = (page.get(f"/children/{one}", status=404).text.partition("<main") for one in (child_id, NOBODY))
    return len({main for _, _, main in asked}) == 1


def test_a_restricted_record_is_there_for_its_readers_and_for_nobody_else(
    page: SignedInPage, owen: SignedInPage, bertie: str
) -> None:
    owen.hold("service_manager")
    assert "Bertie Quill" in owen.get("/children").text
    assert "Social worker" in page.get(f"/children/{bertie}/restriction/new").text

    shown = page.follow(restrict(page, bertie)).text

    assert WHY in shown
    assert "Nadia Okafor" in shown
    for address in (f"/children/{bertie}", "/children", "/work"):
        assert "Restricted" in page.get(address).text, address
    assert "1 June 2026" in page.get(f"/children/{bertie}").text
    assert "Bertie Quill" not in owen.get("/children").text
    assert gone(owen, bertie)
    assert owen.post("/children/new", {"local_id": "Q-117", "name": "Somebody"}).status == 422

    page.post(f"/children/{bertie}/restriction/lifting", {"because": "The threats have ended.", "version": "1"})

    assert "Bertie Quill" in owen.get(f"/children/{bertie}").text
    assert "The threats have ended." in page.get(f"/children/{bertie}/restriction").text


def test_whoever_had_to_do_with_the_child_and_is_left_out_is_told_and_named(
    page: SignedInPage, owen: SignedInPage, bertie: str, desk: "Desk"
) -> None:
    made.case_role(desk, made.child(desk, "Ada Frost", "Q-200"), owen.member.person_id, "iro")
    desk.db.commit()
    page.post(f"/children/{bertie}/people/new", {"role": "iro", "person": owen.member.person_id})
    sent = {"words": "I like it here.", "told_to": "Owen", "on": "16 3 2026", "idempotency_key": "the same form"}
    assert owen.post(f"/children/{bertie}/words", sent).status == 303

    shown = page.follow(restrict(page, bertie)).text

    assert "Owen Price (independent reviewing officer)" in shown
    told = owen.get("/notices").text
    assert "Nadia Okafor restricted a record that you had to do with" in told
    assert "Bertie" not in told.partition("<main")[2]
    assert owen.post(f"/children/{bertie}/words", sent).status == 404
    assert "a role does not open it" in page.get(f"/children/{bertie}/people/new").text


def test_what_is_wrong_with_a_restriction_is_said_and_nothing_is_lost(
    page: SignedInPage, bertie: str, enroll: Callable[..., Member]
) -> None:
    worker = enroll("wexcombe", "Wilma Frost", roles=("social_worker",))

    for wrong, said in (
        ({"reason": ""}, "Enter why the record is restricted"),
        ({"review_on": "15 6 2026"}, "14 June 2026"),
        ({"review_on": "16 3 2026"}, "after today"),
        ({"readers": "", "more": worker.person_id}, "at least one manager"),
        ({"readers": NOBODY}, "who may open the record"),
    ):
        answer = restrict(page, bertie, **wrong)
        assert answer.status == 422, wrong
        assert said in answer.text, (wrong, said)
        assert WHY in answer.text or "reason" in wrong
    assert "Everybody whose work it is" in page.get(f"/children/{bertie}/restriction").text

    restrict(page, bertie, more=worker.person_id)
    again = restrict(page, bertie, version="7")
    assert again.status == 409
    renewed = page.follow(restrict(page, bertie, reason="Still needed.", version="1")).text
    assert "Renewed by Nadia Okafor: Still needed." in renewed
    assert "Wilma Frost" in renewed


def test_a_record_is_opened_for_four_hours_and_its_manager_is_told(
    page: SignedInPage, owen: SignedInPage, bertie: str, clock: Clock
) -> None:
    restrict(page, bertie)
    assert "Looking for a child you cannot find?" in owen.get("/children?q=Bertie").text

    assert "at least 20 characters" in opened(owen, reason="Urgent").text
    assert owen.get("/notices").status == 200
    child = owen.follow(opened(owen)).text

    assert "Bertie Quill" in child
    assert "until Monday 16 March 2026, 14:00" in child
    assert "Close now" in owen.get("/work").text
    told = page.get("/notices").text
    assert "Owen Price opened a restricted record" in told
    assert "Bertie" not in told.partition("<main")[2]
    assert "Review who opened this record" in page.get("/work").text

    clock.forward(hours=3, minutes=59)
    owen.sign_in()
    assert owen.get(f"/children/{bertie}").status == 200
    clock.forward(minutes=1)
    assert gone(owen, bertie)
    assert "Bertie" not in owen.get("/work").text


def test_whoever_opened_a_record_closes_it_and_changes_nothing_of_its_restriction(
    page: SignedInPage, owen: SignedInPage, bertie: str
) -> None:
    owen.hold("service_manager")
    restrict(page, bertie)
    shown = owen.follow(opened(owen)).text
    closing = shown.partition('action="/wexcombe/openings/')[2].partition('"')[0]

    mine = {"readers": owen.member.person_id, "version": "1"}
    assert restrict(owen, bertie, **mine).status == 403
    assert owen.post(f"/children/{bertie}/restriction/lifting", {"because": "Mine", "version": "1"}).status == 403
    role = {"role": "iro", "person": owen.member.person_id}
    owen.post(f"/children/{bertie}/people/new", role)
    assert page.post(f"/openings/{closing}").status == 404
    assert owen.post(f"/openings/{closing}").status == 303

    assert gone(owen, bertie)
    assert "Close now" not in owen.get("/children").text


def test_a_try_that_opens_nothing_tells_nothing_and_is_kept(
    page: SignedInPage, owen: SignedInPage, bertie: str, desk: "Desk"
) -> None:
    made.child(desk, "Ada Frost", "Q-200", team="South")
    made.child(desk, "Nell Frost", "Q-300", team="")
    desk.db.commit()
    restrict(page, bertie)

    texts = [owen.follow(opened(owen, local_id=one)).text for one in ("Q-200", "Q-999", "Q-11", "Bertie Quill")]

    assert all("No record was opened" in text and NEEDED in text for text in texts)
    assert "Ada Frost" not in str(texts)
    assert owen.follow(opened(owen, local_id="Q-300")).text.count("Nell Frost")
    assert "opened a restricted record" not in page.get("/notices").text

    for _ in range(6):
        opened(owen, local_id="Q-998")
    refused = opened(owen)
    assert refused.status == 422
    assert "10 times within an hour" in refused.text
    owen.clock.forward(minutes=61)
    owen.sign_in()
    assert "Bertie Quill" in owen.follow(opened(owen)).text


def test_a_manager_says_whether_it_was_justified_and_nobody_does_so_for_themselves(
    page: SignedInPage, owen: SignedInPage, bertie: str, clock: Clock, sign_in_as: Any, enroll: Any
) -> None:
    owen.hold("service_manager")
    other = sign_in_as(enroll("wexcombe", "Petra Gale", roles=("service_manager",)))
    restrict(page, bertie)
    opened(owen)
    here = page.get("/openings").text.partition('href="/wexcombe/openings/')[2].partition('"')[0]
    address = f"/openings/{here}"

    assert NEEDED in page.get(address).text
    assert other.get(address, status=404).status == 404
    assert "Bertie" not in other.get("/openings").text
    assert "Whoever answers for the record says" in owen.get(address).text
    assert owen.post(f"{address}/review", {"verdict": "justified", "version": "1"}).status == 403
    assert page.post(f"{address}/review", {"verdict": "not justified", "version": "1"}).status == 422
    clock.forward(days=8)
    page.sign_in()
    assert "Past" in page.get("/work").text
    owen.sign_in()
    assert owen.follow(opened(owen)).text.count("Close now") == 1
    latest = page.get("/openings").text.partition('href="/wexcombe/openings/')[2].partition('"')[0]
    page.post(f"/openings/{latest}/review", {"verdict": "not justified", "note": "Enough.", "version": "1"})
    assert gone(owen, bertie)
    said = page.post(f"{address}/review", {"verdict": "not justified", "note": "Spoken to Owen.", "version": "1"})

    assert "Spoken to Owen." in page.follow(said).text
    assert page.post(f"{address}/review", {"verdict": "justified", "version": "1"}).status == 409
    assert "Review who opened this record" not in page.get("/work").text
