"""S5: the disk under a SQLite database fills up. Writes are refused with 503, pages still answer, nothing acknowledged
is lost, and writing goes on by itself once there is room again."""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from core import db
from core.models import Person
from tests.faults.client import Client
from tests.faults.ledger import Ledger
from tests.faults.places import AUTHORITY, EMAIL, PASSWORD, place
from tests.faults.server import served

SIZE, ROOM = 24, 2
"""Megabytes of the disk, and those that are free as the service starts."""


def full() -> dict[str, Any]:
    """The figures of a disk that fills up and is cleared; `skipped` where nobody may make a small disk here."""
    with place("sqlite") as where, _small_disk() as disk:
        if disk is None:
            return {"skipped": "a small disk can be mounted by root on Linux only"}
        db.engine(where.url).dispose()
        for file in where.folder.glob("mooring.sqlite*"):
            shutil.copyfile(file, disk / file.name)
        where.url = f"sqlite:///{disk / 'mooring.sqlite'}"
        filler = disk / "filler"
        filler.write_bytes(b"\0" * (shutil.disk_usage(disk).free - ROOM * 1024 * 1024))
        ledger, stopping = Ledger(where.folder / "ledger"), threading.Event()
        with served(where.environment) as server:
            client = Client(origin=server.origin, authority=AUTHORITY, email=EMAIL, password=PASSWORD, number=1,
                            ledger=ledger, stopping=stopping)  # fmt: skip
            client.start()
            try:
                _until(lambda: client.faults > 3)
                refused, before = client.faults, len(ledger.marks)
                readable = client.browser.get(f"{server.origin}/{AUTHORITY}/people", timeout=30).status_code
                filler.unlink()
                _until(lambda: len(ledger.marks) > before + 10)
            finally:
                stopping.set()
            client.join(60)
        with db.session(where.url, AUTHORITY) as session:
            there = session.scalar(select(func.count()).select_from(Person).where(Person.name.like("Fault %")))
            whole = session.execute(text("PRAGMA integrity_check"), execution_options={"guarded": True}).scalar()
        db.engine(where.url).dispose()
        return {"acked": len(ledger.marks), "lost": len(ledger.marks) - int(there or 0), "refused_with_503": refused,
                "page_while_full": readable, "acked_after_room": len(ledger.marks) - before, "integrity": whole,
                "errors_5xx": client.problems}  # fmt: skip


@contextmanager
def _small_disk() -> Iterator[Path | None]:
    folder = Path(tempfile.mkdtemp(prefix="mfd"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    mounted = sys.platform == "linux" and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def _until(so: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not so() and time.monotonic() < end:
        time.sleep(0.05)
    if not so():
        raise RuntimeError("What was waited for did not happen within a minute.")
