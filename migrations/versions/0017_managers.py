"""whom somebody manages is found without looking through all social workers."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_people_tenant_id_manager_id"), "people", ["tenant_id", "manager_id"])
