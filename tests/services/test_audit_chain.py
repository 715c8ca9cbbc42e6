"""The chain of an authority's audit: many who write at once, a database that refuses to change it, and every way of
altering it all the same, by those who can."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from core import db
from core.audit.chain import chained
from core.audit.entries import Trail
from core.models import Tenant
from core.services import audit_checking, auditing
from core.services.audit_checking import Head
from tests.fixtures.app import MONDAY

HERE, THERE = "north", "south"
IN_SUMMER = datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/London"))
Connect = Callable[[], Any]


@pytest.fixture
def url(database_url: str) -> str:
    """Two authorities, of which one has ten entries in its audit and the other two."""
    with db.session(database_url, None, writes=True) as session:
        session.add_all(Tenant(id=t, name=t.title(), short=t.title()) for t in (HERE, THERE))
        session.commit()
    for number in range(10):
        write(database_url, HERE, f"did {number}")
    auditing.keep(database_url, THERE, [entry("did one", IN_SUMMER), entry("did two", IN_SUMMER)])
    return database_url


def entry(verb: str, at: datetime = MONDAY) -> Any:
    return Trail(at=at, actor_id="a1", actor_name="Nadia Okafor").entry("change", verb=verb)


def write(url: str, tenant: str, verb: str) -> None:
    auditing.keep(url, tenant, [entry(verb)])


@pytest.fixture
def raw(url: str) -> Iterator[Any]:
    """Somebody with all power over the database, past Mooring: its superuser, triggers put aside; or its file."""
    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for name in ("entries_no_update", "entries_no_delete", "heads_no_update", "heads_no_delete"):
            connection.execute(f"DROP TRIGGER audit_{name}")
    else:
        address = url.replace("postgresql+psycopg", "postgresql").replace("mooring_app@", "postgres@")
        connection = psycopg.connect(address, autocommit=True)
        for table in ("audit_entries", "audit_heads"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield connection
    connection.close()


def test_five_who_write_at_once_leave_no_gap_and_no_break(url: str) -> None:
    each = 200 if url.startswith("postgresql") else 20

    def work(number: int) -> None:
        for turn in range(each):
            write(url, HERE, f"{number} did {turn}")

    with ThreadPoolExecutor(5) as writers:
        list(writers.map(work, range(5)))

    found = audit_checking.check(url, HERE)
    assert (found.entries, found.faults) == (10 + 5 * each, [])


def test_an_entry_takes_one_statement_on_postgresql(url: str) -> None:
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(db.engine(url), "before_cursor_execute", note)
    try:
        write(url, HERE, "did one more")
    finally:
        event.remove(db.engine(url), "before_cursor_execute", note)

    asked = [one for one in asked if not one.startswith("BEGIN")]
    assert len(asked) == (1 if url.startswith("postgresql") else 3)


def test_an_untouched_audit_has_no_fault(url: str) -> None:
    kept = [head for head in (audit_checking.head(url, HERE), audit_checking.head(url, THERE)) if head]
    write(url, HERE, "went on")

    for authority, number in ((HERE, 11), (THERE, 2)):
        found = audit_checking.check(url, authority, kept)
        assert (found.entries, found.faults, found.known) == (number, [], True)


REFUSED = (
    "UPDATE audit_entries SET actor_name = 'Owen Price' WHERE seq = 3",
    "DELETE FROM audit_entries WHERE seq = 3",
    "DELETE FROM audit_heads",
    "UPDATE audit_heads SET seq = seq - 1",
    "UPDATE audit_heads SET hash = 'x'",
)
WHOLE = ("TRUNCATE audit_entries", "TRUNCATE audit_heads")


def test_the_database_refuses_every_change_whoever_asks(url: str, owner_url: str) -> None:
    for change in REFUSED if url.startswith("sqlite") else REFUSED + WHOLE:
        for address in {url, owner_url, url.replace("mooring_app@", "postgres@")}:
            with (
                db.session(address, HERE, writes=True) as session,
                pytest.raises(DBAPIError, match=r"only added|permission"),
            ):
                session.execute(text(change), execution_options={"guarded": True})
    assert audit_checking.check(url, HERE).entries == 10


def hashed(raw: Any, upto: int) -> None:
    """Write the chain anew from its texts, as somebody would who knows how."""
    last = "0" * 64
    rows = raw.execute(f"SELECT seq, entry FROM audit_entries WHERE tenant_id = '{HERE}' ORDER BY seq").fetchall()
    for seq, whole in rows:
        last = chained(last, whole)
        raw.execute(f"UPDATE audit_entries SET hash = '{last}' WHERE tenant_id = '{HERE}' AND seq = {seq}")
    raw.execute(f"UPDATE audit_heads SET seq = {upto}, hash = '{last}' WHERE tenant_id = '{HERE}'")


def said(raw: Any, *statements: str) -> None:
    for statement in statements:
        raw.execute(statement.replace("OURS", f"tenant_id = '{HERE}' AND seq"))


def swapped(raw: Any) -> None:
    said(raw, "UPDATE audit_entries SET seq = 99 WHERE OURS = 4", "UPDATE audit_entries SET seq = 4 WHERE OURS = 5",
         "UPDATE audit_entries SET seq = 5 WHERE OURS = 99")  # fmt: skip


def cut(raw: Any) -> None:
    said(raw, "DELETE FROM audit_entries WHERE OURS > 8")
    hashed(raw, 8)


def rewritten(raw: Any) -> None:
    said(raw, "UPDATE audit_entries SET entry = replace(entry, 'did 4', 'did 9'), verb = 'did 9' WHERE OURS = 5")
    hashed(raw, 10)


def rewritten_shorter(raw: Any) -> None:
    said(raw, "DELETE FROM audit_entries WHERE OURS = 5")
    for seq in range(6, 11):
        said(raw, f"UPDATE audit_entries SET seq = {seq - 1} WHERE OURS = {seq}")
    hashed(raw, 9)


TAMPERED: dict[str, tuple[Callable[[Any], None], str]] = {
    "an edit": (
        lambda raw: said(raw, "UPDATE audit_entries SET entry = replace(entry, 'Okafor', 'Price') WHERE OURS = 3"),
        "Entry 3 does not follow",
    ),
    "a column beside the text": (
        lambda raw: said(raw, "UPDATE audit_entries SET actor_name = 'Owen Price' WHERE OURS = 3"),
        "Entry 3 says something else beside its text",
    ),
    "a moment beside the text": (
        lambda raw: said(raw, "UPDATE audit_entries SET at = '2026-03-17 10:00:00.000000' WHERE OURS = 3"),
        "Entry 3 says something else beside its text",
    ),
    "an edit with its own hash": (
        lambda raw: said(
            raw,
            "UPDATE audit_entries SET entry = replace(entry, 'Okafor', 'Price'), "
            f"hash = '{'0' * 64}', actor_name = 'Nadia Price' WHERE OURS = 3",
        ),
        "Entry 3 does not follow",
    ),
    "a deletion": (lambda raw: said(raw, "DELETE FROM audit_entries WHERE OURS = 5"), "Entry 5 is missing"),
    "the first ones": (lambda raw: said(raw, "DELETE FROM audit_entries WHERE OURS < 4"), "Entries 1 to 3 are missing"),
    "two swapped": (swapped, "Entry 4 does not follow"),
    "a tail, its head left": (
        lambda raw: said(raw, "DELETE FROM audit_entries WHERE OURS > 8"), "Entries 9 to 10 were cut off: the head",
    ),
    "one put in at the end": (
        lambda raw: said(raw, "UPDATE audit_heads SET seq = 9 WHERE OURS > 0"), "entries were put in",
    ),
    "the head": (lambda raw: raw.execute("DELETE FROM audit_heads"), "The head of the chain is missing"),
    "a tail with its head": (cut, "Entries 9 to 10 were cut off: a head kept elsewhere"),
    "everything": (
        lambda raw: said(raw, "DELETE FROM audit_entries WHERE OURS > 0", "DELETE FROM audit_heads WHERE OURS > 0"),
        "Entries 1 to 10 were cut off: a head kept elsewhere",
    ),
    "a text, all hashes written anew": (rewritten, "Entry 10 is not the one that a head kept elsewhere knew"),
    "an entry, all numbers and hashes anew": (rewritten_shorter, "Entries 10 to 10 were cut off"),
}  # fmt: skip
ELSEWHERE = {"a tail with its head", "everything", "a text, all hashes written anew",
             "an entry, all numbers and hashes anew"}  # fmt: skip
"""What only a head that was kept elsewhere can tell."""


def test_whatever_is_altered_is_found(url: str, raw: Any) -> None:
    kept = audit_checking.head(url, HERE)
    assert isinstance(kept, Head)
    for table in ("audit_entries", "audit_heads"):
        raw.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    for how, (alter, sentence) in TAMPERED.items():
        alter(raw)

        alone, known = audit_checking.check(url, HERE), audit_checking.check(url, HERE, [kept])
        assert any(sentence in fault for fault in known.faults), (how, known.faults)
        assert (alone.faults == []) == (how in ELSEWHERE), how
        assert audit_checking.check(url, THERE).faults == [] or how == "the head"

        for table in ("audit_entries", "audit_heads"):
            raw.execute(f"DELETE FROM {table}")
            raw.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        assert audit_checking.check(url, HERE, [kept]).faults == []
