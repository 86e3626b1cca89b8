"""What moderators read, how much of it they want to read, their pauses, and what an item is about."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# As the rules were when this was written: what a finding's label weighs, and what a report is about.
_WEIGHS = {
    "severe_toxicity": 4,
    "threat": 4,
    "identity_attack": 4,
    "toxicity": 3,
    "insult": 3,
    "attack_on_addressee": 3,
}
_OF_REPORT = {
    "worried": (5, "distress"),
    "hate": (4, "identity_attack"),
    "threat": (4, "threat"),
    "unkind": (3, "insult"),
}


def upgrade() -> None:
    for table in ("review_items", "review_reasons"):
        op.add_column(table, sa.Column("label", sa.String(length=30), nullable=True))
    _say_what_waits_is_about()
    op.create_table(
        "exposure_bounds",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_exposure_bounds_only_one")),
        sa.CheckConstraint(
            "0 < least AND least <= usual AND usual <= most",
            name=op.f("ck_exposure_bounds_usual_within_bounds"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_bounds")),
    )
    op.create_table(
        "reading_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("later_budget", sa.Integer(), nullable=True),
        sa.Column("later_from", sa.Date(), nullable=True),
        sa.Column("opted_out", sa.JSON(), nullable=False),
        sa.Column("keys_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reading_settings_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reading_settings")),
    )
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until >= at", name=op.f("ck_pauses_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["users.id"], name=op.f("fk_pauses_moderator_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index("ix_pauses_moderator", "pauses", ["moderator_id", "at"])
    op.create_table(
        "exposures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("is_severe", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(revision_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_exposures_one_text")
        ),
        sa.CheckConstraint("step IN ('opened', 'revealed')", name=op.f("ck_exposures_step_known")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_exposures_points_count_up")),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["users.id"], name=op.f("fk_exposures_moderator_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_exposures_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["post_revisions.id"],
            name=op.f("fk_exposures_revision_id_post_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_exposures_person_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposures")),
        sa.UniqueConstraint(
            "moderator_id",
            "day",
            "step",
            "revision_id",
            name=op.f("uq_exposures_moderator_id_day_step_revision_id"),
        ),
        sa.UniqueConstraint(
            "moderator_id",
            "day",
            "step",
            "person_id",
            name=op.f("uq_exposures_moderator_id_day_step_person_id"),
        ),
    )
    op.create_index("ix_exposures_day", "exposures", ["day"])


def downgrade() -> None:
    op.drop_index("ix_exposures_day", table_name="exposures")
    op.drop_table("exposures")
    op.drop_index("ix_pauses_moderator", table_name="pauses")
    op.drop_table("pauses")
    op.drop_table("reading_settings")
    op.drop_table("exposure_bounds")
    for table in ("review_reasons", "review_items"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("label")


def _say_what_waits_is_about() -> None:
    """Whoever has asked not to be served a kind of harm is not served what waits already either."""
    connection = op.get_bind()
    waiting = connection.execute(
        sa.text("SELECT id, revision_id FROM review_items WHERE closed_at IS NULL")
    ).all()
    for item_id, revision_id in waiting:
        label = _label_of(connection, item_id, revision_id)
        if label is not None:
            connection.execute(
                sa.text("UPDATE review_items SET label = :label WHERE id = :id"),
                {"label": label, "id": item_id},
            )


def _label_of(connection: sa.Connection, item_id: int, revision_id: int | None) -> str | None:
    told = connection.execute(
        sa.text("SELECT reason FROM reports WHERE item_id = :id AND outcome IS NULL"),
        {"id": item_id},
    ).scalars()
    found = [_OF_REPORT[reason] for reason in told if reason in _OF_REPORT]
    raw = connection.execute(
        sa.text(
            "SELECT findings FROM screening_results WHERE revision_id = :id ORDER BY id DESC LIMIT 1"
        ),
        {"id": revision_id},
    ).scalar()
    findings: list[dict[str, Any]] = json.loads(raw) if isinstance(raw, str) else raw or []
    found += [
        (_WEIGHS.get(one["label"], 2), one["label"])
        for one in findings
        if one.get("holds") and one.get("label")
    ]
    if any(one.get("urgent") for one in findings):
        found.append((5, "distress"))
    return max(found)[1] if found else None
