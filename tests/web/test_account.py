"""One's own sign-in: what is seen of it, and what is changed only by whoever has the password."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.web.signing import codes_in, form, sent, set_up

if TYPE_CHECKING:
    from flask import Flask

NEW = "lantern orchard pebble"


def cookie(page: SignedInPage) -> str:
    kept = page.client.get_cookie("mooring")
    return kept.value if kept else ""


def copied(page: SignedInPage) -> SignedInPage:
    """Somebody else with a copy of the cookie as it is now."""
    other = SignedInPage(page.app, page.member, page.clock, page.database_url)
    other.client.set_cookie("mooring", cookie(page))
    return other


def test_the_page_is_one_click_away_and_says_what_there_is(page: SignedInPage) -> None:
    assert '<a href="/account">Your sign-in</a>' in page.get("/").text

    text = page.get("~/account").text

    assert "You sign in as <b>nadia.okafor@wexcombe.example</b>" in text
    assert "Set up a second factor" in text
    assert "This one" in text


def test_another_password_ends_every_other_session_and_begins_this_one_anew(
    page: SignedInPage, app: "Flask", member: Member, sign_in_as: Callable[[Member], SignedInPage]
) -> None:
    elsewhere, stolen = sign_in_as(member), copied(page)
    page.get("~/account/password")

    for fields, words in (
        ({"password": "wrong", "new": NEW}, "This is not your password"),
        ({"password": member.password, "new": "short"}, "at least 12 characters"),
        ({"password": member.password, "new": "nadia.okafor.2026"}, "your own name"),
        ({"password": "", "new": NEW}, "Enter your present password"),
    ):
        answer = page.post("~/account/password", fields)
        assert (answer.status, words in answer.text) == (422, True), words
        assert NEW not in answer.text
    assert page.post("~/account/password", {"password": member.password, "new": NEW}).status == 303

    for other in (elsewhere, stolen):
        assert other.client.get("/account").headers["Location"].startswith("/sign-in")
    page.get("~/account")
    assert sent(app.test_client(), member.email, member.password).status_code == 422
    assert sent(app.test_client(), member.email, NEW).status_code == 303
    assert "Password changed" in history(page, member)


def test_a_cookie_alone_sets_up_no_first_second_factor(
    app: "Flask", clock: Clock, database_url: str, enroll: Callable[..., Member]
) -> None:
    from core.services.user_sessions import begin

    wilma = enroll("larkhey", "Wilma Denby", second_factor=False)
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = begin(database_url, wilma.user_id, clock.now, via="password", second_factor=False)

    for fields in ({}, {"password": "wrong"}):
        assert set_up(client, clock, **fields)[1].status_code == 422
    assert "Your password" in client.get("/second-factor/set-up").text
    assert len(codes_in(set_up(client, clock, password=wilma.password)[1].text)) == 10


def history(page: SignedInPage, member: Member) -> str:
    page.hold("configuration")
    return page.get(f"/people/{member.person_id}/history").text


def test_somebody_at_an_open_session_cannot_try_passwords_for_long(page: SignedInPage, member: Member) -> None:
    for _ in range(10):
        assert page.post("~/account/password", {"password": "wrong", "new": NEW}).status == 422

    assert page.post("~/account/password", {"password": member.password, "new": NEW}).status == 429


def test_new_recovery_codes_and_another_app_take_the_place_of_those_before(
    app: "Flask", member: Member, clock: Clock, page: SignedInPage
) -> None:
    client = app.test_client()
    sent(client, member.email, member.password)
    _, answer = set_up(client, clock)
    before = codes_in(answer.text)
    assert "10 of your recovery codes are left" in client.get("/account").text

    assert form(client, "/account/recovery-codes", password="wrong").status_code == 422
    after = codes_in(form(client, "/account/recovery-codes", password=member.password).text)

    assert len(after) == 10
    assert not set(before) & set(after)
    other = app.test_client()
    sent(other, member.email, member.password)
    assert form(other, "/second-factor/recovery", code=before[0]).status_code == 422
    assert form(other, "/second-factor/recovery", code=after[0]).status_code == 303
    assert "9 of your recovery codes are left" in other.get("/account").text
    assert set_up(other, clock, password="wrong")[1].status_code == 422
    _, answer = set_up(other, clock, password=member.password)
    assert len(codes_in(answer.text)) == 10
    assert client.get("/account").headers["Location"].startswith("/sign-in")
    assert "Set up another app" in other.get("/account").text


class TestSessions:
    def test_are_ended_one_by_one_or_all_others_at_once(
        self, page: SignedInPage, member: Member, sign_in_as: Callable[[Member], SignedInPage], clock: Clock
    ) -> None:
        others = []
        for _ in range(3):
            clock.forward(seconds=1)
            others.append(sign_in_as(member))
        ways = [part.split('"')[0] for part in page.get("~/account").text.split('action="/account/sessions/')[1:]]
        assert len(ways) == 4

        assert page.post(f"~/account/sessions/{ways[0]}").location == "/account#sessions"
        assert [other.client.get("/account").status_code for other in others] == [200, 200, 303]
        assert page.post("~/account/sessions/end").status == 303
        assert [other.client.get("/account").status_code for other in others] == [303, 303, 303]
        assert "Nowhere else" in page.get("~/account").text

    def test_of_others_look_like_none(
        self, page: SignedInPage, enroll: Callable[..., Member], sign_in_as: Callable[[Member], SignedInPage]
    ) -> None:
        from core.services.user_sessions import key_of

        owen = sign_in_as(enroll("wexcombe", "Owen Price"))
        with owen.client.session_transaction() as session:
            theirs = key_of(session["token"])

        for key in (theirs, "0" * 64):
            assert page.post(f"~/account/sessions/{key}/end").status == 404
        owen.get("~/account")

    def test_that_an_authority_does_not_vouch_for_are_neither_seen_nor_ended_from_its_own(
        self, page: SignedInPage, sign_in_as: Callable[[Member], SignedInPage], database_url: str
    ) -> None:
        from core.services.user_sessions import begin, key_of

        vouched, again = sign_in_as(page.member), sign_in_as(page.member)
        for one in (vouched, again):
            with one.client.session_transaction() as session:
                session["token"] = begin(
                    database_url, page.member.user_id, page.clock.now, via="oidc", second_factor=True,
                    only_in="wexcombe",
                )  # fmt: skip
        with page.client.session_transaction() as session:
            password = key_of(session["token"])

        assert vouched.get("~/account").text.count("Through your authority") == 2
        assert "With your password" not in vouched.get("~/account").text
        assert vouched.post(f"~/account/sessions/{password}/end").status == 404
        assert vouched.post("~/account/sessions/end").status == 303

        assert again.client.get("/account").status_code == 303
        assert "Through your authority" in page.get("~/account").text


@pytest.mark.parametrize("way", ["/account/password", "/account/recovery-codes", "/account/sessions/end"])
def test_nothing_of_it_is_reached_before_the_second_factor(app: "Flask", member: Member, way: str) -> None:
    client = app.test_client()
    sent(client, member.email, member.password)

    assert form(client, "/second-factor/set-up", way).headers["Location"] == "/second-factor"
