"""Two who make the same thing in one moment: the second one hears what they would have heard a moment later."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.appeals.commands import About, make_appeal
from forum.appeals.models import Appeal
from forum.calibration.tuning import go_live, start_draft
from forum.community.commands import CategoryDraft, add_category, change_category
from forum.conversations.models import Category
from forum.database import Base, db, transaction
from forum.errors import ForumError
from forum.exposure.commands import set_bounds
from forum.exposure.dose import Bounds
from forum.exposure.models import ExposureBounds
from forum.keeping.commands import choose_periods
from forum.keeping.models import KeepingPeriod
from forum.keeping.periods import Kind
from forum.notifications.commands import choose_mails
from forum.notifications.mail_topics import OFFERED
from forum.notifications.models import MailSwitchedOff, Notification
from forum.own_words.commands import add_word
from forum.own_words.models import OwnWord
from forum.own_words.rules import Effect, WordDraft
from forum.screening import Audience, State, ThresholdSet, bundled_sets
from forum.thanks.commands import thank
from forum.thanks.models import Thanks
from forum.thresholds.commands import add_set, take_bundled
from forum.thresholds.models import ThresholdRow
from forum.welcome.desk_commands import snooze, star
from forum.welcome.goal_commands import GoalChoices, set_goal
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.models import (
    MenteeStar,
    MentorSettings,
    ReplyClock,
    Snooze,
    WelcomeSettings,
)
from tests.factories import UNKIND, World
from tests.integration.welcome.arriving import arrive

ONCE = "Once is all there is, and it counts."
LIMITS = ThresholdSet(
    name="ours",
    state=State.DRAFT,
    limits={audience: {"toxicity": 0.5} for audience in Audience},
    note="For a test.",
)


class Two:
    """An admin, a mentor and a newcomer who waits, and what is done twice in one moment."""

    def __init__(self, world: World) -> None:
        self.clock = world.clock
        self.ada = world.person(Role.ADMIN, Role.MODERATOR)
        self.mo = world.person(Role.MENTOR)
        self.ana: Actor = arrive(world, 1)[0]
        self.post_id = db.session.scalars(select(ReplyClock.post_id)).one()
        self.bea = world.person(name="Bea")
        self.decision_id = _declined(world, self.ada, self.bea)
        self.thanked_id = world.reply(self.mo, world.thread(self.mo)).id
        self.set_ids = _sets_that_decided(world)
        self.category_ids = db.session.scalars(select(Category.id).order_by(Category.id)).all()
        db.session.rollback()

    def set_goal(self, turn: int) -> None:
        set_goal(self.ada, GoalChoices(goal_minutes=60 * (turn + 1)), self.clock)

    def star(self, turn: int) -> None:
        star(self.mo, self.ana.id, starred=True)

    def snooze(self, turn: int) -> None:
        snooze(self.mo, self.post_id, self.clock)

    def choose_how_to_mentor(self, turn: int) -> None:
        save_choices(self.mo, MentorChoices(most_mentees=turn), self.clock)

    def choose_mails(self, turn: int) -> None:
        choose_mails(self.mo, [])

    def add_category(self, turn: int) -> None:
        add_category(self.ada, CategoryDraft(name="Bread", description=""), self.clock)

    def add_category_of_like_name(self, turn: int) -> None:
        add_category(self.ada, CategoryDraft(name="Bread" + "!" * turn, description=""), self.clock)

    def rename_category(self, turn: int) -> None:
        draft = CategoryDraft(name="Bread", description="")
        change_category(self.ada, self.category_ids[turn], draft, self.clock)

    def add_word(self, turn: int) -> None:
        add_word(self.ada, WordDraft(term="bread", effect=Effect.HOLD, exceptions=()), self.clock)

    def add_set(self, turn: int) -> None:
        add_set(LIMITS, self.clock)

    def appeal(self, turn: int) -> None:
        make_appeal(self.bea, About(decision_id=self.decision_id), "I meant well.", self.clock)

    def thank(self, turn: int) -> None:
        thank(self.ana, self.thanked_id, self.clock)

    def take_bundled(self, turn: int) -> None:
        take_bundled(bundled_sets(), self.clock)

    def start_draft(self, turn: int) -> None:
        start_draft(self.ada, self.set_ids[0], "gentler", "For a test.", self.clock)

    def let_decide(self, turn: int) -> None:
        go_live(self.ada, self.set_ids[turn], self.clock)

    def keep_drafts(self, turn: int) -> None:
        choose_periods(self.ada, {Kind.DRAFTS: 30 + turn}, self.clock)

    def set_bounds(self, turn: int) -> None:
        set_bounds(self.ada, Bounds(least=10 + turn), self.clock)


def _declined(world: World, moderator: Actor, author: Actor) -> int:
    post = world.reply(author, world.thread(world.person()), UNKIND)
    return world.decide(moderator, post, "decline", note="No.", rule=world.rule_id())


def _sets_that_decided(world: World) -> Sequence[int]:
    """Two that are at rest, and may come back at any moment; a third one decides."""
    now = world.clock.now()
    with transaction() as session:
        limits = LIMITS.as_json()["limits"]
        sets = [
            ThresholdRow(
                name=name, state=state, limits=limits, note="", created_at=now, live_at=now
            )
            for name, state in (("one", "retired"), ("two", "retired"), ("three", "live"))
        ]
        session.add_all(sets)
        session.flush()
        return [one.id for one in sets[:2]]


@pytest.fixture(autouse=True)
def _both_have_looked_before_either_writes() -> Iterator[None]:
    """SQLite lets one writer in at a time, and so do locks: whoever is alone there goes on after a while."""
    both, here = threading.Barrier(2), threading.local()

    def wait(session: Session, *_: object) -> None:
        if threading.current_thread() is threading.main_thread() or getattr(here, "met", False):
            return
        here.met = True
        try:
            both.wait(timeout=0.5)
        except threading.BrokenBarrierError:
            return

    event.listen(Session, "before_flush", wait)
    yield
    event.remove(Session, "before_flush", wait)


@pytest.mark.parametrize(
    ("act", "of", "made", "hears"),
    [
        (Two.set_goal, WelcomeSettings, 1, None),
        (Two.star, MenteeStar, 1, None),
        (Two.snooze, Snooze, 1, None),
        (Two.choose_how_to_mentor, MentorSettings, 1, None),
        (Two.choose_mails, MailSwitchedOff, len(OFFERED), None),
        (Two.add_category, Category, 3, "There is a category of that name already."),
        (Two.add_category_of_like_name, Category, 4, None),
        (Two.rename_category, Category, 2, "There is a category of that name already."),
        (Two.add_word, OwnWord, 1, "This word is on the list already."),
        (Two.add_set, ThresholdRow, 4, "There is a threshold set called ours already."),
        (Two.appeal, Appeal, 1, f"You have asked for a second look at this already. {ONCE}"),
        (Two.thank, Thanks, 1, None),
        (Two.take_bundled, ThresholdRow, 3 + len(bundled_sets()), None),
        (Two.start_draft, ThresholdRow, 4, "There is a set of that name already."),
        (Two.let_decide, ThresholdRow, 3, None),
        (Two.keep_drafts, KeepingPeriod, 1, None),
        (Two.set_bounds, ExposureBounds, 1, None),
    ],
)
def test_the_second_one_is_answered_as_they_would_have_been_a_moment_later(
    app: Flask,
    world: World,
    act: Callable[[Two, int], None],
    of: type[Base],
    made: int,
    hears: str | None,
) -> None:
    two = Two(world)

    def press(turn: int) -> str | None:
        with app.app_context():
            try:
                act(two, turn)
            except ForumError as error:
                return error.message
            return None

    with ThreadPoolExecutor(2) as pool:
        heard = list(pool.map(press, range(2)))

    assert sorted(heard, key=str) == sorted([None, hears], key=str)
    assert db.session.scalar(select(func.count()).select_from(of)) == made


def test_thanks_of_two_in_one_moment_are_one_line_in_the_inbox(app: Flask, world: World) -> None:
    author, people = world.person(), (world.person(), world.person())
    post_id = world.reply(author, world.thread(world.person())).id

    def press(who: Actor) -> None:
        with app.app_context():
            thank(who, post_id, world.clock)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, people)) == [None, None]

    db.session.rollback()
    assert db.session.query(Thanks).count() == 2
    assert db.session.query(Notification).filter_by(kind="thanked").count() == 1
