"""The door for programs: a token in a header, JSON, and no session; every refusal is one problem in the same shape."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from core.services.api_tokens import SCOPES
from core.web import guard
from tests.fixtures.app import Clock, Member
from tests.fixtures.page import SignedInPage
from tests.fixtures.scenes import all_authorities
from tests.scenes import foster

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from core.registry import Registry

Ask = Callable[..., "TestResponse"]
WRONG = "moor_" + "a" * 43


@pytest.fixture
def registry() -> "Registry":
    return all_authorities()


@pytest.fixture
def member(enroll: Callable[..., Member]) -> Member:
    """Nadia Okafor, team manager and service manager where authority A's plugin runs."""
    return enroll("wexcombe", "Nadia Okafor", roles=("team_manager", "service_manager"), enabled={"authority_a": {}})


def token_for(url: str, member: Member, clock: Clock, *scopes: str) -> str:
    from core import db
    from core.models import ApiToken
    from core.services.api_tokens import hash_of

    text = "moor_" + "".join(scope[0] for scope in scopes).ljust(43, "k")
    days = {"made_at": clock.now, "expires_at": clock.now + timedelta(days=90)}
    with db.session(url, member.tenant, writes=True) as session:
        session.add(ApiToken(name="Data warehouse", person_id=member.person_id, made_by=member.name,
                             scopes=list(scopes), token_hash=hash_of(text), **days))  # fmt: skip
        session.commit()
    return text


@pytest.fixture
def token(database_url: str, member: Member, clock: Clock) -> str:
    """A token for all that programs may be let do."""
    return token_for(database_url, member, clock, *SCOPES)


@pytest.fixture
def ask(app: "Flask", token: str) -> Ask:
    """`ask("/meetings")` with the token; `ask("/meetings", of="larkhey", bearer="…")`."""

    def asking(address: str, *, of: str = "wexcombe", bearer: str = token, method: str = "GET", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return app.test_client().open(f"/api/v1/{of}{address}", method=method, headers=headers, **more)

    return asking


def refused(answer: "TestResponse") -> tuple[int, dict[str, Any]]:
    assert answer.mimetype == "application/problem+json"
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.text)


def test_a_token_reads_what_it_is(ask: Ask) -> None:
    answer = ask("/token")

    assert answer.status_code == 200 and answer.mimetype == "application/json"
    assert answer.json == {
        "name": "Data warehouse",
        "authority": "wexcombe",
        "scopes": ["meeting.read", "procedure.read"],
        "expires_at": "2026-06-14T10:00:00+00:00",
    }
    assert "Set-Cookie" not in answer.headers


def test_it_reads_the_procedure_in_outline(ask: Ask) -> None:
    said = ask("/procedure").json

    assert said is not None
    assert said["number"] == 1 and said["plugins"][0]["name"] == "authority_a"
    assert "disruption" in {kind["key"] for kind in said["kinds"]}


def test_it_reads_meetings_without_a_name(
    ask: Ask, database_url: str, clock: Clock, registry: "Registry", enroll: Callable[..., Member], member: Member
) -> None:
    scene = foster(database_url, clock, registry, enroll, member)

    answer = ask("/meetings")
    said = answer.json

    assert said is not None and said["after"] == ""
    (meeting,) = said["meetings"]
    assert meeting["id"] == scene.meeting_id and meeting["kind"] == "disruption"
    assert set(meeting) == {"id", "kind", "title", "stage", "day", "held_on", "child"}
    assert set(meeting["child"]) == {"id", "local_id"}
    with scene.desk(scene.worker).db as session:
        from sqlalchemy import select

        from core.models import AuditEntry, Child

        assert session.scalars(select(Child.name)).one() not in answer.text
        taken = session.scalars(select(AuditEntry).where(AuditEntry.kind == "export")).one()
        assert taken.child_id == meeting["child"]["id"]
        assert taken.actor_name == "Nadia Okafor (program: Data warehouse)"
    assert ask("/meetings?stage=held").json == {"meetings": [], "after": ""}


def test_it_reads_no_restricted_record_not_even_one_that_its_maker_may(
    ask: Ask, database_url: str, clock: Clock, registry: "Registry", enroll: Callable[..., Member], member: Member
) -> None:
    from core.services import restrictions

    scene = foster(database_url, clock, registry, enroll, member)
    assert "disruption" in ask("/meetings").text
    given: dict[str, Any] = {
        "reason": "Threats were made.",
        "readers": [member.person_id],
        "review_on": clock.now.date() + timedelta(7),
    }

    scene.act(scene.worker, lambda desk, case: restrictions.restrict(desk, case.child, **given))

    assert scene.act(scene.worker, lambda desk, case: case.meeting.kind) == "disruption"
    assert ask("/meetings").json == {"meetings": [], "after": ""}


def test_every_reason_for_not_being_let_in_reads_the_same(
    ask: Ask, app: "Flask", enroll: Callable[..., Member], page: SignedInPage, token: str
) -> None:
    enroll("larkhey", "Kit Rowe")
    answers = [
        ask("/token", bearer=""), ask("/token", bearer=WRONG), ask("/token", of="larkhey"),
        ask("/token", of="nowhere"), ask("/meetings", of="larkhey"), page.client.get("/api/v1/wexcombe/token"),
        app.test_client().get(f"/api/v1/wexcombe/token?access_token={token}&token={token}"),
        app.test_client().get("/api/v1/wexcombe/token", headers={"Authorization": f"Basic {token}"}),
    ]  # fmt: skip

    assert {refused(answer)[0] for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Bearer realm="Mooring"'}


def test_a_page_is_not_opened_by_a_token(ask: Ask, app: "Flask", token: str) -> None:
    bearer = {"Authorization": f"Bearer {token}"}

    assert app.test_client().get("/wexcombe/meetings", headers=bearer).status_code == 303
    assert app.test_client().get("/authorities", headers=bearer).status_code == 303


def test_a_scope_that_is_missing_and_a_role_that_is_lost_are_refused_at_the_next_request(
    ask: Ask, page: SignedInPage, database_url: str, member: Member, clock: Clock
) -> None:
    narrow = token_for(database_url, member, clock, "procedure.read")
    assert ask("/procedure", bearer=narrow).status_code == 200
    status, said = refused(ask("/meetings", bearer=narrow))
    assert (status, said["title"]) == (403, "Forbidden") and "token" in said["detail"]

    assert ask("/meetings").status_code == 200
    page.hold("panel_administrator")
    assert refused(ask("/meetings"))[0] == 403
    assert ask("/token").json["scopes"] == ["procedure.read"]  # type: ignore[index]
    page.hold("team_manager")
    assert ask("/meetings").status_code == 200


def test_ten_wrong_ones_are_let_through_and_the_right_one_stays_open(ask: Ask) -> None:
    assert [ask("/token", bearer=WRONG).status_code for _ in range(11)] == [401] * 10 + [429]
    answer = ask("/token", bearer=WRONG)

    assert refused(answer)[0] == 429 and answer.headers["Retry-After"] == "300"
    assert ask("/token").status_code == 200


@pytest.mark.parametrize("address, method, status", [("/nothing", "GET", 404), ("/meetings", "POST", 405)])
def test_what_is_not_offered_is_refused_in_the_same_shape(ask: Ask, address: str, method: str, status: int) -> None:
    assert refused(ask(address, method=method))[0] == status


def test_the_token_stands_in_no_log(ask: Ask, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask("/meetings")
    ask("/meetings", of="nowhere")

    said = "".join(capsys.readouterr())
    assert "api.list_meetings" in said and token[5:] not in said


def test_a_fault_of_ours_is_a_problem_with_a_reference(
    ask: Ask, app: "Flask", monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Mia Farrow")

    app.testing = False
    try:
        monkeypatch.setattr("core.services.meeting_list.listed", broken)
        status, said = refused(ask("/meetings"))
    finally:
        app.testing = True
    assert status == 500 and len(said["reference"]) == 8 and "Mia" not in str(said)


def test_what_a_program_may_be_let_do_is_what_there_is_for_programs(app: "Flask") -> None:
    asked = {route.permission for route in guard.routes(app) if route.rule.startswith("/api/")}

    assert asked == set(SCOPES) | {"authority.enter"}
