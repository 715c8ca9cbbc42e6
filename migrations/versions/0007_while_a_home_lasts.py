"""what is recorded while a home lasts: notice on it, and changes of school."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_changes",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_school_changes_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recorded_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_school_changes_tenant_id_recorded_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_school_changes")),
    )
    with op.batch_alter_table("school_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_school_changes_tenant_id_child_id_day"), ["tenant_id", "child_id", "day"], unique=False
        )

    op.create_table(
        "placement_notices",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("placement_id", sa.String(length=32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_placement_notices_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "placement_id"],
            ["placements.tenant_id", "placements.id"],
            name=op.f("fk_placement_notices_tenant_id_placement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recorded_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_placement_notices_tenant_id_recorded_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_placement_notices")),
    )
    with op.batch_alter_table("placement_notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_notices_tenant_id_placement_id_day"),
            ["tenant_id", "placement_id", "day"],
            unique=False,
        )

    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_since", sa.Date(), nullable=True))
