"""A form sent twice acts once, however fast."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Response, request

from core.services.desk import Missing
from core.web.guard import allow
from core.web.once import FIELD, once, once_key
from core.web.pages import see
from core.web.requests import desk as desk_of
from tests.fixtures.app import Member
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask


def tides(app: "Flask") -> None:
    """With a form that notes what was sent, each time under a number of its own."""
    bp = Blueprint("tides", __name__, url_prefix="/<authority>/tides")
    calls = count()

    @bp.post("/<height>")
    @allow("authority.enter")
    @once
    def note(height: str) -> Response:
        desk_of().note("measured", "tide", height)
        if "refuse" in request.form:
            return Response("not so", 422, mimetype="text/plain")
        if "raise" in request.form:
            raise Missing
        return see("tides.note", height=f"{height}-{next(calls)}")

    @bp.post("/plain")
    @allow("authority.enter")
    @once
    def plain() -> Response:
        return Response("done", mimetype="text/plain")

    app.register_blueprint(bp)


@pytest.fixture
def app(app_with: Callable[[Callable[["Flask"], None]], "Flask"]) -> "Flask":
    return app_with(tides)


@pytest.fixture
def noted(database_url: str, member: Member) -> Callable[[], list[str]]:
    """What has been measured."""
    from sqlalchemy import select

    from core import db
    from core.models import Event

    def read() -> list[str]:
        with db.session(database_url, "wexcombe") as session:
            return list(session.scalars(select(Event.about_id)))

    return read


def test_a_repeat_gets_the_first_answer_and_does_nothing(page: SignedInPage, noted: Callable[[], list[str]]) -> None:
    key = once_key()
    first = page.post("/tides/high", {FIELD: key})
    again = page.post("/tides/high", {FIELD: key})
    by_htmx = page.post("/tides/high", {FIELD: key}, htmx=True)

    assert noted() == ["high"]
    assert first.location == again.location == by_htmx.location
    assert (again.status, by_htmx.status) == (303, 200)


def test_another_form_another_address_and_another_person_count_for_themselves(
    page: SignedInPage,
    noted: Callable[[], list[str]],
    enroll: Callable[..., Member],
    sign_in_as: Callable[[Member], SignedInPage],
) -> None:
    key = once_key()
    page.post("/tides/high", {FIELD: key})
    page.post("/tides/high", {FIELD: once_key()})
    page.post("/tides/low", {FIELD: key})
    sign_in_as(enroll("wexcombe", "Owen Price")).post("/tides/high", {FIELD: key})

    assert sorted(noted()) == ["high", "high", "high", "low"]


@pytest.mark.parametrize("trouble", ["refuse", "raise"])
def test_after_a_refusal_the_same_form_can_be_sent_again(
    page: SignedInPage, noted: Callable[[], list[str]], trouble: str
) -> None:
    key = once_key()

    assert page.post("/tides/high", {FIELD: key, trouble: "yes"}).status in (422, 404)
    assert noted() == []
    assert page.post("/tides/high", {FIELD: key}).status == 303
    assert noted() == ["high"]


def test_a_form_without_its_key_does_nothing_and_says_how_to_go_on(
    page: SignedInPage, noted: Callable[[], list[str]]
) -> None:
    answer = page.post("/tides/high", {FIELD: ""})

    assert answer.status == 400
    assert "Your text is still" in page.post("/tides/high", {FIELD: ""}, htmx=True).text
    assert noted() == []


def test_a_key_of_any_length_and_letters_will_do(page: SignedInPage, noted: Callable[[], list[str]]) -> None:
    for _ in range(2):
        assert page.post("/tides/high", {FIELD: "’" * 5000}).status == 303

    assert noted() == ["high"]


def test_ten_at_once_act_once_and_get_one_answer(
    page: SignedInPage, sign_in_as: Callable[[Member], SignedInPage], noted: Callable[[], list[str]]
) -> None:
    key = once_key()
    tabs = [sign_in_as(page.member) for _ in range(10)]
    tokens = [tab.token() for tab in tabs]

    def send(number: int) -> tuple[int, str]:
        answer = tabs[number].client.post("/wexcombe/tides/high", data={FIELD: key, "csrf_token": tokens[number]})
        return answer.status_code, answer.headers["Location"]

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert noted() == ["high"]
    assert len(set(answers)) == 1
    assert answers[0][0] == 303


def test_a_view_that_leads_nowhere_may_not_be_marked_so(page: SignedInPage) -> None:
    with pytest.raises(RuntimeError, match="answers with see"):
        page.post("/tides/plain", {FIELD: once_key()})
