"""A PostgreSQL database into a file and out of it again, with PostgreSQL's own programs.

Taken as the role for backups: one that row security holds back would copy an empty database, or none. Restored as the
owner, into a database that is empty and has roles of the same names.
"""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from core.adapters.backups import Unfit
from core.adapters.backups.census import Census, guards_of, of_postgresql

FILE = "database.dump"
JOBS = 2
"""How many tables at once are written back."""
WALL = re.compile(r"\d+; \d+ \d+ ROW SECURITY ")
"""In the list of what a copy holds: the line that raises the wall of one table."""


def take(url: str, folder: Path, programs: Path | None) -> Census:
    """The database as it is in one moment, into `folder`; what it held in that moment. Raises `Unfit`."""
    with _connected(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _sees_everything(connection)
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        arguments = ["--format=custom", f"--file={folder / FILE}", f"--snapshot={row[0]}", "--lock-wait-timeout=60s"]
        with ThreadPoolExecutor(1) as beside:
            dumping = beside.submit(_run, "pg_dump", programs, connection, url, *arguments)
            census = of_postgresql(connection)
            dumping.result()
    return census


def put_back(url: str, folder: Path, programs: Path | None) -> None:
    """The copy in `folder` into the empty database at `url`. Raises `Unfit`."""
    with _connected(url) as connection:
        connection.autocommit = True
        if connection.execute(ANYTHING).fetchone():
            raise Unfit("There is something in that database already. Make an empty one: mooring db bootstrap.")
        _without_defaults(connection)
        listed = _run("pg_restore", programs, connection, None, "--list", str(folder / FILE)).splitlines()
        walls = [line for line in listed if WALL.match(line)]
        rest = [line for line in listed if line not in walls]
        for entries in (rest, walls):  # foreign keys are checked by the owner, whom the walls hold back too
            with NamedTemporaryFile("w", suffix=".list") as listing:
                listing.write("\n".join(entries))
                listing.flush()
                chosen = [f"--use-list={listing.name}", f"--jobs={JOBS}", "--exit-on-error", str(folder / FILE)]
                _run("pg_restore", programs, connection, url, *chosen)


def look(url: str) -> Census:
    """What a database holds on which nobody works yet, as its owner: its own walls are down for as long as this looks
    and up again afterwards, whatever happens, because nothing of it is committed."""
    with _connected(url) as connection:
        for schema, table in connection.execute(FORCED).fetchall():
            name = sql.Identifier(schema, table)
            connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(name))
        census = of_postgresql(connection)
        connection.rollback()
        return replace(census, guards=guards_of(connection))


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    except psycopg.OperationalError as error:
        raise Unfit(f"The database cannot be reached: {str(error).strip()}") from error


def _sees_everything(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if found is None or not found[0]:
        raise Unfit(
            f"The role {found[1] if found else ''} does not see every row (it has no BYPASSRLS), so its backup would"
            " hold nothing. Set MOORING_BACKUP_URL to the role that `mooring db bootstrap` made for backups."
        )


def _without_defaults(connection: psycopg.Connection) -> None:
    """What the owner's new tables grant by themselves: the copy brings the rights of each table, and must not get more
    than it had; afterwards it brings these as well."""
    for schema, kind, role in connection.execute(DEFAULTS).fetchall():
        revoked = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {{}} REVOKE ALL ON {KINDS[kind]} FROM {{}}"
        connection.execute(sql.SQL(revoked).format(sql.Identifier(schema), sql.Identifier(role)))


def _run(name: str, programs: Path | None, connection: psycopg.Connection, url: str | None, *arguments: str) -> str:
    """What a program of PostgreSQL's says, of no older release than the server; connected to `url` where there is one,
    whose password is not among its arguments. Raises `Unfit` where it gives up."""
    command, environment = [_program(name, programs, connection.info.server_version // 10000)], dict(os.environ)
    if url:
        address = make_url(url)
        environment |= {"PGPASSWORD": str(address.password)} if address.password else {}
        to = address.set(drivername="postgresql", password=None).render_as_string()
        command += ["--no-password", f"--dbname={to}"]
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Unfit(f"{name} gave up: {done.stderr.strip()}")
    return done.stdout


def _program(name: str, programs: Path | None, server: int) -> str:
    found = shutil.which(name, path=str(programs) if programs else None)
    said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout if found else ""
    number = re.search(r"(\d+)", said)
    if found is None or number is None or int(number[1]) < server:
        have = f"{found} is of release {number[1]}" if number else f"there is no {name}"
        raise Unfit(
            f"The server is PostgreSQL {server} and {have}. Install PostgreSQL's client programs {server} or newer, or"
            " set MOORING_PG_PROGRAMS to the folder in which they are."
        )
    return found


DEFAULTS = """
SELECT DISTINCT n.nspname, d.defaclobjtype::text, pg_get_userbyid(a.grantee)
  FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
 WHERE d.defaclrole = current_user::regrole AND a.grantee NOT IN (0, d.defaclrole)
"""
KINDS = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS", "T": "TYPES"}
_OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
ANYTHING = f"SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS} LIMIT 1"
FORCED = f"""
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relforcerowsecurity AND {_OURS}
"""
