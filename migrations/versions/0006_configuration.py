"""configuration staff: versions of a procedure, themes no longer asked for, teams, and who gave which role."""

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
        sa.Column("worked_on", sa.JSON(), nullable=False),
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
    op.create_table(
        "procedure_documents",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.String(length=32), nullable=True),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=False),
        sa.Column("removed_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "replaces_id"],
            ["procedure_documents.tenant_id", "procedure_documents.id"],
            name=op.f("fk_procedure_documents_tenant_id_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uploaded_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_procedure_documents_tenant_id_uploaded_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_procedure_documents")),
    )
    with op.batch_alter_table("procedure_documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_procedure_documents_tenant_id_uploaded_at"), ["tenant_id", "uploaded_at"], unique=False
        )
    op.create_table(
        "replays",
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("candidate", sa.JSON(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("beat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "asked_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_replays_tenant_id_asked_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_replays")),
        sa.UniqueConstraint("tenant_id", "about", name=op.f("uq_replays_tenant_id_about")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn", sa.Boolean(), server_default="0", nullable=False))
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("versions", sa.JSON(), nullable=False, server_default="[]"))
    _first_versions()
    with op.batch_alter_table("tenants", schema=None) as batch_op:
        batch_op.alter_column("versions", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
        batch_op.drop_column("enabled")
    _people()


def _people() -> None:
    """Teams of the authority's own list, who gave which role, and what was done about one record, newest first."""
    op.create_table(
        "teams",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("manager_id", sa.String(length=32), nullable=True),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _to_people("teams", "manager_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_teams")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_teams_tenant_id_name")),
    )
    op.create_table(
        "roles_given",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("given_by_id", sa.String(length=32), nullable=False),
        sa.Column("given_by_name", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.String(length=32), nullable=True),
        sa.Column("answered_by_name", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("role_id", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        _to_people("roles_given", "person_id"),
        _to_people("roles_given", "given_by_id"),
        _to_people("roles_given", "answered_by_id"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"],
            ["person_roles.tenant_id", "person_roles.id"],
            name=op.f("fk_roles_given_tenant_id_role_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_roles_given")),
    )
    for name, table, columns in (
        ("ix_roles_given_tenant_id_person_id_given_at", "roles_given", ["tenant_id", "person_id", "given_at"]),
        ("ix_roles_given_tenant_id_state", "roles_given", ["tenant_id", "state"]),
        ("ix_events_tenant_id_about_about_id_at", "events", ["tenant_id", "about", "about_id", "at"]),
    ):
        op.create_index(op.f(name), table, columns, unique=False)


def _to_people(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], ["people.tenant_id", "people.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
    )


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
        fixed = {
            "id": uuid4().hex,
            "tenant_id": tenant,
            "state": "approved",
            "plugins": [],
            "worked_on": [],
            "sent_back": "",
        }
        times = {"prepared_at": now, "approved_at": now, "version": 1}
        connection.execute(sa.insert(versions).values(**row, **said, **fixed, **times))


TENANT = (("id", sa.String()), ("enabled", sa.JSON()), ("versions", sa.JSON()))
VERSION = (
    *((name, sa.String()) for name in ("id", "tenant_id", "state", "because", "prepared_by", "approved_by", "sent_back")),
    *((name, sa.Integer()) for name in ("number", "version")),
    *((name, sa.DateTime(timezone=True)) for name in ("prepared_at", "approved_at")),
    ("starts", sa.Date()), ("enabled", sa.JSON()), ("plugins", sa.JSON()), ("worked_on", sa.JSON()),
)  # fmt: skip
