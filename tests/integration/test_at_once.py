"""Two who make the same thing in one moment: the second one hears what they would have heard a moment later."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.community.commands import CategoryDraft, add_category, change_category
from forum.conversations.models import Category
from forum.database import Base, db
from forum.errors import ForumError
from forum.notifications.commands import choose_mails
from forum.notifications.mail_topics import OFFERED
from forum.notifications.models import MailSwitchedOff
from forum.own_words.commands import add_word
from forum.own_words.models import OwnWord
from forum.own_words.rules import Effect, WordDraft
from forum.screening import Audience, State, ThresholdSet
from forum.thresholds.commands import add_set
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
from tests.factories import World
from tests.integration.welcome.arriving import arrive

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
        (Two.add_set, ThresholdRow, 1, "There is a threshold set called ours already."),
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
