"""the second wall: row-level security on every table of an authority."""

from migrations.walls import lowered, only, wall

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "answered",
    "case_roles",
    "children",
    "concerns",
    "corrections",
    "decisions",
    "deliveries",
    "endings",
    "events",
    "gatherings_held",
    "import_conflicts",
    "import_issues",
    "import_runs",
    "invitations",
    "judgements",
    "learning_reports",
    "looked",
    "meeting_parts",
    "meetings",
    "minute_versions",
    "minutes",
    "notices",
    "output_versions",
    "outputs",
    "people",
    "person_roles",
    "placement_notices",
    "placements",
    "plan_reviews",
    "plans",
    "procedure_documents",
    "procedure_versions",
    "recommendations",
    "referrals",
    "replays",
    "roles_given",
    "school_changes",
    "supports",
    "tasks",
    "teams",
)
"""Every table of an authority as of this revision; later ones raise their own wall."""


def upgrade() -> None:
    wall(*TABLES)
    only("alembic_version", "SELECT")


def downgrade() -> None:
    lowered(*TABLES)
