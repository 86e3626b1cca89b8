"""The public figures, counted on a real database."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import uuid4

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, Judgement, judge, make_appeal
from forum.appeals.reversing import reverse
from forum.appeals.rules import AppealState
from forum.conversations.commands import NewVersion, revise
from forum.conversations.models import Post, Thread
from forum.conversations.submission import MAX_ATTEMPTS, due_revisions, screen_revision
from forum.database import db
from forum.screening import bundled_sets
from forum.thresholds.commands import take_bundled
from forum.transparency.figures import FEWEST
from forum.transparency.log import public_log
from forum.transparency.pages import OpenPage, WeekFigures
from forum.transparency.queries import open_page
from forum.welcome.approval_commands import Welcome, welcome_held
from tests.factories import UNKIND, LowScreener, World
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk, verdict
from tests.support.statements import statements


def held(world: World, thread: Thread, count: int) -> list[Post]:
    author = world.person()
    return [world.reply(author, thread, f"{number} {UNKIND}") for number in range(count)]


def page() -> OpenPage:
    db.session.rollback()
    return open_page()


def last_week() -> WeekFigures:
    return page().weeks[-1]


def test_a_week_is_counted(world: World, clock: FakeClock, mira: Actor, thread: Thread) -> None:
    author = world.person()
    for number in range(19):
        world.reply(author, thread, f"Kind words, number {number}")
    posts = held(world, thread, 20)
    clock.advance(hours=3)
    for post in posts[:10]:
        world.decide(mira, post, "approve")
    for post in posts[10:15]:
        world.decide(mira, post, "decline", note="Please.", rule=world.rule_id())
    clock.advance(weeks=1, hours=-4)

    week = last_week()
    assert (week.read, week.held, week.let_through) == (40, 20, 10)
    assert (week.hold_rate, week.false_alarm_rate) == (0.5, 0.5)
    assert (week.usual_wait, week.longest_waits) == ("3 hours", "3 hours")
    assert week.waits
    found = page()
    assert found.open_items == 5
    # From Monday noon until the next one began.
    assert found.oldest_wait == "6 days and 12 hours"


def test_a_change_that_was_put_right_later_had_not_waited_until_then(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    author = world.person()
    posts = [world.reply(author, thread, f"Kind words, number {number}") for number in range(5)]
    for post in posts:
        new = NewVersion(text=f"{post.id} {UNKIND}", title=None, based_on=1)
        revise(author, post.id, new, clock)
    world.screen()
    declined = [
        world.decide(mira, post, "decline", note="Please.", rule=world.rule_id()) for post in posts
    ]
    clock.advance(hours=30)
    for decision_id in declined:
        reverse(mira, decision_id, "We were wrong.", clock)
    world.let_out()
    clock.advance(weeks=1)

    week = last_week()
    assert (week.usual_wait, week.longest_waits) == ("less than a minute", "less than a minute")


def test_a_clock_that_was_put_back_makes_no_wait_shorter_than_none(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    posts = held(world, thread, 5)
    clock.advance(hours=-1)
    for post in posts:
        world.decide(mira, post, "approve")
    clock.advance(weeks=1)

    assert last_week().usual_wait == "less than a minute"
    assert all(bar.height >= 0 for picture in page().pictures for bar in picture.bars)


def test_what_was_asked_to_be_changed_is_no_false_alarm(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    for number in range(5):
        world.reply(world.person(), thread, f"Kind words, number {number}")
    for post in held(world, thread, 6):
        world.decide(mira, post, "request_changes", note="Please.")
    clock.advance(weeks=1)

    assert last_week().let_through == 0
    assert not last_week().waits


def test_what_nobody_could_read_counts_as_set_aside(
    world: World, clock: FakeClock, thread: Thread
) -> None:
    world.screener.fail_with = RuntimeError("the model is gone")
    author = world.person()
    for number in range(6):
        world.sent_reply(author, thread, f"Number {number}")
    for revision_id in due_revisions():
        for _ in range(MAX_ATTEMPTS + 1):
            with suppress(RuntimeError):
                screen_revision(world.screener, revision_id, world.clock)
    clock.advance(weeks=1)

    # One that was read is too few to be told beside them.
    assert last_week().read == 7
    # Six wait: how many more than a multiple of five is not told.
    assert page().open_items == 5


def test_small_counts_are_not_told(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    for post in held(world, thread, 4):
        world.decide(mira, post, "decline", note="Please.", rule=world.rule_id())
    clock.advance(weeks=1)

    week = last_week()
    assert (week.held, week.hold_rate, week.let_through) == (None, None, None)
    assert week.usual_wait == ""


def test_what_is_not_told_is_not_to_be_reckoned_from_a_part_of_it(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    """Of eleven that were read one passed: 5 for nothing and a share of 50 % would say so."""
    for post in held(world, thread, 10)[:5]:
        world.decide(mira, post, "approve")
    clock.advance(weeks=1)

    week = last_week()
    assert (week.read, week.held, week.hold_rate) == (11, None, None)
    assert (week.let_through, week.false_alarm_rate) == (None, None)


def test_weeks_are_told_apart(world: World, clock: FakeClock, thread: Thread) -> None:
    author = world.person()
    for number in range(5):
        world.reply(author, thread, f"Kind words, number {number}")
    held(world, thread, 6)
    clock.advance(days=7)
    held(world, thread, 8)
    clock.advance(weeks=1)

    weeks = page().weeks
    assert [week.monday for week in weeks[-2:]] == [date(2026, 5, 4), date(2026, 5, 11)]
    assert [week.held for week in weeks[-2:]] == [6, 8]
    assert len(weeks) == 12


def test_reasons_and_rules_are_told_when_the_week_is_over(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    for post in held(world, thread, 5):
        world.decide(mira, post, "decline", note="Please.", rule=world.rule_id())
    assert (page().reasons, page().rules, page().seal) == ([], [], "")
    clock.advance(days=6)
    assert (page().reasons, page().rules) == ([], [])

    clock.advance(days=1)
    found = page()
    assert [(one.words, one.count) for one in found.reasons] == [("may sound insulting", 5)]
    assert [(one.words, one.count) for one in found.rules] == [("Speak to the person, kindly", 5)]
    number, _, seal = found.seal.partition(":")
    assert (int(number) > 5, len(seal)) == (True, 64)


def test_every_set_that_has_decided_is_told_the_newest_first(world: World) -> None:
    assert page().sets == []
    first, second = bundled_sets()[:2]
    take_bundled([first], world.clock)
    take_bundled([first, second], world.clock)

    newest, oldest = page().sets
    assert (newest.name, newest.until) == (second.name, None)
    assert (oldest.name, oldest.until) == (first.name, newest.since)
    assert newest.note == second.note


def test_the_log_tells_weeks_that_are_over_and_never_of_few(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    posts = held(world, thread, FEWEST + 1)
    world.decide(mira, posts[0], "decline", note="Please.", rule=world.rule_id())
    for post in posts[1:-2]:
        world.decide(mira, post, "approve")
    clock.advance(days=7)
    assert public_log(1, str).items == []

    world.decide(mira, posts[-2], "decline", note="Please.", rule=world.rule_id())
    clock.advance(days=6)
    assert public_log(1, str).items == []
    clock.advance(days=1)
    world.decide(mira, posts[-1], "approve")
    lines = public_log(1, str)
    weeks = (date(2026, 5, 4), date(2026, 5, 17))
    approved = (*weeks, "A post was published after a person had read it.", "A moderator", "")
    declined = (*weeks, "A post was not published.", "A moderator", "Speak to the person, kindly")
    assert [(line.first, line.last, line.what, line.by, line.rule) for line in lines.items] == [
        approved
    ] * 3 + [declined] * 2
    assert lines.total == FEWEST


def test_each_page_of_the_log_goes_on_where_the_last_one_ended(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    for number in (20, 35, 6):
        for post in held(world, thread, number):
            world.decide(mira, post, "approve")
        clock.advance(days=7)
    pages = [[line.first.day for line in public_log(page, str).items] for page in (1, 2)]
    assert pages == [[18] * 6 + [11] * 35 + [4] * 9, [4] * 11]


def test_the_log_says_where_a_mentor_has_let_somebody_in(
    world: World, clock: FakeClock, desk: ScriptedDesk
) -> None:
    world.screener, desk.reads = LowScreener(), lambda _: verdict()
    post = world.reply(world.newcomer(), world.thread(world.person(), welcome=True), UNKIND)
    sent = Welcome(
        text="Welcome!", submission_key=str(uuid4()), revision_id=world.revision(post).id
    )
    welcome_held(world.person(Role.MENTOR), post.id, sent, desk, clock)
    for other in held(world, db.session.get_one(Thread, post.thread_id), FEWEST - 1):
        world.decide(world.person(Role.MODERATOR), other, "approve")
    clock.advance(days=7)
    assert [line.by for line in public_log(1, str).items].count("A mentor") == 1


def test_the_number_of_queries_stays_the_same(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    def asked() -> int:
        db.session.rollback()
        with statements(db.engine) as seen:
            open_page()
            public_log(1, str)
        return len(seen)

    for post in held(world, thread, FEWEST):
        world.decide(mira, post, "approve")
    clock.advance(days=8)
    before = asked()
    for post in held(world, thread, 12):
        world.decide(mira, post, "approve")
    clock.advance(days=8)

    assert asked() == before


def test_appeals_that_were_put_right_are_told_as_a_share(
    world: World, clock: FakeClock, mira: Actor, thread: Thread
) -> None:
    jo, author = world.person(Role.MODERATOR), world.person()
    for number in range(10):
        post = world.reply(author, thread, f"{number} {UNKIND}")
        decision_id = world.decide(mira, post, "decline", note="No.", rule=world.rule_id())
        appeal_id = make_appeal(author, About(decision_id=decision_id), "A quotation.", clock)
        outcome = AppealState.OVERTURNED if number < 5 else AppealState.UPHELD
        judge(jo, appeal_id, Judgement(outcome=outcome, answer="I looked."), clock)
    clock.advance(weeks=1)
    week = last_week()
    assert (week.appeals, week.overturn_rate) == (10, 0.5)
