"""single sign-on: an authority's identity provider, who is who there, and the roles that come with it."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_providers",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("roles_claim", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("second_factor", sa.JSON(), nullable=False),
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("vouches", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_identity_providers")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_identity_providers_tenant_id")),
    )
    op.create_table(
        "federated_identities",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_federated_identities_tenant_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_federated_identities")),
        sa.UniqueConstraint(
            "tenant_id", "issuer", "person_id", name=op.f("uq_federated_identities_tenant_id_issuer_person_id")
        ),
        sa.UniqueConstraint(
            "tenant_id", "issuer", "subject", name=op.f("uq_federated_identities_tenant_id_issuer_subject")
        ),
    )
    wall("identity_providers", "federated_identities")
    op.add_column("person_roles", sa.Column("through", sa.String(length=12), server_default="", nullable=False))
