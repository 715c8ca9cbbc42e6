"""Mutants of the first wall between authorities: the guard round every statement and every flush of a session."""

from tests.mutants.mutant import Mutant

DB = "core/db.py"
TESTS = "tests/test_db.py"

MUTANTS = (
    Mutant(
        name="tenant-filter-removed",
        breaks="T1: a query finds the rows of its own authority only",
        file=DB,
        old="lambda row: row.tenant_id == tenant",
        new="lambda row: row.tenant_id != ''",
        killers=(f"{TESTS}::test_a_query_finds_only_the_rows_of_its_tenant[sqlite]",),
    ),
    Mutant(
        name="tenant-filter-forgets-aliases",
        breaks="T1: a table under another name is filtered like the table",
        file=DB,
        old="include_aliases=True",
        new="include_aliases=False",
        killers=(f"{TESTS}::test_a_query_finds_only_the_rows_of_its_tenant[sqlite]",),
    ),
    Mutant(
        name="tenant-filter-for-queries-only",
        breaks="T1: an update or a delete reaches the rows of its own authority only",
        file=DB,
        old="    if not state.is_column_load and not state.is_relationship_load:",
        new="    if state.is_select and not state.is_column_load and not state.is_relationship_load:",
        killers=(f"{TESTS}::test_an_update_or_delete_reaches_only_its_tenant[sqlite]",),
    ),
    Mutant(
        name="unscoped-query-answered",
        breaks="T2: a query without an authority is refused, not answered",
        file=DB,
        old="        if _owned_tables(state.statement):",
        new="        if False:",
        killers=(f"{TESTS}::test_an_operation_without_a_tenant_is_refused",),
    ),
    Mutant(
        name="text-past-the-guard",
        breaks="T2: a statement past the models is refused",
        file=DB,
        old="    if not state.is_orm_statement:",
        new="    if False:",
        killers=(f"{TESTS}::test_an_operation_without_a_tenant_is_refused",),
    ),
    Mutant(
        name="insert-guard-removed",
        breaks="T1: rows are inserted only with the stamp of their authority",
        file=DB,
        old="    if state.is_insert and any(",
        new="    if False and any(",
        killers=(f"{TESTS}::test_a_statement_inserts_no_row_even_with_a_tenant[sqlite]",),
    ),
    Mutant(
        name="flush-guard-removed",
        breaks="T1: an object of another authority is never written",
        file=DB,
        old="        if isinstance(row, TenantScoped) and row.tenant_id != tenant:",
        new="        if False:",
        killers=(f"{TESTS}::test_a_foreign_object_in_a_flush_writes_nothing[sqlite]",),
    ),
    Mutant(
        name="flush-guard-forgets-deletions",
        breaks="T1: an object of another authority is never deleted",
        file=DB,
        old="    for row in (*current.new, *current.dirty, *current.deleted):",
        new="    for row in (*current.new, *current.dirty):",
        killers=(f"{TESTS}::test_a_foreign_object_is_not_deleted[sqlite]",),
    ),
    Mutant(
        name="foreign-key-without-tenant",
        breaks="T1: a row cannot point to another authority's row",
        file=DB,
        old='    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"], **options)',
        new='    return ForeignKeyConstraint([column], [f"{table}.id"], **options)',
        killers=(f"{TESTS}::test_every_table_leads_its_keys_with_the_tenant",),
    ),
    Mutant(
        name="unique-key-without-tenant",
        breaks="T1: whether a value exists elsewhere is told by no key",
        file="migrations/versions/0001_the_road.py",
        old='        sa.UniqueConstraint("tenant_id", "local_id", name=op.f("uq_children_tenant_id_local_id")),',
        new='        sa.UniqueConstraint("local_id", "tenant_id", name=op.f("uq_children_tenant_id_local_id")),',
        killers=("tests/test_second_wall.py::test_no_key_of_an_authoritys_table_leaves_the_tenant_out",),
    ),
)
