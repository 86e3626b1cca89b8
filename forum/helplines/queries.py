"""Reading help lines, and whether somebody's own post calls for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from forum.conversations.models import PostRevision, ScreeningResult
from forum.conversations.pages import OwnPost
from forum.database import db
from forum.helplines.choosing import Chosen, LineView, choose, countries_of
from forum.helplines.models import HelpLine
from forum.screening.self_harm import signs
from forum.screening.verdict import Finding, calls_a_person


def help_lines() -> Sequence[LineView]:
    """All of them, in their order."""
    rows = db.session.execute(
        select(*HelpLine.__table__.columns).order_by(HelpLine.position, HelpLine.id)
    )
    return [LineView(**row) for row in rows.mappings()]


def help_lines_for(languages: Iterable[str]) -> Chosen:
    """All of them, the nearest first. `languages` are what a browser asks for, such as "en-GB"."""
    return choose(help_lines(), countries_of(languages))


def words_call_for_help(words: str) -> bool:
    """Whether somebody's own words show signs of self-harm."""
    return bool(signs(words))


def calls_for_help(own: OwnPost) -> bool:
    """Whether the newest version of one's own post shows signs of self-harm.

    Its words are looked at here, too: whoever wrote them finds help even while the screener is down.
    """
    if any(signs(words) for words in (own.title or "", own.text)):
        return True
    findings = db.session.scalar(
        select(ScreeningResult.findings)
        .join(PostRevision, PostRevision.id == ScreeningResult.revision_id)
        .where(PostRevision.post_id == own.id, PostRevision.number == own.number)
        .order_by(ScreeningResult.id.desc())
        .limit(1)
    )
    return calls_a_person(Finding.from_json(found) for found in findings or ())
