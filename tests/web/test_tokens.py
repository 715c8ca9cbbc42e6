"""The page on which tokens for programs are made, once, and revoked."""

import re

import pytest

from core.services.api_tokens import SCOPES
from tests.fixtures.page import SignedInPage

ALL = {"name": "Data warehouse", "scopes": ["meeting.read"], "days": "90"}


@pytest.fixture
def page(page: SignedInPage) -> SignedInPage:
    """Nadia as a service manager."""
    page.hold("service_manager")
    return page


def made(page: SignedInPage, **changes: object) -> str:
    answer = page.post("/tokens/new", ALL | changes)
    assert answer.status == 200, answer.text
    return str(re.findall(r"moor_[\w-]{43}", answer.text)[0])


def test_a_token_stands_on_one_answer_and_nowhere_else(page: SignedInPage, capsys: pytest.CaptureFixture[str]) -> None:
    text = made(page)

    listed = page.get("/tokens").text
    assert "Data warehouse" in listed and SCOPES["meeting.read"] in listed and "14 June 2026" in listed
    assert text not in listed and text[5:] not in listed
    assert text[5:] not in "".join(capsys.readouterr())


def test_a_form_sent_twice_makes_one(page: SignedInPage) -> None:
    form = ALL | {"idempotency_key": "the same"}
    first, second = page.post("/tokens/new", form), page.post("/tokens/new", form)

    assert (first.status, second.status, second.location) == (200, 303, "/wexcombe/tokens")
    assert page.get("/tokens").text.count("Data warehouse") == 2  # the row, and its link to be revoked


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"name": " "}, "Enter a name that says which program it is for"),
        ({"scopes": []}, "Choose what the program may do"),
        ({"scopes": ["people.write"]}, "Choose what the program may do"),
        ({"days": "366"}, "365"),
        ({"days": "0"}, "1"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(page: SignedInPage, changes: dict[str, object], words: str) -> None:
    answer = page.post("/tokens/new", ALL | changes)

    assert answer.status == 422 and words in answer.text
    assert "There is no token" in page.get("/tokens").text


def test_it_is_revoked_with_a_reason(page: SignedInPage) -> None:
    made(page)
    (way,) = re.findall(r"/wexcombe/tokens/\w+/revocation", page.get("/tokens").text)

    assert page.post(way, {"why": ""}).status == 422
    page.follow(page.post(way, {"why": "No longer used"}))
    listed = page.get("/tokens").text
    assert "Nadia Okafor" in listed and "No longer used" in listed and "Revoke<" not in listed


def test_those_who_could_let_a_program_do_nothing_are_told_so(page: SignedInPage) -> None:
    page.hold("configuration")
    shown = page.get("/tokens/new").text

    assert SCOPES["procedure.read"] in shown and SCOPES["meeting.read"] not in shown
    page.hold("social_worker")
    page.get("/tokens", status=403)
