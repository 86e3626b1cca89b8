"""An index of the words of posts, kept by the database itself."""

from __future__ import annotations

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

# It keeps no copy of the words. Whatever is erased from a version goes from the index with it.
SQLITE = (
    """
    CREATE VIRTUAL TABLE post_words USING fts5(
      title, text, content='post_revisions', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER post_words_added AFTER INSERT ON post_revisions BEGIN
      INSERT INTO post_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER post_words_changed AFTER UPDATE OF id, title, text ON post_revisions BEGIN
      INSERT INTO post_words (post_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
      INSERT INTO post_words (rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER post_words_gone AFTER DELETE ON post_revisions BEGIN
      INSERT INTO post_words (post_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    "INSERT INTO post_words (post_words) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER post_words_added",
    "DROP TRIGGER post_words_changed",
    "DROP TRIGGER post_words_gone",
    "DROP TABLE post_words",
)
POSTGRESQL = (
    """
    CREATE INDEX ix_post_revisions_words ON post_revisions USING gin (
      (setweight(to_tsvector('english', coalesce(title, '')), 'A') || setweight(to_tsvector('english', text), 'D'))
    )
    """,
)
POSTGRESQL_BACK = ("DROP INDEX ix_post_revisions_words",)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for statement in SQLITE_BACK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_BACK:
        op.execute(statement)
