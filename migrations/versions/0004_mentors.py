"""Mentors, their mentees, and the reply clocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Whoever waits for a first reply today goes on waiting on the mentors' desk. They are not called for: that moment is past.
WAITING = """
INSERT INTO reply_clocks (post_id, newcomer_id, started_at, stage)
SELECT posts.id, posts.author_id, posts.published_at, 'moderators'
FROM posts
JOIN threads ON threads.id = posts.thread_id
JOIN users ON users.id = posts.author_id
WHERE posts.by_newcomer AND posts.state = 'published'
AND (
  posts.is_opening AND NOT EXISTS (
    SELECT 1 FROM posts AS later WHERE later.thread_id = posts.thread_id AND later.state = 'published'
    AND later.author_id <> posts.author_id AND later.id > posts.id
  )
  OR NOT posts.is_opening AND posts.answers_id IS NULL AND threads.welcome_flagged_at IS NOT NULL
)
AND NOT EXISTS (
  SELECT 1 FROM posts AS reply WHERE reply.answers_id = posts.id AND reply.state = 'published'
  AND reply.author_id <> posts.author_id
)
AND (
  users.graduated_at IS NULL OR NOT EXISTS (
    SELECT 1 FROM posts AS mine JOIN posts AS answer ON answer.answers_id = mine.id
    WHERE mine.author_id = posts.author_id AND answer.state = 'published'
    AND answer.author_id <> mine.author_id
  )
)
"""


def upgrade() -> None:
    op.create_table(
        "welcome_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("goal_minutes", sa.Integer(), nullable=False),
        sa.Column("primary_share", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("night_pauses", sa.Boolean(), nullable=False),
        sa.Column("night_from", sa.Integer(), nullable=False),
        sa.Column("night_to", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_welcome_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcome_settings")),
    )
    op.create_table(
        "mentee_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_mentee_notes_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["users.id"], name=op.f("fk_mentee_notes_newcomer_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentee_notes")),
    )
    op.create_index("ix_mentee_notes_newcomer_id", "mentee_notes", ["newcomer_id"])
    op.create_table(
        "mentee_stars",
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["users.id"], name=op.f("fk_mentee_stars_mentor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["users.id"], name=op.f("fk_mentee_stars_newcomer_id_users")
        ),
        sa.PrimaryKeyConstraint("mentor_id", "newcomer_id", name=op.f("pk_mentee_stars")),
    )
    op.create_table(
        "mentor_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(length=10), nullable=False),
        sa.Column("most_mentees", sa.Integer(), nullable=False),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("introduction", sa.String(length=240), nullable=False),
        sa.Column("usual_hours", sa.JSON(), nullable=False),
        sa.Column("hours_counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "weight IN ('none', 'low', 'normal', 'high')",
            name=op.f("ck_mentor_settings_weight_known"),
        ),
        sa.CheckConstraint(
            "most_mentees >= 0", name=op.f("ck_mentor_settings_most_mentees_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mentor_settings_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mentor_settings")),
    )
    op.create_table(
        "mentorships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("primary_id", sa.Integer(), nullable=False),
        sa.Column("backup_id", sa.Integer(), nullable=True),
        sa.Column("chosen_because", sa.String(length=300), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "ended_how IN ('mentor_left', 'blocked', 'changed', 'none_wanted')",
            name=op.f("ck_mentorships_ended_how_known"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_how IS NULL)", name=op.f("ck_mentorships_end_whole")
        ),
        sa.CheckConstraint(
            "backup_id <> primary_id", name=op.f("ck_mentorships_backup_is_another")
        ),
        sa.CheckConstraint(
            "primary_id <> newcomer_id", name=op.f("ck_mentorships_nobody_mentors_themselves")
        ),
        sa.ForeignKeyConstraint(
            ["backup_id"], ["users.id"], name=op.f("fk_mentorships_backup_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["users.id"], name=op.f("fk_mentorships_newcomer_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["primary_id"], ["users.id"], name=op.f("fk_mentorships_primary_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorships")),
    )
    op.create_index("ix_mentorships_backup", "mentorships", ["backup_id", "ended_at"])
    op.create_index("ix_mentorships_newcomer_id", "mentorships", ["newcomer_id"])
    op.create_index("ix_mentorships_primary", "mentorships", ["primary_id", "ended_at"])
    op.create_index(
        "uq_mentorships_open",
        "mentorships",
        ["newcomer_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "newcomer_surveys",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_newcomer_surveys_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_newcomer_surveys")),
    )
    op.create_table(
        "saved_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["users.id"], name=op.f("fk_saved_replies_mentor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_replies")),
    )
    op.create_index("ix_saved_replies_mentor_id", "saved_replies", ["mentor_id"])
    op.create_table(
        "praises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("was_sent", sa.Boolean(), nullable=False),
        sa.Column("skipped_because", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('answered_somebody', 'came_back')", name=op.f("ck_praises_kind_known")
        ),
        sa.CheckConstraint(
            "was_sent OR skipped_because <> ''",
            name=op.f("ck_praises_sent_or_skipped_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["users.id"], name=op.f("fk_praises_mentor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["users.id"], name=op.f("fk_praises_newcomer_id_users")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_praises_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praises")),
    )
    op.create_index("uq_praises_once", "praises", ["post_id", "kind"], unique=True)
    op.create_table(
        "reply_clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_why", sa.String(length=20), nullable=True),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_by_post_id", sa.Integer(), nullable=True),
        sa.Column("answered_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('mentor', 'backup', 'mentors', 'moderators')",
            name=op.f("ck_reply_clocks_stage_known"),
        ),
        sa.CheckConstraint(
            "stopped_why IN ('answered', 'out_of_sight', 'graduated')",
            name=op.f("ck_reply_clocks_stopped_why_known"),
        ),
        sa.CheckConstraint(
            "(stopped_at IS NULL) = (stopped_why IS NULL)", name=op.f("ck_reply_clocks_stop_whole")
        ),
        sa.CheckConstraint(
            "stopped_at IS NULL OR next_step_at IS NULL",
            name=op.f("ck_reply_clocks_nobody_is_called_after_the_stop"),
        ),
        sa.CheckConstraint(
            "stopped_by_id <> newcomer_id", name=op.f("ck_reply_clocks_nobody_answers_themselves")
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"], ["users.id"], name=op.f("fk_reply_clocks_newcomer_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_reply_clocks_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by_id"], ["users.id"], name=op.f("fk_reply_clocks_stopped_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by_post_id"],
            ["posts.id"],
            name=op.f("fk_reply_clocks_stopped_by_post_id_posts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_clocks")),
        sa.UniqueConstraint("post_id", name=op.f("uq_reply_clocks_post_id")),
    )
    op.create_index("ix_reply_clocks_answered", "reply_clocks", ["stopped_by_id", "stopped_at"])
    op.create_index("ix_reply_clocks_due", "reply_clocks", ["next_step_at"])
    op.create_index("ix_reply_clocks_newcomer", "reply_clocks", ["newcomer_id", "stopped_at"])
    op.create_index("ix_reply_clocks_running", "reply_clocks", ["stopped_at", "started_at"])
    op.create_index("ix_reply_clocks_stopped_by_post_id", "reply_clocks", ["stopped_by_post_id"])
    op.create_table(
        "clock_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("called_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('mentor', 'backup', 'mentors', 'moderators')",
            name=op.f("ck_clock_steps_stage_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_clock_steps_by_id_users")),
        sa.ForeignKeyConstraint(
            ["called_id"], ["users.id"], name=op.f("fk_clock_steps_called_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["reply_clocks.id"], name=op.f("fk_clock_steps_clock_id_reply_clocks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_steps")),
    )
    op.create_index("ix_clock_steps_called", "clock_steps", ["called_id", "clock_id"])
    op.create_index("ix_clock_steps_clock_id", "clock_steps", ["clock_id"])
    op.create_table(
        "snoozes",
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["reply_clocks.id"], name=op.f("fk_snoozes_clock_id_reply_clocks")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["users.id"], name=op.f("fk_snoozes_mentor_id_users")
        ),
        sa.PrimaryKeyConstraint("mentor_id", "clock_id", name=op.f("pk_snoozes")),
    )
    op.execute(WAITING)
    _keep_steps()


def _keep_steps() -> None:
    """Whom a clock called can be read later: the database refuses to change or delete it."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER clock_steps_refuses_{verb.lower()} BEFORE {verb} ON clock_steps "
                "BEGIN SELECT RAISE(ABORT, 'clock_steps is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER clock_steps_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON clock_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("snoozes")
    op.drop_index("ix_clock_steps_clock_id", table_name="clock_steps")
    op.drop_index("ix_clock_steps_called", table_name="clock_steps")
    op.drop_table("clock_steps")
    op.drop_index("ix_reply_clocks_stopped_by_post_id", table_name="reply_clocks")
    op.drop_index("ix_reply_clocks_running", table_name="reply_clocks")
    op.drop_index("ix_reply_clocks_newcomer", table_name="reply_clocks")
    op.drop_index("ix_reply_clocks_due", table_name="reply_clocks")
    op.drop_index("ix_reply_clocks_answered", table_name="reply_clocks")
    op.drop_table("reply_clocks")
    op.drop_index("uq_praises_once", table_name="praises")
    op.drop_table("praises")
    op.drop_index("ix_saved_replies_mentor_id", table_name="saved_replies")
    op.drop_table("saved_replies")
    op.drop_table("newcomer_surveys")
    op.drop_index("uq_mentorships_open", table_name="mentorships")
    op.drop_index("ix_mentorships_primary", table_name="mentorships")
    op.drop_index("ix_mentorships_newcomer_id", table_name="mentorships")
    op.drop_index("ix_mentorships_backup", table_name="mentorships")
    op.drop_table("mentorships")
    op.drop_table("mentor_settings")
    op.drop_table("mentee_stars")
    op.drop_index("ix_mentee_notes_newcomer_id", table_name="mentee_notes")
    op.drop_table("mentee_notes")
    op.drop_table("welcome_settings")
