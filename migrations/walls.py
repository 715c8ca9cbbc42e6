"""The second wall, in the database itself: on PostgreSQL a row of an authority can be read or written only in a
transaction that has named this authority, whatever the statement says and whoever owns the table.

On SQLite there is no such wall and nothing happens here. A migration that changes rows of authorities on PostgreSQL
names each in turn (`set_config('app.tenant', …, true)`): the owner too sees none otherwise.
"""

from collections.abc import Iterable

from alembic import op
from sqlalchemy import text

POLICY = "own_rows"
OWN = "tenant_id = current_setting('app.tenant', true)"


def wall(*tables: str) -> None:
    """Each table's rows from now on only for the authority that a transaction names, the owner included."""
    for table in tables if _postgresql() else ():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY {POLICY} ON "{table}" USING ({OWN}) WITH CHECK ({OWN})')


def lowered(*tables: str) -> None:
    """Take the wall away again, for a downgrade."""
    for table in tables if _postgresql() else ():
        op.execute(f'DROP POLICY {POLICY} ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


def only(table: str, *allowed: str) -> None:
    """Take from every role but the owner whatever it may do with a table beyond `allowed` (SELECT, INSERT …)."""
    for role in _others(table) if _postgresql() else ():
        op.execute(f'REVOKE ALL ON "{table}" FROM {role}')
        op.execute(f'GRANT {", ".join(allowed)} ON "{table}" TO {role}')


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _others(table: str) -> Iterable[str]:
    """The roles that may write to a table without owning it, as identifiers."""
    asked = text(
        "SELECT DISTINCT quote_ident(grantee) FROM information_schema.role_table_grants"
        " WHERE table_schema = current_schema() AND table_name = :table AND grantee <> current_user"
        " AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')"
    )
    return list(op.get_bind().execute(asked, {"table": table}).scalars())
