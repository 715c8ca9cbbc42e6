"""configuration staff: versions of an authority's procedure."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procedure_versions",
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("enabled", sa.JSON(), nullable=False),
        sa.Column("plugins", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.String(length=32), nullable=True),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_procedure_versions")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_procedure_versions_tenant_id_number")),
    )
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("versions", sa.JSON(), nullable=False, server_default="[]"))
    _first_versions()
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.alter_column("versions", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
        batch_op.drop_column("enabled")


def _first_versions() -> None:
    """What each authority runs becomes its first version, in force from the beginning."""
    tenants = sa.table("tenants", *(sa.column(name, kind) for name, kind in TENANT))
    versions = sa.table("procedure_versions", *(sa.column(name, kind) for name, kind in VERSION))
    connection, now = op.get_bind(), datetime.now(UTC)
    for tenant, enabled in connection.execute(sa.select(tenants.c.id, tenants.c.enabled)).all():
        if not enabled:
            continue
        row = {"number": 1, "starts": None, "enabled": enabled}
        connection.execute(sa.update(tenants).where(tenants.c.id == tenant).values(versions=[row]))
        said = {"because": "What ran before versions were kept.", "prepared_by": "Mooring", "approved_by": "Mooring"}
        fixed = {"id": uuid4().hex, "tenant_id": tenant, "state": "approved", "plugins": [], "sent_back": ""}
        times = {"prepared_at": now, "approved_at": now, "version": 1}
        connection.execute(sa.insert(versions).values(**row, **said, **fixed, **times))


TENANT = (("id", sa.String()), ("enabled", sa.JSON()), ("versions", sa.JSON()))
VERSION = (
    *((name, sa.String()) for name in ("id", "tenant_id", "state", "because", "prepared_by", "approved_by", "sent_back")),
    *((name, sa.Integer()) for name in ("number", "version")),
    *((name, sa.DateTime(timezone=True)) for name in ("prepared_at", "approved_at")),
    ("starts", sa.Date()), ("enabled", sa.JSON()), ("plugins", sa.JSON()),
)  # fmt: skip
