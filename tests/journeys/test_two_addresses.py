"""Web processes on several addresses before one PostgreSQL: whoever is signed in at one goes on at another, and a form
that was in flight when a process was killed is sent again there and acts once, before and after it was kept."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import URLError

import pytest
from sqlalchemy import Engine, text

from core.engines import engine
from tests.fixtures.app import Member
from tests.journeys.servers import Browser, Server, Start, environment, serving, start

__all__ = ["environment", "start"]
FORM, TOKEN = "/wexcombe/people/new", "a token of the operators'"
SOON = 5.0
"""Seconds within which another process answers in place of one that was killed."""


@pytest.fixture
def owner(owner_url: str) -> Engine:
    """The database as its owner, past the application."""
    return engine(owner_url)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_form_in_flight_when_its_process_is_killed_acts_once_at_another_address(
    start: Start, enroll: Callable[..., Member], owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = enroll("wexcombe", "Rosa Lindqvist", roles=("configuration",), second_factor=False)
    monkeypatch.setenv("MOORING_METRICS_TOKEN", TOKEN)
    servers = [serving(start, "127.0.0.1", 1), serving(start, "127.0.0.2", 1), serving(start, "127.0.0.3", 2)]
    first, second, third = (one.answering() for one in servers)
    browser = Browser(first)
    browser.post("/sign-in", "/sign-in", email=rosa.email, password=rosa.password)

    browser = cut_off(browser, second, "Ann Leith", owner, kept=False)
    assert staff(owner, "Ann Leith") == 1
    browser = cut_off(browser, third, "Mo Tarrant", owner, kept=True)
    assert staff(owner, "Mo Tarrant") == 1

    for still, times in zip(third.workers, (3, 6), strict=True):
        os.kill(still, signal.SIGSTOP)  # the other one answers
        assert helped(browser, 3) == times
        os.kill(still, signal.SIGCONT)
    os.kill(third.workers[0], signal.SIGKILL)
    until(lambda: len(third.workers) == 2)
    assert helped(browser, 3) == 9
    assert counted(browser, "requests_in_flight") == 1


def helped(browser: Browser, times: int) -> float:
    """Ask for one page so often; how often it was counted, by all workers of that server together."""
    for _ in range(times):
        browser.get("/help")
    return counted(browser, 'request_seconds_count{endpoint="about.help",method="GET",status="2xx"}')


def cut_off(browser: Browser, other: Server, name: str, owner: Engine, *, kept: bool) -> Browser:
    """Send a form, kill the process before it answers, send it again to another one; the browser, which is there now.

    `kept`: killed after the change was committed, otherwise while its transaction waits for a table.
    """
    form = {"name": name, "title": "Social worker", "employed_here": "yes", "operational": "yes"}
    sent = form | browser.hidden(FORM)
    with ThreadPoolExecutor(1) as beside, owner.connect() as held:
        if not kept:
            held.execute(text("LOCK TABLE people IN EXCLUSIVE MODE"))
        answer = beside.submit(browser.send, FORM, FORM, sent)
        until(lambda: staff(owner, name) == 1 if kept else waiting(owner))
        browser.server.vanish()
        if not kept:
            with pytest.raises((URLError, ConnectionError)):
                answer.result(30)
        held.rollback()

    there = browser.moved(other)
    began = time.perf_counter()
    said = there.send(FORM, FORM, sent)
    assert time.perf_counter() - began < SOON
    assert name in said and "/people/" in there.where
    return there


def staff(owner: Engine, name: str) -> int:
    with owner.execution_options(tenant="wexcombe").connect() as connection:
        return int(
            connection.execute(text("SELECT count(*) FROM people WHERE name = :name"), {"name": name}).scalar_one()
        )


def waiting(owner: Engine) -> bool:
    with owner.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def until(holds: Callable[[], Any]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def counted(browser: Browser, name: str) -> float:
    said = browser.get("/metrics", Authorization=f"Bearer {TOKEN}")
    return sum(float(line.rpartition(" ")[2]) for line in said.splitlines() if line.startswith(f"mooring_{name} "))
