"""`/metrics`: closed without the operators' token, complete with it, and never a word that somebody typed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from sqlalchemy import event

from core import metrics
from core.adapters.metered import LISTENING, watch
from tests.fixtures.applications import application, settings_for
from tests.fixtures.page import SignedInPage

if TYPE_CHECKING:
    from flask import Flask

    from core.registry import Registry
    from tests.fixtures.app import Clock, Member

TOKEN = "a token of thirty-two characters or more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def app(database_url: str, member: "Member", clock: "Clock", registry: "Registry") -> "Iterator[Flask]":
    """An installation whose operators have set a token. Other tests share this process and are not listened to."""
    settings = replace(settings_for(database_url), metrics_token=TOKEN, metrics_by_authority=True)
    watch()
    yield application(settings, clock=clock, registry=registry)
    for target, name, count in LISTENING:
        event.remove(target, name, count)


@pytest.fixture
def counted(app: "Flask") -> Callable[..., float]:
    """`counted("refusals_total", kind="missing")`: what `/metrics` says now; 0 where it says nothing."""

    def read(name: str, **labels: str) -> float:
        return sum(
            one.value for one in samples(app) if one.name == f"mooring_{name}" and labels.items() <= one.labels.items()
        )

    return read


def samples(app: "Flask") -> list[Sample]:
    answer = app.test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return [one for family in text_string_to_metric_families(answer.text) for one in family.samples]


def test_without_a_token_there_is_no_such_page(own_app: "Flask") -> None:
    assert own_app.test_client().get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}é"])
def test_with_another_token_nothing_is_told(app: "Flask", given: str) -> None:
    answer = app.test_client().get("/metrics", headers={"Authorization": given})

    assert answer.status_code == 401
    assert "mooring_" not in answer.text


def test_requests_statements_refusals_and_connections_are_counted(
    page: SignedInPage, counted: Callable[..., float]
) -> None:
    seen = {"endpoint": "children.index", "method": "GET", "status": "2xx"}
    asked, sent, refused, within = (
        counted("request_seconds_count", **seen),
        counted("request_statements_sum", endpoint="children.index"),
        counted("refusals_total", kind="missing"),
        counted("authority_requests_total", authority="wexcombe"),
    )
    page.client.get(page.path("/children"))
    page.client.get(page.path("/children/nobody"))

    assert counted("request_seconds_count", **seen) == asked + 1
    assert counted("request_statements_sum", endpoint="children.index") >= sent + 2
    assert counted("refusals_total", kind="missing") == refused + 1
    assert counted("authority_requests_total", authority="wexcombe") == within + 2
    assert counted("requests_in_flight") == 1  # this one
    assert counted("database_connections_in_use") == 0


def test_what_is_tried_at_the_door_and_what_the_audit_keeps_are_counted(
    page: SignedInPage, counted: Callable[..., float]
) -> None:
    failed = counted("sign_in_failures_total", kind="password")
    kept = counted("audit_entries_total", kind="refusal")
    page.post("~/sign-in", {"email": page.member.email, "password": "wrong"})
    page.client.get(page.path("/children/nobody"))

    assert counted("sign_in_failures_total", kind="password") == failed + 1
    assert counted("audit_entries_total", kind="refusal") == kept + 1


def test_no_label_can_hold_what_somebody_typed(app: "Flask", page: SignedInPage) -> None:
    for path in ("/mia-farrow/children", "/wexcombe/children?q=mia-farrow", "/wexcombe/mia-farrow", "/mia-farrow"):
        page.client.get(path, headers={"X-Request-ID": "mia-farrow", "User-Agent": "mia-farrow"})
        page.client.open(path, method="MIA-FARROW")
        page.post(f"~{path}", {"mia-farrow": "mia-farrow"})
    metrics.plugin_failed("mia-farrow", "raised")
    closed = {
        "endpoint": {*app.view_functions, "none"},
        "method": {*metrics.METHODS, metrics.OTHER},
        "status": {"2xx", "3xx", "4xx", "5xx"},
        "plugin": {*app.extensions["mooring"].settings.plugins, "several"},
        "authority": {"wexcombe"},
    }
    found = samples(app)

    assert {label for one in found for label in one.labels} - {"le"} <= set(metrics.LABELS)
    for one in found:
        for label, value in one.labels.items():
            assert value in closed.get(label, {value}), one
            if label == "kind":
                assert re.fullmatch(r"[a-z_]{1,24}", value), one
    assert "mia" not in str(found).lower()
