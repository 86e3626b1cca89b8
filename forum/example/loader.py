"""Loads the example community: people who can't sign in, their conversations, and what became of each post.

Every post walks the same life cycle as a real one, through `forum.conversations.transitions`, so that numbers,
review queue, inboxes and audit log follow by themselves.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import User
from forum.clock import Clock
from forum.community.models import Community
from forum.conversations.audience import Setting, addressed_to
from forum.conversations.models import Post, PostRevision, Thread
from forum.conversations.transitions import move
from forum.database import emit, transaction
from forum.errors import ConflictError
from forum.events import NewcomerGraduated, PersonJoined, ThreadWelcomeChanged
from forum.example.data import read_example
from forum.example.decisions import decide_on
from forum.example.history import (
    Flagged,
    Graduated,
    Happening,
    Joined,
    Moved,
    Sent,
    graduations,
    history,
)
from forum.example.people import add_people, find_categories
from forum.example.screened import screening_result
from forum.example.welcome import (
    begin_to_write,
    introduce,
    speak_in_private,
    were_last_here,
)
from forum.screening import Standing
from forum.text import clean, render


def load_example(clock: Clock) -> None:
    """Load the example community.

    Raises:
        ConflictError: it is there already, or there is no community yet to load it into.
    """
    example = ExampleLoader()
    with transaction() as session:
        example.tell(session, clock.now())
    example.decide()


class ExampleLoader:
    """Tells the example's story in two transactions, each of which leaves everything in order.

    The moderators' decisions come second, because a decision names the item in the review queue that it answers, and
    a transaction opens such items at its end. It brings mentors and newcomers together then, too.
    """

    def __init__(self) -> None:
        self._rulings: list[Moved] = []
        self._people: Mapping[str, int] = {}
        self._posts: dict[tuple[str, int], int] = {}
        self._now = datetime.min.replace(tzinfo=UTC)

    def tell(self, session: Session, now: datetime) -> None:
        """Everything but the decisions, within the caller's transaction.

        Raises:
            ConflictError: it is there already, or there is no community yet to load it into.
        """
        _require_place(session)
        self._now = now
        example = read_example()
        graduated = graduations(example, now)
        people = add_people(session, example, graduated, now)
        self._people = {key: user.id for key, user in people.items()}
        categories = find_categories(session, example)
        by_slug = {one.slug: categories[one.key] for one in example.categories}
        introduce(session, self._people, by_slug, now)
        story = _Story(
            session=session,
            people=self._people,
            categories={key: category.id for key, category in categories.items()},
            graduated=graduated,
        )
        for happening in history(example, graduated, now):
            if isinstance(happening, Moved) and happening.is_ruling:
                self._rulings.append(happening)
            else:
                story.let(happening)
        self._posts = {place: post.id for place, (post, _) in story.posts.items()}
        threads = {key: thread.id for key, thread in story.threads.items()}
        begin_to_write(session, self._people, threads, now)
        were_last_here(session)

    def decide(self) -> None:
        """What moderators decided and what was said in private, in a transaction of its own after the first one."""
        with transaction() as session:
            for moved in self._rulings:
                post_id = self._posts[moved.thread.key, moved.index]
                decide_on(session, moved, post_id, self._people)
            speak_in_private(session, self._people, self._now)


def _require_place(session: Session) -> None:
    if session.scalar(select(User.id).where(User.is_example).limit(1)) is not None:
        raise ConflictError("The example community is loaded already. Nothing was changed.")
    if session.get(Community, 1) is None:
        raise ConflictError(
            "There is no community yet to load the example into. Start the forum with `forum run` "
            "and open the link that it prints."
        )


@dataclass(kw_only=True)
class _Story:
    """What has come into being so far. `people` and `categories` are ids by the example's own keys."""

    session: Session
    people: Mapping[str, int]
    categories: Mapping[str, int]
    graduated: Mapping[str, datetime]
    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[tuple[str, int], tuple[Post, PostRevision]] = field(default_factory=dict)

    def let(self, happening: Happening) -> None:
        """Let one thing happen. They have to come in the order of their times."""
        at = happening.at
        match happening:
            case Joined():
                user_id = self.people[happening.person]
                emit(self.session, PersonJoined(actor_id=user_id, at=at, user_id=user_id))
            case Graduated():
                user_id = self.people[happening.person]
                emit(self.session, NewcomerGraduated(actor_id=None, at=at, user_id=user_id))
            case Flagged():
                self._flag(happening)
            case Moved():
                self._move(happening)
            case Sent():
                self._send(happening)
            case _:
                raise TypeError(f"nobody knows how to let this happen: {happening!r}")

    def _flag(self, flagged: Flagged) -> None:
        source, thread = flagged.thread, self.threads[flagged.thread.key]
        mentor_id = self.people[source.welcome_by or source.author]
        thread.welcome_flagged_by_id = mentor_id
        thread.welcome_flagged_at = flagged.at
        thread.welcome_reason = source.welcome_reason
        emit(
            self.session,
            ThreadWelcomeChanged(
                actor_id=mentor_id,
                at=flagged.at,
                thread_id=thread.id,
                flagged=True,
                reason=source.welcome_reason,
            ),
        )

    def _send(self, sent: Sent) -> None:
        source = sent.post
        thread = self.threads.get(sent.thread.key) or self._begin_thread(sent)
        answered = None
        if source.answers is not None:
            answered = self.posts[sent.thread.key, source.answers][0].id
        post = Post(
            thread_id=thread.id,
            author_id=self.people[source.author],
            answers_id=answered,
            is_opening=sent.index == 0,
            by_newcomer=self._standing(source.author, sent.at) is Standing.NEWCOMER,
            state_changed_at=sent.at,
            created_at=sent.at,
            submission_key=str(uuid.uuid4()),
        )
        self.session.add(post)
        self.session.flush()
        text = clean(source.text)
        revision = PostRevision(
            post_id=post.id,
            number=1,
            title=sent.thread.title if post.is_opening else None,
            text=text,
            html=render(text),
            created_at=sent.at,
        )
        self.session.add(revision)
        self.session.flush()
        self.posts[sent.thread.key, sent.index] = post, revision

    def _begin_thread(self, sent: Sent) -> Thread:
        thread = Thread(
            category_id=self.categories[sent.thread.category],
            author_id=self.people[sent.post.author],
            title=sent.thread.title,
            created_at=sent.at,
        )
        self.session.add(thread)
        self.session.flush()
        self.threads[sent.thread.key] = thread
        return thread

    def _move(self, moved: Moved) -> None:
        post, revision = self.posts[moved.thread.key, moved.index]
        if moved.by is None:
            by, to = self._audience(moved)
            result = screening_result(moved.post, revision.id, by=by, to=to, at=moved.at)
            if result is not None:
                self.session.add(result)
        actor_id = self.people[moved.by] if moved.by is not None else None
        move(self.session, post, revision, moved.action, actor_id=actor_id, now=moved.at)

    def _audience(self, moved: Moved) -> tuple[Standing, Standing]:
        """The standings of the author and of whom the post spoke to, at the time."""
        post, thread = moved.post, moved.thread
        answered = thread.posts[post.answers].author if post.answers is not None else None
        by = self._standing(post.author, moved.at)
        setting = Setting(
            written_by=by,
            opens_thread=moved.index == 0,
            is_introduction=by is Standing.NEWCOMER and post.answers is None,
            in_welcome_thread=self.threads[thread.key].welcome_flagged_at is not None,
            answered=self._standing_of_other(answered, moved),
            thread_author=self._standing_of_other(thread.author, moved),
        )
        return by, addressed_to(setting)

    def _standing(self, person: str, at: datetime) -> Standing:
        graduated = self.graduated.get(person)
        member = graduated is not None and graduated <= at
        return Standing.MEMBER if member else Standing.NEWCOMER

    def _standing_of_other(self, person: str | None, moved: Moved) -> Standing | None:
        if person is None or person == moved.post.author:
            return None
        return self._standing(person, moved.at)
