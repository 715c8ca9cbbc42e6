"""S1 and S2: clients write while workers, the whole service and, on PostgreSQL, the database server are killed. What
was acknowledged must be there once, whole, with its record of who did it."""

import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psutil
from sqlalchemy import func, select, text

from core import db
from core.models import Event, Person
from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.places import AUTHORITY, EMAIL, PASSWORD, Place, place
from tests.faults.server import Server, served

CLIENTS = 4


def killed(kind: str, acked: int, seconds: float, seed: int) -> dict[str, Any]:
    """The figures of one run on a kind of database: until `acked` writes and every kill of the plan, or `seconds`."""
    chance = random.Random(seed)
    with place(kind) as where:
        ledger, stopping = Ledger(where.folder / "ledger"), threading.Event()
        with served(where.environment) as server:
            clients = [
                Client(origin=server.origin, authority=AUTHORITY, email=EMAIL, password=PASSWORD, number=number,
                       ledger=ledger, stopping=stopping)
                for number in range(CLIENTS)
            ]  # fmt: skip
            for client in clients:
                client.start()
            try:
                moments = _kill(server, where, ledger, acked, seconds, chance)
            finally:
                stopping.set()
            for client in clients:
                client.join(90)
        recoveries = [found for moment in moments if (found := ledger.after(moment)) is not None]
        return {
            **_kept(where, ledger), "acked": len(ledger.marks), "kills": len(moments),
            "refused_then_retried": sum(client.faults for client in clients),
            "errors_5xx": [problem for client in clients for problem in client.problems],
            "max_gap_s": round(ledger.longest_gap(), 2), "recovery_s": round(max(recoveries, default=0.0), 2),
        }  # fmt: skip


PLAN = ("worker", "tree", "worker", "database", "worker", "worker", "tree", "worker", "database", "worker")
"""What is killed, in turn; where there is no database server, a worker in its stead."""


def _kill(
    server: Server, where: Place, ledger: Ledger, acked: int, seconds: float, chance: random.Random
) -> list[float]:
    """When each kill happened: spread over the writes that are still to come, so that there is something to lose."""
    begun, moments, share = time.monotonic(), [], acked / (len(PLAN) + 1)
    for number, what in enumerate(PLAN, 1):
        _until(lambda: len(ledger.marks) >= share * (number - chance.random() / 2), begun + seconds)  # noqa: B023
        moments.append(time.monotonic())
        if what == "database" and where.server:
            postmaster = psutil.Process(where.server.get_pid())
            postmaster.kill()
            postmaster.wait(30)
            _again(where)
        elif what == "tree":
            server.kill_tree()
        elif not server.kill_worker(chance.randrange(8)):
            moments.pop()
    _until(lambda: len(ledger.marks) >= acked, begun + seconds)
    return moments


def _again(where: Place) -> None:
    """Start the database server; it repairs itself first, for which its own starter does not always wait."""
    for _ in range(6):
        with suppress(subprocess.SubprocessError):
            where.server.ensure_postgres_running()
            return
    raise RuntimeError("The database server did not start again within a minute.")


def _until(so: Callable[[], bool], moment: float) -> None:
    while not so() and time.monotonic() < moment:
        time.sleep(0.02)


def _kept(where: Place, ledger: Ledger) -> dict[str, Any]:
    """What the database holds of what was acknowledged."""
    db.engine(where.url).dispose()
    with db.session(where.url, AUTHORITY) as session:
        people = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
        told = set(session.scalars(select(Event.about_id).where(Event.about == "person")))
        events = session.scalar(select(func.count()).select_from(Event).where(Event.about == "person"))
    times = Counter(name for name in people.values() if name.startswith("Fault "))
    added = {ref for ref, name in people.items() if name.startswith("Fault ")}
    return {
        "lost": sum(mark not in times for mark in ledger.marks),
        "duplicates": sum(count - 1 for count in times.values()),
        "orphans": len(added - told) + max(0, (events or 0) - len(added)),
        "integrity": _integrity(where),
    }


def _integrity(where: Place) -> str:
    if where.kind == "postgresql":
        return "ok"
    with db.engine(where.url).connect() as connection:
        return str(connection.execute(text("PRAGMA integrity_check")).scalar())
