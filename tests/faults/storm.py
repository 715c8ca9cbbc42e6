"""S3: four processes read a number and write it back one higher, a hundred times each, on one SQLite file. Whoever
takes the write lock only when it writes fails here three times in four; Mooring takes it as a transaction begins."""

import multiprocessing
import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core import db
from core.models import Team
from tests.faults.places import AUTHORITY, place

WRITERS, TIMES = 4, 100


def storm() -> dict[str, Any]:
    """How many of the writes failed, and whether every one that did not is there."""
    with place("sqlite") as where:
        with db.session(where.url, AUTHORITY, writes=True) as session:
            session.add(Team(name="0"))
            session.commit()
        db.engine(where.url).dispose()
        with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
            done = pool.map(_write, [where.url] * WRITERS)
        with db.session(where.url, AUTHORITY) as session:
            there = int(session.scalars(select(Team.name)).one())
        kept = sum(TIMES - failed for failed, _ in done)
        return {"acked": kept, "lost": kept - there, "failed": sum(failed for failed, _ in done),
                "max_wait_s": round(max(waited for _, waited in done), 2)}  # fmt: skip


def _write(url: str) -> tuple[int, float]:
    """How many of a process's writes failed, and how long the slowest took."""
    failed, slowest = 0, 0.0
    for _ in range(TIMES):
        begun = time.monotonic()
        try:
            with db.session(url, AUTHORITY, writes=True) as session:
                team = session.scalars(select(Team)).one()
                team.name = str(int(team.name) + 1)
                session.commit()
        except OperationalError:
            failed += 1
        slowest = max(slowest, time.monotonic() - begun)
    return failed, slowest
