"""The first tables: people, conversations, moderation, notifications, the community itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_at"), "attempts", ["at"], unique=False)
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"], unique=False)

    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_categories_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("tagline", sa.String(length=160), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_community_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
    )
    op.create_table(
        "setup_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_setup_links_token_hash")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=30), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("biography", sa.String(length=300), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("graduated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_posts", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_users_username_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)

    op.create_table(
        "password_resets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(token_hash IS NULL) = (expires_at IS NULL)",
            name=op.f("ck_password_resets_token_and_expiry_together"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
    )
    op.create_index(
        "ix_password_resets_due", "password_resets", ["mailed_at", "asked_at"], unique=False
    )
    op.create_index(
        op.f("ix_password_resets_user_id"), "password_resets", ["user_id"], unique=False
    )

    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("welcome_flagged_by_id", sa.Integer(), nullable=True),
        sa.Column("welcome_flagged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("welcome_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(welcome_flagged_by_id IS NULL) = (welcome_flagged_at IS NULL)",
            name=op.f("ck_threads_welcome_flag_whole"),
        ),
        sa.CheckConstraint("reply_count >= 0", name=op.f("ck_threads_reply_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_threads_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_threads_category_id_categories")
        ),
        sa.ForeignKeyConstraint(
            ["welcome_flagged_by_id"],
            ["users.id"],
            name=op.f("fk_threads_welcome_flagged_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_index(op.f("ix_threads_author_id"), "threads", ["author_id"], unique=False)
    op.create_index(
        "ix_threads_category_listing", "threads", ["category_id", "last_posted_at"], unique=False
    )
    op.create_index("ix_threads_listing", "threads", ["last_posted_at"], unique=False)
    op.create_index("ix_threads_welcome", "threads", ["welcome_flagged_at"], unique=False)

    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('mentor', 'moderator', 'admin')", name=op.f("ck_user_roles_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_user_roles_given_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_roles")),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    op.create_index(op.f("ix_user_sessions_user_id"), "user_sessions", ["user_id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("by_newcomer", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_number", sa.Integer(), nullable=False),
        sa.Column("shown_number", sa.Integer(), nullable=True),
        sa.Column("submission_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'held', 'changes_requested', 'published', 'hidden', 'declined', 'removed', 'withdrawn')",
            name=op.f("ck_posts_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'hidden', 'removed') OR (shown_number IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_posts_published_has_version"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'held', 'changes_requested', 'declined') OR shown_number IS NULL",
            name=op.f("ck_posts_unpublished_shows_nothing"),
        ),
        sa.CheckConstraint("latest_number >= 1", name=op.f("ck_posts_has_a_version")),
        sa.CheckConstraint(
            "shown_number IS NULL OR shown_number <= latest_number",
            name=op.f("ck_posts_shown_exists"),
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["posts.id"], name=op.f("fk_posts_answers_id_posts")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id_users")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "author_id", "submission_key", name=op.f("uq_posts_author_id_submission_key")
        ),
    )
    op.create_index(op.f("ix_posts_answers_id"), "posts", ["answers_id"], unique=False)
    op.create_index("ix_posts_author", "posts", ["author_id", "state"], unique=False)
    op.create_index("ix_posts_state", "posts", ["state", "id"], unique=False)
    op.create_index("ix_posts_thread_reading", "posts", ["thread_id", "state", "id"], unique=False)
    op.create_index(
        "uq_posts_opening",
        "posts",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("is_opening"),
        postgresql_where=sa.text("is_opening"),
    )

    op.create_table(
        "post_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("screening_attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'passed', 'held', 'approved', 'returned', 'declined', 'superseded')",
            name=op.f("ck_post_revisions_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_revisions_post_id_posts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revisions")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_post_revisions_post_id_number")),
    )
    op.create_index("ix_post_revisions_outcome", "post_revisions", ["outcome", "id"], unique=False)

    op.create_table(
        "post_transitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_post_transitions_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_transitions_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_post_transitions_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_transitions")),
    )
    op.create_index(
        op.f("ix_post_transitions_post_id"), "post_transitions", ["post_id"], unique=False
    )

    op.create_table(
        "review_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("is_edit", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_review_items_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_review_items_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
    )
    op.create_index(op.f("ix_review_items_post_id"), "review_items", ["post_id"], unique=False)
    op.create_index(
        "ix_review_items_queue", "review_items", ["closed_at", "opened_at"], unique=False
    )
    op.create_index(
        "uq_review_items_open",
        "review_items",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "screening_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("addressed_to", sa.String(length=10), nullable=False),
        sa.Column("written_by", sa.String(length=10), nullable=False),
        sa.Column("model_name", sa.String(length=80), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("threshold_set", sa.String(length=60), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('publish', 'hold')", name=op.f("ck_screening_results_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_screening_results_revision_id_post_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_results")),
    )
    op.create_index(
        op.f("ix_screening_results_revision_id"), "screening_results", ["revision_id"], unique=False
    )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_automation", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action <> 'request_changes' OR (note <> '' AND decided_by_id IS NOT NULL)",
            name=op.f("ck_decisions_changes_give_a_reason"),
        ),
        sa.CheckConstraint(
            "action NOT IN ('decline', 'remove', 'hide') OR (rule_id IS NOT NULL AND note <> '' AND decided_by_id IS NOT NULL)",
            name=op.f("ck_decisions_against_cites_a_rule"),
        ),
        sa.CheckConstraint(
            "decided_by_automation = (decided_by_id IS NULL)",
            name=op.f("ck_decisions_person_or_automation"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_decisions_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_decisions_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_decisions_post_id_posts")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_decisions_revision_id_post_revisions"),
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_decisions_rule_id_rules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_item_id"), "decisions", ["item_id"], unique=False)
    op.create_index(op.f("ix_decisions_post_id"), "decisions", ["post_id"], unique=False)

    op.create_table(
        "review_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("explanation", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_review_reasons_item_id_review_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reasons")),
    )
    op.create_index(op.f("ix_review_reasons_item_id"), "review_reasons", ["item_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_notifications_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_notifications_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_notifications_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index(
        "ix_notifications_inbox", "notifications", ["user_id", "read_at", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_notifications_inbox", table_name="notifications")

    op.drop_table("notifications")
    op.drop_index("ix_review_reasons_item_id", table_name="review_reasons")

    op.drop_table("review_reasons")
    op.drop_index("ix_decisions_post_id", table_name="decisions")
    op.drop_index("ix_decisions_item_id", table_name="decisions")

    op.drop_table("decisions")
    op.drop_index("ix_screening_results_revision_id", table_name="screening_results")

    op.drop_table("screening_results")
    op.drop_index("uq_review_items_open", table_name="review_items")
    op.drop_index("ix_review_items_queue", table_name="review_items")
    op.drop_index("ix_review_items_post_id", table_name="review_items")

    op.drop_table("review_items")
    op.drop_index("ix_post_transitions_post_id", table_name="post_transitions")

    op.drop_table("post_transitions")
    op.drop_index("ix_post_revisions_outcome", table_name="post_revisions")

    op.drop_table("post_revisions")
    op.drop_index("uq_posts_opening", table_name="posts")
    op.drop_index("ix_posts_thread_reading", table_name="posts")
    op.drop_index("ix_posts_state", table_name="posts")
    op.drop_index("ix_posts_author", table_name="posts")
    op.drop_index("ix_posts_answers_id", table_name="posts")

    op.drop_table("posts")
    op.drop_index("ix_user_sessions_user_id", table_name="user_sessions")

    op.drop_table("user_sessions")
    op.drop_table("user_roles")
    op.drop_index("ix_threads_welcome", table_name="threads")
    op.drop_index("ix_threads_listing", table_name="threads")
    op.drop_index("ix_threads_category_listing", table_name="threads")
    op.drop_index("ix_threads_author_id", table_name="threads")

    op.drop_table("threads")
    op.drop_index("ix_password_resets_user_id", table_name="password_resets")
    op.drop_index("ix_password_resets_due", table_name="password_resets")

    op.drop_table("password_resets")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")

    op.drop_table("audit_entries")
    op.drop_table("users")
    op.drop_table("setup_links")
    op.drop_table("rules")
    op.drop_table("heartbeats")
    op.drop_table("community")
    op.drop_table("categories")
    op.drop_index("ix_attempts_key_at", table_name="attempts")
    op.drop_index("ix_attempts_at", table_name="attempts")

    op.drop_table("attempts")
