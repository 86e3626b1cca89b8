"""People, threads and posts for tests, made with the forum's own commands wherever there is one."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role, User, UserRole
from forum.accounts.sessions import start_session
from forum.clock import Clock
from forum.community.models import Community, Rule
from forum.community.rule_commands import put_first_rules_in_force
from forum.community.rulebook import RuleDraft
from forum.conversations import commands
from forum.conversations.models import Category, Post, PostRevision, Thread
from forum.conversations.submission import due_revisions, screen_revision
from forum.database import db, transaction
from forum.moderation.commands import Ruling, decide
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.options import ModeratorAction
from forum.moderation.undo.leaving import let_out_due
from forum.moderation.undo.models import not_undone
from forum.moderation.undo.rules import UNDO_FOR
from forum.screened_fields.screening import due_fields, screen_field
from forum.screening import (
    Finding,
    Outcome,
    Standing,
    Submission,
    ThresholdSet,
    Verdict,
    load_threshold_set,
)
from forum.screening.checks.wordlist import WordList
from forum.wiring import clock as app_clock
from tests.support.client import CheckingClient

UNKIND = "Nobody asked for your story."
KIND = "How good that you are here."
RULES = (
    ("Speak to the person, kindly", "Write as you would to somebody across the table."),
    ("What is told here stays here", "People trust us with their stories."),
)


class ScriptedScreener:
    """Holds a text that says it is unkind, publishes the rest, and remembers what it was asked.

    `fail_with` makes it raise; `before` runs while it "reads", for what may happen meanwhile.
    """

    def __init__(self) -> None:
        self.seen: list[Submission] = []
        self.thresholds = load_threshold_set()
        self.own_words: tuple[WordList, ...] = ()
        self.fail_with: BaseException | None = None
        self.before: Callable[[], None] = lambda: None

    def with_thresholds(self, thresholds: ThresholdSet) -> Self:
        """Itself, with other limits."""
        self.thresholds = thresholds
        return self

    def with_own_words(self, own_words: Sequence[WordList]) -> Self:
        """Itself, with these words of the community's own."""
        self.own_words = tuple(own_words)
        return self

    def screen(self, submission: Submission) -> Verdict:
        """A verdict by rule."""
        self.seen.append(submission)
        self.before()
        if self.fail_with is not None:
            raise self.fail_with
        held = UNKIND in f"{submission.title or ''} {submission.text}"
        return Verdict(
            outcome=Outcome.HOLD if held else Outcome.PUBLISH,
            scores={"toxicity": 0.91 if held else 0.02, "insult": 0.84 if held else 0.01},
            findings=(self._finding(),) if held else (),
            model_name="scripted",
            model_version="1",
            threshold_set="scripted",
            duration_ms=3,
        )

    @staticmethod
    def _finding() -> Finding:
        return Finding(
            check="toxicity",
            label="insult",
            score=0.84,
            threshold=0.5,
            holds=True,
            window=0,
            spans=(),
            explanation="It may sound insulting.",
        )


class LowScreener(ScriptedScreener):
    """Holds the same texts, just over the limit."""

    def screen(self, submission: Submission) -> Verdict:
        """A verdict by rule, with low scores."""
        said = super().screen(submission)
        low = tuple(replace(found, score=0.6) for found in said.findings)
        scores = {label: min(score, 0.6) for label, score in said.scores.items()}
        return replace(said, findings=low, scores=scores)


@dataclass(frozen=True)
class Later:
    """A clock that is ahead by the time in which a decision can be undone."""

    clock: Clock

    def now(self) -> datetime:
        """The time then."""
        return self.clock.now() + UNDO_FOR


@dataclass
class World:
    """A community that has been set up, and ways to fill it. Use it inside an app context."""

    clock: Clock
    screener: ScriptedScreener = field(default_factory=ScriptedScreener)
    _names: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def set_up(self) -> None:
        """The community, two rules and two categories."""
        now = self.clock.now()
        with transaction() as session:
            session.add(
                Community(
                    id=1, name="Lindenhof", tagline="Come in.", set_up_at=now, rules_changed_at=now
                )
            )
            put_first_rules_in_force(
                session, [RuleDraft(title=title, text=text) for title, text in RULES], now
            )
            session.add(Category(name="Hello", slug="hello", description="Say hello.", position=1))
            session.add(Category(name="Daily life", slug="daily-life", position=2))

    def person(self, *roles: Role, newcomer: bool = False, name: str = "") -> Actor:
        """An account: a member unless said otherwise."""
        number = next(self._names)
        name = name or f"Person {number}"
        now = self.clock.now()
        with transaction() as session:
            user = User(
                username=f"person{number}",
                display_name=name,
                email=f"person{number}@example.org",
                joined_at=now,
                graduated_at=None if newcomer else now,
            )
            user.roles = [UserRole(role=role, given_at=now) for role in roles]
            session.add(user)
            session.flush()
            return Actor(
                user_id=user.id,
                username=user.username,
                display_name=name,
                roles=frozenset(roles),
                standing=Standing.NEWCOMER if newcomer and not roles else Standing.MEMBER,
            )

    def newcomer(self, name: str = "") -> Actor:
        """Somebody who has just joined."""
        return self.person(newcomer=True, name=name)

    def thread(
        self, author: Actor, *, title: str = "A thread", text: str = KIND, welcome: bool = False
    ) -> Thread:
        """A thread whose opening post has been screened."""
        category = db.session.query(Category).filter_by(slug="hello").one()
        sent = commands.NewPost(text=text, submission_key=str(uuid.uuid4()))
        post_id = commands.start_thread(author, category.id, title, sent, self.clock)
        self.screen()
        thread = db.session.get_one(Post, post_id).thread
        if welcome:
            with transaction() as session:
                thread = session.get_one(Thread, thread.id)
                thread.welcome_flagged_by_id = author.id
                thread.welcome_flagged_at = self.clock.now()
        return db.session.get_one(Thread, thread.id)

    def sent_reply(
        self, author: Actor, thread: Thread, text: str = KIND, answers: Post | None = None
    ) -> Post:
        """A reply that has been sent and not been screened."""
        sent = commands.NewPost(text=text, submission_key=str(uuid.uuid4()))
        answers_id = answers.id if answers is not None else None
        post_id = commands.reply(author, thread.id, sent, self.clock, answers_id)
        return db.session.get_one(Post, post_id)

    def reply(
        self, author: Actor, thread: Thread, text: str = KIND, answers: Post | None = None
    ) -> Post:
        """A reply that has been screened: published, or held if it is UNKIND."""
        post = self.sent_reply(author, thread, text, answers)
        self.screen()
        return self.fresh(post)

    def screen(self) -> None:
        """Have the screener read whatever waits, as the worker does."""
        db.session.rollback()
        for field_id in due_fields():
            screen_field(self.screener, field_id, self.clock)
        for revision_id in due_revisions():
            screen_revision(self.screener, revision_id, self.clock)
        db.session.rollback()

    def ruling(self, post: Post, action: str, *, note: str = "", rule: int | None = None) -> Ruling:
        """What a moderator would send who has the post on the screen as it is now."""
        item = self.open_item(post)
        shown = self.revision(post, post.shown_number or post.latest_number)
        revision_id = item.revision_id if item is not None and item.revision_id else shown.id
        decided = db.session.query(Decision).filter(Decision.post_id == post.id, not_undone())
        decided = decided.order_by(Decision.id.desc())
        last = decided.first()
        return Ruling(
            action=ModeratorAction(action),
            revision_id=revision_id,
            note=note,
            rule_id=rule,
            last_decision_id=last.id if last is not None else None,
        )

    def decide(self, moderator: Actor, post: Post, action: str, **words: object) -> int:
        """A decision on a post that nobody undoes."""
        ruling = self.ruling(post, action, **words)  # type: ignore[arg-type]
        decision_id = decide(moderator, post.id, ruling, self.clock)
        self.let_out()
        return decision_id

    def let_out(self) -> None:
        """The seconds pass in which decisions can be undone; whoever is concerned hears of them."""
        # What a page has decided meanwhile is seen, too.
        db.session.rollback()
        let_out_due(Later(self.clock))

    def rule_id(self) -> int:
        """A rule to cite."""
        return db.session.query(Rule).order_by(Rule.position).first().id  # type: ignore[union-attr]

    def open_item(self, post: Post) -> ReviewItem | None:
        """The post's open review item; its waiting edit's, where there is one."""
        found = db.session.query(ReviewItem).filter_by(post_id=post.id, closed_at=None)
        return found.order_by(ReviewItem.is_edit.desc()).first()

    def revision(self, post: Post, number: int | None = None) -> PostRevision:
        """A version of a post; the newest if no number is given."""
        wanted = number or self.fresh(post).latest_number
        return db.session.query(PostRevision).filter_by(post_id=post.id, number=wanted).one()

    def fresh(self, post: Post) -> Post:
        """The post as the database has it now."""
        db.session.rollback()
        return db.session.get_one(Post, post.id)


def sign_in(
    app: Flask, client: CheckingClient, person: Actor, *, verified: bool = True
) -> CheckingClient:
    """Sign a person in without the form; the session is a real one. Sign-in itself has its own tests.

    `verified` is whether they have shown a second factor: without it the powers of staff rest.
    """
    with app.app_context(), transaction() as session:
        now = app_clock().now()
        token = start_session(session, person.id, "test", now, verified=verified)
    with client.session_transaction(base_url=app.extensions["hearth.settings"].base_url) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def everyone(world: World) -> dict[str, Actor]:
    """One person of each kind, for tables of permissions."""
    return {
        "visitor": Actor(),
        "newcomer": world.newcomer("Nia"),
        "member": world.person(name="Max"),
        "mentor": world.person(Role.MENTOR, name="Mo"),
        "moderator": world.person(Role.MODERATOR, name="Ria"),
        "admin": world.person(Role.ADMIN, name="Ada"),
    }


def ids(posts: Sequence[Post]) -> set[int]:
    """The numbers of some posts."""
    return {post.id for post in posts}


SOON = timedelta(minutes=1)
