"""Choosing an authority, and the wall round each."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.signing import without_tokens

if TYPE_CHECKING:
    pass


@pytest.fixture
def both(member: Member, enroll: Callable[..., Member]) -> Member:
    """The member, let into a second authority as well; a third exists."""
    enroll("larkhey", "Nadia Okafor", user_id=member.user_id, title="Independent reviewing officer", roles=("iro",))
    enroll("stannow", "Owen Price")
    return member


def test_somebody_with_two_chooses_between_their_own(both: Member, page: SignedInPage) -> None:
    text = page.get("~/authorities").text

    assert "Wexcombe Borough Council" in text
    assert "Larkhey Borough Council" in text
    assert "Independent reviewing officer" in text
    assert "Stannow" not in text


def test_the_chosen_one_is_entered(both: Member, page: SignedInPage) -> None:
    chosen = page.post("~/authorities", {"authority": "larkhey"})

    assert chosen.location == "/larkhey/"
    assert "Nadia Okafor, Independent reviewing officer" in page.get("~/larkhey/").text


def test_a_switch_is_recorded_in_the_authority_that_was_entered(
    both: Member, page: SignedInPage, database_url: str
) -> None:
    from sqlalchemy import select

    from core import db
    from core.models import Event

    page.post("~/authorities", {"authority": "larkhey"})

    with db.session(database_url, "larkhey") as session:
        assert [(e.verb, e.actor_name) for e in session.scalars(select(Event))] == [("entered", "Nadia Okafor")]
    with db.session(database_url, "wexcombe") as session:
        assert session.scalars(select(Event)).all() == []


def test_choosing_none_asks_again(both: Member, page: SignedInPage) -> None:
    answer = page.post("~/authorities", {})

    assert answer.status == 422
    assert "Choose the authority you are working in now" in answer.text


def test_choosing_one_of_others_asks_again_and_does_not_say_that_it_exists(both: Member, page: SignedInPage) -> None:
    theirs = page.post("~/authorities", {"authority": "stannow"})
    nobodys = page.post("~/authorities", {"authority": "nowhere"})

    assert theirs.status == nobodys.status == 422
    for answer in (theirs, nobodys):
        assert answer.text.count("Choose one of the authorities") == 2
    assert "Stannow" not in theirs.text


def test_the_way_to_switch_is_shown_only_to_those_who_can(
    both: Member, sign_in_as: Callable[[Member], SignedInPage], enroll: Callable[..., Member]
) -> None:
    only_here = enroll("wexcombe", "Owen Price")

    assert '<a href="/authorities">Switch authority</a>' in sign_in_as(both).get("/").text
    assert "Switch authority" not in sign_in_as(only_here).get("/").text


def test_anothers_authority_looks_like_none(both: Member, page: SignedInPage) -> None:
    theirs = page.client.get("/stannow/")
    nobodys = page.client.get("/nowhere/")

    assert theirs.status_code == nobodys.status_code == 404
    assert "stannow" not in theirs.text.lower()
    assert without_tokens(theirs.text) == without_tokens(nobodys.text)


def test_membership_ends_with_its_last_day(
    enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage], clock: Clock
) -> None:
    page = sign_in_as(enroll("larkhey", "Owen Price", until=date(2026, 3, 16)))

    page.get("~/larkhey/")
    clock.forward(minutes=20)
    page.get("~/larkhey/")
    clock.forward(hours=13, minutes=39)
    page = sign_in_as(page.member)
    page.get("~/larkhey/")
    clock.forward(minutes=2)
    page.get("~/larkhey/", status=404)
    assert "No authority has given you a role yet" in page.get("~/authorities").text


def test_whoever_no_longer_works_there_does_not_enter(page: SignedInPage, member: Member, database_url: str) -> None:
    from core import db
    from core.models import Person

    page.get("/children")
    with db.session(database_url, "wexcombe", writes=True) as session:
        session.get_one(Person, ("wexcombe", member.person_id)).active = False
        session.commit()

    page.get("/children", status=404)


def test_nobody_reads_which_authorities_there_are(both: Member, page: SignedInPage) -> None:
    stranger = page.app.test_client()

    for address in ("/", "/authorities", "/stannow/", "/nowhere/", "/wexcombe/"):
        answer = stranger.get(address, follow_redirects=True)
        assert answer.request.path == "/sign-in"
        assert "Borough Council" not in answer.text
