"""A change of the procedure holds in every process at its next request, without a restart: two web servers and one that
works through the night, each started as it is in production."""

import http.cookiejar
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.fixtures.app import Member

WORKER = """
import json, sys
from datetime import UTC, datetime
from core import db
from core.models import Tenant
from core.registry import Registry
from core.services.desk import Actor, Desk
from core.services.reminding import run
from core.settings import from_environment
settings = from_environment()
registry = Registry(settings.plugins)
for authority in sys.stdin:
    with db.session(settings.database_url, authority.strip(), writes=True) as session:
        tenant = session.get_one(Tenant, authority.strip())
        actor = Actor(user_id="", person_id="", name="Night")
        desk = Desk(db=session, tenant=tenant, actor=actor, registry=registry, now=datetime.now(UTC))
        procedure = desk.procedure(desk.today)
        said = {"title": procedure.title if procedure else "", "reminded": str(run(desk))}
        session.commit()
    print(json.dumps(said), flush=True)
"""


@dataclass
class Browser:
    """What one person's browser keeps, at one server."""

    port: int
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str) -> str:
        return self._sent(urllib.request.Request(self._address(path)))

    def post(self, at: str, path: str, **fields: str) -> str:
        """Send a form that stands on the page `at`."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(at))
        assert token
        data = urlencode(fields | {"csrf_token": token[1]}).encode()
        return self._sent(urllib.request.Request(self._address(path), data, {"Referer": self._address(at)}))

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"http://127.0.0.1:{self.port}{path}"

    def _sent(self, request: urllib.request.Request) -> str:
        try:
            with self.opener.open(request, timeout=30) as answer:
                self.where = answer.url
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"


@pytest.fixture
def environment(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator sets."""
    for name, value in {
        "MOORING_DATABASE_URL": database_url, "MOORING_SECRET_KEY": "only for tests", "MOORING_UPLOAD_FOLDER":
        str(tmp_path), "MOORING_PLUGINS": "authority_a,authority_b",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.fixture
def start(environment: None) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a process of Mooring; all of them end with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen([sys.executable, *arguments], **pipes))  # type: ignore[call-overload]
        return started[-1]

    yield begin
    for process in started:
        process.terminate()
    for process in started:
        process.communicate(timeout=30)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def served(start: Callable[..., subprocess.Popen[str]]) -> Browser:
    """A server with two workers, once it answers."""
    port = free_port()
    serve = f"from core.cli.serving import serve; serve('127.0.0.1', {port}, 2, {{}})"
    process = start("-c", serve)
    for _ in range(300):
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return Browser(port)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_k02_every_process_follows_a_change_at_its_next_request(
    start: Callable[..., subprocess.Popen[str]], enroll: Callable[..., Member]
) -> None:
    hugh = enroll("wexcombe", "Hugh Penrose", roles=("configuration",), enabled={"authority_b": {}})
    worker = start("-c", WORKER)
    here, there = served(start), served(start)
    for browser in (here, there):
        browser.post("/sign-in", "/sign-in", email=hugh.email, password=hugh.password)

    def worked() -> str:
        assert worker.stdin and worker.stdout
        worker.stdin.write("wexcombe\n")
        worker.stdin.flush()
        return str(json.loads(worker.stdout.readline())["title"])

    def seen(browser: Browser) -> set[bool]:
        """Both workers of a server take their turn in a dozen requests, most of them on connections of their own."""
        return {"Placement planning meeting" in browser.get("/wexcombe/procedure") for _ in range(12)}

    before = (seen(here), seen(there), worked())
    here.post("/wexcombe/plugins", "/wexcombe/plugins/changes", plugin="authority_a", run="yes")
    change = here.where
    here.post(change, f"{change}/ask", because="Agreed on 10 March.", read_all="yes")
    after = (seen(there), seen(here), worked())

    assert before == ({False}, {False}, "Authority B")
    assert after == ({True}, {True}, "Authority A")
