"""Which rows are an authority's own: every table that names it, its own row, who may enter it and as whom. Secrets that
open something here are nobody's to take along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, select

from core.db import Base
from core.domain.schedule import LINES, Fate
from core.models import Membership, Tenant, User

SECRET = re.compile(r"password|secret|token|sealed|recovery")
"""In a column's name: it holds what opens something here, and would open nothing elsewhere."""
ONLY = {"users": frozenset({"id", "email", "name", "active", "signed_in_at"})}
"""Of sign-ins, which other authorities share, no more than whose they are."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One table of an export. `own` picks the authority's rows where the session does not do so by itself; `bound` says
    that it does. `order` are the columns by which rows stand, unique together."""

    table: Table
    model: Any
    bound: bool
    own: ColumnElement[bool] | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """What is exported of a row, in the table's order; contents of files stand apart."""
        only = ONLY.get(self.name)
        return tuple(c for c in self.table.columns if (c.name in only if only else not SECRET.search(c.name)))

    @property
    def files(self) -> tuple[str, ...]:
        """The columns that hold a file."""
        return tuple(c.name for c in self.columns if isinstance(c.type, LargeBinary))

    @property
    def withheld(self) -> tuple[str, ...]:
        """The columns that are not exported."""
        exported = {c.name for c in self.columns}
        return tuple(c.name for c in self.table.columns if c.name not in exported)

    @property
    def order(self) -> tuple[str, ...]:
        """The rest of the key beside the authority; () where there is one row at most."""
        return tuple(c.name for c in self.table.primary_key.columns if not (self.bound and c.name == "tenant_id"))


def exported(tenant: str) -> tuple[Kept, ...]:
    """Every table with rows of this authority, the authority itself first."""
    entering = select(Membership.user_id).where(Membership.tenant_id == tenant)
    own: dict[str, ColumnElement[bool]] = {"tenants": Tenant.id == tenant, "users": User.id.in_(entering)}
    for table, column in _naming():
        own[table.name] = table.c[column] == tenant
    return tuple(
        Kept(table=table, model=_models()[table.name], bound=table.name not in own, own=own.get(table.name))
        for table in Base.metadata.sorted_tables
        if table.name in own or owned(table)
    )


def owned(table: Table) -> bool:
    """Whether every row of a table belongs to an authority."""
    return "tenant_id" in table.primary_key.columns


def references(to: str) -> Iterator[tuple[Table, str]]:
    """The tables of no authority that point to a row of the table `to`, each with the column that does."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints if not owned(table) else ():
            if key.referred_table.name == to:
                yield table, key.column_keys[0]


def _naming() -> Iterator[tuple[Table, str]]:
    """Tables of no authority that name one and are kept as long as it is: what machines keep for a while stays here."""
    for table, column in references("tenants"):
        if LINES[table.name].fate is Fate.AUTHORITY:
            yield table, column


@cache
def _models() -> dict[str, Any]:
    return {str(mapper.local_table): mapper.class_ for mapper in Base.registry.mappers}
