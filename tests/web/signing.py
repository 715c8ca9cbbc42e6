"""Signing in as a browser does, form by form, and pages without what differs on every visit."""

import re
from typing import TYPE_CHECKING

import pytest
from pyotp import TOTP

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.fixtures.app import Clock, Member
    from tests.fixtures.page import Answer


@pytest.fixture
def key(client: "FlaskClient", member: "Member", clock: "Clock") -> str:
    """The key in Nadia Okafor's app: she has signed in once and set it up, two minutes ago."""
    sent(client, member.email, member.password)
    key, answer = set_up(client, clock)
    assert answer.status_code == 200
    clock.forward(seconds=120)
    return key


def sent(client: "FlaskClient", email: str, password: str, **more: str) -> "TestResponse":
    """The answer to the sign-in form, filled in as a person would."""
    return form(client, "/sign-in", email=email, password=password, **more)


def form(client: "FlaskClient", address: str, to: str = "", **fields: str) -> "TestResponse":
    """The answer to a form that stands on the page at `address` and is sent `to` there or elsewhere."""
    token = client.get(address).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post(to or address, data={"csrf_token": token, **fields})


def key_on(client: "FlaskClient") -> str:
    """The key that the page for setting up a second factor offers, as typed into an app."""
    found = re.search(r"<dt>Key</dt><dd>([A-Z2-7 ]+)</dd>", client.get("/second-factor/set-up").text)
    assert found
    return found[1].replace(" ", "")


def set_up(client: "FlaskClient", clock: "Clock", **fields: str) -> tuple[str, "TestResponse"]:
    """The key that was set up, and the answer, which shows the recovery codes."""
    key = key_on(client)
    return key, form(client, "/second-factor/set-up", code=TOTP(key).at(clock.now), **fields)


def codes_in(text: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})</code>", text)


def handed(answer: "Answer") -> str:
    """The link on an answer that shows one to hand over; it stands there once."""
    found = re.findall(r"<dt>Link</dt><dd>([^<]+)</dd>", answer.text)
    assert answer.status == 200 and len(found) == 1, answer.text
    return str(found[0])


def accept(client: "FlaskClient", link: str, password: str = "lantern orchard pebble") -> "TestResponse":
    """The answer to whoever opens a link and chooses a password."""
    return form(client, link, new=password)


def without_tokens(text: str, email: str = "-") -> str:
    """A page's text, so that two can be compared."""
    return re.sub(r"[\w-]+\.[\w-]+\.[\w-]{20,}", "TOKEN", text).replace(email, "EMAIL")
