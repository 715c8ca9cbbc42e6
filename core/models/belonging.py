"""Which rows are part of a child's record, read from the tables themselves: a table that is added is among them from
its first day. By these conditions a record that somebody may not open is left out of every statement of theirs."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from core.db import Base, TenantScoped

CHILDREN = "children"
BY_LOCAL_ID = {"import_issues": "child"}
"""Columns that name a child by the authority's own id."""
Link = tuple[Column[Any], str]
"""A column and the table whose ids stand in it."""


@lru_cache(maxsize=256)
def leaving_out(tenant: str, child_ids: frozenset[str]) -> tuple[ExecutableOption, ...]:
    """For the statements of one session: no row of these children's records, however it is reached. Putting the
    conditions together costs more than a page's statements, and few people differ in what they may not open."""
    ids = sorted(child_ids)
    return tuple(
        with_loader_criteria(model, _apart(model, tenant, ids), include_aliases=True)
        for model in _owned()
        if model.__tablename__ in belonging()
    )


@lru_cache(maxsize=1)
def belonging() -> frozenset[str]:
    """The names of the tables that hold part of a child's record."""
    tables = [Base.metadata.tables[model.__tablename__] for model in _owned()]
    found, before = {CHILDREN, *BY_LOCAL_ID}, set[str]()
    while found != before:
        before = set(found)
        found |= {table.key for table in tables if any(parent in found for _, parent in _links(table))}
    return frozenset(found)


def _owned() -> list[Any]:
    found = (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantScoped))
    return sorted(found, key=lambda model: model.__tablename__)


def _apart(model: Any, tenant: str, ids: list[str]) -> ColumnElement[bool]:
    """The condition that a row is of none of these children. Ids are asked of plain tables, which no condition of
    another model narrows."""
    table = Base.metadata.tables[model.__tablename__]
    if table.key == CHILDREN:
        return and_(model.id.not_in(ids))
    if table.key in BY_LOCAL_ID:
        return and_(getattr(model, BY_LOCAL_ID[table.key]).not_in(_local_ids(tenant, ids)))
    apart = []
    for column, parent in _deciding(table):
        named = getattr(model, column.key)
        outside = named.not_in(ids_within(parent, tenant, ids))
        apart.append(or_(named.is_(None), outside) if column.nullable else outside)
    return and_(*apart)


def within(model: Any, tenant: str, child_ids: Collection[str]) -> ColumnElement[bool]:
    """The condition that a row is part of these children's records."""
    table, ids = Base.metadata.tables[model.__tablename__], sorted(child_ids)
    if table.key == CHILDREN:
        return and_(model.id.in_(ids))
    if table.key in BY_LOCAL_ID:
        return and_(getattr(model, BY_LOCAL_ID[table.key]).in_(_local_ids(tenant, ids)))
    return or_(*(getattr(model, c.key).in_(ids_within(above, tenant, ids)) for c, above in _deciding(table)))


def ids_within(parent: str, tenant: str, ids: list[str]) -> Any:
    """The ids of a table's rows that are part of these children's records."""
    if parent == CHILDREN:
        return ids
    table = Base.metadata.tables[parent]
    part = or_(*(column.in_(ids_within(above, tenant, ids)) for column, above in _deciding(table)))
    return select(table.c.id).where(table.c.tenant_id == tenant, part).correlate(None)


def _local_ids(tenant: str, ids: list[str]) -> Any:
    children = Base.metadata.tables[CHILDREN]
    said = select(children.c.local_id).where(children.c.tenant_id == tenant, children.c.id.in_(ids))
    return said.correlate(None)


def _deciding(table: Table) -> list[Link]:
    """The links that tell whose row it is: the child itself, else the first that every row has, else all there are."""
    found = [link for link in _links(table) if link[1] in belonging()]
    sure = sorted((link for link in found if not link[0].nullable), key=lambda link: link[1] != CHILDREN)
    return sure[:1] or found


def _links(table: Table) -> Iterator[Link]:
    """Every column that holds ids of another table; those that the database does not check are known by their names."""
    checked = dict(_checked(table))
    for column in table.columns:
        parent = checked.get(column.key) or _by_name().get(column.key)
        if parent is not None and parent != table.key:
            yield column, parent


def _checked(table: Table) -> Iterator[tuple[str, str]]:
    for constraint in table.foreign_key_constraints:
        for element in constraint.elements:
            if element.parent.key != "tenant_id":
                yield element.parent.key, element.column.table.key


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """What a column of this name refers to, where it means the same in every table that has it."""
    found: dict[str, set[str]] = {}
    for table in Base.metadata.tables.values():
        for name, parent in _checked(table):
            found.setdefault(name, set()).add(parent)
    return {name: parents.pop() for name, parents in found.items() if len(parents) == 1}
