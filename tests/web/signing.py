"""The sign-in form as a browser sends it, and its pages without what differs on every visit."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def sent(client: "FlaskClient", email: str, password: str, **more: str) -> "TestResponse":
    """The answer to the sign-in form, filled in as a person would."""
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post("/sign-in", data={"csrf_token": token, "email": email, "password": password, **more})


def without_tokens(text: str, email: str = "-") -> str:
    """A page's text, so that two can be compared."""
    return re.sub(r"[\w-]+\.[\w-]+\.[\w-]{20,}", "TOKEN", text).replace(email, "EMAIL")
