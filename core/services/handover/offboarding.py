"""An authority leaves: with an export that still holds everything, by two operators, in one transaction. What is left
is its name, the day, counts and the digest of the export."""

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from core import db
from core.adapters.offboarding import changed_since, delete_rows, leaving, remember
from core.models import AuditEntry, Offboarding, Tenant
from core.services.desk import Refused
from core.services.handover.exporting import snapshot
from core.services.handover.folder import read
from core.services.handover.streaming import line, rows
from core.services.handover.tables import exported
from core.services.handover.unchanged import differing
from core.services.operating import operating
from core.services.retention import holds
from core.settings import Settings

CONFIRM = "CONFIRM-OFFBOARDING.txt"
LATER = "audit-after-export.jsonl"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
VALID = timedelta(hours=24)
ASKED, DELETED, DONE = "asked", "deleted", "done"
WORDS = """{name} ({slug}) leaves this service.

{by} asked for it at {at}. Everything of it is deleted once a second person runs, within 24 hours:

    mooring offboard {slug} {folder} --code {code} --second "NAME OF THE SECOND PERSON"

Rows: {rows}. Its export is this folder; the digest of manifest.json is
{manifest}
Keep the folder where only those may read it who must. Afterwards nothing of it is left in this service.
"""


@dataclass(frozen=True, kw_only=True)
class Left:
    """What is left of an authority: its name, when it went, and how many rows of which table."""

    name: str
    at: datetime
    counts: dict[str, int]


def ask(settings: Settings, authority: str, folder: Path, now: datetime, *, by: str) -> Path:
    """The first operator: checks everything, and writes a code into the folder of the export for the second.

    Refused under a legal hold, without a whole export, or where something has changed since.
    """
    if not by.strip():
        raise Refused("Say who you are with --by.")
    with operating(settings, authority, now, name=by) as desk:
        if holds.anything(desk):
            raise Refused("A legal hold is in force here. Nothing is deleted until it is lifted.")
        name = desk.tenant.name
    manifest, digest = _fresh(settings, authority, folder)
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    with db.session(settings.database_url, None, writes=True) as session:
        for row in session.scalars(select(Offboarding).where(Offboarding.slug == authority)):
            if row.state == ASKED:
                session.delete(row)
        session.add(Offboarding(slug=authority, name=name, asked_by=by.strip(), asked_at=now,
                                code_hash=_hash(code), manifest=digest))  # fmt: skip
        session.commit()
    total = sum(said["rows"] for file, said in manifest["files"].items() if file.endswith(".jsonl"))
    return _write(folder / CONFIRM, WORDS.format(name=name, slug=authority, by=by.strip(), at=f"{now:%H:%M, %d %m %Y}",
                                                 folder=folder, code=code, rows=total, manifest=digest))  # fmt: skip


def confirm(settings: Settings, authority: str, folder: Path, now: datetime, *, code: str, second: str) -> Left:
    """The second operator: deletes everything of the authority in one transaction, then its files.

    Refused without what `ask` wrote, to the same person, after 24 hours, under a hold, or where anything has changed.
    """
    asked = _asked(settings, authority)
    if asked is None:
        raise Refused("Nobody has asked for this yet. Run it with --by first, then give the code to a second person.")
    if asked.state != ASKED:
        return finish(settings, authority, now)
    if not secrets.compare_digest(_hash(code), asked.code_hash) or now - asked.asked_at > VALID:
        raise Refused("This is not the code of the last 24 hours. Ask again with --by.")
    if not second.strip() or _plain(second) == _plain(asked.asked_by):
        raise Refused("Somebody else than whoever asked confirms this. Say who with --second.")
    with operating(settings, authority, now, name=second) as desk:
        if holds.anything(desk):
            raise Refused("A legal hold has been placed since. Nothing is deleted until it is lifted.")
    manifest, digest = _fresh(settings, authority, folder)
    if digest != asked.manifest:
        raise Refused("This is not the export that was there when it was asked for. Ask again with --by.")
    seq = _later(settings, authority, folder, manifest)
    with leaving(_owner(settings), authority) as connection:
        if changed_since(connection, authority, seq):
            raise Refused("Somebody has just changed something. Export again, and ask again.")
        counts = delete_rows(connection, authority)
        remember(connection, asked.id, state=DELETED, confirmed_by=second.strip(), counts=counts, code_hash="")
    return finish(settings, authority, now)


def finish(settings: Settings, authority: str, now: datetime) -> Left:
    """What comes after the rows, as often as it takes: the files, and what a request in flight may have written just
    when its authority went. Refused where nothing of it is under way."""
    asked = _asked(settings, authority)
    if asked is None or asked.state == ASKED:
        raise Refused("Nothing of this is under way.")
    if asked.state == DELETED:
        with leaving(_owner(settings), authority) as connection:
            delete_rows(connection, authority)
        shutil.rmtree(settings.upload_folder / "imports" / authority, ignore_errors=True)
        with db.session(settings.database_url, None, writes=True) as session:
            row = session.scalars(select(Offboarding).where(Offboarding.id == asked.id)).one()
            row.state, row.done_at = DONE, now
            session.commit()
            asked = row
    return Left(name=asked.name, at=asked.done_at or now, counts=asked.counts)


def left(settings: Settings, authority: str) -> Offboarding | None:
    """What is known of an authority that left, or is half gone; None where it is here."""
    row = _asked(settings, authority)
    return row if row is not None and row.state != ASKED else None


def _fresh(settings: Settings, authority: str, folder: Path) -> tuple[dict[str, Any], str]:
    """The list of a whole export of this authority that holds what is here now, and its digest."""
    manifest, digest = read(folder)
    if manifest.get("authority") != authority:
        raise Refused(f"{folder} is an export of {manifest.get('authority')}, not of {authority}.")
    with snapshot(settings.database_url, authority) as session:
        changed = differing(session, manifest)
    if changed:
        raise Refused(f"Since the export something has changed in: {', '.join(changed)}. Export again.")
    return manifest, digest


def _later(settings: Settings, authority: str, folder: Path, manifest: dict[str, Any]) -> int:
    """Write what the audit has gained since the export beside it, so that nothing is lost; how far it goes."""
    (audit,) = (one for one in exported(authority) if one.name == "audit_entries")
    known, last = manifest["files"]["tables/audit_entries.jsonl"]["rows"], 0
    with snapshot(settings.database_url, authority) as session:
        found = enumerate(rows(session, audit))
        added = [line(row) for number, row in found if number >= known]
        last = session.scalar(select(func.max(AuditEntry.seq))) or 0
    _write(folder / LATER, "".join(f"{one}\n" for one in added))
    return last


def _asked(settings: Settings, authority: str) -> Offboarding | None:
    """What was asked or done last; nothing where an authority of this name has come since."""
    with db.session(settings.database_url, None) as session:
        statement = select(Offboarding).where(Offboarding.slug == authority).order_by(Offboarding.asked_at.desc())
        row = session.scalars(statement.limit(1)).first()
        here = session.scalar(select(Tenant.id).where(Tenant.id == authority)) is not None
    return None if row is not None and here and row.state != ASKED else row


def _owner(settings: Settings) -> str:
    """The address of the role that owns the tables; on SQLite there is one address."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        return settings.database_url
    if not settings.owner_url:
        raise Refused("Set MOORING_OWNER_URL: only the role that owns the tables deletes an authority.")
    return settings.owner_url


def _write(path: Path, text: str) -> Path:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
