"""Nobody can read a single event off the public figures: not by looking again, and not by how little waits.

It all happens in the week of Monday 4 May, or in the one after it.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.reversing import reverse
from forum.appeals.rules import AppealState
from forum.conversations.commands import NewVersion, revise, withdraw
from forum.conversations.models import Post, Thread
from forum.conversations.submission import MAX_ATTEMPTS, due_revisions, screen_revision
from forum.database import db
from forum.moderation.commands import decide
from forum.moderation.report_commands import Concern, report_post
from forum.moderation.reporting import ReportReason
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.moderation.undo.rules import UNDO_FOR
from forum.transparency.figures import FEWEST
from forum.transparency.log import public_log
from forum.transparency.pages import OpenPage, WeekFigures
from forum.transparency.queries import open_page
from tests.factories import KIND, UNKIND, World
from tests.support.clock import NOON, FakeClock


@pytest.fixture
def held(world: World, clock: FakeClock, thread: Thread) -> list[Post]:
    """What was held last week, beside enough that was not."""
    author = world.person()
    for number in range(FEWEST):
        world.reply(author, thread, f"{number} {KIND}")
    posts = [world.reply(author, thread, f"{number} {UNKIND}") for number in range(3 * FEWEST)]
    clock.advance(weeks=1)
    return posts


def page() -> OpenPage:
    db.session.rollback()
    return open_page()


def first() -> WeekFigures:
    (found,) = [week for week in page().weeks if week.monday == NOON.date()]
    return found


def last() -> WeekFigures:
    return page().weeks[-1]


def report(world: World, post: Post) -> None:
    concern = Concern(reason=ReportReason.UNKIND, words="This hurt me.")
    report_post(world.person(), post.id, concern, world.clock)


def decline(world: World, mira: Actor, post: Post) -> int:
    return world.decide(mira, post, "decline", note="Please.", rule=world.rule_id())


def test_an_empty_queue_looks_like_one_in_which_few_wait(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    posts = [world.reply(world.person(), thread, KIND) for _ in range(FEWEST)]
    before = page()
    for post in posts[: FEWEST - 1]:
        report(world, post)
        clock.advance(minutes=7)
    assert (before.open_items, before.oldest_wait) == (None, "")
    clock.advance(days=1)
    assert (page().open_items, page().oldest_wait) == (None, "")

    report(world, posts[-1])
    clock.advance(days=1)

    # From Monday noon until Wednesday began.
    assert (page().open_items, page().oldest_wait) == (FEWEST, "36 hours")


def test_how_much_waits_moves_with_nothing_that_happens_today(
    world: World, clock: FakeClock, mira: Actor, thread: Thread, held: list[Post]
) -> None:
    before = page()
    assert before.open_items == 3 * FEWEST
    report(world, world.reply(world.person(), thread, KIND))
    assert page() == before
    for post in held[:FEWEST]:
        world.decide(mira, post, "approve")
        assert page() == before

    clock.advance(days=1)
    # One more than that waits.
    assert page().open_items == 2 * FEWEST


def test_that_few_of_a_week_still_wait_is_not_told(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    for post in held[FEWEST:]:
        decline(world, mira, post)
    clock.advance(weeks=1)
    assert first().waits, "as many wait as may be told"

    decline(world, mira, held[0])
    clock.advance(weeks=1)

    assert not first().waits


def test_what_the_screen_reads_this_week_is_told_when_it_is_over(
    world: World, clock: FakeClock, thread: Thread, held: list[Post]
) -> None:
    before = page().weeks
    for number in range(FEWEST):
        world.reply(world.person(), thread, f"{number} {UNKIND}")
        world.reply(world.person(), thread, f"{number} {KIND}")
        assert page().weeks == before

    clock.advance(weeks=1)
    assert (last().read, last().held) == (2 * FEWEST, FEWEST)


def test_what_the_screen_cannot_read_this_week_is_told_when_it_is_over(
    world: World, clock: FakeClock, thread: Thread, held: list[Post]
) -> None:
    before = page().weeks
    world.screener.fail_with = RuntimeError("the model is gone")
    for number in range(FEWEST):
        world.sent_reply(world.person(), thread, f"Number {number}")
    for revision_id in due_revisions():
        for _ in range(MAX_ATTEMPTS + 1):
            with suppress(RuntimeError):
                screen_revision(world.screener, revision_id, world.clock)
    assert page().weeks == before

    clock.advance(weeks=1)
    assert last().read == FEWEST


def test_that_a_post_had_been_held_is_not_seen_when_it_is_approved(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    before = page().weeks
    for post in held[:FEWEST]:
        world.decide(mira, post, "approve")
        assert page().weeks == before
    assert (before[-1].let_through, before[-1].usual_wait) == (0, "")

    clock.advance(weeks=1)
    assert (first().let_through, last().usual_wait) == (FEWEST, "7 days")


def test_that_the_screen_could_not_read_it_is_not_seen_when_it_is_approved(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    for number in range(FEWEST):
        world.reply(world.person(), thread, f"{number} {KIND}")
    world.screener.fail_with = RuntimeError("the model is gone")
    posts = [
        world.sent_reply(world.person(), thread, f"Number {number}") for number in range(2 * FEWEST)
    ]
    for revision_id in due_revisions():
        for _ in range(MAX_ATTEMPTS + 1):
            with suppress(RuntimeError):
                screen_revision(world.screener, revision_id, world.clock)
    clock.advance(weeks=1)
    before = page().weeks
    for post in posts[:FEWEST]:
        world.decide(mira, post, "approve")
        assert page().weeks == before

    clock.advance(weeks=1)
    assert first().let_through == FEWEST


def test_what_is_declined_or_sent_back_or_withdrawn_this_week_waits_until_the_next(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    author = world.person()
    posts = [world.reply(author, thread, f"{number} {UNKIND}") for number in range(FEWEST)]
    clock.advance(weeks=1)
    before = page().weeks
    assert before[-1].waits

    decline(world, mira, posts[0])
    assert page().weeks == before
    world.decide(mira, posts[1], "request_changes", note="Please.")
    assert page().weeks == before
    withdraw(author, posts[2].id, clock)
    assert page().weeks == before
    revise(author, posts[3].id, NewVersion(text=KIND, title=None, based_on=1), clock)
    assert page().weeks == before

    clock.advance(weeks=1)
    assert not first().waits


def test_what_was_withdrawn_waits_for_nobody(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    author = world.person()
    posts = [world.reply(author, thread, f"{number} {UNKIND}") for number in range(FEWEST)]
    withdraw(author, posts[0].id, clock)
    clock.advance(weeks=1)

    assert not first().waits


def test_an_approval_that_is_taken_back_this_week_counts_until_the_next(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    for post in held[: 2 * FEWEST]:
        world.decide(mira, post, "approve")
    clock.advance(weeks=1)
    before = page().weeks
    assert first().let_through == 2 * FEWEST

    for post in held[:FEWEST]:
        world.decide(mira, post, "hide", note="Please.", rule=world.rule_id())
        assert page().weeks == before

    clock.advance(weeks=1)
    assert first().let_through == FEWEST


def test_what_is_shown_again_this_week_counts_from_the_next(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    for post in held[: 2 * FEWEST]:
        world.decide(mira, post, "approve")
    for post in held[:FEWEST]:
        world.decide(mira, post, "hide", note="Please.", rule=world.rule_id())
    clock.advance(weeks=1)
    before = page().weeks
    assert first().let_through == FEWEST

    for post in held[:FEWEST]:
        world.decide(mira, post, "restore")
        assert page().weeks == before

    clock.advance(weeks=1)
    assert first().let_through == 2 * FEWEST


def test_what_is_put_right_this_week_counts_from_the_next(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    declined = [decline(world, mira, post) for post in held[:FEWEST]]
    clock.advance(weeks=1)
    before = page().weeks
    assert before[-1].let_through == 0

    for decision_id in declined:
        reverse(mira, decision_id, "We were wrong.", clock)
        world.let_out()
        assert page().weeks == before

    clock.advance(weeks=1)
    assert first().let_through == FEWEST


def test_what_is_kept_after_a_report_is_still_let_through(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    for post in held[:FEWEST]:
        world.decide(mira, post, "approve")
        report(world, post)
        world.decide(mira, post, "keep")
    clock.advance(weeks=1)

    assert first().let_through == FEWEST


def test_an_appeal_that_is_answered_this_week_is_told_when_it_is_over(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    jo, author = world.person(Role.MODERATOR), world.person()
    appeals = []
    for number in range(2 * FEWEST):
        decision_id = decline(world, mira, world.reply(author, thread, f"{number} {UNKIND}"))
        appeals.append(make_appeal(author, About(decision_id=decision_id), "A quotation.", clock))
    clock.advance(weeks=1)
    before = page().weeks
    for number, appeal_id in enumerate(appeals):
        outcome = AppealState.OVERTURNED if number < FEWEST else AppealState.UPHELD
        judge(jo, appeal_id, Judgement(outcome=outcome, answer="I looked."), clock)
        assert page().weeks == before

    clock.advance(weeks=1)
    assert (last().appeals, last().overturn_rate) == (2 * FEWEST, 0.5)


def test_the_bound_is_midnight_between_sunday_and_monday(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    clock.advance(days=6, hours=11, minutes=59, seconds=59)
    for post in held[:FEWEST]:
        world.decide(mira, post, "approve")
    clock.advance(seconds=1)
    for post in held[FEWEST : 2 * FEWEST]:
        world.decide(mira, post, "approve")
    clock.time += UNDO_FOR

    assert first().let_through == FEWEST


def test_what_is_undone_when_the_week_is_over_has_never_been_told(
    world: World, clock: FakeClock, mira: Actor, held: list[Post]
) -> None:
    clock.advance(days=6, hours=11, minutes=59, seconds=55)
    for post in held[:FEWEST]:
        decide(mira, post.id, world.ruling(post, "approve"), clock)
    windows = db.session.scalars(select(UndoWindow.id).where(UndoWindow.ended_at.is_(None))).all()
    clock.advance(seconds=10)
    told = (first().let_through, public_log(1, str).total)
    for window in windows:
        undo(mira, window, clock)

    assert (first().let_through, public_log(1, str).total) == told
