"""The chain: every entry of an authority carries a hash of itself and of the entry before, and the authority's head
says how far the chain goes. An entry is appended by whoever holds the head until the end of their transaction."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import DateTime, bindparam, column, insert, select, table, text, update
from sqlalchemy.orm import Session

from core import metrics
from core.audit.entries import Entry

FIRST = "0" * 64
"""What the first entry is chained to."""
SEARCHED = ("at", "request_id", "kind", "actor_id", "actor_name", "verb", "endpoint", "about", "about_id", "child_id")
COLUMNS = ("tenant_id", "seq", *SEARCHED, "entry", "hash")
AT = DateTime(timezone=True)
HEADS = table("audit_heads", column("tenant_id"), column("seq"), column("hash"), column("at", AT))
ENTRIES = table("audit_entries", *(column(name, AT) if name == "at" else column(name) for name in COLUMNS))
GUARDED = {"guarded": True}
ONE = text(
    f"""
    WITH head AS (
        UPDATE audit_heads SET seq = seq + 1, at = :at,
            hash = encode(sha256(convert_to(hash || chr(10) || :entry, 'UTF8')), 'hex')
        WHERE tenant_id = :tenant_id RETURNING seq, hash
    )
    INSERT INTO audit_entries ({", ".join(COLUMNS)})
    SELECT :tenant_id, head.seq, {", ".join(f":{name}" for name in SEARCHED)}, :entry, head.hash FROM head
    RETURNING seq
    """
).bindparams(bindparam("at", type_=AT))
"""One entry in one statement: the head's lock makes the next writer wait, and then begin from the new head."""


def chained(before: str, entry: str) -> str:
    """The hash of an entry (its whole text) after the hash before it."""
    return hashlib.sha256(f"{before}\n{entry}".encode()).hexdigest()


def append(current: Session, tenant: str, entries: Sequence[Entry]) -> int:
    """Add entries to the authority's chain, in this session's transaction; the number of the last."""
    for entry in entries:
        metrics.audited(entry.kind)
    connection = current.connection()
    if connection.dialect.name == "postgresql" and len(entries) == 1:
        entry = entries[0]
        row = entry.columns() | {"tenant_id": tenant, "entry": entry.text(tenant)}
        number: int | None = current.scalar(ONE, row, execution_options=GUARDED)
        if number is not None:
            return number
    return _append_all(current, tenant, entries)


def _append_all(current: Session, tenant: str, entries: Sequence[Entry]) -> int:
    seq, last = _head(current, tenant)
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, seq + 1):
        whole = entry.text(tenant)
        last = chained(last, whole)
        rows.append(entry.columns() | {"tenant_id": tenant, "seq": number, "entry": whole, "hash": last})
    forward = update(HEADS).where(HEADS.c.tenant_id == tenant)
    moved = forward.values(seq=seq + len(rows), hash=last, at=rows[-1]["at"])
    current.execute(moved, execution_options=GUARDED)
    current.execute(insert(ENTRIES), rows, execution_options=GUARDED)
    return seq + len(rows)


def _head(current: Session, tenant: str) -> tuple[int, str]:
    """How far the chain goes, held until this transaction ends; an authority's first entry begins it."""
    asked = select(HEADS.c.seq, HEADS.c.hash).where(HEADS.c.tenant_id == tenant).with_for_update()
    found = current.execute(asked, execution_options=GUARDED).first()
    if found is None:
        begun = text(
            "INSERT INTO audit_heads (tenant_id, seq, hash, at) VALUES (:tenant_id, 0, :hash, :at) "
            "ON CONFLICT (tenant_id) DO NOTHING"
        )
        values = {"tenant_id": tenant, "hash": FIRST, "at": None}
        current.execute(begun, values, execution_options=GUARDED)
        found = current.execute(asked, execution_options=GUARDED).one()
    return found.seq, found.hash
