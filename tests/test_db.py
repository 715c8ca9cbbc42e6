"""The first wall between authorities: what a session without a tenant, or of another one, may not do."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from core import db
from core.adapters.bulk import bulk_load
from core.db import NoTenant, TenantScoped, TenantSession, WrongTenant
from core.models import Child, Event, Membership, Placement, Task, Tenant, User

GLOBAL = {"tenants", "users", "memberships", "sign_in_attempts", "user_sessions", "offboardings", "backups"}
GLOBAL |= {"recovery_codes", "sign_in_links"}  # of a sign-in; a link is opened before it is known who asks


@pytest.fixture
def two(database_url: str) -> str:
    """Two authorities, each with one child of the same local id."""
    with db.session(database_url, None, writes=True) as session:
        session.add_all(Tenant(id=t, name=t.title(), short=t.title()) for t in ("north", "south"))
        session.commit()
    for tenant in ("north", "south"):
        with db.session(database_url, tenant, writes=True) as session:
            child = Child(local_id="C1", name=f"Child of {tenant}")
            session.add(child)
            session.flush()
            session.add(Placement(child_id=child.id, started=date(2025, 1, 1), carer=f"Home of {tenant}"))
            session.commit()
    return database_url


@pytest.fixture
def nobody(two: str) -> Iterator[TenantSession]:
    """A session that has no authority."""
    with db.session(two, None) as session:
        yield session


@pytest.fixture
def north(two: str) -> Iterator[TenantSession]:
    """A session of the first authority, that may write."""
    with db.session(two, "north", writes=True) as session:
        yield session


UNSCOPED: dict[str, Callable[[TenantSession], object]] = {
    "entities": lambda s: s.scalars(select(Child)).all(),
    "columns": lambda s: s.execute(select(Child.name)).all(),
    "count": lambda s: s.scalar(select(func.count()).select_from(Child)),
    "join": lambda s: s.execute(select(Child.name).join(Placement, Placement.child_id == Child.id)).all(),
    "from a global table": lambda s: s.execute(
        select(Tenant.id, Child.name).join(Child, Child.tenant_id == Tenant.id)
    ).all(),
    "exists": lambda s: s.scalar(select(exists().where(Child.local_id == "C1")).select_from(Child)),
    "alias": lambda s: s.scalars(select(aliased(Child))).all(),
    "union": lambda s: s.execute(union_all(select(Child.name), select(Child.name))).all(),
    "get": lambda s: s.get(Child, ("north", "x")),
    "update": lambda s: s.execute(update(Child).values(name="changed")),
    "delete": lambda s: s.execute(delete(Placement)),
    "insert": lambda s: s.execute(insert(Child), [{"tenant_id": "north", "local_id": "C2", "name": "new"}]),
    "core select": lambda s: s.execute(select(Child.__table__)).all(),
    "text": lambda s: s.execute(text("select name from children")).all(),
    "bulk": lambda s: bulk_load(s, Event, ("verb",), [("x",)], {}),
}


@pytest.mark.parametrize("operation", UNSCOPED)
def test_an_operation_without_a_tenant_is_refused(nobody: TenantSession, operation: str) -> None:
    with pytest.raises(NoTenant):
        UNSCOPED[operation](nobody)


def test_a_new_row_without_a_tenant_is_refused(nobody: TenantSession) -> None:
    nobody.add(Child(local_id="C9", name="nobody's"))

    with pytest.raises(NoTenant):
        nobody.flush()


def test_a_query_finds_only_the_rows_of_its_tenant(north: TenantSession) -> None:
    other = aliased(Child)

    assert north.scalars(select(Child.name)).all() == ["Child of north"]
    assert north.scalars(select(other.name)).all() == ["Child of north"]
    assert north.scalar(select(func.count()).select_from(Child)) == 1
    rows = north.execute(select(Child.name, Placement.carer).join(Placement, Placement.child_id == Child.id)).all()
    assert [tuple(row) for row in rows] == [("Child of north", "Home of north")]
    inner = select(Placement.child_id).where(Placement.carer.like("Home%"))
    assert north.scalars(select(Child.name).where(Child.id.in_(inner))).all() == ["Child of north"]


def test_another_tenants_row_cannot_be_fetched_by_its_key(two: str, north: TenantSession) -> None:
    with db.session(two, "south") as south:
        theirs = south.scalars(select(Child)).one()

    assert north.get(Child, ("south", theirs.id)) is None
    assert north.scalar(select(Child).where(Child.id == theirs.id)) is None


def test_an_update_or_delete_reaches_only_its_tenant(two: str, north: TenantSession) -> None:
    north.execute(update(Child).values(school="changed"))
    north.execute(delete(Placement))
    north.commit()

    with db.session(two, "south") as south:
        assert south.scalars(select(Child.school)).all() == [""]
        assert south.scalar(select(func.count()).select_from(Placement)) == 1


def test_a_foreign_object_in_a_flush_writes_nothing(two: str, north: TenantSession) -> None:
    with db.session(two, "south") as south:
        theirs = south.scalars(select(Child)).one()
        south.expunge(theirs)
    north.add(theirs)
    theirs.name = "taken over"
    north.add(Task(tenant_id="south", kind="step", child_id=theirs.id, title="planted"))

    with pytest.raises(WrongTenant):
        north.commit()

    with db.session(two, "south") as south:
        assert south.scalars(select(Child.name)).all() == ["Child of south"]
        assert south.scalar(select(func.count()).select_from(Task)) == 0


def test_a_foreign_object_is_not_deleted(two: str, north: TenantSession) -> None:
    with db.session(two, "south") as south:
        theirs = south.scalars(select(Placement)).one()
        south.expunge(theirs)
    north.delete(theirs)

    with pytest.raises(WrongTenant):
        north.commit()


def test_a_statement_inserts_no_row_even_with_a_tenant(north: TenantSession) -> None:
    with pytest.raises(NoTenant):
        north.execute(insert(Child), [{"tenant_id": "south", "local_id": "C2", "name": "planted"}])


def test_a_row_cannot_point_to_another_tenants_row(two: str, north: TenantSession) -> None:
    with db.session(two, "south") as south:
        theirs = south.scalars(select(Child.id)).one()
    north.add(Placement(child_id=theirs, started=date(2025, 1, 1)))

    with pytest.raises(IntegrityError):
        north.flush()


def test_every_table_leads_its_keys_with_the_tenant() -> None:
    for table in db.Base.metadata.tables.values():
        if table.name in GLOBAL:
            continue
        assert next(c.name for c in table.primary_key.columns) == "tenant_id", table.name
        for constraint in table.foreign_key_constraints:
            assert constraint.column_keys[0] == "tenant_id", f"{table.name}: {constraint.column_keys}"
        for index in (*table.indexes, *(c for c in table.constraints if c.__visit_name__ == "unique_constraint")):
            assert next(iter(index.columns)).name == "tenant_id", f"{table.name}: {index.name}"  # type: ignore[attr-defined]


def test_only_the_reviewed_tables_belong_to_nobody() -> None:
    owned = {str(mapper.local_table) for mapper in db.Base.registry.mappers if issubclass(mapper.class_, TenantScoped)}

    assert {t for t in db.tables()} - owned == GLOBAL
    assert {User.__tablename__, Membership.__tablename__, Tenant.__tablename__} <= GLOBAL


def test_every_table_says_how_long_its_rows_are_kept() -> None:
    """A new table needs a line in `core.domain.schedule`. One that holds part of a child's record goes with it, or says
    there that the authority keeps it; one that goes with a child is known to hold part of its record."""
    from core.domain.schedule import LINES, SCHEDULE, Fate
    from core.models.belonging import belonging

    assert sorted(line.table for line in SCHEDULE) == sorted(db.tables())
    gone = {line.table for line in SCHEDULE if line.fate is Fate.WITH_CHILD or line.with_child}
    assert gone - belonging() == set()
    assert {LINES[table].fate for table in belonging() - gone} == {Fate.AUTHORITY}


def test_two_workers_changing_one_row_do_not_overwrite_each_other(two: str) -> None:
    from sqlalchemy.orm.exc import StaleDataError

    with db.session(two, "north") as first:
        mine = first.scalars(select(Child)).one()
    with db.session(two, "north", writes=True) as second:
        second.scalars(select(Child)).one().school = "theirs"
        second.commit()

    with db.session(two, "north", writes=True) as session:
        session.add(mine)
        mine.school = "mine"
        with pytest.raises(StaleDataError):
            session.commit()


def test_the_models_and_the_migrations_agree(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []
