"""Reading the community's own list of words: for the screener, and for the page on which staff edit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.people import PersonView, load_people
from forum.database import db
from forum.errors import NotFoundError
from forum.own_words.models import OwnWord
from forum.own_words.rules import Effect, WordDraft, as_list
from forum.screening.checks.wordlist import WordList

MOST_PAST = 100


@dataclass(frozen=True, kw_only=True)
class WordLine:
    """A word on the list, or one that was: who put it there, and who took it off."""

    id: int
    term: str
    holds: bool
    exceptions: Sequence[str]
    added_at: datetime
    added_by: PersonView | None
    removed_at: datetime | None
    removed_by: PersonView | None


@dataclass(frozen=True, kw_only=True)
class WordsPage:
    """The list as it is, and what was on it before, the latest first."""

    words: Sequence[WordLine]
    past: Sequence[WordLine]


def words_in_force() -> tuple[WordList, ...]:
    """The list as the screener takes it; one query."""
    rows = db.session.scalars(
        select(OwnWord).where(OwnWord.removed_at.is_(None)).order_by(OwnWord.id)
    )
    return tuple(as_list(draft_of(row)) for row in rows)


def words_page() -> WordsPage:
    """The list for staff; three queries however long it is."""
    now = db.session.scalars(
        select(OwnWord).where(OwnWord.removed_at.is_(None)).order_by(OwnWord.term)
    ).all()
    past = db.session.scalars(
        select(OwnWord)
        .where(OwnWord.removed_at.is_not(None))
        .order_by(OwnWord.removed_at.desc(), OwnWord.id.desc())
        .limit(MOST_PAST)
    ).all()
    ids = {id_ for row in (*now, *past) for id_ in (row.added_by_id, row.removed_by_id) if id_}
    people = load_people(ids)

    def line(row: OwnWord) -> WordLine:
        return WordLine(
            id=row.id,
            term=row.term,
            holds=row.effect == Effect.HOLD,
            exceptions=row.exceptions,
            added_at=row.added_at,
            added_by=people.get(row.added_by_id),
            removed_at=row.removed_at,
            removed_by=people.get(row.removed_by_id or 0),
        )

    return WordsPage(words=[line(row) for row in now], past=[line(row) for row in past])


def word(word_id: int) -> WordDraft:
    """A word on the list, as it can be changed.

    Raises:
        NotFoundError: there is no such word on it.
    """
    row = db.session.get(OwnWord, word_id)
    if row is None or row.removed_at is not None:
        raise NotFoundError
    return draft_of(row)


def draft_of(row: OwnWord) -> WordDraft:
    """A row as a plain value."""
    return WordDraft(term=row.term, effect=Effect(row.effect), exceptions=tuple(row.exceptions))
