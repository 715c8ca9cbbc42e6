"""PostgreSQL's roles: who owns the tables, who serves pages, who makes backups; and what makes a role unfit to serve.

Row-level security is only as good as the role that is subject to it: a superuser, a role with BYPASSRLS or the tables'
owner could read or take down what stands between authorities, so Mooring does not serve as one of them.
"""

from contextlib import suppress
from dataclasses import dataclass
from secrets import token_urlsafe

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from core.engines import engine

KINDS = ("owner", "app", "backup")


class UnsafeRole(RuntimeError):
    """The role that pages would be served with could pass the wall between authorities; the sentence says how."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """SQLAlchemy's addresses of a database for its three roles."""

    owner: str
    app: str
    backup: str


def bootstrap(admin_url: str, database: str, prefix: str) -> Access:
    """Make the roles and the database, or bring them in order where they are there; each call gives new passwords.

    `admin_url` is SQLAlchemy's address of any database of the server, as a superuser. Raises `psycopg.Error` where
    that role may not do it.
    """
    roles = {kind: f"{prefix}_{kind}" for kind in KINDS}
    passwords = {kind: token_urlsafe(24) for kind in KINDS}
    with _connected(admin_url) as admin:
        for kind in KINDS:
            _role(admin, roles[kind], passwords[kind], bypass=kind == "backup")
        _database(admin, database, roles["owner"])
        for kind in ("app", "backup"):
            admin.execute(_said("GRANT CONNECT ON DATABASE {} TO {}", database, roles[kind]))
        admin.execute(_said("GRANT TEMPORARY ON DATABASE {} TO {}", database, roles["app"]))
    address = make_url(admin_url).set(database=database)
    with _connected(address.render_as_string(hide_password=False)) as admin:
        _granted(admin, **roles)
    urls = {
        k: address.set(username=roles[k], password=passwords[k]).render_as_string(hide_password=False) for k in KINDS
    }
    return Access(**urls)


def unsafe(url: str) -> list[str]:
    """Why the role of `url` must not serve pages, as sentences; empty for one that may, and on SQLite."""
    if make_url(url).get_backend_name() != "postgresql":
        return []
    with engine(url).connect() as connection:
        role = connection.execute(text(ROLE)).one()
        owned = connection.execute(text(OWNED)).scalars().all()
        bare = connection.execute(text(BARE)).scalars().all()
    found = [f"it is {what}" for what, so in zip(POWERS, role[1:], strict=True) if so]
    if owned:
        found.append(f"it owns tables or may act as their owner ({', '.join(owned[:3])} …)")
    if bare:
        found.append(f"these tables have no wall: {', '.join(bare)}")
    return [f"The database role {role[0]} must not serve pages: {fault}." for fault in found]


def refuse_unsafe(url: str) -> None:
    """Raise `UnsafeRole` where pages must not be served as the role of `url`."""
    if found := unsafe(url):
        raise UnsafeRole(
            " ".join(found) + " Make roles with `mooring db bootstrap`, and set MOORING_DATABASE_URL to the app's."
        )


class Standing:
    """Whether the role of `url` may serve, asked once. A server that cannot be reached is asked again later, so that a
    process that starts while it restarts does not stop for good; until then no page is served."""

    def __init__(self, url: str):
        self.url, self.confirmed = url, False
        with suppress(OperationalError):
            self.confirm()

    def confirm(self) -> None:
        """Raise `UnsafeRole`, or `OperationalError` where nobody can tell now."""
        if not self.confirmed:
            refuse_unsafe(self.url)
            self.confirmed = True


POWERS = ("a superuser", "free of row-level security (BYPASSRLS)", "able to make roles (CREATEROLE)")
ROLE = "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
_TABLES = "FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
OWNED = f"SELECT relname {_TABLES} AND pg_has_role(current_user, relowner, 'MEMBER') ORDER BY relname"
BARE = (
    f"SELECT relname {_TABLES} AND NOT (relrowsecurity AND relforcerowsecurity) AND EXISTS (SELECT FROM pg_index i"
    " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
    " WHERE i.indrelid = pg_class.oid AND i.indisprimary AND a.attname = 'tenant_id') ORDER BY relname"
)
"""Tables keyed by an authority whose rows PostgreSQL does not keep apart."""


def _connected(url: str) -> psycopg.Connection:
    parts = make_url(url).set(drivername="postgresql")
    return psycopg.connect(parts.render_as_string(hide_password=False), autocommit=True)


def _role(admin: psycopg.Connection, name: str, password: str, *, bypass: bool) -> None:
    if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        admin.execute(_said("CREATE ROLE {}", name))
    free = sql.SQL("BYPASSRLS" if bypass else "NOBYPASSRLS")
    plain = sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {} PASSWORD {}")
    admin.execute(plain.format(sql.Identifier(name), free, sql.Literal(password)))


def _database(admin: psycopg.Connection, name: str, owner: str) -> None:
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        admin.execute(_said("CREATE DATABASE {} OWNER {} TEMPLATE template0", name, owner))
    admin.execute(_said("ALTER DATABASE {} OWNER TO {}", name, owner))
    admin.execute(_said("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))


def _granted(admin: psycopg.Connection, owner: str, app: str, backup: str) -> None:
    """What each role may do with the tables that are there and with those that the owner will make."""
    admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    admin.execute(_said("GRANT USAGE, CREATE ON SCHEMA public TO {}", owner))
    newer = admin.info.server_version >= 170000  # MAINTAIN: counting the rows of a table after a load
    rights = {app: "SELECT, INSERT, UPDATE, DELETE" + ", MAINTAIN" * newer, backup: "SELECT"}
    for role, allowed in rights.items():
        admin.execute(_said("GRANT USAGE ON SCHEMA public TO {}", role))
        later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} IN SCHEMA public GRANT {allowed} ON TABLES TO {{}}"
        admin.execute(_said(later, owner, role))
    for (table,) in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
        admin.execute(_said("ALTER TABLE {} OWNER TO {}", table, owner))
        for role, allowed in rights.items():
            known = admin.execute("SELECT has_table_privilege(%s, %s, 'SELECT')", [role, f'"{table}"']).fetchone()
            if known == (False,):  # one that was there before the role; of the others a migration may have taken rights
                admin.execute(_said(f"GRANT {allowed} ON {{}} TO {{}}", table, role))


def _said(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
