"""The wall that PostgreSQL itself keeps: what its catalogue says of every table after all migrations, and what a
statement past the first wall can still reach. Nothing here goes through the guard of `core.db`."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from core import db
from core.adapters.roles import UnsafeRole, bootstrap, refuse_unsafe, unsafe
from core.app import create_app
from core.models import Child, Placement, Tenant
from tests.fixtures.applications import settings_for
from tests.fixtures.postgres import Postgres
from tests.test_db import GLOBAL

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
OWNED = sorted(set(db.tables()) - GLOBAL)


@pytest.fixture
def two(database_url: str) -> str:
    """Two authorities, each with a child who lives somewhere."""
    with db.session(database_url, None, writes=True) as session:
        session.add_all(Tenant(id=t, name=t.title(), short=t.title()) for t in ("north", "south"))
        session.commit()
    for tenant in ("north", "south"):
        with db.session(database_url, tenant, writes=True) as session:
            child = Child(id=f"child-{tenant}", local_id="C1", name=f"Child of {tenant}")
            session.add(child)
            session.flush()
            session.add(Placement(child_id=child.id, started=date(2025, 1, 1), carer=f"Home of {tenant}"))
            session.commit()
    return database_url


@pytest.fixture
def raw(two: str) -> Iterator[psycopg.Connection]:
    """A connection of the role that serves pages, with nothing of ours in between; no transaction names anybody."""
    with psycopg.connect(plain(two), autocommit=True) as connection:
        yield connection


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def asked(url: str, statement: str, **values: object) -> list[tuple[object, ...]]:
    """What the catalogue says, read as the tables' owner."""
    with db.engine(url).connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def test_every_table_of_an_authority_has_a_forced_policy_on_its_tenant(owner_url: str) -> None:
    walls = asked(
        owner_url,
        "SELECT c.relname, p.qual, p.with_check FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL'"
        " AND p.roles = '{public}' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname",
    )

    assert [row[0] for row in walls] == OWNED
    assert {row[1:] for row in walls} == {
        ("((tenant_id)::text = current_setting('app.tenant'::text, true))",) * 2,
    }


def test_every_table_is_an_authoritys_or_on_the_reviewed_list(owner_url: str) -> None:
    there = {name for (name,) in asked(owner_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    assert there == {*OWNED, *GLOBAL, "alembic_version"}


def test_the_role_that_serves_pages_only_adds_to_the_audit(owner_url: str) -> None:
    """Beside what triggers refuse: it has no right to anything else."""
    granted = asked(
        owner_url,
        "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE c.relname LIKE 'audit%'"
        " AND c.relkind = 'r' AND a.grantee = 'mooring_app'::regrole ORDER BY 1, 2",
    )

    assert granted == [
        ("audit_entries", "INSERT"), ("audit_entries", "SELECT"),
        ("audit_heads", "INSERT"), ("audit_heads", "SELECT"), ("audit_heads", "UPDATE"),
    ]  # fmt: skip


def test_no_key_of_an_authoritys_table_leaves_the_tenant_out(owner_url: str) -> None:
    """A foreign key without the tenant would accept another's row; a unique key would tell that a value exists."""
    loose = asked(
        owner_url,
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indrelid WHERE c.relrowsecurity AND i.indisunique AND NOT EXISTS"
        " (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND"
        " a.attname = 'tenant_id')"
        " UNION ALL SELECT k.conrelid::regclass::text, k.conname FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid WHERE c.relrowsecurity AND k.contype = 'f' AND NOT EXISTS"
        " (SELECT FROM pg_attribute a, pg_attribute b WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        " AND a.attname = 'tenant_id' AND b.attrelid = k.confrelid AND b.attnum = k.confkey[1]"
        " AND b.attname = 'tenant_id')",
    )

    assert loose == []
    assert asked(owner_url, "SELECT count(*) FROM pg_constraint WHERE contype = 'f'")[0][0] > len(OWNED)  # type: ignore[operator]


READS = [
    "SELECT * FROM children",
    "SELECT name FROM children WHERE tenant_id = 'south'",
    "SELECT t.id FROM tenants t JOIN children c ON c.tenant_id = t.id",
    "SELECT name FROM children UNION ALL SELECT carer FROM placements",
    "SELECT 1 FROM tenants WHERE EXISTS (SELECT FROM children)",
    "WITH all_of_them AS (SELECT * FROM children) SELECT * FROM all_of_them",
    "UPDATE children SET name = 'changed' RETURNING id",
    "DELETE FROM placements RETURNING id",
    "INSERT INTO tenants (id, name, short, accent, nation, versions, settings, closures)"
    " SELECT 'x', name, '', '', '', '[]', '{}', '[]' FROM children RETURNING id",
]
REFUSED = [
    "INSERT INTO children (tenant_id, id, local_id, name) VALUES ('south', 'x', 'C9', 'planted')",
    "COPY children (tenant_id, id, local_id, name) FROM STDIN",
    "TRUNCATE children CASCADE",
    "ALTER TABLE children DISABLE ROW LEVEL SECURITY",
    "DROP POLICY own_rows ON children",
    "SET ROLE mooring_owner",
    "UPDATE alembic_version SET version_num = 'x'",
]


@pytest.mark.parametrize("statement", READS)
def test_a_statement_that_names_no_authority_reaches_no_row(raw: psycopg.Connection, statement: str) -> None:
    assert raw.execute(statement).fetchall() == []


@pytest.mark.parametrize("statement", REFUSED)
def test_a_statement_past_the_wall_is_refused(raw: psycopg.Connection, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
        raw.execute(statement)


def test_a_transaction_reaches_the_rows_of_the_authority_it_names_and_no_others(raw: psycopg.Connection) -> None:
    with raw.transaction():
        raw.execute("SET LOCAL app.tenant = 'north'")
        assert raw.execute("SELECT name FROM children").fetchall() == [("Child of north",)]
        assert raw.execute("UPDATE children SET school = 'x' WHERE tenant_id = 'south'").rowcount == 0
        assert raw.execute("DELETE FROM placements").rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
            raw.execute("UPDATE children SET tenant_id = 'south'")

    assert raw.execute("SELECT name FROM children").fetchall() == []


def test_a_guarded_statement_reaches_only_its_own_authority(two: str) -> None:
    with db.session(two, "north") as session:
        names = session.execute(text("SELECT name FROM children"), execution_options={"guarded": True}).scalars().all()
    with db.session(two, None) as session:
        nobody = session.execute(text("SELECT name FROM children"), execution_options={"guarded": True}).all()

    assert names == ["Child of north"]
    assert nobody == []


def test_an_authoritys_name_is_no_statement(two: str) -> None:
    also = "; SET LOCAL app.tenant = 'north"
    for name in (f"x'{also}", f"x\\'{also}", "north'; RESET app.tenant; --", "", "NORTH", "north "):
        with db.session(two, name) as session:
            found = session.execute(text("SELECT name FROM children"), execution_options={"guarded": True}).all()
        assert found == []


def test_a_connection_whose_server_has_gone_is_replaced_before_anybody_uses_it(two: str, postgres: Postgres) -> None:
    with db.session(two, "north") as session:
        session.scalar(text("SELECT 1"), execution_options={"guarded": True})
    postgres.admin.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [make_url(two).database]
    )

    with db.session(two, "north") as session:
        names = session.scalars(text("SELECT name FROM children"), execution_options={"guarded": True}).all()

    assert names == ["Child of north"]


@pytest.mark.parametrize("role", ["postgres", "mooring_owner", "mooring_backup"])
def test_mooring_does_not_serve_as_a_role_that_passes_the_wall(database_url: str, role: str) -> None:
    url = database_url.replace("mooring_app@", f"{role}@")

    assert unsafe(database_url) == []
    with pytest.raises(UnsafeRole, match=f"role {role} must not serve pages"):
        create_app(settings_for(url))
    db.engine(url).dispose()


def test_mooring_does_not_serve_where_a_table_has_no_wall(database_url: str, owner_url: str) -> None:
    with db.engine(owner_url).begin() as connection:
        connection.execute(text("ALTER TABLE minutes NO FORCE ROW LEVEL SECURITY"))

    with pytest.raises(UnsafeRole, match="these tables have no wall: minutes"):
        refuse_unsafe(database_url)
    db.engine(owner_url).dispose()


def test_bootstrapping_again_keeps_every_row_and_every_right(two: str, postgres: Postgres) -> None:
    database = str(make_url(two).database)

    access = bootstrap(postgres.url("postgres", "postgres"), database, "mooring")

    assert make_url(access.app).password != make_url(access.owner).password
    with db.session(two, "south") as session:
        assert (
            session.scalar(text("SELECT name FROM children"), execution_options={"guarded": True}) == "Child of south"
        )
    with db.engine(two).connect() as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(text("DELETE FROM alembic_version"))
