"""What a transaction changes, gathered as it is flushed: which rows, and of each column what it held before and holds
now. Of words and names only that they changed: the audit must not tell what the record itself withholds."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Text, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.base import LoaderCallableStatus

SHORT = 64
"""Texts of no more characters than this are keys, codes and ids: people write none of them."""
GUESSED = 40
"""A digest of fewer characters than this could be found by trying."""
CODES = frozenset(
    {
        "anchor", "arranged_by", "by", "care_plan", "chair_standing", "confirmation", "education", "form", "how",
        "kind", "nation", "owed_by", "owner_role", "provider", "put_to", "role", "sex", "source", "strength",
        "supported_by", "via", "way", "written_by",
    }
)  # fmt: skip
"""Columns of codes whose length nobody set."""
IDENTIFYING = frozenset({"born", "carer_ref", "local_id", "source_key"})
"""Short columns that say who somebody is, which an entry must not once their record is gone."""
SECRET = re.compile(r"bound|hash|password|recovery|sealed|secret|token")
"""In the name of a column that holds what opens something, or what that is known by."""
WORKING = {
    "answered": None, "events": None, "import_runs": frozenset({"progress", "beat"}),
    "replays": frozenset({"beat", "done", "total"}), "api_tokens": frozenset({"used_at"}),
    "federated_identities": frozenset({"used_at"}),
}  # fmt: skip
"""What machines keep for themselves: tables (None) and columns in which no change is one of a record."""
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(kw_only=True)
class Row:
    """One row: `values` are [before, now] by column. `source` is the object itself until its child is known."""

    table: str
    id: str
    did: str
    values: dict[str, Any]
    child_id: str | None
    source: Any = None

    @property
    def said(self) -> dict[str, Any]:
        """As the entry has it."""
        return {"table": self.table, "id": self.id, "did": self.did} | ({"values": self.values} if self.values else {})


@dataclass(frozen=True, kw_only=True)
class Done:
    """A verb of the authority's own timeline, in the same transaction."""

    verb: str
    about: str
    about_id: str
    child_id: str | None


@dataclass(kw_only=True)
class Changes:
    """All changes of one transaction. `many` counts rows changed by one statement, which nobody saw singly."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    many: dict[str, int] = field(default_factory=dict)

    def count(self, table: str, did: str, number: int) -> None:
        """So many rows of a table at once."""
        if number and WORKING.get(table, ()) is not None:
            self.many[f"{table} {did}"] = self.many.get(f"{table} {did}", 0) + number

    def add(self, row: Row) -> None:
        """A row once more in the same transaction is told once: as it was before the first and is after the last."""
        earlier = self.rows.pop((row.table, row.id), None)
        if earlier is not None and row.did == REMOVED and earlier.did == ADDED:
            return
        if earlier is not None:
            row.did = REMOVED if row.did == REMOVED else earlier.did
            row.values = earlier.values | {
                name: _since(earlier.values.get(name), value) for name, value in row.values.items()
            }
        self.rows[(row.table, row.id)] = row


def changes_of(current: Session) -> Changes:
    """What has been gathered in this session's transaction so far."""
    found: Changes = current.info.setdefault("changes", Changes())
    return found


def gather(current: Session) -> None:
    """After a flush, while the session still knows what its rows held before."""
    known = changes_of(current)
    for row in current.new:
        if row.__tablename__ == "events":
            known.done.append(Done(verb=row.verb, about=row.about, about_id=row.about_id or "", child_id=row.child_id))
        _add(known, row, ADDED, {name: [None, now] for name, now in _held(row) if now is not None})
    for row in current.dirty:
        _add(known, row, CHANGED, dict(_differences(row)))
    for row in current.deleted:
        _add(known, row, REMOVED, {name: [now, None] for name, now in _held(row) if now is not None})


def many(current: Session, statement: Any, number: int) -> None:
    """So many rows changed or removed by one ORM statement; one that gives them back cannot tell how many yet."""
    number = max(number, 1) if statement._returning else number
    table, did = statement.table.name, REMOVED if statement.is_delete else CHANGED
    named = {getattr(one, "key", one) for one in getattr(statement, "_values", None) or ()}
    if did == REMOVED or not named or named - set(WORKING.get(table) or ()):
        changes_of(current).count(table, did, number)


def _add(known: Changes, row: Any, did: str, values: dict[str, Any]) -> None:
    table = row.__tablename__
    working = WORKING.get(table, ())
    if working is None or (did == CHANGED and not values.keys() - set(working)):
        return
    child = row.id if table == "children" else getattr(row, "child_id", None)
    known.add(Row(table=table, id=_key(row), did=did, values=values, child_id=child, source=None if child else row))


def _differences(row: Any) -> Iterator[tuple[str, Any]]:
    state = inspect(row)
    for column in row.__table__.columns:
        if column.key == "version" or column.key not in state.committed_state:
            continue
        before, now = state.committed_state[column.key], state.dict.get(column.key)
        if isinstance(before, LoaderCallableStatus):
            yield column.key, ["not loaded", _plain(row, column, now)]
        elif before != now:
            yield column.key, [_plain(row, column, before), _plain(row, column, now)]


def _held(row: Any) -> Iterator[tuple[str, Any]]:
    """What a row holds that is neither empty nor its key."""
    held = inspect(row).dict
    for column in row.__table__.columns:
        value = held.get(column.key)
        if column.key not in ("version", "tenant_id", "id") and value not in (None, "", False, 0, [], {}):
            yield column.key, _plain(row, column, value)


def _plain(row: Any, column: Column[Any], value: Any) -> Any:
    """A value as an entry may tell it."""
    if column.key in IDENTIFYING or SECRET.search(column.key):
        return "written" if value else ""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, Text | JSON | LargeBinary):
        return _digest(row, value)
    if isinstance(column.type, String) and (column.key in CODES or (column.type.length or SHORT + 1) <= SHORT):
        return value
    return "written" if value else ""


def _digest(row: Any, value: Any) -> str:
    """How long a text is, and a digest to recognise it by, mixed with its row; a short one could be guessed from it."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    if not value or len(text) < GUESSED:
        return f"{len(text)} characters" if value else ""
    digest = hashlib.sha256(f"{row.__tablename__} {_key(row)} {text}".encode()).hexdigest()[:16]
    return f"{len(text)} characters, {digest}"


def _key(row: Any) -> str:
    return "/".join(str(getattr(row, one.key)) for one in row.__table__.primary_key if one.key != "tenant_id")


def _since(before: Any, value: list[Any]) -> list[Any]:
    return [before[0], value[1]] if before else value
