"""What the database says when a change cannot be kept, said in our own words: the pages above know no SQL.

Apart from the services because it stands round all of them: a conflict may show at any flush, or only at the commit.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError

from core.db import OutOfSight
from core.services.desk import Desk, Missing, Stale

WAITING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
UNIQUE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
UNIQUE_IN_POSTGRES = "23505"


class Busy(Exception):
    """The database cannot take the change just now (locked, full, out of reach); nothing was kept of it."""


@contextmanager
def named() -> Iterator[None]:
    """Inside, a row changed or added by somebody else in the meantime raises `Stale`, a locked, full or unreachable
    database `Busy`, part of a record that is hidden from the actor `Missing`; anything else passes as it is."""
    try:
        yield
    except OutOfSight as error:
        raise Missing from error
    except StaleDataError as error:
        raise Stale(None) from error
    except IntegrityError as error:
        if not _taken(error):
            raise
        raise Stale(None) from error
    except (OperationalError, TimeoutError) as error:
        if not _passing(error):
            raise
        raise Busy("The service is busy.") from error


def commit(desk: Desk) -> None:
    """Keep everything done at this desk, or raise `Stale` or `Busy` with nothing kept."""
    with named():
        try:
            desk.db.commit()
        except BaseException:
            desk.db.rollback()
            raise


def _taken(error: IntegrityError) -> bool:
    """Whether a unique key was already there; a broken foreign key is a mistake of ours, not a coincidence."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode in UNIQUE
    return getattr(error.orig, "sqlstate", None) == UNIQUE_IN_POSTGRES


def _passing(error: DBAPIError | TimeoutError) -> bool:
    """Whether trying again later may help: PostgreSQL's operational errors all, of SQLite's only some."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF in WAITING
    return True
