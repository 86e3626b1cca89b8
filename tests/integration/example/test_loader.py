"""The example community, loaded for real."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actor import Actor
from forum.accounts.models import User
from forum.accounts.passwords import check_password
from forum.accounts.people import load_actor
from forum.app import create_app
from forum.audit.models import AuditEntry
from forum.community.commands import add_first_categories
from forum.community.models import Community, Rule
from forum.community.rule_commands import put_first_rules_in_force
from forum.community.rulebook import default_rules
from forum.conversations.lifecycle import PostAction, PostState, RevisionOutcome
from forum.conversations.models import (
    Category,
    Post,
    PostRevision,
    PostTransition,
    ScreeningResult,
    Thread,
)
from forum.conversations.submission import due_revisions
from forum.database import db, transaction
from forum.errors import ConflictError
from forum.example.data import read_example
from forum.example.loader import load_example
from forum.moderation.models import Decision, ReviewItem
from forum.moderation.ranking import ReasonKind
from forum.newcomers.home_queries import newcomers_home
from forum.notifications.models import Notification, NotificationKind
from forum.privately.models import PrivateMessage
from forum.screening import Outcome
from forum.welcome.models import Mentorship
from tests.conftest import close, make_settings, services_for
from tests.support.clock import FakeClock
from tests.support.databases import Databases
from tests.support.mail import Outbox


def found(clock: FakeClock) -> None:
    """A community without anybody in it."""
    now = clock.now()
    with transaction() as session:
        session.add(Community(id=1, name="Lindenhof", set_up_at=now, rules_changed_at=now))
        put_first_rules_in_force(session, default_rules(), now)


@pytest.fixture(scope="module")
def loaded_app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A forum with the example in it, for all the tests that only look."""
    folder, clock = tmp_path_factory.mktemp("example"), FakeClock()
    url = databases.create(folder)
    app = create_app(make_settings(folder, url), services_for(clock, Outbox()))
    with app.app_context():
        found(clock)
        load_example(clock)
    yield app
    close(app)
    databases.drop(url)


@pytest.fixture
def loaded(loaded_app: Flask) -> Iterator[None]:
    """The example, in a community without anybody else. Look only."""
    with loaded_app.app_context():
        yield


@pytest.fixture
def place(app: Flask, clock: FakeClock) -> Iterator[None]:
    """A community without anybody in it, of the test's own."""
    with app.app_context():
        found(clock)
        yield


def count(what: type) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.usefixtures("loaded")
def test_all_of_it_is_there() -> None:
    example = read_example()
    assert count(User) == len(example.people)
    assert count(Thread) == len(example.threads)
    wanted = [post.state for thread in example.threads for post in thread.posts]
    rows = db.session.execute(select(Post.state, func.count()).group_by(Post.state))
    assert dict(rows.all()) == {str(state): wanted.count(state) for state in set(wanted)}


@pytest.mark.usefixtures("loaded")
def test_a_newcomer_and_their_mentor_speak_in_private() -> None:
    said = db.session.scalars(select(PrivateMessage).order_by(PrivateMessage.id)).all()
    mentorship = db.session.get_one(Mentorship, said[0].conversation_id)
    assert {one.author_id for one in said} == {mentorship.newcomer_id, mentorship.primary_id}
    assert all(mentorship.started_at < one.sent_at for one in said)


@pytest.mark.usefixtures("loaded")
def test_what_threads_say_of_themselves_is_what_is_in_them() -> None:
    for thread in db.session.scalars(select(Thread)):
        posts = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).all()
        on_show = [post for post in posts if post.state == PostState.PUBLISHED]
        opening = next(post for post in posts if post.is_opening)
        assert thread.reply_count == sum(not post.is_opening for post in on_show)
        assert thread.last_posted_at == max(
            (post.published_at for post in on_show if post.published_at), default=None
        )
        shown_since = opening.published_at if opening.state == PostState.PUBLISHED else None
        assert thread.published_at == shown_since


@pytest.mark.usefixtures("loaded")
def test_what_people_say_of_themselves_is_what_they_wrote() -> None:
    rows = db.session.execute(
        select(Post.author_id, func.count())
        .where(Post.state == PostState.PUBLISHED)
        .group_by(Post.author_id)
    )
    written = dict(rows.all())
    for user in db.session.scalars(select(User)):
        assert user.published_posts == written.get(user.id, 0), user.username


@pytest.mark.usefixtures("loaded")
def test_every_post_carries_the_log_of_its_way() -> None:
    for post in db.session.scalars(select(Post)):
        steps = db.session.scalars(
            select(PostTransition)
            .where(PostTransition.post_id == post.id)
            .order_by(PostTransition.id)
        ).all()
        states = [PostState.SUBMITTED, *(step.after for step in steps)]
        assert [step.before for step in steps] == states[:-1]
        assert states[-1] == post.state
        assert steps[-1].at == post.state_changed_at


@pytest.mark.usefixtures("loaded")
def test_held_posts_wait_for_a_moderator_with_a_reason() -> None:
    items = db.session.scalars(select(ReviewItem).where(ReviewItem.closed_at.is_(None))).all()
    waiting = select(Post.id).where(Post.state.in_([PostState.HELD, PostState.HIDDEN]))
    assert sorted(item.post_id or 0 for item in items) == sorted(db.session.scalars(waiting))
    for item in items:
        (reason,) = item.reasons
        held = item.post is not None and item.post.state == PostState.HELD
        assert reason.kind == (ReasonKind.SCREENING if held else ReasonKind.HIDDEN)
        assert bool(reason.explanation) == held


@pytest.mark.usefixtures("loaded")
def test_decisions_name_their_item_and_their_rule() -> None:
    wanted = [p.ruling for t in read_example().threads for p in t.posts if p.ruling]
    decisions = db.session.scalars(select(Decision)).all()
    assert sorted(one.note for one in decisions) == sorted(ruling.note for ruling in wanted)
    numbers = dict(db.session.execute(select(Rule.id, Rule.position)).all())
    for decision in decisions:
        assert decision.rule_id is not None
        assert numbers[decision.rule_id] in {ruling.rule for ruling in wanted}
        item = db.session.scalar(select(ReviewItem).where(ReviewItem.post_id == decision.post_id))
        # What was taken out of sight waits in the queue from then on; the decision came before its item.
        answered = item if decision.action != PostAction.HIDE else None
        assert decision.item_id == (answered.id if answered else None)
        if answered is not None:
            assert answered.closed_at == decision.decided_at
        entry = db.session.scalars(
            select(AuditEntry).where(
                AuditEntry.subject_id == decision.post_id,
                AuditEntry.action == f"post.{decision.action}",
            )
        ).one()
        assert (entry.actor_id, entry.at) == (decision.decided_by_id, decision.decided_at)


@pytest.mark.usefixtures("loaded")
def test_made_up_scores_do_not_pass_for_the_models() -> None:
    results = db.session.scalars(select(ScreeningResult)).all()
    assert {result.model_name for result in results} == {"example"}
    for result in results:
        revision = db.session.get_one(PostRevision, result.revision_id)
        held_first = revision.outcome != RevisionOutcome.PASSED
        assert result.outcome == (Outcome.HOLD if held_first else Outcome.PUBLISH)


@pytest.mark.usefixtures("loaded")
def test_nothing_is_left_for_the_screener_to_do() -> None:
    assert due_revisions() == []


@pytest.mark.usefixtures("loaded")
def test_nobody_can_sign_in_as_one_of_them() -> None:
    for user in db.session.scalars(select(User)):
        assert user.is_example
        assert user.email.endswith("@example.invalid")
        assert not check_password("", user.password_hash)


@pytest.mark.usefixtures("loaded")
def test_there_are_newcomers_who_wait_for_a_first_reply(clock: FakeClock) -> None:
    newcomers = db.session.scalars(select(User.id).where(User.graduated_at.is_(None))).all()
    assert len(newcomers) >= 4
    assert db.session.scalar(
        select(func.count()).select_from(Thread).where(Thread.welcome_flagged_at.is_not(None))
    )
    latest = db.session.scalar(select(func.max(Post.created_at)))
    assert latest is not None
    assert timedelta(0) < clock.now() - latest < timedelta(days=1)


@pytest.mark.usefixtures("loaded")
def test_nobody_is_told_twice_of_whoever_waits() -> None:
    called = select(Notification.user_id, Notification.post_id).where(
        Notification.kind.in_((NotificationKind.NEWCOMER_WAITS, NotificationKind.MENTEE_WAITS))
    )
    lines = [tuple(line) for line in db.session.execute(called)]
    assert lines
    assert len(lines) == len(set(lines))


@pytest.mark.usefixtures("loaded")
def test_it_is_not_loaded_twice(clock: FakeClock) -> None:
    with pytest.raises(ConflictError, match="loaded already"):
        load_example(clock)


def test_it_needs_a_community(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        with pytest.raises(ConflictError, match="forum run"):
            load_example(clock)
        assert count(User) == 0


@pytest.mark.usefixtures("place")
def test_it_takes_nothing_from_those_who_are_there(clock: FakeClock) -> None:
    now = clock.now()
    with transaction() as session:
        add_first_categories(session, now)
        session.add(
            User(
                username="marisol",
                display_name="The real one",
                email="marisol@example.org",
                joined_at=now,
            )
        )
    before = count(Category)
    load_example(clock)
    slugs = db.session.scalars(select(Category.slug)).all()
    assert len(slugs) == len(set(slugs)) > before
    names = db.session.scalars(select(User.username).where(User.display_name == "Marisol")).all()
    assert names == ["marisol_2"]


@pytest.mark.usefixtures("place")
def test_a_failure_leaves_nothing_behind(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(text: str) -> str:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("forum.example.loader.render", give_up)
    with pytest.raises(RuntimeError):
        load_example(clock)
    assert (count(User), count(Post), count(AuditEntry)) == (0, 0, 0)


def test_newcomers_find_something_in_every_module_of_their_home(
    loaded_app: Flask, clock: FakeClock
) -> None:
    with loaded_app.app_context():
        homes = {name: newcomers_home(_actor(name), clock.now()) for name in ("jo_lynn", "noor")}
        jo, noor = homes["jo_lynn"], homes["noor"]
        assert jo.on_the_way
        assert [draft.where for draft in jo.drafts] == ["New here? Pull up a chair"]
        assert any(home.hello[0].fits for home in homes.values())
        mentors = [home.mentor for home in homes.values() if home.mentor is not None]
        assert all(card.introduction for card in mentors)
        assert noor.has_answered_questions


def _actor(username: str) -> Actor:
    user_id = db.session.scalars(select(User.id).where(User.username == username)).one()
    return load_actor(user_id)
