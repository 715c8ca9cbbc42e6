"""Signing in and out: limits, sessions, and where it leads."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import MONDAY, Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import HTMX, SignedInPage

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def sent(client: "FlaskClient", email: str, password: str, **more: str) -> "TestResponse":
    """The answer to the sign-in form, filled in as a person would."""
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post("/sign-in", data={"csrf_token": token, "email": email, "password": password, **more})


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


def without_tokens(text: str, email: str = "-") -> str:
    """A page's text, so that two can be compared."""
    return re.sub(r"[\w-]+\.[\w-]+\.[\w-]{20,}", "TOKEN", text).replace(email, "EMAIL")


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

    assert page.client.get("/wexcombe/").status_code == 404


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
            sent(app.test_client(), f"nobody{number}@wexcombe.example", "wrong")

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


class TestASession:
    def test_ends_after_half_an_hour_without_activity(self, page: SignedInPage, clock: Clock) -> None:
        clock.forward(minutes=29)
        page.get("~/authorities", status=303)
        clock.forward(minutes=29)
        page.get("~/authorities", status=303)
        clock.forward(minutes=31)

        assert page.client.get("/authorities").headers["Location"] == "/sign-in?next=/authorities"

    def test_ends_after_twelve_hours_in_any_case(self, page: SignedInPage, clock: Clock) -> None:
        while clock.now < MONDAY + timedelta(hours=12):
            page.get("~/authorities", status=303)
            clock.forward(minutes=25)

        assert page.client.get("/authorities").headers["Location"].startswith("/sign-in")

    def test_is_kept_in_a_cookie_that_scripts_and_other_sites_do_not_get(
        self, client: "FlaskClient", member: Member
    ) -> None:
        cookie = sent(client, member.email, member.password).headers["Set-Cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Expires" not in cookie

    def test_ends_with_signing_out_and_so_does_what_the_browser_kept(self, page: SignedInPage) -> None:
        answer = page.post("~/sign-out")

        assert (answer.status, answer.location) == (303, "/sign-in")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert page.client.get("/wexcombe/").headers["Location"] == "/sign-in?next=/wexcombe/"

    def test_is_not_ended_by_a_link(self, page: SignedInPage) -> None:
        assert page.client.get("/sign-out", follow_redirects=True).status_code == 404
        page.get("~/authorities", status=303)


class TestAfterwards:
    def test_one_goes_on_to_where_one_was_going(self, client: "FlaskClient", member: Member) -> None:
        asked = client.get("/wexcombe/?page=2").headers["Location"]
        text = client.get(asked).text

        assert asked == "/sign-in?next=/wexcombe/?page%3D2"
        assert '<input type="hidden" name="next" value="/wexcombe/?page=2">' in text
        answer = sent(client, member.email, member.password, next="/wexcombe/?page=2")
        assert answer.headers["Location"] == "/wexcombe/?page=2"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            " /wexcombe/",
            "/wexcombe/\nSet-Cookie: a=b",
            "evil.example",
            "/" + "a" * 3000,
        ],
    )
    def test_one_never_goes_elsewhere(self, client: "FlaskClient", member: Member, elsewhere: str) -> None:
        answer = sent(client, member.email, member.password, next=elsewhere)

        assert answer.headers["Location"] == "/wexcombe/"

    def test_htmx_is_told_in_its_own_way_and_a_form_keeps_its_text(self, client: "FlaskClient") -> None:
        there = {**HTMX, "HX-Current-URL": "http://localhost/wexcombe/work?page=2"}

        loaded = client.get("/wexcombe/", headers=there)
        saved = client.post("/authorities", headers=there)

        assert loaded.status_code == saved.status_code == 401
        assert loaded.headers["HX-Redirect"] == "/sign-in?next=/wexcombe/work?page%3D2"
        assert "HX-Redirect" not in saved.headers

    @pytest.mark.parametrize("nowhere", ["http://[", "http://[::1", "//[/"])
    def test_where_one_was_is_left_out_where_it_is_no_address(self, client: "FlaskClient", nowhere: str) -> None:
        asked = client.post("/wexcombe/children/new", headers={"Referer": nowhere})
        loaded = client.get("/wexcombe/children", headers={**HTMX, "HX-Current-URL": nowhere})

        assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in")
        assert (loaded.status_code, loaded.headers["HX-Redirect"]) == (401, "/sign-in")
