"""Deleting every row of one authority, by the role that owns the tables: the only way past the guards of the session
and past the audit's own, which lets an authority that leaves take its audit with it and nothing else.

PostgreSQL's triggers open for the authority that the transaction names; SQLite knows no such setting, so there the
triggers are taken down and put up again within the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from core.db import Base
from core.engines import engine


@contextmanager
def leaving(url: str, tenant: str) -> Iterator[Connection]:
    """A transaction of the owner's in which rows of this authority may be deleted, its audit included; kept whole when
    the block ends, or not at all."""
    with engine(url).execution_options(writes=True, tenant=tenant).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('app.offboarding', :tenant, true)"), {"tenant": tenant})
            yield connection
            return
        kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in kept:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        yield connection
        for _, sql in kept:
            connection.exec_driver_sql(sql)


def delete_rows(connection: Connection, tenant: str) -> dict[str, int]:
    """Delete whatever belongs to the authority, what points to others first; how many rows, by table."""
    counts: dict[str, int] = {}
    users = set(connection.scalars(select(_t("memberships").c.user_id).where(_t("memberships").c.tenant_id == tenant)))
    for table in reversed(Base.metadata.sorted_tables):
        if "tenant_id" in table.primary_key.columns:
            _count(counts, table, connection.execute(delete(table).where(table.c.tenant_id == tenant)))
        for column in _pointing(table, "tenants"):
            _count(counts, table, connection.execute(delete(table).where(table.c[column] == tenant)))
    for user in sorted(users):
        if _forget(connection, user):
            counts["users"] = counts.get("users", 0) + 1
    _count(counts, _t("tenants"), connection.execute(delete(_t("tenants")).where(_t("tenants").c.id == tenant)))
    return counts


def remember(connection: Connection, offboarding_id: str, **values: Any) -> None:
    """What is left of an authority, in the transaction in which it goes."""
    table = _t("offboardings")
    connection.execute(update(table).where(table.c.id == offboarding_id).values(**values))


def changed_since(connection: Connection, tenant: str, seq: int) -> bool:
    """Whether anything of the authority was changed after this entry of its audit. From now on, and until this
    transaction ends, nobody else commits a change of it: whoever does has to add to the audit first."""
    heads, entries = _t("audit_heads"), _t("audit_entries")
    connection.execute(select(heads.c.seq).where(heads.c.tenant_id == tenant).with_for_update())
    quiet = ("read", "refusal", "sign_in")
    later = select(func.count()).where(entries.c.tenant_id == tenant, entries.c.seq > seq, entries.c.kind.not_in(quiet))
    return bool(connection.scalar(later))


def _forget(connection: Connection, user: str) -> bool:
    """Delete a sign-in that opens nothing any more. One that another authority still names stays."""
    if connection.scalar(select(func.count()).where(_t("memberships").c.user_id == user)):
        return False
    try:
        with connection.begin_nested():
            for table in reversed(Base.metadata.sorted_tables):
                for column in _pointing(table, "users"):
                    connection.execute(delete(table).where(table.c[column] == user))
            connection.execute(delete(_t("users")).where(_t("users").c.id == user))
    except IntegrityError:
        return False
    return True


def _pointing(table: Table, to: str) -> Iterator[str]:
    """The columns of a table of no authority that hold the id of a row of the table `to`."""
    if "tenant_id" not in table.primary_key.columns:
        for key in table.foreign_key_constraints:
            if key.referred_table.name == to:
                yield key.column_keys[0]


def _count(counts: dict[str, int], table: Table, done: Any) -> None:
    if done.rowcount:
        counts[table.name] = counts.get(table.name, 0) + done.rowcount


def _t(name: str) -> Table:
    return Base.metadata.tables[name]
