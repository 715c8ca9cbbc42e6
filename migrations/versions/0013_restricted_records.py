"""records that only named people may open, and who opened one all the same."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PERSON = ["people.tenant_id", "people.id"]


def upgrade() -> None:
    op.create_table(
        "restrictions",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.String(length=32), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("ended", sa.String(length=8), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.String(length=32), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_restrictions_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id", "set_by_id"], PERSON, name=op.f("fk_restrictions_tenant_id_set_by_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ended_by_id"], PERSON, name=op.f("fk_restrictions_tenant_id_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_restrictions")),
    )
    op.create_index(
        op.f("ix_restrictions_tenant_id_ended_child_id"), "restrictions", ["tenant_id", "ended", "child_id"]
    )
    op.create_index(
        op.f("ix_restrictions_tenant_id_child_id_set_at"), "restrictions", ["tenant_id", "child_id", "set_at"]
    )
    op.create_table(
        "restriction_readers",
        sa.Column("restriction_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "restriction_id"],
            ["restrictions.tenant_id", "restrictions.id"],
            name=op.f("fk_restriction_readers_tenant_id_restriction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], PERSON, name=op.f("fk_restriction_readers_tenant_id_person_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_restriction_readers")),
    )
    op.create_index(
        op.f("ix_restriction_readers_tenant_id_restriction_id_person_id"),
        "restriction_readers",
        ["tenant_id", "restriction_id", "person_id"],
        unique=True,
    )
    op.create_table(
        "openings",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.String(length=32), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_openings_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id", "person_id"], PERSON, name=op.f("fk_openings_tenant_id_person_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reviewed_by_id"], PERSON, name=op.f("fk_openings_tenant_id_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_openings")),
    )
    op.create_index(op.f("ix_openings_tenant_id_person_id_at"), "openings", ["tenant_id", "person_id", "at"])
    op.create_index(op.f("ix_openings_tenant_id_child_id_until"), "openings", ["tenant_id", "child_id", "until"])
    wall("restrictions", "restriction_readers", "openings")


def downgrade() -> None:
    op.drop_table("openings")
    op.drop_table("restriction_readers")
    op.drop_table("restrictions")
