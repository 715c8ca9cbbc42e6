"""Signing in and out: the form, the password, closed accounts and the limit."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import SignedInPage
from tests.web.signing import sent, without_tokens

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, in an authority that asks for no second factor."""
    return enroll("wexcombe", "Nadia Okafor", second_factor=False)


def session_of(client: "FlaskClient") -> str:
    cookie = client.get_cookie("mooring")
    return cookie.value if cookie else ""


def test_the_page_is_in_order_and_names_no_authority(client: "FlaskClient") -> None:
    text = client.get("/sign-in").text

    assert faults(text) == []
    assert "wexcombe" not in text.lower()


def test_the_right_password_leads_into_the_only_authority(client: "FlaskClient", member: Member) -> None:
    answer = sent(client, f" {member.email.upper()} ", member.password)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/wexcombe/")
    assert client.get("/authorities").headers["Location"] == "/wexcombe/"


def test_signing_in_starts_a_session_that_holds_nothing_of_the_last(client: "FlaskClient", member: Member) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = session_of(client)
    sent(client, member.email, member.password)

    with client.session_transaction() as session:
        assert "planted" not in session
    assert session_of(client) != before


def test_signing_in_again_ends_the_session_before_and_its_forms(page: SignedInPage, member: Member) -> None:
    before, form = session_of(page.client), page.token()
    old = page.app.test_client()
    old.set_cookie("mooring", before)
    page.client.post("/sign-in", data={"csrf_token": form, "email": member.email, "password": member.password})

    assert session_of(page.client) != before
    assert old.get("/wexcombe/").headers["Location"] == "/sign-in?next=/wexcombe/"
    assert page.client.post("/authorities", data={"csrf_token": form}).status_code == 400
    page.get("~/authorities", status=303)


def test_an_unknown_address_and_a_wrong_password_are_told_apart_by_nothing(
    client: "FlaskClient", member: Member
) -> None:
    wrong = sent(client, member.email, "no idea")
    unknown = sent(client, "nobody@wexcombe.example", "no idea")

    assert wrong.status_code == unknown.status_code == 422
    assert without_tokens(wrong.text, member.email) == without_tokens(unknown.text, "nobody@wexcombe.example")
    assert faults(wrong.text) == []
    assert "<title>Error: Sign in – Mooring</title>" in wrong.text
    assert "no idea" not in wrong.text


def test_an_unknown_address_costs_the_same_check_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    import argon2

    from core.services.entering import Passwords

    checked: list[argon2.Parameters] = []
    verify = argon2.PasswordHasher.verify

    def counted(hasher: argon2.PasswordHasher, stored: str, password: str) -> bool:
        checked.append(argon2.extract_parameters(stored))
        return verify(hasher, stored, password)

    passwords = Passwords(1, 8)
    stored = passwords.hash("tide tables and tea")
    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)

    assert not passwords.fits(stored, "no idea")
    assert not passwords.fits(None, "no idea")
    assert not passwords.fits(None, "nobody's password")

    assert checked == [checked[0]] * 3


def test_somebody_whose_account_is_closed_cannot_sign_in(
    client: "FlaskClient", member: Member, database_url: str
) -> None:
    close_account(database_url, member)

    assert sent(client, member.email, member.password).status_code == 422


def test_closing_an_account_ends_its_session_with_the_next_page(
    page: SignedInPage, member: Member, database_url: str
) -> None:
    page.get("~/help")
    close_account(database_url, member)

    for address in ("/wexcombe/", "/authorities"):
        page.sign_in()
        assert page.client.get(address).headers["Location"] == f"/sign-in?next={address}"
        assert session_of(page.client) == ""


def close_account(database_url: str, member: Member) -> None:
    from core import db
    from core.models import User

    with db.session(database_url, None, writes=True) as session:
        user = session.get(User, member.user_id)
        assert user is not None
        user.active = False
        session.commit()


def test_blank_fields_are_told_one_by_one(client: "FlaskClient") -> None:
    text = sent(client, " ", "").text

    assert text.count("Enter your work email address") == 2
    assert text.count("Enter your password") == 2


def test_a_password_keeps_its_blanks(app: "Flask", enroll: Callable[..., Member], database_url: str) -> None:
    from core import db
    from core.models import User
    from core.services.entering import Passwords

    other = enroll("wexcombe", "Owen Price")
    with db.session(database_url, None, writes=True) as session:
        user = session.get(User, other.user_id)
        assert user is not None
        user.password_hash = Passwords(1, 8).hash(" tea ")
        session.commit()

    assert sent(app.test_client(), other.email, "tea").status_code == 422
    assert sent(app.test_client(), other.email, " tea ").status_code == 303


class TestTheLimit:
    def test_of_ten_wrong_tries_holds_for_the_account_even_with_the_right_password(
        self, app: "Flask", member: Member
    ) -> None:
        for number in range(10):
            assert self.from_address(app, member, f"10.0.0.{number}", "wrong").status_code == 422

        answer = self.from_address(app, member, "10.0.0.99", member.password)

        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "300"
        assert faults(answer.text) == []

    def test_holds_for_the_network_address_whatever_the_account(self, app: "Flask", member: Member) -> None:
        for number in range(10):
            client = app.test_client()
            client.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
            sent(client, f"nobody{number}@wexcombe.example", "wrong")

        assert sent(app.test_client(), member.email, member.password).status_code == 429

    def test_ends_after_five_minutes_however_often_one_tries_meanwhile(
        self, app: "Flask", member: Member, clock: Clock
    ) -> None:
        for _ in range(10):
            sent(app.test_client(), member.email, "wrong")
        clock.forward(minutes=4)
        for _ in range(3):
            assert sent(app.test_client(), member.email, member.password).status_code == 429
        clock.forward(minutes=1)

        assert sent(app.test_client(), member.email, member.password).status_code == 303

    def test_does_not_count_those_who_get_it_right(self, app: "Flask", member: Member) -> None:
        for _ in range(12):
            assert sent(app.test_client(), member.email, member.password).status_code == 303

    def test_keeps_neither_addresses_nor_names(self, app: "Flask", member: Member, database_url: str) -> None:
        from sqlalchemy import select

        from core import db
        from core.models import SignInAttempt

        sent(app.test_client(), member.email, "wrong")

        with db.session(database_url, None) as session:
            keys = list(session.scalars(select(SignInAttempt.key)))
        assert [len(key) for key in keys] == [64, 64]

    @staticmethod
    def from_address(app: "Flask", member: Member, address: str, password: str) -> "TestResponse":
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return sent(client, member.email, password)
