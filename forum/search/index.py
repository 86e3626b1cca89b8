"""Where words are found: SQLite's and PostgreSQL's full-text search behind one port.

Each version of a post is in the index, whatever became of it: the database itself keeps it (migration 0055), so that no
way of writing a post can forget to. Who may see what was found is asked by whoever joins `matches`.
"""

from __future__ import annotations

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    not_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from forum.conversations.models import PostRevision
from forum.search.asked import Asked

# No model describes these tables and this index.
_OWN_NAMES = ("post_words", "ix_post_revisions_words")
_WORDS = table("post_words", column("rowid"))
# A word in a title says more of what a thread is about.
_TITLE_COUNTS, _TEXT_COUNTS = 4.0, 1.0
# The very words of the index, so that PostgreSQL takes it.
_VECTOR = (
    "(setweight(to_tsvector('english', coalesce(post_revisions.title, '')), 'A') || "
    "setweight(to_tsvector('english', post_revisions.text), 'D'))"
)


def is_described(name: str | None, *_: object) -> bool:
    """For Alembic, which compares the database with the models: whether a table or an index is anything but ours."""
    return not (name or "").startswith(_OWN_NAMES)


def forget_what_was_erased(session: Session) -> None:
    """Leave nothing of words that were erased. SQLite only marks them as gone, until its index is made whole again."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO post_words (post_words) VALUES ('optimize')"))


def matches(dialect: str, asked: Asked, *, all_words: bool) -> CTE:
    """The versions of posts in which the words stand: `revision_id`, and `rank`, the smallest first.

    Args:
        dialect: the database's name, as SQLAlchemy says it.
        asked: what is looked for; not nothing.
        all_words: whether each of the words has to be there, or one of them is enough.
    """
    find = _in_sqlite if dialect == "sqlite" else _in_postgresql
    # By itself and first: else the words are looked for anew in one post after the other, from the newest on.
    return find(asked, all_words=all_words).cte("matches").prefix_with("MATERIALIZED")


def _in_sqlite(asked: Asked, *, all_words: bool) -> Select[int, float]:
    wanted = (" AND " if all_words else " OR ").join(map(_quoted, asked.wanted))
    unwanted = " OR ".join(map(_quoted, asked.unwanted))
    expression = f"({wanted}) NOT ({unwanted})" if unwanted else wanted
    words: ColumnElement[str] = literal_column("post_words")
    return select(
        _WORDS.c.rowid.label("revision_id"),
        func.bm25(words, _TITLE_COUNTS, _TEXT_COUNTS, type_=Float).label("rank"),
    ).where(words.bool_op("MATCH")(bindparam(None, expression)))


def _in_postgresql(asked: Asked, *, all_words: bool) -> Select[int, float]:
    vector = literal_column(_VECTOR, TSVECTOR)
    wanted = _websearch((" " if all_words else " or ").join(map(_quoted, asked.wanted)))
    query = select(
        PostRevision.id.label("revision_id"), (-func.ts_rank(vector, wanted)).label("rank")
    ).where(vector.bool_op("@@")(wanted))
    if asked.unwanted:
        unwanted = _websearch(" or ".join(map(_quoted, asked.unwanted)))
        query = query.where(not_(vector.bool_op("@@")(unwanted)))
    return query


def _websearch(expression: str) -> object:
    return func.websearch_to_tsquery(literal_column("'english'"), bindparam(None, expression))


def _quoted(term: str) -> str:
    """A term as both databases take it: in quotation marks nothing else means anything."""
    return f'"{term}"'
