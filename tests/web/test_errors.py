"""How Mooring says no: with the right status, in a page and in a piece, with nothing kept and nothing given away."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, Response

from core.services.committing import Busy
from core.services.desk import Missing, Refused, Stale
from core.services.permissions import NotAllowed
from core.web.guard import allow
from core.web.requests import desk as desk_of
from tests.fixtures.markup import faults
from tests.fixtures.page import HTMX, SignedInPage

if TYPE_CHECKING:
    from flask import Flask

    from core.services.desk import Desk

REASONS: dict[str, Exception] = {
    "missing": Missing(),
    "not-allowed": NotAllowed("Only the reviewing officer may do this. Ask them."),
    "refused": Refused("The minutes are not agreed yet. Ask the chair.", clause="A31"),
    "stale": Stale(None),
    "busy": Busy("busy"),
    "fault": KeyError("Mia Farrow-Jones"),
}


def tides(app: "Flask") -> None:
    """With an address that notes something and then says no, for each reason; and faults as pages."""
    bp = Blueprint("tides", __name__, url_prefix="/<authority>/tides")

    @bp.route("/<reason>", methods=["GET", "POST"])
    @allow("authority.enter")
    def say(reason: str) -> Response:
        if reason == "renamed":
            desk_of().tenant.name = "Somewhere Else"
            return Response("renamed", 422, mimetype="text/plain")
        desk_of().note("tried", "tide", reason)
        if reason in REASONS:
            raise REASONS[reason]
        return Response("noted", mimetype="text/plain")

    app.register_blueprint(bp)
    app.config["PROPAGATE_EXCEPTIONS"] = False


@pytest.fixture
def app(app_with: Callable[[Callable[["Flask"], None]], "Flask"]) -> "Flask":
    return app_with(tides)


@pytest.fixture
def noted(database_url: str, member: object) -> Callable[[], list[str]]:
    """What has been kept of the notes."""
    from sqlalchemy import select

    from core import db
    from core.models import Event

    def read() -> list[str]:
        with db.session(database_url, "wexcombe") as session:
            return list(session.scalars(select(Event.about_id)))

    return read


@pytest.mark.parametrize(
    ("reason", "status", "words"),
    [
        ("missing", 404, "This page was not found"),
        ("not-allowed", 403, "Only the reviewing officer may do this. Ask them."),
        ("refused", 422, "The minutes are not agreed yet. Ask the chair."),
        ("stale", 409, "Somebody else has changed this since you opened it"),
        ("busy", 503, "Nothing was changed"),
        ("fault", 500, "Something went wrong on our side"),
    ],
)
class TestEachReason:
    def test_is_a_page_with_its_status(self, page: SignedInPage, reason: str, status: int, words: str) -> None:
        assert words in page.get(f"/tides/{reason}", status=status).text

    def test_is_a_piece_with_its_status_under_htmx(
        self, page: SignedInPage, reason: str, status: int, words: str
    ) -> None:
        answer = page.post(f"/tides/{reason}", htmx=True)

        assert answer.status == status
        assert answer.text.startswith("<div")
        assert faults(answer.text, whole=False) == []
        assert answer.headers["HX-Reswap"] == "beforebegin"

    def test_keeps_nothing_of_what_was_begun(
        self, page: SignedInPage, noted: Callable[[], list[str]], reason: str, status: int, words: str
    ) -> None:
        assert page.post(f"/tides/{reason}").status == status

        assert noted() == []


def test_an_answer_below_400_to_a_post_is_kept_and_one_to_a_get_is_not(
    page: SignedInPage, noted: Callable[[], list[str]]
) -> None:
    page.client.get(page.path("/tides/in"))
    assert noted() == []

    page.post("/tides/out")
    assert noted() == ["out"]


def test_an_answer_of_422_that_the_view_gives_itself_keeps_nothing(page: SignedInPage) -> None:
    assert page.post("/tides/renamed").text == "renamed"

    assert "Wexcombe Borough Council" in page.get("/").text


def test_a_clause_is_named(page: SignedInPage) -> None:
    assert "Clause A31" in page.get("/tides/refused", status=422).text


def test_a_missing_record_and_a_missing_page_read_the_same(page: SignedInPage) -> None:
    def words(text: str) -> str:
        shown = text.partition("<main")[2].partition("</main>")[0]
        return shown.replace("/wexcombe/", "/").replace("/authorities", "/")

    record = page.get("/tides/missing", status=404).text

    assert words(record) == words(page.get("~/nowhere/at/all", status=404).text)


def test_a_fault_says_nothing_but_a_reference_which_the_log_has_too(
    page: SignedInPage, capsys: pytest.CaptureFixture[str]
) -> None:
    text = page.get("/tides/fault?q=Mia+Farrow-Jones", status=500).text
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]

    assert [line["event"] for line in lines] == ["fault", "request"]
    assert lines[0]["reference"] in text
    assert lines[0]["error"] == "builtins.KeyError"
    assert lines[0]["endpoint"] == "tides.say"
    assert lines[0]["person"] == page.member.person_id
    assert any("tests/web/test_errors.py" in frame and " say" in frame for frame in lines[0]["at"])
    for shown in (text, json.dumps(lines)):
        assert "Mia" not in shown
    assert "Nadia" not in json.dumps(lines)
    assert "Traceback" not in text


def test_more_than_may_be_sent_is_refused_with_what_to_do(app: "Flask", page: SignedInPage) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    answer = page.post("~/sign-out", {"text": "a" * 3 * 1024 * 1024})

    assert answer.status == 413
    assert "At most 2 MB" in answer.text
    assert "divide it" in answer.text
    assert faults(answer.text) == []


def test_a_method_that_is_not_offered_is_told_with_those_that_are(page: SignedInPage) -> None:
    answer = page.client.delete("/help", data={"csrf_token": page.token()})

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert faults(answer.text) == []


def test_a_token_of_another_session_says_how_to_go_on(page: SignedInPage) -> None:
    answer = page.client.post("/sign-out", data={"csrf_token": "of yesterday"}, headers=HTMX)

    assert answer.status_code == 400
    assert "Your text is still on this page" in answer.text


class TestTheDatabasesOwnWords:
    def test_a_version_changed_in_between_is_stale(self, desk: "Desk") -> None:
        from sqlalchemy import text

        from core.models import Person
        from core.services.committing import commit

        person = desk.db.get(Person, ("wexcombe", desk.actor.person_id))
        assert person is not None
        desk.db.execute(text("UPDATE people SET version = 7"), execution_options={"guarded": True})
        person.team = "Estuary"

        with pytest.raises(Stale):
            commit(desk)

    def test_a_key_that_is_taken_is_stale(self, desk: "Desk") -> None:
        from core.models import Answered
        from core.services.committing import commit

        desk.db.add_all(Answered(key="k", at=desk.now, status=303) for _ in range(2))

        with pytest.raises(Stale):
            commit(desk)

    def test_a_broken_reference_is_a_fault_of_ours(self, desk: "Desk") -> None:
        from sqlalchemy.exc import IntegrityError

        from core.models import PersonRole
        from core.services.committing import commit

        desk.db.add(PersonRole(person_id="nobody", role="iro"))

        with pytest.raises(IntegrityError):
            commit(desk)

    def test_a_table_that_is_not_there_is_a_fault_of_ours(self, desk: "Desk") -> None:
        from sqlalchemy import text
        from sqlalchemy.exc import DBAPIError

        from core.services.committing import named

        with pytest.raises(DBAPIError), named():
            desk.db.execute(text("SELECT * FROM tides"), execution_options={"guarded": True})
