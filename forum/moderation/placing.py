"""Where a post in question stands, to whom it speaks, and which of its versions are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.people import PersonView
from forum.conversations.introductions import is_introduction
from forum.conversations.lifecycle import PostState
from forum.conversations.models import Post, PostRevision, Thread
from forum.database import alias_of, db
from forum.errors import NotFoundError
from forum.moderation.marks import marked
from forum.moderation.post_pages import (
    AnsweredPost,
    LabelScore,
    ModelsView,
    Place,
    SetVerdict,
    Version,
)
from forum.moderation.screened import Screened
from forum.permissions.subjects import PostFacts
from forum.permissions.visibility import may_see_post, thread_title, visible_posts
from forum.screening.verdict import Outcome, Part
from forum.text import slugify


def described(actor: Actor, post_id: int) -> Any:
    """A post with what it takes to name it and to say where it stands; one query.

    Raises:
        NotFoundError: there is no such post for this person.
    """
    answered, its_text = alias_of(Post, "answered"), alias_of(PostRevision, "its_text")
    row = db.session.execute(
        select(
            Post.id,
            Post.author_id,
            Post.state,
            Post.by_newcomer,
            Post.is_opening,
            Post.answers_id,
            is_introduction().label("is_introduction"),
            Thread.id.label("thread_id"),
            thread_title(actor).label("thread_title"),
            Thread.author_id.label("thread_author_id"),
            Thread.published_at.label("thread_published_at"),
            Thread.locked_at.label("thread_locked_at"),
            Thread.welcome_flagged_at,
            answered.author_id.label("answered_author_id"),
            answered.state.label("answered_state"),
            its_text.html.label("answered_html"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(answered, answered.id == Post.answers_id)
        .outerjoin(
            its_text,
            (its_text.post_id == answered.id) & (its_text.number == answered.shown_number),
        )
        .where(Post.id == post_id, visible_posts(actor))
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def version_of(revision: PostRevision, result: Screened | None) -> Version:
    """A version with the words marked that the screener pointed at."""
    findings = result.findings if result is not None else ()
    return Version(
        id=revision.id,
        number=revision.number,
        at=revision.created_at,
        title=revision.title,
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(revision.html),  # noqa: S704
        marked_title=marked(revision.title, Part.TITLE, findings),
        marked_text=marked(revision.text, Part.TEXT, findings),
    )


def models_view(result: Screened) -> ModelsView:
    """What the screener said, the highest score first."""
    limits = {found.label: found.threshold for found in result.findings if found.label}
    return ModelsView(
        scores=[
            LabelScore(label=label, value=value, limit=limits.get(label))
            for label, value in sorted(result.scores.items(), key=lambda pair: -pair[1])
        ],
        findings=result.findings,
        is_severe=result.is_severe,
        spoken_to=result.addressed_to,
        model=f"{result.model_name} {result.model_version}",
        verdicts=_verdicts(result),
        at=result.at,
    )


def _verdicts(result: Screened) -> Sequence[SetVerdict]:
    """What the set that decided said, and the one that was tried out beside it."""
    live = SetVerdict(
        name=result.threshold_set, holds=result.outcome is Outcome.HOLD, is_trial=False
    )
    if result.shadow is None:
        return (live,)
    tried = result.shadow
    return (
        live,
        SetVerdict(name=tried.threshold_set, holds=tried.outcome is Outcome.HOLD, is_trial=True),
    )


def place_of(
    actor: Actor, row: Any, people: Mapping[int, PersonView], speaks_to: PersonView | None
) -> Place:
    """Where a post stands."""
    return Place(
        thread_id=row.thread_id,
        thread_slug=slugify(row.thread_title),
        thread_title=row.thread_title,
        thread_is_open=row.thread_published_at is not None,
        is_welcome=row.welcome_flagged_at is not None,
        is_opening=row.is_opening,
        answered=_answered(actor, row, people),
        speaks_to=speaks_to,
    )


def _answered(actor: Actor, row: Any, people: Mapping[int, PersonView]) -> AnsweredPost | None:
    if row.answers_id is None:
        return None
    facts = PostFacts(author_id=row.answered_author_id, state=PostState(row.answered_state))
    readable = may_see_post(actor, facts) and row.answered_html is not None
    return AnsweredPost(
        id=row.answers_id,
        author=people[row.answered_author_id],
        # Rendered and sanitised by forum.text.render when it was saved.
        html=Markup(row.answered_html) if readable else None,  # noqa: S704
    )
