"""Links that are good once: a forgotten password, and what an attacker makes of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.app import Clock, Member
from tests.fixtures.markup import faults
from tests.fixtures.page import SignedInPage
from tests.fixtures.post import Post
from tests.web.signing import form, sent, without_tokens

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

NEW = "lantern orchard pebble"


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, in an authority that asks for no second factor."""
    return enroll("wexcombe", "Nadia Okafor", second_factor=False)


@pytest.fixture
def link(mailing: "Flask", client: "FlaskClient", member: Member, post: Post) -> str:
    """The one in the letter to Nadia, who has forgotten her password."""
    assert form(client, "/forgotten-password", email=f" {member.email.upper()} ").status_code == 200
    return post.link()


def test_a_password_is_chosen_once_with_the_link_of_a_letter_and_every_session_ends(
    client: "FlaskClient", page: SignedInPage, member: Member, link: str, post: Post
) -> None:
    page.get("~/authorities", status=303)
    assert client.head(link).status_code == client.get(link).status_code == 200
    assert faults(client.get(link).text) == []

    chosen = form(client, link, new=NEW)

    assert chosen.headers["Location"] == "/sign-in?chosen=1"
    assert "Your new password is set" in client.get(chosen.headers["Location"]).text
    assert page.client.get("/wexcombe/").headers["Location"].startswith("/sign-in")
    assert sent(client, member.email, member.password).status_code == 422
    assert sent(client, member.email, NEW).status_code == 303
    again = form(client, "/forgotten-password", link, new="another orchard pebble")
    assert (again.status_code, client.get(link).status_code) == (410, 410)
    assert faults(again.text) == []
    assert member.email not in again.text
    letters = post.arrived(2)
    assert "A new password was chosen" in letters[1].get_content()
    assert all(letter["To"] == member.email for letter in letters)


def test_a_letter_names_nobody_and_leads_to_the_configured_address_whatever_host_was_asked(
    mailing: "Flask", member: Member, post: Post
) -> None:
    client = mailing.test_client()
    text = client.get("/forgotten-password").text
    token = text.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.set_cookie("mooring", client.get_cookie("mooring").value, domain="evil.example")  # type: ignore[union-attr]
    client.post(
        "/forgotten-password", data={"csrf_token": token, "email": member.email}, base_url="http://evil.example",
        headers={"X-Forwarded-Host": "evil.example"},
    )  # fmt: skip

    (letter,) = post.arrived()
    assert "evil" not in letter.as_string()
    assert "Nadia" not in letter.as_string()
    assert "https://mooring.example/links/" in letter.get_content()


def test_nothing_tells_a_known_address_from_an_unknown_one(
    mailing: "Flask", client: "FlaskClient", member: Member, post: Post
) -> None:
    from sqlalchemy import event

    from core import db

    asked: list[str] = []
    engine = db.engine(mailing.extensions["mooring"].settings.database_url)

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        import threading

        if threading.current_thread().name != "mail":
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        answers, statements = [], []
        for email in (member.email, "nobody@wexcombe.example"):
            asked.clear()
            answers.append(form(client, "/forgotten-password", email=email))
            statements.append(list(asked))
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert statements[0] == statements[1]
    assert not any("users" in one for one in statements[0])
    assert without_tokens(answers[0].text) == without_tokens(answers[1].text)
    assert faults(answers[0].text) == []
    assert [letter["To"] for letter in post.arrived()] == [member.email]


def test_only_so_many_links_are_asked_for(mailing: "Flask", member: Member, post: Post) -> None:
    def ask(number: int) -> int:
        client = mailing.test_client()
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        return form(client, "/forgotten-password", email=member.email).status_code

    assert [ask(number) for number in range(11)] == [200] * 10 + [429]
    assert len(post.arrived(10)) == 10


def test_a_link_ends_after_an_hour(client: "FlaskClient", link: str, clock: Clock) -> None:
    clock.forward(minutes=59)
    assert client.get(link).status_code == 200
    clock.forward(minutes=1)

    assert client.get(link).status_code == 410
    assert form(client, "/forgotten-password", link, new=NEW).status_code == 410


def test_a_link_ends_with_the_password_it_was_made_for(
    client: "FlaskClient", page: SignedInPage, member: Member, link: str
) -> None:
    assert page.post("~/account/password", {"password": member.password, "new": NEW}).status == 303

    assert form(client, "/forgotten-password", link, new="another orchard pebble").status_code == 410
    assert sent(client, member.email, NEW).status_code == 303


def test_a_link_opens_nothing_for_somebody_whose_sign_in_was_closed(
    mailing: "Flask", client: "FlaskClient", member: Member, link: str, database_url: str, post: Post
) -> None:
    from core import db
    from core.models import User

    with db.session(database_url, None, writes=True) as session:
        session.get_one(User, member.user_id).active = False
        session.commit()

    assert form(client, "/forgotten-password", link, new=NEW).status_code == 410
    assert form(client, "/forgotten-password", email=member.email).status_code == 200
    form(client, "/forgotten-password", email="nobody@wexcombe.example")
    post.arrived(1)


def test_a_password_that_will_not_do_leaves_the_link_good(client: "FlaskClient", link: str, member: Member) -> None:
    for refused in ("short", "a" * 20, "abcabcabcabcabc", "nadia-2026-tide", "wexcombe1234567"):
        answer = form(client, link, new=refused)
        assert answer.status_code == 422, refused
        assert refused not in answer.text

    assert form(client, link, new=NEW).status_code == 303


def test_of_a_link_only_a_hash_is_kept(link: str, database_url: str) -> None:
    from sqlalchemy import select

    from core import db
    from core.models import SignInLink

    with db.session(database_url, None) as session:
        (row,) = session.execute(select(SignInLink.__table__), execution_options={"guarded": True})

    assert link.removeprefix("/links/") not in str(row)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "..%2f..%2fetc", "é"])
def test_a_made_up_link_looks_like_one_that_was_used(client: "FlaskClient", token: str) -> None:
    assert client.get(f"/links/{token}").status_code in (404, 410)


def test_where_no_mail_is_sent_the_page_says_whom_to_ask(client: "FlaskClient", member: Member) -> None:
    text = client.get("/forgotten-password").text

    assert faults(text) == []
    assert "Ask the people who run it" in text
    assert form(client, "/sign-in", "/forgotten-password", email=member.email).status_code == 422


def test_a_mail_server_that_does_not_answer_changes_nothing_for_whoever_asks(
    mailing: "Flask", client: "FlaskClient", member: Member, post: Post
) -> None:
    post.refusing = "451 later"

    assert form(client, "/forgotten-password", email=member.email).status_code == 200
