"""The chain: every entry of an authority carries a hash of itself and of the entry before, and the authority's head
says how far the chain goes. An entry is appended by whoever holds the head until the end of their transaction."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, DateTime, bindparam, column, insert, select, table, text, update

from core import metrics
from core.audit.entries import Entry

FIRST = "0" * 64
"""What the first entry is chained to."""
SEARCHED = ("at", "request_id", "kind", "actor_id", "actor_name", "verb", "endpoint", "about", "about_id", "child_id")
COLUMNS = ("tenant_id", "seq", *SEARCHED, "entry", "hash")
AT = DateTime(timezone=True)
HEADS = table("audit_heads", column("tenant_id"), column("seq"), column("hash"), column("at", AT))
ENTRIES = table("audit_entries", *(column(name, AT) if name == "at" else column(name) for name in COLUMNS))
WHOSE = HEADS.c.tenant_id == bindparam("whose")
HEAD = select(HEADS.c.seq, HEADS.c.hash).where(WHOSE).with_for_update()
FORWARD = update(HEADS).where(WHOSE).values(seq=bindparam("to"), hash=bindparam("last"), at=bindparam("now"))
ADD = insert(ENTRIES)
BEGIN = text(
    "INSERT INTO audit_heads (tenant_id, seq, hash) VALUES (:whose, 0, :first) ON CONFLICT (tenant_id) DO NOTHING"
)
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


def append(connection: Connection, tenant: str, entries: Sequence[Entry]) -> int:
    """Add entries to the authority's chain, in this connection's transaction; the number of the last."""
    for entry in entries:
        metrics.audited(entry.kind)
    if connection.dialect.name == "postgresql" and len(entries) == 1:
        row = entries[0].columns() | {"tenant_id": tenant, "entry": entries[0].text(tenant)}
        alone: int | None = connection.scalar(ONE, row)
        if alone is not None:
            return alone
    seq, last = _head(connection, tenant)
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, seq + 1):
        whole = entry.text(tenant)
        last = chained(last, whole)
        rows.append(entry.columns() | {"tenant_id": tenant, "seq": number, "entry": whole, "hash": last})
    connection.execute(FORWARD, {"whose": tenant, "to": seq + len(rows), "last": last, "now": rows[-1]["at"]})
    connection.execute(ADD, rows)
    return seq + len(rows)


def _head(connection: Connection, tenant: str) -> tuple[int, str]:
    """How far the chain goes, held until this transaction ends; an authority's first entry begins it."""
    found = connection.execute(HEAD, {"whose": tenant}).first()
    if found is None:
        connection.execute(BEGIN, {"whose": tenant, "first": FIRST})
        found = connection.execute(HEAD, {"whose": tenant}).one()
    return found.seq, found.hash
