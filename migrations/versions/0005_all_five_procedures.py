"""all five procedures."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gatherings_held",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("learned", sa.JSON(), nullable=False),
        sa.Column("put_forward", sa.Text(), nullable=False),
        sa.Column("put_to", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_gatherings_held")),
    )
    with op.batch_alter_table("gatherings_held", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gatherings_held_tenant_id_key_day"), ["tenant_id", "key", "day"], unique=False
        )

    op.create_table(
        "learning_reports",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_learning_reports")),
        sa.UniqueConstraint("tenant_id", "key", "first_day", name=op.f("uq_learning_reports_tenant_id_key_first_day")),
    )
    with op.batch_alter_table("learning_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_reports_tenant_id_state_last_day"), ["tenant_id", "state", "last_day"], unique=False
        )

    op.create_table(
        "concerns",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("placement_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.String(length=32), nullable=False),
        sa.Column("raised_by_name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("worry", sa.Text(), nullable=False),
        sa.Column("going_well", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("doubted", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["children.tenant_id", "children.id"],
            name=op.f("fk_concerns_tenant_id_child_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "placement_id"],
            ["placements.tenant_id", "placements.id"],
            name=op.f("fk_concerns_tenant_id_placement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "raised_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_concerns_tenant_id_raised_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_concerns")),
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concerns_tenant_id_child_id_day"), ["tenant_id", "child_id", "day"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_concerns_tenant_id_state_day"), ["tenant_id", "state", "day"], unique=False
        )

    op.create_table(
        "plans",
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("placement_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("agreed_with", sa.JSON(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"], ["children.tenant_id", "children.id"], name=op.f("fk_plans_tenant_id_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meetings.tenant_id", "meetings.id"],
            name=op.f("fk_plans_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "placement_id"],
            ["placements.tenant_id", "placements.id"],
            name=op.f("fk_plans_tenant_id_placement_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plans")),
        sa.UniqueConstraint("tenant_id", "meeting_id", "key", name=op.f("uq_plans_tenant_id_meeting_id_key")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_tenant_id_child_id"), ["tenant_id", "child_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_plans_tenant_id_state_next_review"), ["tenant_id", "state", "next_review"], unique=False
        )

    op.create_table(
        "referrals",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("route", sa.String(length=60), nullable=False),
        sa.Column("panel", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("output_ids", sa.JSON(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("panel_date", sa.Date(), nullable=True),
        sa.Column("papers_due", sa.Date(), nullable=True),
        sa.Column("attendance", sa.Boolean(), nullable=True),
        sa.Column("attendance_note", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("considered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_by", sa.String(), nullable=False),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meetings.tenant_id", "meetings.id"],
            name=op.f("fk_referrals_tenant_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("tenant_id", "meeting_id", "route", name=op.f("uq_referrals_tenant_id_meeting_id_route")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referrals_tenant_id_state_panel_date"), ["tenant_id", "state", "panel_date"], unique=False
        )

    op.create_table(
        "corrections",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("output_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.String(length=32), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meetings.tenant_id", "meetings.id"],
            name=op.f("fk_corrections_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "output_id"],
            ["outputs.tenant_id", "outputs.id"],
            name=op.f("fk_corrections_tenant_id_output_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_corrections_tenant_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_corrections_tenant_id_meeting_id"), ["tenant_id", "meeting_id"], unique=False
        )

    op.create_table(
        "looked",
        sa.Column("gathering_id", sa.String(length=32), nullable=False),
        sa.Column("recommendation_id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "gathering_id"],
            ["gatherings_held.tenant_id", "gatherings_held.id"],
            name=op.f("fk_looked_tenant_id_gathering_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "recommendation_id"],
            ["recommendations.tenant_id", "recommendations.id"],
            name=op.f("fk_looked_tenant_id_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_looked")),
        sa.UniqueConstraint(
            "tenant_id",
            "gathering_id",
            "recommendation_id",
            name=op.f("uq_looked_tenant_id_gathering_id_recommendation_id"),
        ),
    )
    op.create_table(
        "notices",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=True),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meetings.tenant_id", "meetings.id"],
            name=op.f("fk_notices_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"], ["people.tenant_id", "people.id"], name=op.f("fk_notices_tenant_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "task_id"], ["tasks.tenant_id", "tasks.id"], name=op.f("fk_notices_tenant_id_task_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint("tenant_id", "person_id", "key", name=op.f("uq_notices_tenant_id_person_id_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notices_tenant_id_person_id_seen_at"), ["tenant_id", "person_id", "seen_at"], unique=False
        )

    op.create_table(
        "output_versions",
        sa.Column("output_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "output_id"],
            ["outputs.tenant_id", "outputs.id"],
            name=op.f("fk_output_versions_tenant_id_output_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_output_versions")),
        sa.UniqueConstraint(
            "tenant_id", "output_id", "number", name=op.f("uq_output_versions_tenant_id_output_id_number")
        ),
    )
    op.create_table(
        "plan_reviews",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("supports", sa.JSON(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meetings.tenant_id", "meetings.id"],
            name=op.f("fk_plan_reviews_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"], ["plans.tenant_id", "plans.id"], name=op.f("fk_plan_reviews_tenant_id_plan_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plan_reviews")),
        sa.UniqueConstraint(
            "tenant_id", "plan_id", "meeting_id", name=op.f("uq_plan_reviews_tenant_id_plan_id_meeting_id")
        ),
    )
    op.create_table(
        "supports",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how_often", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("owner_name", sa.String(), nullable=False),
        sa.Column("owner_role", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"], ["people.tenant_id", "people.id"], name=op.f("fk_supports_tenant_id_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"], ["plans.tenant_id", "plans.id"], name=op.f("fk_supports_tenant_id_plan_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supports")),
    )
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supports_tenant_id_plan_id_position"), ["tenant_id", "plan_id", "position"], unique=False
        )

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft", sa.Boolean(), server_default="0", nullable=False))

    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("not_taken", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("concern_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("start_of_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("previous_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("wanted_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(sa.Column("outcome_note", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("outcome_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("outcome_by", sa.String(), server_default="", nullable=False))
        batch_op.create_unique_constraint(
            batch_op.f("uq_meetings_tenant_id_concern_id_kind"), ["tenant_id", "concern_id", "kind"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_meetings_tenant_id_previous_id_kind"), ["tenant_id", "previous_id", "kind"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_meetings_tenant_id_start_of_id_kind"), ["tenant_id", "start_of_id", "kind"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meetings_tenant_id_previous_id"),
            "meetings",
            ["tenant_id", "previous_id"],
            ["tenant_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meetings_tenant_id_concern_id"), "concerns", ["tenant_id", "concern_id"], ["tenant_id", "id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meetings_tenant_id_start_of_id"),
            "placements",
            ["tenant_id", "start_of_id"],
            ["tenant_id", "id"],
        )

    with op.batch_alter_table("outputs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("drafted", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("body", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("drafted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("draft_sent_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("corrections_by", sa.Date(), nullable=True))

    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=16), server_default="open", nullable=False))
        batch_op.add_column(sa.Column("response", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("responded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("responded_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("progress", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("done_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_recommendations_tenant_id_state_id"), ["tenant_id", "state", "id"], unique=False
        )

    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("about_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("about_name", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("read_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("escalated_to_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("escalated_to_name", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("escalated_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("escalated_because", sa.String(), server_default="", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_tasks_tenant_id_escalated_to_id_done_on_due"),
            ["tenant_id", "escalated_to_id", "done_on", "due"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_tasks_tenant_id_escalated_to_id"),
            "people",
            ["tenant_id", "escalated_to_id"],
            ["tenant_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_tasks_tenant_id_about_id"), "people", ["tenant_id", "about_id"], ["tenant_id", "id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tasks_tenant_id_about_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_tasks_tenant_id_escalated_to_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_tasks_tenant_id_escalated_to_id_done_on_due"))
        batch_op.drop_column("escalated_because")
        batch_op.drop_column("escalated_on")
        batch_op.drop_column("escalated_to_name")
        batch_op.drop_column("escalated_to_id")
        batch_op.drop_column("reminded_on")
        batch_op.drop_column("read_on")
        batch_op.drop_column("about_name")
        batch_op.drop_column("about_id")
        batch_op.drop_column("form")

    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendations_tenant_id_state_id"))
        batch_op.drop_column("version")
        batch_op.drop_column("done_on")
        batch_op.drop_column("progress")
        batch_op.drop_column("responded_by")
        batch_op.drop_column("responded_on")
        batch_op.drop_column("response")
        batch_op.drop_column("state")
        batch_op.drop_column("due")

    with op.batch_alter_table("outputs", schema=None) as batch_op:
        batch_op.drop_column("corrections_by")
        batch_op.drop_column("draft_sent_on")
        batch_op.drop_column("drafted_on")
        batch_op.drop_column("body")
        batch_op.drop_column("drafted")
        batch_op.drop_column("written_by")

    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.drop_column("not_taken")
        batch_op.drop_column("planned")

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meetings_tenant_id_start_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meetings_tenant_id_concern_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meetings_tenant_id_previous_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_meetings_tenant_id_start_of_id_kind"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_meetings_tenant_id_previous_id_kind"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_meetings_tenant_id_concern_id_kind"), type_="unique")
        batch_op.drop_column("outcome_by")
        batch_op.drop_column("outcome_on")
        batch_op.drop_column("outcome_note")
        batch_op.drop_column("outcome")
        batch_op.drop_column("wanted_by")
        batch_op.drop_column("previous_id")
        batch_op.drop_column("start_of_id")
        batch_op.drop_column("concern_id")

    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("draft")

    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supports_tenant_id_plan_id_position"))

    op.drop_table("supports")
    op.drop_table("plan_reviews")
    op.drop_table("output_versions")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_tenant_id_person_id_seen_at"))

    op.drop_table("notices")
    op.drop_table("looked")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_tenant_id_meeting_id"))

    op.drop_table("corrections")
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referrals_tenant_id_state_panel_date"))

    op.drop_table("referrals")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plans_tenant_id_state_next_review"))
        batch_op.drop_index(batch_op.f("ix_plans_tenant_id_child_id"))

    op.drop_table("plans")
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concerns_tenant_id_state_day"))
        batch_op.drop_index(batch_op.f("ix_concerns_tenant_id_child_id_day"))

    op.drop_table("concerns")
    with op.batch_alter_table("learning_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_reports_tenant_id_state_last_day"))

    op.drop_table("learning_reports")
    with op.batch_alter_table("gatherings_held", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gatherings_held_tenant_id_key_day"))

    op.drop_table("gatherings_held")
