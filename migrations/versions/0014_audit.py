"""the audit of each authority: entries that are only ever added, and the head of their chain.

Beside the grants, triggers refuse every change for everybody, the owner included. One door is left: in a transaction of
the owner's that has said `set_config('app.offboarding', <authority>, true)`, rows of that authority alone may be
deleted, because an authority that leaves takes its audit with it. SQLite has no settings: there the trigger itself is
taken down and put up again within that transaction (`core.adapters.offboarding`).
"""

import sqlalchemy as sa
from alembic import op

from migrations.walls import lowered, only, wall

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ENTRIES, HEADS = "audit_entries", "audit_heads"
KEPT = """
    CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.tenant_id = current_setting('app.offboarding', true) THEN
                RETURN OLD;
            END IF;
        ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_heads' THEN
            IF NEW.tenant_id = OLD.tenant_id AND NEW.seq > OLD.seq THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'The audit is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
"""


def upgrade() -> None:
    op.create_table(
        ENTRIES,
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.String(length=64), nullable=False),
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_audit_entries")),
    )
    for column in ("child_id", "actor_id", "kind"):
        op.create_index(op.f(f"ix_audit_entries_tenant_id_{column}_seq"), ENTRIES, ["tenant_id", column, "seq"])
    op.create_index(op.f("ix_audit_entries_tenant_id_at"), ENTRIES, ["tenant_id", "at"])
    op.create_table(
        HEADS,
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_audit_heads")),
    )
    wall(ENTRIES, HEADS)
    only(ENTRIES, "SELECT", "INSERT")
    only(HEADS, "SELECT", "INSERT", "UPDATE")
    (_kept_on_postgresql if op.get_bind().dialect.name == "postgresql" else _kept_on_sqlite)()


def downgrade() -> None:
    lowered(ENTRIES, HEADS)
    op.drop_table(HEADS)
    op.drop_table(ENTRIES)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_kept()")


def _kept_on_postgresql() -> None:
    """`ENABLE ALWAYS`: in a session that says it only replicates, too."""
    op.execute(KEPT)
    for table in (ENTRIES, HEADS):
        for name, when in (("rows", "UPDATE OR DELETE"), ("whole", "TRUNCATE")):
            each = "ROW" if name == "rows" else "STATEMENT"
            trigger = f"{table}_kept_{name}"
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_is_kept()"
            )
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def _kept_on_sqlite() -> None:
    forward = "NEW.tenant_id = OLD.tenant_id AND NEW.seq > OLD.seq"
    for table, change, unless in (
        (ENTRIES, "UPDATE", ""), (ENTRIES, "DELETE", ""), (HEADS, "UPDATE", forward), (HEADS, "DELETE", ""),
    ):  # fmt: skip
        when = f"WHEN NOT ({unless})" if unless else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, 'The audit is only added to: {change} of {table} is refused.'); END"
        )
