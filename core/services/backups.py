"""Copies of the whole installation: taken, noted, restored and compared with what they were taken of.

What a copy does not hold is the secret key, without which sealed secrets stay sealed; see docs/hosting.md."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from core import db
from core.adapters.backups import Unfit, files, postgresql, sqlite
from core.adapters.backups.census import Census, differences
from core.models import Backup
from core.services import audit_checking
from core.services.audit_checking import Head
from core.settings import Settings

HEADS = "audit-heads.jsonl"
"""How far each audit went, as `mooring audit verify --head` reads it."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A copy that is complete. `at` is the moment it shows; `size` in bytes."""

    at: datetime
    census: Census
    uploads: int
    size: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came back. `taken_at` is the moment it shows; `wrong` are the differences from then, as sentences."""

    taken_at: datetime
    census: Census
    uploads: int
    seconds: float
    wrong: tuple[str, ...]


def take(settings: Settings, folder: Path, now: datetime) -> Taken:
    """Copy the database and what was uploaded into a new folder, and note that it was done. Raises `Unfit`.

    On PostgreSQL as the role of `backup_url`, which sees every row; people go on working meanwhile.
    """
    began = time.perf_counter()
    kind = make_url(settings.database_url).get_backend_name()
    if kind == "postgresql" and not settings.backup_url:
        raise Unfit("Set MOORING_BACKUP_URL to the role for backups: the one that serves pages sees no rows.")
    files.begin(folder)
    if kind == "postgresql":
        census = postgresql.take(settings.backup_url, folder, settings.pg_programs)
    else:
        census = sqlite.take(settings.database_url, folder)
    uploads = files.take_uploads(settings.upload_folder, folder)
    files.note(folder, HEADS, "".join(json.dumps(head) + "\n" for head in census.heads))
    size = files.seal(folder, {"database": kind, "taken_at": now.isoformat(), "census": census.as_values()})
    seconds = time.perf_counter() - began
    with db.session(settings.database_url, None, writes=True) as session:
        session.add(Backup(taken_at=now, seconds=round(seconds), rows=census.rows, bytes=size))
        session.commit()
    return Taken(at=now, census=census, uploads=uploads, size=size, seconds=seconds)


def restore(folder: Path, into: str, uploads: Path, programs: Path | None = None) -> Restored:
    """Put a copy into the empty database at `into`, on PostgreSQL as the role that owns it, and into the empty folder
    `uploads`; then look at everything that is there now. Raises `Unfit` where it cannot begin or does not end."""
    began = time.perf_counter()
    files.must_be_empty(uploads)
    told = files.opened(folder)
    before = Census(**told["census"])
    kind = make_url(into).get_backend_name()
    if kind != told["database"]:
        raise Unfit(f"The copy is of {told['database']}, and cannot be put into {kind}.")
    if kind == "postgresql":
        postgresql.put_back(into, folder, programs)
        after = postgresql.look(into)
    else:
        sqlite.put_back(into, folder)
        after = sqlite.look(into)
    return Restored(
        taken_at=datetime.fromisoformat(told["taken_at"]),
        census=after,
        uploads=files.put_back_uploads(folder, uploads),
        seconds=time.perf_counter() - began,
        wrong=(*differences(before, after), *_audits(into, before)),
    )


def _audits(into: str, before: Census) -> Iterator[str]:
    """What is wrong with the audits of a restored copy, each computed again as far as it went when it was copied."""
    heads = [Head(**head) for head in before.heads]
    for authority in sorted({*audit_checking.authorities(into), *(head.authority for head in heads)}):
        yield from (f"audit of {authority}: {fault}" for fault in audit_checking.check(into, authority, heads).faults)


def latest(url: str) -> datetime | None:
    """The moment that the newest copy shows; None where none was ever taken."""
    with db.session(url, None) as session:
        return session.scalar(select(func.max(Backup.taken_at)))
