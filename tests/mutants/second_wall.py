"""Mutants of the second wall, PostgreSQL's own, and of what keeps Mooring from serving where it does not stand."""

from tests.mutants.mutant import Mutant

TESTS = "tests/test_second_wall.py"
CATALOGUE = f"{TESTS}::test_every_table_of_an_authority_has_a_forced_policy_on_its_tenant"
WALLS = "migrations/walls.py"
ROLES = "core/adapters/roles.py"

MUTANTS = (
    Mutant(
        name="wall-not-forced",
        breaks="T1: the wall holds for the tables' owner too",
        file=WALLS,
        old="""        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')\n""",
        new="",
        killers=(CATALOGUE,),
    ),
    Mutant(
        name="policy-lets-everything-be-read",
        breaks="T1: a statement that names no authority reads no row",
        file=WALLS,
        old="USING ({OWN}) WITH CHECK",
        new="USING (true) WITH CHECK",
        killers=(f"{TESTS}::test_a_statement_that_names_no_authority_reaches_no_row",),
    ),
    Mutant(
        name="policy-lets-everything-be-written",
        breaks="T1: no row is written for another authority",
        file=WALLS,
        old="WITH CHECK ({OWN})",
        new="WITH CHECK (true)",
        killers=(f"{TESTS}::test_a_statement_past_the_wall_is_refused",),
    ),
    Mutant(
        name="new-table-without-wall",
        breaks="T1: a table that comes later gets its wall",
        file="migrations/versions/0010_retention.py",
        old='    wall("legal_holds", "disposals")',
        new='    wall("legal_holds")',
        killers=(CATALOGUE,),
    ),
    Mutant(
        name="tenant-outlasts-its-transaction",
        breaks="T3: a connection from the pool knows nothing of the authority before",
        file="core/engines.py",
        old="; SET LOCAL {TENANT}",
        new="; SET {TENANT}",
        killers=(f"{TESTS}::test_a_guarded_statement_reaches_only_its_own_authority",),
    ),
    Mutant(
        name="tenant-not-quoted",
        breaks="T1: an authority's name is never read as a statement",
        file="core/engines.py",
        old="{Literal(tenant).as_string()}",
        new="'{tenant}'",
        killers=(f"{TESTS}::test_an_authoritys_name_is_no_statement",),
    ),
    Mutant(
        name="role-that-passes-the-wall",
        breaks="T1: no page is served as a role that the wall does not hold",
        file=ROLES,
        old='    found = [f"it is {what}" for what, so in zip(POWERS, role[1:], strict=True) if so]',
        new="    found = []",
        killers=(f"{TESTS}::test_mooring_does_not_serve_as_a_role_that_passes_the_wall",),
    ),
    Mutant(
        name="owner-serves-pages",
        breaks="T1: no page is served as the owner of the tables, who could take the wall down",
        file=ROLES,
        old="    if owned:",
        new="    if False:",
        killers=(f"{TESTS}::test_mooring_does_not_serve_as_a_role_that_passes_the_wall",),
    ),
    Mutant(
        name="serving-without-wall",
        breaks="T1: no page is served where a table has no wall",
        file=ROLES,
        old="    if bare:",
        new="    if False:",
        killers=(f"{TESTS}::test_mooring_does_not_serve_where_a_table_has_no_wall",),
    ),
    Mutant(
        name="start-asks-nobody",
        breaks="T1: the start looks at the database role before it serves",
        file=ROLES,
        old="            refuse_unsafe(self.url)\n            self.confirmed = True",
        new="            self.confirmed = True",
        killers=(f"{TESTS}::test_mooring_does_not_serve_as_a_role_that_passes_the_wall",),
    ),
    Mutant(
        name="app-empties-tables",
        breaks="T26: the role that serves pages may do no more than it needs",
        file=ROLES,
        old='app: "SELECT, INSERT, UPDATE, DELETE"',
        new='app: "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"',
        killers=(f"{TESTS}::test_a_statement_past_the_wall_is_refused",),
    ),
    Mutant(
        name="app-changes-the-audit",
        breaks="T26: the role that serves pages has no right to change or delete an entry of the audit",
        file="migrations/versions/0014_audit.py",
        old='    only(ENTRIES, "SELECT", "INSERT")',
        new='    only(ENTRIES, "SELECT", "INSERT", "UPDATE", "DELETE")',
        killers=(f"{TESTS}::test_the_role_that_serves_pages_only_adds_to_the_audit",),
    ),
    Mutant(
        name="migrating-without-lock",
        breaks="T31: two that start at once do not migrate at once",
        file="core/adapters/migrating.py",
        old="""        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})\n""",
        new="",
        killers=("tests/adapters/test_migrating.py::test_two_that_start_at_once_both_succeed_and_one_migrates",),
    ),
)
