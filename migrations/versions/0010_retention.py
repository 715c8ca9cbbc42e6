"""keeping and disposing of records: legal holds, disposals, authorities that left; a child's death and adoption."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import lowered, wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.add_column(sa.Column("date_of_death", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("adopted_on", sa.Date(), nullable=True))

    op.create_table(
        "legal_holds",
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("placed_by_id", sa.String(length=32), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.String(length=32), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _to("legal_holds", "children", "child_id"),
        _to("legal_holds", "people", "placed_by_id"),
        _to("legal_holds", "people", "lifted_by_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_legal_holds")),
    )
    _index("legal_holds", "child_id")
    _index("legal_holds", "lifted_at", "review_on", "id")

    op.create_table(
        "disposals",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.String(length=32), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _to("disposals", "people", "proposed_by_id"),
        _to("disposals", "people", "answered_by_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_disposals")),
    )
    _index("disposals", "child_id", "state")
    _index("disposals", "state", "proposed_at", "id")
    wall("legal_holds", "disposals")

    op.create_table(
        "offboardings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offboardings")),
    )


def downgrade() -> None:
    lowered("legal_holds", "disposals")
    for table in ("offboardings", "disposals", "legal_holds"):
        op.drop_table(table)
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.drop_column("adopted_on")
        batch_op.drop_column("date_of_death")


def _to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    """A key to a row of the same authority."""
    name = op.f(f"fk_{table}_tenant_id_{column}")
    return sa.ForeignKeyConstraint(["tenant_id", column], [f"{other}.tenant_id", f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_tenant_id_{'_'.join(columns)}"), table, ["tenant_id", *columns], unique=False)
