"""What somebody is writing, as it will look in its place. Nothing is stored, and nobody but its author sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from forum.accounts.actor import Actor
from forum.accounts.people import load_people
from forum.conversations.lifecycle import PostState
from forum.conversations.pages import Answered, PostView, Preview
from forum.conversations.thread_queries import own_in_place
from forum.permissions.subjects import PostFacts
from forum.text import render


def preview_of_new(
    actor: Actor,
    text: str,
    now: datetime,
    *,
    title: str | None = None,
    answered: PostView | None = None,
) -> Preview:
    """A post to come.

    Args:
        actor: its author, under the name that others see.
        text: what it says, cleaned.
        now: when it would appear.
        title: of the thread that it would open.
        answered: the post that it would answer.
    """
    post = PostView(
        # It has no number yet.
        id=0,
        author=load_people([actor.id])[actor.id],
        at=now,
        edited_at=None,
        state=PostState.PUBLISHED,
        html=_rendered(text),
        is_own=True,
        may_revise=False,
        may_withdraw=False,
        edit_waits=False,
        answers=Answered(id=answered.id, author_name=answered.author.display_name)
        if answered
        else None,
        facts=PostFacts(author_id=actor.id, state=PostState.PUBLISHED),
    )
    return Preview(title=title, post=post)


def preview_of_change(
    actor: Actor, post_id: int, text: str, now: datetime, *, title: str | None = None
) -> Preview:
    """One's own post with other words.

    Raises:
        NotFoundError: no such post of theirs.
    """
    post = own_in_place(actor, post_id)
    # What others have not read yet was never changed for them.
    edited_at = now if post.state == PostState.PUBLISHED else None
    post = replace(post, state=PostState.PUBLISHED, edited_at=edited_at, html=_rendered(text))
    return Preview(title=title, post=replace(post, edit_waits=False))


def _rendered(text: str) -> Markup:
    # Sanitised there, as what is saved.
    return Markup(render(text))  # noqa: S704
