"""S12: five processes write into one authority's audit at once, then somebody with every right in the database edits
it, writes it anew, deletes from it and cuts its tail off. The chain has no gap, and each of these is found."""

import multiprocessing
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from core import db
from core.audit.chain import FIRST, chained
from core.audit.entries import Trail
from core.services.audit_checking import check, head
from core.services.auditing import keep
from tests.faults.places import AUTHORITY, Place, place

WRITERS, TIMES = 5, 200
Statement = Callable[[str], list[tuple[Any, ...]]]


def audited(kind: str) -> dict[str, Any]:
    """How many entries there are, what is wrong with them, and which tampering was not found."""
    with place(kind) as where:
        db.engine(where.url).dispose()
        already = head(where.url, AUTHORITY)
        with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
            pool.map(_write, [where.url] * WRITERS)
        found, kept = check(where.url, AUTHORITY), head(where.url, AUTHORITY)
        assert kept is not None
        acked = WRITERS * TIMES
        missed, before = [], set(found.faults)
        for name, tamper in TAMPERING.items():
            db.engine(where.url).dispose()
            _as_superuser(where, tamper)
            after = set(check(where.url, AUTHORITY, [kept]).faults)
            if not after - before:
                missed.append(name)
            before = after
        return {"acked": acked, "lost": acked - (kept.seq - (already.seq if already else 0)), "faults": found.number,
                "tamperings": len(TAMPERING), "failed": len(missed), "not_found": missed,
                "entries_per_s": round(found.entries / found.seconds)}  # fmt: skip


def _write(url: str) -> None:
    for number in range(TIMES):
        entry = Trail(at=datetime.now(UTC), actor_name="Fault").entry("operator", verb=f"wrote {number}")
        keep(url, AUTHORITY, [entry])


def _edit(run: Statement) -> None:
    run("UPDATE audit_entries SET entry = replace(entry, 'wrote', 'never wrote') WHERE seq = 400")


def _delete(run: Statement) -> None:
    run("DELETE FROM audit_entries WHERE seq = 500")


def _cut(run: Statement) -> None:
    """The tail goes, and the head is turned back so that the rest looks whole."""
    run("DELETE FROM audit_entries WHERE seq > 600")
    ((last,),) = run("SELECT hash FROM audit_entries WHERE seq = 600")
    run(f"UPDATE audit_heads SET seq = 600, hash = '{last}'")


def _anew(run: Statement) -> None:
    """Every hash is computed again over what stands there now, without a gap: only a head kept elsewhere tells."""
    last = FIRST
    for seq, entry in run("SELECT seq, entry FROM audit_entries ORDER BY seq"):
        last = chained(last, entry)
        run(f"UPDATE audit_entries SET hash = '{last}' WHERE seq = {seq}")
    run(f"UPDATE audit_heads SET hash = '{last}'")


TAMPERING = {"an edit": _edit, "a chain written anew": _anew, "a deletion": _delete, "a cut tail": _cut}


def _as_superuser(where: Place, tamper: Callable[[Statement], None]) -> None:
    if where.kind == "sqlite":
        file = sqlite3.connect(str(make_url(where.url).database), isolation_level=None)
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        tamper(lambda said: file.execute(said).fetchall())
        file.close()
        return
    with psycopg.connect(
        make_url(where.server.get_uri()).set(database="faults").render_as_string(), autocommit=True
    ) as on:
        on.execute("ALTER TABLE audit_entries DISABLE TRIGGER ALL")
        on.execute("ALTER TABLE audit_heads DISABLE TRIGGER ALL")

        def run(said: str) -> list[tuple[Any, ...]]:
            done = on.execute(said)
            return done.fetchall() if done.description else []

        tamper(run)
