"""imports at work."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_runs") as table:
        table.add_column(sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("beat", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("import_runs") as table:
        table.alter_column("attempt", server_default=None)
    op.create_index(op.f("ix_import_conflicts_tenant_id_child_id"), "import_conflicts", ["tenant_id", "child_id"])
    op.create_index(
        op.f("ix_import_conflicts_tenant_id_settled_id"), "import_conflicts", ["tenant_id", "settled", "id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_import_conflicts_tenant_id_settled_id"), table_name="import_conflicts")
    op.drop_index(op.f("ix_import_conflicts_tenant_id_child_id"), table_name="import_conflicts")
    with op.batch_alter_table("import_runs") as table:
        table.drop_column("beat")
        table.drop_column("attempt")
