"""Servers of Mooring as they run in production, each a process of its own with workers, and browsers at them."""

import http.cookiejar
import os
import re
import signal
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

Start = Callable[..., subprocess.Popen[str]]


@dataclass(kw_only=True)
class Server:
    """One server: where it listens, and its process, whose children serve."""

    host: str
    port: int
    process: subprocess.Popen[str]

    @property
    def workers(self) -> list[int]:
        """The ids of its workers' processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def vanish(self) -> None:
        """As if the machine lost its power: every process of it ends at once, and says nothing."""
        for number in (*self.workers, self.process.pid):
            os.kill(number, signal.SIGKILL)
        self.process.wait(30)

    def answering(self) -> "Server":
        """Once it does."""
        for _ in range(600):
            assert self.process.poll() is None
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not answer")


@dataclass
class Browser:
    """What one person's browser keeps, at one server."""

    server: Server
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    where: str = ""

    def get(self, path: str, **headers: str) -> str:
        return self._sent(urllib.request.Request(self.address(path), headers=headers))

    def post(self, at: str, path: str, **fields: str) -> str:
        """Send a form that stands on the page `at`."""
        return self.send(at, path, fields | self.hidden(at))

    def hidden(self, at: str) -> dict[str, str]:
        """What the page `at` puts into its forms: the session's token, its own key, the version of what it shows."""
        text, found = self.get(at), dict[str, str]()
        for name in ("csrf_token", "idempotency_key", "version"):
            field = re.search(rf'name="{name}" value="([^"]+)"', text)
            found |= {name: field[1]} if field else {}
        return found

    def send(self, at: str, path: str, fields: dict[str, str]) -> str:
        """Send a form with these fields and no others."""
        headers = {"Referer": self.address(at)}
        return self._sent(urllib.request.Request(self.address(path), urlencode(fields).encode(), headers))

    def moved(self, server: Server) -> "Browser":
        """The same browser, whose requests a proxy now hands to another server."""
        there = Browser(server)
        for cookie in self.jar:
            cookie.domain = server.host
            there.jar.set_cookie(cookie)
        return there

    def address(self, path: str) -> str:
        return path if path.startswith("http") else f"http://{self.server.host}:{self.server.port}{path}"

    def _sent(self, request: urllib.request.Request) -> str:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(request, timeout=30) as answer:
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
def start(environment: None) -> Iterator[Start]:
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


def serving(start: Start, host: str = "127.0.0.1", workers: int = 2) -> Server:
    """A server that has been started; see `Server.answering`."""
    with socket.socket() as found:
        found.bind((host, 0))
        port = int(found.getsockname()[1])
    process = start("-c", f"from core.cli.serving import serve; serve('{host}', {port}, {workers}, {{}})")
    return Server(host=host, port=port, process=process)
