"""Engines: how connections to SQLite and to PostgreSQL are opened, and how each transaction begins. On PostgreSQL it
begins by saying whose rows it is about, on which the database's own wall between authorities hangs.

Apart from `core.db`, which knows tables and sessions and not what they run on.
"""

import select
import sqlite3
from functools import lru_cache
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
from psycopg.sql import Literal
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

POOL = 8
TRIES = 100
TENANT = "app.tenant"
"""The setting of a PostgreSQL transaction that every policy compares with `tenant_id`."""


@lru_cache(maxsize=8)
def engine(url: str) -> Engine:
    """The engine for `url`: SQLite in WAL with full sync, PostgreSQL through psycopg."""
    return sqlite(url) if make_url(url).get_backend_name() == "sqlite" else postgresql(url)


def sqlite(url: str) -> Engine:
    """A file, made if it is not there. Whoever will write takes the write lock at once, and waits up to 5 s for it."""
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, pool_size=POOL, max_overflow=POOL)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=5000")
        _write_ahead(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made


def _write_ahead(cursor: Any) -> None:
    """Keep a write-ahead log. Of several who open a new file at once SQLite refuses some without letting them wait."""
    for left in reversed(range(TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                raise
            sleep(0.05)


def postgresql(url: str) -> Engine:
    """A server. The driver leaves transactions to us, so that beginning one and naming its authority is one message:
    the second wall costs no round trip. The name ends with the transaction, whatever becomes of the connection."""
    made = create_engine(url, pool_size=POOL, max_overflow=POOL)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.autocommit = True

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        tenant = connection.get_execution_options().get("tenant")
        named = "" if tenant is None else f"; SET LOCAL {TENANT} = {Literal(tenant).as_string()}"
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(f"BEGIN{named}", prepare=False)
        except psycopg.OperationalError as error:
            connection.invalidate(error)
            raise OperationalError("BEGIN", None, error) from error

    @event.listens_for(made, "checkout")
    def alive(connection: Any, _record: Any, _proxy: Any) -> None:
        """One whose server has gone would fail its request; the pool takes another instead. A server that says
        something while nobody has asked says goodbye, which costs no message to find out."""
        if connection.closed or _spoken_to(connection.fileno()):
            raise DisconnectionError("The server has closed this connection.")

    return made


def _spoken_to(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))
