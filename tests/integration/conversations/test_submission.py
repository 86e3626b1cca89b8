"""How a post travels: saved, screened, published or held; nothing lost, nothing published unseen."""

from __future__ import annotations

import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Role, User
from forum.config import Settings
from forum.conversations import commands
from forum.conversations.lifecycle import ImpossibleMoveError, PostState, RevisionOutcome
from forum.conversations.models import Category, Post, PostTransition, ScreeningResult, Thread
from forum.conversations.submission import MAX_ATTEMPTS, due_revisions, screen_revision
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotFoundError
from forum.moderation.ranking import ReasonKind
from forum.notifications.models import Notification
from forum.screening import Standing
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock


def told(user_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(Notification.kind)
            .where(Notification.user_id == user_id)
            .order_by(Notification.id)
        )
    )


def test_a_post_is_saved_before_anybody_reads_it(world: World) -> None:
    thread = world.thread(world.person())
    post = world.sent_reply(world.newcomer(), thread)
    assert post.state == "submitted"
    assert world.revision(post).text == KIND
    assert db.session.get_one(Thread, thread.id).reply_count == 0


def test_what_the_screener_passes_appears(world: World) -> None:
    thread = world.thread(world.person())
    author = world.newcomer()
    post = world.reply(author, thread)
    assert (post.state, post.shown_number) == ("published", 1)
    assert db.session.get_one(Thread, thread.id).reply_count == 1
    assert db.session.get_one(User, author.id).published_posts == 1


def test_what_the_screener_holds_waits_for_a_person(world: World) -> None:
    thread = world.thread(world.person())
    author = world.newcomer()
    post = world.reply(author, thread, UNKIND)
    item = world.open_item(post)
    assert (post.state, post.shown_number) == ("held", None)
    assert item is not None
    assert [reason.kind for reason in item.reasons] == [ReasonKind.SCREENING]
    assert item.reasons[0].explanation == "It may sound insulting."
    assert told(author.id) == ["post_held"]
    assert db.session.get_one(Thread, thread.id).reply_count == 0


def test_every_score_is_kept_with_its_model_and_threshold_set(world: World) -> None:
    post = world.reply(world.newcomer(), world.thread(world.person()), UNKIND)
    result = db.session.scalars(
        select(ScreeningResult).where(ScreeningResult.revision_id == world.revision(post).id)
    ).one()
    assert result.scores == {"toxicity": 0.91, "insult": 0.84}
    assert (result.model_name, result.threshold_set) == ("scripted", "scripted")
    assert result.findings[0]["explanation"] == "It may sound insulting."


def test_the_screener_is_told_to_whom_a_reply_speaks(world: World) -> None:
    mentor = world.person(Role.MENTOR)
    welcome = world.thread(mentor, welcome=True)
    newcomer = world.newcomer()
    introduction = world.reply(newcomer, welcome)
    said = world.screener.seen[-1]
    assert (said.by, said.to, said.in_welcome_thread) == ("newcomer", "member", True)
    world.reply(world.person(), welcome, "Hello!", answers=introduction)
    said = world.screener.seen[-1]
    assert (said.by, said.to) == (Standing.MEMBER, Standing.NEWCOMER)
    world.reply(newcomer, welcome, "And another thing.")
    assert world.screener.seen[-1].to is Standing.NEWCOMER


def test_the_title_of_a_thread_is_screened_with_its_text(world: World) -> None:
    thread = world.thread(world.newcomer(), title=UNKIND)
    assert world.screener.seen[-1].title == UNKIND
    assert db.session.get_one(Thread, thread.id).published_at is None


def test_sending_the_same_form_twice_makes_one_post(world: World) -> None:
    author, thread = world.newcomer(), world.thread(world.person())
    sent = commands.NewPost(text="Hello", submission_key=str(uuid.uuid4()))
    first = commands.reply(author, thread.id, sent, world.clock)
    second = commands.reply(author, thread.id, sent, world.clock)
    assert first == second


def test_sending_the_same_form_from_two_windows_at_once_makes_one_post(
    app: Flask, world: World
) -> None:
    author, thread_id = world.newcomer(), world.thread(world.person()).id
    sent = commands.NewPost(text="Hello", submission_key=str(uuid.uuid4()))
    start, found = threading.Barrier(4), []

    def send() -> None:
        with app.app_context():
            start.wait()
            found.append(commands.reply(author, thread_id, sent, world.clock))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_screener_that_fails_leaves_the_post_waiting(world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    world.screener.fail_with = RuntimeError("out of memory")
    with pytest.raises(RuntimeError):
        world.screen()
    assert world.fresh(post).state == "submitted"
    world.screener.fail_with = None
    world.screen()
    assert world.fresh(post).state == "published"


def test_after_a_few_failures_a_person_reads_instead(world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    revision_id = world.revision(post).id
    world.screener.fail_with = RuntimeError("this text again")
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            screen_revision(world.screener, revision_id, world.clock)
    screen_revision(world.screener, revision_id, world.clock)
    item = world.open_item(post)
    assert world.fresh(post).state == "held"
    assert item is not None
    assert [reason.kind for reason in item.reasons] == [ReasonKind.SCREENER_FAILED]
    assert due_revisions() == []


def test_several_workers_at_once_read_a_text_once(world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    revision_id, read_before = world.revision(post).id, len(world.screener.seen)

    def others_come() -> None:
        world.screener.before = lambda: None
        for _ in range(MAX_ATTEMPTS):
            screen_revision(world.screener, revision_id, world.clock)

    world.screener.before = others_come
    screen_revision(world.screener, revision_id, world.clock)
    assert world.fresh(post).state == "published"
    assert len(world.screener.seen) == read_before + 1


def begin_and_be_killed(world: World) -> None:
    # As with a worker that is killed, nobody clears up after it.
    world.screener.fail_with = SystemExit()
    with pytest.raises(SystemExit):
        world.screen()
    world.screener.fail_with = None


def test_what_a_killed_worker_was_reading_is_read_once_its_time_is_over(
    world: World, clock: FakeClock, settings: Settings
) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    begin_and_be_killed(world)
    clock.advance(seconds=settings.screening_deadline_seconds - 1)
    world.screen()
    assert world.fresh(post).state == "submitted", "it may be that somebody still reads it"
    clock.advance(seconds=1)
    world.screen()
    assert world.fresh(post).state == "published"


def test_a_clock_that_was_far_ahead_keeps_no_post_waiting(world: World, clock: FakeClock) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    clock.advance(days=1)
    begin_and_be_killed(world)
    clock.advance(days=-1)
    world.screen()
    assert world.fresh(post).state == "published"


def test_a_verdict_on_words_that_were_taken_back_changes_nothing(world: World) -> None:
    author = world.newcomer()
    post = world.sent_reply(author, world.thread(world.person()))
    post_id = post.id
    world.screener.before = lambda: commands.withdraw(author, post_id, world.clock)
    world.screen()
    assert world.fresh(post).state == "withdrawn"
    assert world.fresh(post).shown_number is None


def test_a_verdict_on_older_words_is_kept_and_not_applied(world: World) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()))
    post_id = post.id
    commands.revise(
        author, post_id, commands.NewVersion(text="second", title=None, based_on=1), world.clock
    )
    older = world.revision(post, 2).id

    def revise_again() -> None:
        world.screener.before = lambda: None
        commands.revise(
            author,
            post_id,
            commands.NewVersion(text="third", title=None, based_on=2),
            world.clock,
        )

    world.screener.before = revise_again
    screen_revision(world.screener, older, world.clock)
    assert world.revision(post, 2).outcome == RevisionOutcome.SUPERSEDED
    assert world.fresh(post).shown_number == 1
    world.screen()
    assert world.fresh(post).shown_number == 3


def test_screening_twice_changes_nothing(world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    revision_id = world.revision(post).id
    screen_revision(world.screener, revision_id, world.clock)
    screen_revision(world.screener, revision_id, world.clock)
    steps = db.session.scalar(
        select(func.count()).select_from(PostTransition).where(PostTransition.post_id == post.id)
    )
    assert steps == 1


def test_an_author_can_change_what_is_held_and_it_is_read_again(world: World) -> None:
    author = world.newcomer()
    post = world.reply(author, world.thread(world.person()), UNKIND)
    commands.revise(
        author, post.id, commands.NewVersion(text=KIND, title=None, based_on=1), world.clock
    )
    assert world.fresh(post).state == "submitted"
    assert world.open_item(post) is None
    world.screen()
    assert world.fresh(post).state == "published"


def test_readers_keep_the_old_words_until_the_new_ones_pass(world: World) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), "First words.")
    commands.revise(
        author, post.id, commands.NewVersion(text=UNKIND, title=None, based_on=1), world.clock
    )
    assert (world.fresh(post).state, world.fresh(post).shown_number) == ("published", 1)
    world.screen()
    assert (world.fresh(post).state, world.fresh(post).shown_number) == ("published", 1)
    item = world.open_item(post)
    assert item is not None
    assert item.is_edit
    assert told(author.id)[-1] == "edit_held"


@pytest.mark.parametrize("state", ["submitted"])
def test_what_is_being_read_cannot_be_changed_meanwhile(world: World, state: str) -> None:
    author = world.newcomer()
    post = world.sent_reply(author, world.thread(world.person()))
    assert post.state == state
    with pytest.raises(ImpossibleMoveError):
        commands.revise(
            author, post.id, commands.NewVersion(text="x", title=None, based_on=1), world.clock
        )


def test_two_windows_do_not_overwrite_each_other(world: World) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()))
    older = commands.NewVersion(text="from one window", title=None, based_on=1)
    commands.revise(author, post.id, older, world.clock)
    with pytest.raises(ConflictError):
        commands.revise(
            author,
            post.id,
            commands.NewVersion(text="from another", title=None, based_on=1),
            world.clock,
        )


def test_sending_the_same_words_again_says_so(world: World) -> None:
    author = world.person()
    post = world.reply(author, world.thread(world.person()), "As it is.")
    with pytest.raises(InvalidInputError):
        commands.revise(
            author,
            post.id,
            commands.NewVersion(text="As it is.", title=None, based_on=1),
            world.clock,
        )


def test_nobody_changes_or_takes_back_the_words_of_another(world: World) -> None:
    post = world.reply(world.person(), world.thread(world.person()), UNKIND)
    stranger = world.person()
    with pytest.raises(NotFoundError):
        commands.withdraw(stranger, post.id, world.clock)
    with pytest.raises(NotFoundError):
        commands.revise(
            stranger, post.id, commands.NewVersion(text="x", title=None, based_on=1), world.clock
        )


def test_taking_back_a_reply_takes_it_out_of_the_numbers(world: World) -> None:
    author, thread = world.person(), world.thread(world.person())
    post = world.reply(author, thread)
    commands.withdraw(author, post.id, world.clock)
    assert db.session.get_one(Thread, thread.id).reply_count == 0
    assert db.session.get_one(User, author.id).published_posts == 0


def test_a_thread_whose_first_post_is_gone_takes_no_reply(world: World) -> None:
    starter = world.person()
    thread = world.thread(starter)
    opening = db.session.scalars(select(Post).where(Post.thread_id == thread.id)).one()
    commands.withdraw(starter, opening.id, world.clock)
    with pytest.raises(NotFoundError):
        world.sent_reply(world.person(), thread)


def test_an_answer_to_a_post_that_went_out_of_sight_keeps_its_words(world: World) -> None:
    author, thread = world.person(), world.thread(world.person())
    post = world.reply(author, thread)
    commands.withdraw(author, post.id, world.clock)
    with pytest.raises(ConflictError, match="kept"):
        world.sent_reply(world.person(), thread, answers=world.fresh(post))


def test_a_category_that_is_not_there_is_not_found(world: World) -> None:
    sent = commands.NewPost(text="x", submission_key=str(uuid.uuid4()))
    missing = (db.session.scalar(select(func.max(Category.id))) or 0) + 1
    with pytest.raises(NotFoundError):
        commands.start_thread(world.person(), missing, "x", sent, world.clock)


def test_the_database_itself_refuses_a_post_that_is_published_without_words(world: World) -> None:
    post = world.sent_reply(world.newcomer(), world.thread(world.person()))
    post.state = PostState.PUBLISHED
    with pytest.raises(Exception, match="published_has_version"):
        db.session.flush()
    db.session.rollback()
