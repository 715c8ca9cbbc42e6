"""The database: one session per request and tenant, and the first wall between authorities.

`TenantScoped` rows can be read only through a session that has a tenant: every ORM statement is filtered by it,
anything else is refused, and a flush checks each new, changed and deleted object. Core statements and `text()` pass
only with the option `guarded=True`, used in this module and by bulk loads that name the tenant themselves. The second
wall is PostgreSQL's own, see `core.engines` and `core.adapters.roles`; it holds for guarded statements too.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from os import urandom
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
    event,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.types import TypeDecorator

from core.audit import changes, keeping
from core.audit.entries import Trail
from core.engines import engine as engine


class NoTenant(RuntimeError):
    """A statement about an authority's rows, in a session that has no authority, or past the guard."""


class WrongTenant(RuntimeError):
    """A flush holds an object that belongs to another authority."""


class OutOfSight(RuntimeError):
    """A flush holds part of a restricted record that is not for whoever this session is of."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, datetime: Moment, str: String}  # noqa: RUF012


def new_id() -> str:
    """A random identifier, not guessable and not ordered."""
    return urandom(16).hex()


class TenantScoped:
    """A row of one authority: keyed by tenant and id together."""

    tenant_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)


def to(table: str, column: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key to a row of the same tenant: `(tenant_id, column)` -> `table(tenant_id, id)`."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], **options)


class TenantSession(Session):
    """One transaction of one authority (`tenant`), or of none for the few global tables."""

    @property
    def tenant(self) -> str | None:
        """The authority whose rows this session sees."""
        value: str | None = self.info.get("tenant")
        return value

    @property
    def hidden(self) -> frozenset[str]:
        """The children of the authority of whom this session knows nothing."""
        found: frozenset[str] = self.info.get("hidden", frozenset())
        return found

    def hide(self, child_ids: frozenset[str], leaving_out: tuple[ExecutableOption, ...]) -> None:
        """Leave the records of these children out of every statement, and refuse to change them."""
        self.info["hidden"], self.info["leaving_out"] = child_ids, leaving_out


@contextmanager
def in_whole(current: TenantSession) -> Iterator[None]:
    """Inside, what is hidden from this session counts: for figures that name nobody, and for rules that hold whoever
    asks. Nothing that is read here may be shown."""
    kept = {key: current.info.pop(key) for key in ("hidden", "leaving_out") if key in current.info}
    if not kept:
        yield
        return
    try:
        yield
        current.flush()
    finally:
        current.info.update(kept)


def session(url: str, tenant: str | None, *, writes: bool = False, trail: Trail | None = None) -> TenantSession:
    """A new session of `tenant`. One that will write takes SQLite's write lock at once, and waits up to 5 s for it.

    `trail` says who acts in it, where no desk does: without either, the audit calls them an operator.
    """
    bind = engine(url).execution_options(writes=writes, tenant=tenant)
    info = {"tenant": tenant} | ({"trail": trail} if trail else {})
    return TenantSession(bind=bind, info=info, expire_on_commit=False, autoflush=True)


@contextmanager
def in_passing(url: str, tenant: str | None = None) -> Iterator[TenantSession]:
    """A session for a short write that may as well be left out: on SQLite it waits at most 50 ms for the write lock."""
    with session(url, tenant) as current:
        sqlite = current.get_bind().dialect.name == "sqlite"
        if sqlite:
            current.connection().exec_driver_sql("PRAGMA busy_timeout=50")
        try:
            yield current
        finally:
            current.rollback()
            if sqlite:
                current.connection().exec_driver_sql("PRAGMA busy_timeout=5000")


@event.listens_for(TenantSession, "do_orm_execute")
def _filtered(state: ORMExecuteState) -> Any:
    if state.execution_options.get("guarded"):
        return None
    if not state.is_orm_statement:
        raise NoTenant("Only statements on models may run here; a guarded one must name its tenant itself.")
    tenant = state.session.info.get("tenant")
    if tenant is None:
        if _owned_tables(state.statement):
            raise NoTenant("These rows belong to an authority; open the session with its tenant.")
        return None
    if state.is_insert and any(issubclass(mapper.class_, TenantScoped) for mapper in state.all_mappers):
        raise NoTenant("Insert tenant rows with add() or bulk_load(), which stamp the tenant.")
    if not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(
            with_loader_criteria(TenantScoped, lambda row: row.tenant_id == tenant, include_aliases=True),
            *state.session.info.get("leaving_out", ()),
        )
    return _counted(state) if state.is_update or state.is_delete else None


def _counted(state: ORMExecuteState) -> Any:
    """Run a statement that changes or removes many rows at once, and count them for the audit."""
    found: Any = state.invoke_statement()
    changes.many(state.session, state.statement, getattr(found, "rowcount", -1))
    return found


def _owned_tables(statement: Any) -> set[str]:
    """The tenant-owned tables that a statement names anywhere, subqueries included."""
    named = {part.name for part in visitors.iterate(statement) if isinstance(part, Table)}
    return {name for name in named if "tenant_id" in Base.metadata.tables[name].primary_key.columns}


@event.listens_for(TenantSession, "before_flush")
def _checked(current: Session, _context: Any, _instances: Any) -> None:
    tenant, hidden = current.info.get("tenant"), current.info.get("hidden")
    for row in current.new:
        if isinstance(row, TenantScoped):
            if tenant is None:
                raise NoTenant("These rows belong to an authority; open the session with its tenant.")
            row.tenant_id = row.tenant_id or tenant
    for row in (*current.new, *current.dirty, *current.deleted):
        if isinstance(row, TenantScoped) and row.tenant_id != tenant:
            raise WrongTenant(f"{type(row).__name__} of another authority in this transaction; nothing was written.")
        if hidden and getattr(row, "child_id", None) in hidden:
            raise OutOfSight(f"{type(row).__name__} of a restricted record in this transaction; nothing was written.")


@event.listens_for(TenantSession, "after_flush")
def _gathered(current: TenantSession, _context: Any) -> None:
    if current.tenant is not None:
        changes.gather(current)


@event.listens_for(TenantSession, "before_commit")
def _audited(current: TenantSession) -> None:
    """No change of an authority is kept without an entry in its audit, whoever commits."""
    if current.tenant is not None and not current.in_nested_transaction():
        keeping.keep(current)


@event.listens_for(TenantSession, "after_rollback")
def _forgotten(current: TenantSession) -> None:
    if not current.in_nested_transaction():
        current.info.pop("changes", None)


def alone(current: TenantSession, what: str) -> bool:
    """Whether this transaction is the only one of its tenant that does `what`; if so, it stays so until it ends.

    On SQLite a session that writes is alone already: it waited for the write lock.
    """
    if current.get_bind().dialect.name != "postgresql":
        return True
    key = int.from_bytes(hashlib.sha256(f"{what} {current.tenant}".encode()).digest()[:8], "big", signed=True)
    lock = select(func.pg_try_advisory_xact_lock(key))
    return bool(current.scalar(lock, execution_options={"guarded": True}))


def tables() -> Iterable[str]:
    """The names of all tables, once the models are imported."""
    return Base.metadata.tables.keys()
