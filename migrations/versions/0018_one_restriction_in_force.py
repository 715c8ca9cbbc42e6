"""one restriction of a record in force at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEX = "ix_restrictions_tenant_id_child_id"


def upgrade() -> None:
    in_force = sa.text("ended = ''")
    op.create_index(
        op.f(INDEX), "restrictions", ["tenant_id", "child_id"], unique=True, sqlite_where=in_force,
        postgresql_where=in_force,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(op.f(INDEX), table_name="restrictions")
