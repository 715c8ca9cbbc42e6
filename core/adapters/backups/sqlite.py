"""A SQLite database into a file and out of it again, whole, while others write to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from core.adapters.backups import Unfit
from core.adapters.backups.census import Census, of_sqlite

FILE = "database.sqlite"


def take(url: str, folder: Path) -> Census:
    """The database as it is in one moment, into `folder`; what it held in that moment. Raises `Unfit`."""
    source = _file(url)
    if not source.is_file():
        raise Unfit(f"There is no database at {source}.")
    _copy(source, folder / FILE)
    return look(f"sqlite:///{folder / FILE}")


def put_back(url: str, folder: Path) -> None:
    """The copy in `folder` to where no database is yet. Raises `Unfit`."""
    target = _file(url)
    if target.exists() and target.stat().st_size:
        raise Unfit(f"There is something at {target} already. Name a file that is not there yet.")
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.{os.getpid()}")
    _copy(folder / FILE, half)
    half.replace(target)


def look(url: str) -> Census:
    """What a database holds to which nobody writes. Raises `Unfit` where it is damaged."""
    with closing(sqlite3.connect(_file(url))) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Unfit(f"{_file(url)} is damaged.")
        return of_sqlite(connection)


def _copy(source: Path, target: Path) -> None:
    """Through SQLite, page by page, readable only for whoever runs this."""
    target.touch(0o600)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")
