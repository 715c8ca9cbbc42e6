"""Somebody who writes while a backup is taken: whole cases, each in one transaction, and a ledger of promises."""

import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any

from core import db
from core.adapters.bulk import bulk_load, measured
from core.engines import engine
from core.models import Child, Event, Placement

FORK = multiprocessing.get_context("fork")
WHO, BEFORE = "Written meanwhile", 20


@contextmanager
def writing(url: str, authorities: Sequence[str], ledger: Path) -> Iterator[None]:
    """While this lasts another process writes, as fast as the database takes it; it has begun when this begins."""
    enough = FORK.Event()
    writer = FORK.Process(target=_write, args=(url, authorities, ledger, enough))
    writer.start()
    try:
        while writer.is_alive() and (not ledger.exists() or len(promised(ledger)) < BEFORE):
            time.sleep(0.02)
        yield
    finally:
        enough.set()
        writer.join(30)
    assert writer.exitcode == 0


def promised(ledger: Path) -> dict[str, float]:
    """What was committed, and said to be, by id: the moment at which it was said."""
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    return {line["id"]: line["at"] for line in lines}


def found(url: str, authorities: Sequence[str]) -> tuple[set[str], int]:
    """The cases of that writer in a database, and how many of them lack one of their rows."""
    whole, torn = set(), 0
    for authority in authorities:
        with db.session(url, authority) as session:
            children = {c.id for c in session.query(Child).where(Child.name == WHO)}
            homes = {p.child_id for p in session.query(Placement).where(Placement.carer == WHO)}
            events = {e.child_id for e in session.query(Event).where(Event.actor_name == WHO)}
        whole |= children & homes & events
        torn += len((children | homes | events) - (children & homes & events))
    return whole, torn


def fill(url: str, authorities: Sequence[str], rows: int) -> None:
    """So many rows more, the same number for each authority: children, where they live, and what was done."""
    each = rows // len(authorities) // 3
    for authority in authorities:
        with db.session(url, authority, writes=True) as session:
            ids = [db.new_id() for _ in range(each)]
            of_each = [(db.new_id(), child) for child in ids]
            numbered = [(child, f"L-{number}") for number, child in enumerate(ids)]
            bulk_load(session, Child, ("id", "local_id"), numbered, _complete(Child, name="Somebody"))
            measured(session, [Child])
            lived = _complete(Placement, started=date(2025, 1, 1), carer="A home")
            bulk_load(session, Placement, ("id", "child_id"), of_each, lived)
            done = _complete(Event, at=datetime.now(UTC), verb="looked back", actor_name="Nobody")
            bulk_load(session, Event, ("id", "child_id"), of_each, done)
            session.commit()


def _complete(model: type[Any], **given: Any) -> dict[str, Any]:
    """With what the model would put in by itself: a bulk load gives no defaults."""
    plain = {
        column.key: column.default.arg if not column.default.is_callable else column.default.arg(None)
        for column in model.__table__.columns
        if column.default is not None and column.key not in ("id", "tenant_id")
    }
    return plain | given


def _write(url: str, authorities: Sequence[str], ledger: Path, enough: Any) -> None:
    engine(url).dispose(close=False)  # the parent's connections are not ours to use
    with ledger.open("a") as promises:
        for authority, number in zip(cycle(authorities), count(), strict=False):
            if enough.is_set():
                return
            with db.session(url, authority, writes=True) as session:
                child = Child(local_id=f"W-{number}", name=WHO)
                session.add(child)
                session.flush()
                session.add(Placement(child_id=child.id, started=date(2025, 1, 1), carer=WHO))
                session.add(Event(at=datetime.now(UTC), actor_name=WHO, verb="wrote", child_id=child.id, data={}))
                session.commit()
                promises.write(json.dumps({"id": child.id, "at": time.time()}) + "\n")
                promises.flush()
