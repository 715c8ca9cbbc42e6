"""Goals 1 and 3: pages of somebody signed in, beside a page that does nothing but one query and a loop."""

import gc
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event, text

from bench.ceiling import ceiling
from bench.latency import Backend
from bench.scene import TENANT, Scene
from bench.table import Line
from core import db


@dataclass
class Turn:
    """One page's figures, a value for each turn: CPU of this process and of the database's, in ms a request."""

    app: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def cpu(self) -> float:
        """The median of both together."""
        return statistics.median(a + d for a, d in zip(self.app, self.database, strict=True))


def measure(scene: Scene, rounds: int, requests: int) -> list[Line]:
    """The my-work and the meeting page, turn and turn about with a ceiling page of the same size."""
    paths = {"my work": f"/{TENANT}/work", "meeting": f"/{TENANT}/meetings/{scene.meeting}"}
    lines: list[Line] = []
    backend = Backend(scene.url)
    for name, path in paths.items():
        ask = asker(scene.app, path, scene.cookie)
        size = len(ask())
        bare = asker(ceiling(scene.url, size), "/", "")
        page, top = Turn(size=size), Turn(size=len(bare()))
        for turn, call in ((page, ask), (top, bare)):
            _take(backend, Turn(), call, requests // 4)
            turn.size = len(call())
        for _ in range(rounds):
            _take(backend, top, bare, requests)
            _take(backend, page, ask, requests)
        lines.append(
            Line(
                goal="1", what=f"{name} page, {size / 1024:.0f} KB, all plugins", figure=f"{page.cpu:.1f} CPU-ms",
                against=f"{top.cpu:.1f} CPU-ms, one query, {top.size / 1024:.0f} KB",
                ratio=f"{top.cpu / page.cpu:.0%} of the ceiling", aim=">= 75 %",
            )
        )  # fmt: skip
        lines.append(
            Line(
                goal="2",
                what=f"{name} page, for each KB",
                figure=f"{page.cpu / (size / 1024):.2f} CPU-ms",
                aim="<= 0.55",
            )
        )
        lines.append(
            Line(goal="", what=f"{name} page, waiting time (median)", figure=f"{statistics.median(page.wall):.1f} ms",
                 against=f"{statistics.median(top.wall):.1f} ms")
        )  # fmt: skip
    return lines + _statements(scene, paths)


def asker(app: Flask, path: str, cookie: str) -> Callable[[], bytes]:
    """A function that asks the application for `path` directly, without a client between; raises unless it gets 200."""
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False, "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie, "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip

    def ask() -> bytes:
        status: list[str] = []
        answer = app({**environ, "wsgi.input": io.BytesIO()}, lambda s, h, e=None: status.append(s))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if not status[0].startswith("200"):
            raise SystemExit(f"{path} answered {status[0]}")
        return body

    return ask


def _take(backend: Backend, turn: Turn, call: Callable[[], bytes], requests: int) -> None:
    gc.collect()
    before, cpu, wall = backend.spent(), time.process_time(), time.perf_counter()
    for _ in range(requests):
        call()
    turn.app.append((time.process_time() - cpu) / requests * 1000)
    turn.wall.append((time.perf_counter() - wall) / requests * 1000)
    turn.database.append((backend.spent() - before) / requests)


def _statements(scene: Scene, paths: dict[str, str]) -> list[Line]:
    """Goal 3: SQL statements of a page, with 1 and 20 plugins, and with 500 more rows of history."""
    counts: dict[str, list[int]] = {name: [] for name in paths}
    for plugins in (len(scene.settings.plugins), 20):
        app = scene.application(plugins)
        for name, path in paths.items():
            counts[name].append(_count(scene, app, path))
    scene.history(500)
    for name, path in paths.items():
        counts[name].append(_count(scene, scene.app, path))
    return [
        Line(goal="3", what=f"{name} page, SQL statements", figure="/".join(map(str, found)),
             against="those that ship / 20 plugins / 500 rows more", aim="<= 4")
        for name, found in counts.items()
    ]  # fmt: skip


def _count(scene: Scene, app: Flask, path: str) -> int:
    ask, seen = asker(app, path, scene.cookie), [0]
    ask()

    def counted(*_: object) -> None:
        seen[0] += 1

    engine = db.engine(scene.url)
    event.listen(engine, "before_cursor_execute", counted)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", counted)
    with engine.connect() as connection:
        connection.execute(text("select 1"))
    return seen[0]
