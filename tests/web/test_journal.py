"""One line in the log for each request, and one id that ties everything together that happened in it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures.applications import application, settings_for
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from core.registry import Registry
    from tests.fixtures.app import Clock

PROXYS = "0af76519-16cd-43dd-8448-eb211c80319c"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """The lines of the log since the last time."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


@pytest.fixture
def behind_a_proxy(database_url: str, clock: "Clock", registry: "Registry") -> "Flask":
    return application(replace(settings_for(database_url), proxy_hops=1), clock=clock, registry=registry)


def test_a_request_is_one_line_with_ids_and_without_its_address(
    page: SignedInPage, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    logged()
    answer = page.client.get(page.path("/children?q=Mia+Farrow-Jones"))
    (line,) = logged()

    assert line.pop("ms") >= 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request", "level": "info", "method": "GET", "endpoint": "children.index", "status": 200,
        "authority": "wexcombe", "person": page.member.person_id, "request_id": answer.headers["X-Request-ID"],
    }  # fmt: skip


def test_an_address_that_leads_nowhere_is_logged_without_what_was_typed(
    client: "FlaskClient", logged: Callable[[], list[dict[str, Any]]]
) -> None:
    client.get("/mia-farrow/jones")
    client.open("/mia-farrow/", method="MIA")
    said = logged()

    assert [(line["method"], line["endpoint"], line["status"]) for line in said] == [
        ("GET", None, 404),
        ("OTHER", None, 405),
    ]
    assert "mia" not in json.dumps(said).lower()


def test_the_next_request_of_the_same_thread_begins_with_nothing_of_the_last(
    page: SignedInPage, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    logged()
    page.client.get(page.path("/children"))
    page.client.get("/help")
    first, second = logged()

    assert first["request_id"] != second["request_id"]
    assert "authority" not in second and "person" not in second


def test_the_line_can_be_turned_off(database_url: str, clock: "Clock", registry: "Registry", logged: Any) -> None:
    quiet = application(replace(settings_for(database_url), request_log=False), clock=clock, registry=registry)

    assert quiet.test_client().get("/help").headers["X-Request-ID"]
    assert logged() == []


def test_the_id_comes_from_the_proxy(behind_a_proxy: "Flask", logged: Any) -> None:
    answer = behind_a_proxy.test_client().get("/help", headers={"X-Request-ID": PROXYS})

    assert answer.headers["X-Request-ID"] == logged()[0]["request_id"] == PROXYS


@pytest.mark.parametrize(
    "given", ["", "short", "Mia Farrow-Jones, of Quay Street", "a" * 65, '{"a": "0123456789abcdef"}']
)
def test_an_id_that_is_none_is_replaced(behind_a_proxy: "Flask", given: str) -> None:
    answer = behind_a_proxy.test_client().get("/help", headers={"X-Request-ID": given})

    assert len(answer.headers["X-Request-ID"]) == 32


def test_without_a_proxy_nobody_chooses_the_id(client: "FlaskClient") -> None:
    assert client.get("/help", headers={"X-Request-ID": PROXYS}).headers["X-Request-ID"] != PROXYS
