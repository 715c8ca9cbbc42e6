"""Before a transaction of an authority is committed: its entries are put together and appended, in that transaction."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from core.audit.chain import append
from core.audit.changes import ADDED, Changes, Done, Row
from core.audit.children import child_of
from core.audit.entries import Entry, Trail

TOLD = 20
"""So many new rows of one table are told singly; of a row that is new, what it was before cannot be lost."""
SENT = frozenset({"sent_at", "draft_sent_on"})
"""Columns that say when something went to somebody."""
Group = tuple[list[Row], list[Done]]


def trail_of(current: Session) -> Trail:
    """Who acts in this session; an unnamed operator where nobody said so."""
    found: Trail = current.info.setdefault("trail", Trail())
    return found


def keep(current: Session) -> None:
    """Write what this transaction owes the audit. Called before every commit, and by nobody else. The session knows
    the number of its last entry by `info["entry"]`.
    """
    while current.new or current.dirty or current.deleted:
        current.flush()
    changes: Changes = current.info.pop("changes", None) or Changes()
    trail = trail_of(current)
    entries = [*_entries(current, trail, changes), *trail.told(), *current.info.pop("entries", ())]
    trail.owing = False
    if entries:
        current.info["entry"] = append(current.connection(), current.info["tenant"], entries)


def _entries(current: Session, trail: Trail, changes: Changes) -> Iterator[Entry]:
    """One entry for each child whose record changes; what belongs to no child goes with the child of the address, or
    with the only one there is, or into an entry of its own."""
    groups: dict[str | None, Group] = {}
    if trail.owing and not trail.exported:
        groups[trail.child_id] = ([], [])
    for row in changes.rows.values():
        if row.source is not None:
            row.child_id = child_of(current, row.source)
        groups.setdefault(row.child_id, ([], []))[0].append(row)
    for one in changes.done:
        groups.setdefault(one.child_id, ([], []))[1].append(one)
    rest = groups.pop(None, None) or (([], []) if changes.many else None)
    home = trail.child_id if trail.child_id in groups else next(iter(groups)) if len(groups) == 1 else None
    if rest is not None:
        rows, done = groups.setdefault(home, ([], []))
        rows.extend(rest[0])
        done.extend(rest[1])
    for child, (rows, done) in groups.items():
        yield _entry(trail, child, rows, done, dict(changes.many) if child == home else {})


def _entry(trail: Trail, child: str | None, rows: list[Row], done: list[Done], many: dict[str, int]) -> Entry:
    told, added = [], dict.fromkeys((row.table for row in rows), 0)
    for row in rows:
        added[row.table] += row.did == ADDED
        if row.did != ADDED or added[row.table] <= TOLD:
            told.append(row.said)
    many |= {f"{table} {ADDED}": number - TOLD for table, number in added.items() if number > TOLD}
    detail = trail.where
    detail |= {"done": [[one.verb, one.about, one.about_id] for one in done]} if done else {}
    detail |= {"rows": told} if told else {}
    detail |= {"many": many} if many else {}
    named = {"verb": done[0].verb, "about": done[0].about, "about_id": done[0].about_id} if done else {}
    return trail.entry(_kind(trail, rows), child_id=child, detail=detail, **named)


def _kind(trail: Trail, rows: list[Row]) -> str:
    if trail.exported:
        return "export"
    if any(row.values.get(name, (None, None))[1] for row in rows for name in SENT):
        return "send"
    return "change" if trail.actor_id else "operator"
