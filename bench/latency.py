"""How long pages take, beside one another in one run: waiting time, and the processor time of this process and of the
database's together, request by request."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import event

from core import db
from core.cli.serving import keep_for_good

Ask = Callable[[], bytes]


@dataclass
class Taken:
    """What requests of one page took, in ms each."""

    waiting: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    size: int = 0

    def at(self, share: float, what: str = "waiting") -> float:
        """The time within which this share of requests was answered."""
        values = sorted(getattr(self, what))
        return float(values[min(len(values) - 1, int(share * len(values)))])

    @property
    def median(self) -> float:
        """The processor time of a usual request."""
        return statistics.median(self.cpu)


class Backend:
    """The one process that serves an engine's connection, for its processor time. Measure with one request at a time:
    then the engine keeps one connection."""

    def __init__(self, url: str):
        with db.engine(url).connect() as connection:
            self.pid = int(connection.exec_driver_sql("select pg_backend_pid()").scalar_one())

    def spent(self) -> float:
        """Milliseconds so far; from the scheduler, because a tick is longer than a page."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e6


def side_by_side(pairs: list[tuple[Ask, Backend]], requests: int) -> list[Taken]:
    """So many requests of each, turn and turn about, after a few that are not counted."""
    taken = [Taken() for _ in pairs]
    for ask, _ in pairs * 3:
        ask()
    keep_for_good()
    for _ in range(requests):
        for (ask, backend), one in zip(pairs, taken, strict=True):
            before, own, began = backend.spent(), time.process_time(), time.perf_counter()
            size = len(ask())
            one.waiting.append((time.perf_counter() - began) * 1000)
            one.cpu.append((time.process_time() - own) * 1000 + backend.spent() - before)
            one.size = size
    return taken


def statements(url: str, ask: Ask) -> list[tuple[str, object]]:
    """The SQL of one request with its parameters; beginning and ending the transaction do not count."""
    seen: list[tuple[str, object]] = []

    def counted(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        seen.append((statement, parameters))

    engine = db.engine(url)
    event.listen(engine, "before_cursor_execute", counted)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", counted)
    return seen
