"""Whether an authority's rows are still the ones that an export holds: each table is written once more, to nowhere, and
its digest compared."""

import hashlib
from typing import Any

from core.db import TenantSession
from core.services.handover.streaming import line, rows
from core.services.handover.tables import Kept, exported

GROWS = "audit_entries"
"""The audit is only added to, if only by who reads: what the export holds of it must be how it begins."""
NOT_COMPARED = frozenset({"audit_heads", "answered", "users"})
"""How far the audit goes, what machines keep of forms, and when somebody signed in last, wherever."""


def differing(session: TenantSession, manifest: dict[str, Any]) -> list[str]:
    """The tables whose rows are not those that the list of files names, in words for an operator."""
    files = manifest["files"]
    found = []
    for kept in exported(str(session.tenant)):
        said = files.get(f"tables/{kept.name}.jsonl")
        if kept.name not in NOT_COMPARED and (said is None or _digest(session, kept, said) != said["sha256"]):
            found.append(kept.name)
    return found


def _digest(session: TenantSession, kept: Kept, said: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for number, row in enumerate(rows(session, kept)):
        if kept.name == GROWS and number == said["rows"]:
            break
        digest.update(f"{line({c.name: row[c.name] for c in kept.columns})}\n".encode())
    return digest.hexdigest()
