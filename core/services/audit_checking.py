"""Whether an authority's audit is as it was written: the chain is computed again from the first entry, and compared
with its head and with heads that were kept elsewhere, without which nobody can tell that a tail was cut."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from sqlalchemy import select

from core import db
from core.audit.chain import FIRST, SEARCHED, chained
from core.audit.entries import Trail, moment
from core.db import TenantSession
from core.models import AuditEntry, AuditHead, Tenant
from core.services.auditing import keep
from core.services.desk import Stale

BATCH = 5_000
SHOWN = 20
"""So many faults of an authority are told; one altered entry is one, whatever stands after it."""
CHECKED = "checked the audit"
Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Head:
    """How far a chain went at a moment, as it is exported."""

    authority: str
    seq: int
    hash: str
    at: str = ""


@dataclass(kw_only=True)
class Checked:
    """What checking one chain gave. `faults` are sentences; `known` says that a head kept elsewhere was compared."""

    authority: str
    entries: int = 0
    number: int = 0
    faults: list[str] = field(default_factory=list)
    known: bool = False
    seconds: float = 0.0

    def fault(self, sentence: str) -> None:
        """One more fault; the first are told."""
        self.number += 1
        if self.number <= SHOWN:
            self.faults.append(sentence)


def authorities(url: str) -> list[str]:
    """The keys of all authorities."""
    with db.session(url, None) as session:
        return list(session.scalars(select(Tenant.id).order_by(Tenant.id)))


def head(url: str, authority: str) -> Head | None:
    """How far an authority's chain goes now; None before its first entry."""
    with db.session(url, authority) as session:
        found = session.scalar(select(AuditHead))
        return found and Head(
            authority=authority, seq=found.seq, hash=found.hash, at=moment(found.at) if found.at else ""
        )


def check(url: str, authority: str, heads: Iterable[Head] = ()) -> Checked:
    """Compute the authority's chain again. `heads` are those that were exported, of whichever authority."""
    kept = {one.seq: one for one in heads if one.authority == authority and one.seq}
    found, began = Checked(authority=authority, known=bool(kept)), perf_counter()
    seq, last = 0, FIRST
    with db.session(url, authority) as session:
        while True:
            before = seq
            for row in _rows(session, seq):
                seq, last = _checked(found, row, seq, last)
                _compared(found, kept, seq, last)
            now = session.scalar(select(AuditHead), execution_options={"populate_existing": True})
            if now is None or now.seq <= seq or seq == before:
                break
        _ended(found, now, seq, last)
    for one in kept.values():
        if one.seq > seq:
            found.fault(f"Entries {seq + 1} to {one.seq} were cut off: a head kept elsewhere knew of them.")
    found.seconds = perf_counter() - began
    return found


def tell(url: str, found: Checked, now: datetime) -> None:
    """Write in the authority's audit that it was checked, and what came of it; one without its head takes no more."""
    said = {"entries": found.entries, "faults": found.number, "known": found.known}
    with suppress(Stale):
        entry = Trail(at=now, actor_name="Audit command").entry("operator", verb=CHECKED, detail=said)
        keep(url, found.authority, [entry])


def _rows(session: TenantSession, after: int) -> Iterator[Row]:
    """Every entry in order; those that are written meanwhile too."""
    columns = [getattr(AuditEntry, name) for name in ("seq", "entry", "hash", *SEARCHED)]
    while True:
        statement = select(*columns).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(BATCH)
        batch = session.execute(statement).all()
        yield from (tuple(row) for row in batch)
        if len(batch) < BATCH:
            return
        after = batch[-1].seq


def _checked(found: Checked, row: Row, before: int, last: str) -> tuple[int, str]:
    """Go on with the hash that stands there, so that one fault is told once."""
    seq, entry, stands, *columns = row
    found.entries += 1
    if seq != before + 1:
        gap = f"Entry {before + 1} is" if seq == before + 2 else f"Entries {before + 1} to {seq - 1} are"
        found.fault(f"{gap} missing.")
    elif chained(last, entry) != stands:
        found.fault(f"Entry {seq} does not follow from the one before it: one of the two was changed or moved.")
    if not _agrees(found.authority, entry, dict(zip(SEARCHED, columns, strict=True))):
        found.fault(f"Entry {seq} says something else beside its text: a column of it was changed.")
    return seq, stands


def _agrees(authority: str, entry: str, columns: Mapping[str, Any]) -> bool:
    try:
        said = json.loads(entry)
    except ValueError:
        return False
    beside = {**columns, "at": moment(columns["at"]), "authority": authority}
    return isinstance(said, dict) and all(said.get(name) == value for name, value in beside.items())


def _compared(found: Checked, kept: Mapping[int, Head], seq: int, last: str) -> None:
    if seq in kept and kept[seq].hash != last:
        found.fault(f"Entry {seq} is not the one that a head kept elsewhere knew: the chain was written anew.")


def _ended(found: Checked, head: AuditHead | None, seq: int, last: str) -> None:
    if head is None:
        if seq:
            found.fault("The head of the chain is missing.")
    elif head.seq > seq:
        found.fault(f"Entries {seq + 1} to {head.seq} were cut off: the head of the chain knows of them.")
    elif (head.seq, head.hash) != (seq, last):
        found.fault(f"The chain ends at entry {seq}, and its head stands at entry {head.seq}: entries were put in.")
