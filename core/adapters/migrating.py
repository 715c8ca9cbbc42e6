"""Bringing a database to the newest revision: one starter at a time, all of it or nothing of it, and never for long in
the way of staff. What each revision does stands in `migrations/versions`."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, MetaData, String, Table, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from core.engines import engine
from core.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

APPLIED = Table("alembic_version", MetaData(), Column("version_num", String(32)))
LOCK = 0x4D6F6F72696E67
"""PostgreSQL's advisory lock that whoever migrates holds; each database has its own."""
PATIENCE, TRIES, PAUSE = "4s", 8, 2.0
"""For a table that is in use: everybody who comes later waits behind us meanwhile, so it is given up and tried again
after so many seconds."""
IN_USE = "55P03"
BEFORE = ".before-migration"
"""The copy of a SQLite file that is made before its tables change is called so at the end; the last one is kept."""


class InTheWay(RuntimeError):
    """Tables stay in use, so nothing was changed; the sentence says what to do."""


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision; creates it where it is empty.

    One that a later release has taken further stays as it is: an earlier release runs on it until it is replaced.
    Raises `InTheWay` where a table stays in use for three quarters of a minute.
    """
    from alembic import command

    for tried in range(1, TRIES + 1):
        with engine(url).connect() as connection:
            if state(connection) in ("current", "ahead"):
                return
        try:
            return command.upgrade(_config(url), "heads")
        except OperationalError as error:
            if not _in_use(error):
                raise
            if tried == TRIES:
                raise InTheWay("Tables that must change stay in use. Nothing was changed; try again later.") from error
        time.sleep(PAUSE)


def exclusively(connection: Connection, url: str) -> None:
    """In the migration's transaction, before it reads where the database stands: wait until nobody else migrates.

    On SQLite its transaction holds the write lock already. There the file is copied beside itself.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '15min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    elif state(connection) == "behind":
        _copy(make_url(url).database or "")


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """Inside, a table that other rows point to can be made anew: SQLite changes some columns no other way.
    Whether all still point to something is asked before the end, see `refuse_loose_ends`."""
    driver: Any = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if driver:
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if driver:
            driver.execute("PRAGMA foreign_keys=ON")


def refuse_loose_ends(connection: Connection) -> None:
    """Raise `RuntimeError`, before anything is kept, where rows of a SQLite file point to rows that are gone."""
    if connection.dialect.name != "sqlite":
        return
    loose = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if loose:
        raise RuntimeError(f"Rows of {', '.join(sorted(loose))} would point to nothing. Nothing was changed.")


def state(connection: Connection) -> str:
    """How a database stands to this installation: "empty", "behind", "current", or "ahead" after a later release."""
    if not connection.dialect.has_table(connection, APPLIED.name):
        return "empty"
    found = set(connection.scalars(select(APPLIED.c.version_num)))
    if not found:
        return "empty"
    if found == set(_script().get_heads()):
        return "current"
    return "behind" if found <= {one.revision for one in _script().walk_revisions()} else "ahead"


def _in_use(error: OperationalError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) == IN_USE


def _copy(file: str) -> None:
    """The file as it is now, readable only for whoever runs Mooring; whole or not there."""
    target = Path(file + BEFORE)
    half = Path(f"{target}.{os.getpid()}")
    half.touch(0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as copy:
        source.backup(copy)
    half.replace(target)


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("prepend_sys_path", str(ROOT))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


@cache
def _script() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(""))
