"""A nudge is shown once for a draft, and what came of it is remembered once; no words are kept."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.conversations import commands
from forum.conversations.describing import Described
from forum.conversations.intended import intended_reply, intended_thread, intended_version
from forum.conversations.models import Post, Thread
from forum.database import db
from forum.errors import NotFoundError
from forum.nudges.asking import before_sending
from forum.nudges.commands import Draft, settle
from forum.nudges.models import Nudge
from forum.nudges.outcomes import NudgeKind, NudgePlace, Way
from forum.nudges.queries import DAYS, nudge_figures
from forum.screening import Submission
from forum.wiring import services
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk, points_at


@pytest.fixture
def author(world: World, desk: ScriptedDesk) -> Actor:
    """Somebody who writes; the desk holds what is unkind."""
    desk.reads = points_at(UNKIND)
    return world.newcomer()


@pytest.fixture
def thread(world: World) -> Thread:
    return world.thread(world.person())


def draft(
    text: str, *, key: str = "one", nudge_id: int | None = None, way: Way = Way.SEND
) -> Draft:
    words_key = str(uuid.uuid5(uuid.NAMESPACE_OID, text))
    return Draft(place=NudgePlace.REPLY, key=key, words_key=words_key, way=way, nudge_id=nudge_id)


def ask(author: Actor, thread: Thread, text: str, one: Draft | None = None) -> int | None:
    """The number of the nudge that is shown, if one is."""

    def intend() -> Described:
        return intended_reply(author, thread.id, text)

    found = before_sending(author, one or draft(text), intend, services())
    return found.id if found is not None else None


def stored() -> list[Nudge]:
    db.session.rollback()
    return list(db.session.scalars(select(Nudge).order_by(Nudge.id)))


def test_what_would_pass_goes_on_without_a_word(author: Actor, thread: Thread) -> None:
    assert ask(author, thread, KIND) is None
    assert stored() == []


def test_what_would_be_held_is_shown_a_word_and_no_words_are_kept(
    author: Actor, thread: Thread
) -> None:
    shown = ask(author, thread, UNKIND)
    [nudge] = stored()
    assert nudge.id == shown
    assert (nudge.place, nudge.kind, nudge.outcome) == ("reply", "would_be_held", None)
    columns = [getattr(nudge, column.key) for column in Nudge.__table__.columns]
    assert all(UNKIND not in str(value) for value in columns)


def test_nobody_at_the_desk_means_no_word(
    author: Actor, thread: Thread, desk: ScriptedDesk
) -> None:
    desk.reads = lambda _: None
    assert ask(author, thread, UNKIND) is None
    assert stored() == []


def test_who_has_seen_it_may_send(author: Actor, thread: Thread, desk: ScriptedDesk) -> None:
    shown = ask(author, thread, UNKIND)
    asked = len(desk.asked)
    assert ask(author, thread, UNKIND, draft(UNKIND, nudge_id=shown)) is None
    assert ask(author, thread, f"{UNKIND} Still.", draft("other", nudge_id=shown)) is None
    assert len(desk.asked) == asked, "one word for one draft: nobody is asked again"


def test_a_button_that_is_pressed_twice_shows_the_same_word_twice(
    author: Actor, thread: Thread
) -> None:
    """Whoever has not seen it yet must not be taken for somebody who sent it anyway."""
    assert ask(author, thread, UNKIND) == ask(author, thread, UNKIND) is not None
    assert len(stored()) == 1


def test_changed_words_of_the_same_draft_are_shown_no_second_word(
    author: Actor, thread: Thread
) -> None:
    assert ask(author, thread, UNKIND) is not None
    changed = f"{UNKIND} Changed after going back."
    assert ask(author, thread, changed, draft(changed)) is None
    assert len(stored()) == 1


@pytest.mark.parametrize("number", [0, 999_999])
def test_a_number_that_was_made_up_is_not_a_word_that_was_seen(
    author: Actor, thread: Thread, number: int
) -> None:
    assert ask(author, thread, UNKIND, draft(UNKIND, nudge_id=number)) is not None


def test_another_drafts_number_is_not_this_ones(author: Actor, thread: Thread) -> None:
    shown = ask(author, thread, UNKIND)
    other = draft(UNKIND, key="two", nudge_id=shown)
    assert ask(author, thread, UNKIND, other) not in {None, shown}


@pytest.mark.parametrize(
    ("way", "text", "outcome"),
    [
        (Way.SEND, UNKIND, "sent_unchanged"),
        (Way.ASK_A_PERSON, UNKIND, "sent_to_review"),
        (Way.SEND, KIND, "edited"),
        (Way.LET_GO, UNKIND, "cancelled"),
    ],
)
def test_what_came_of_it_is_remembered_once(
    author: Actor, thread: Thread, clock: FakeClock, way: Way, text: str, outcome: str
) -> None:
    shown = ask(author, thread, UNKIND)
    sent = draft(text, nudge_id=shown, way=way)
    settle(author, sent, clock)
    [nudge] = stored()
    assert (nudge.outcome, nudge.words_key) == (outcome, None)
    settle(author, replace(sent, way=Way.LET_GO), clock)
    assert stored()[0].outcome == outcome, "already so"


def test_nobody_settles_what_is_not_theirs(
    author: Actor, thread: Thread, world: World, clock: FakeClock
) -> None:
    shown = ask(author, thread, UNKIND)
    settle(world.person(), draft(UNKIND, nudge_id=shown), clock)
    assert stored()[0].outcome is None


def test_the_figures_count_what_came_of_it(
    author: Actor, thread: Thread, world: World, clock: FakeClock
) -> None:
    for key, text in (("a", KIND), ("b", UNKIND)):
        shown = ask(author, thread, UNKIND, draft(UNKIND, key=key))
        post_id = commands.reply(
            author, thread.id, commands.NewPost(text=text, submission_key=key), clock
        )
        settle(author, draft(text, key=key, nudge_id=shown), clock, post_id=post_id)
    ask(author, thread, UNKIND, draft(UNKIND, key="left"))
    world.screen()
    counts = [line.count for line in nudge_figures(NudgeKind.WOULD_BE_HELD, clock.now()).lines]
    assert counts == [1, 0, 1, 0, 0], "whose page is still open has not left it"
    clock.advance(hours=1)
    figures = nudge_figures(NudgeKind.WOULD_BE_HELD, clock.now())
    assert [line.count for line in figures.lines] == [1, 0, 1, 0, 1]
    assert figures.edited_and_passed == 1
    assert nudge_figures(NudgeKind.PERSONAL_DATA, clock.now()).total == 0
    later = clock.now() + timedelta(days=DAYS)
    assert nudge_figures(NudgeKind.WOULD_BE_HELD, later).total == 0


class TestItIsDescribedAsTheWorkerWillSeeIt:
    """The same audience, the same text: or the word would be about something else."""

    def worker_sees(self, world: World, post_id: int) -> Submission:
        world.screen()
        return world.screener.seen[-1]

    @pytest.mark.parametrize("welcome", [False, True])
    @pytest.mark.parametrize("newcomer", [False, True])
    def test_a_reply(self, world: World, welcome: bool, newcomer: bool) -> None:
        thread = world.thread(world.person(), welcome=welcome)
        author = world.person(newcomer=newcomer)
        for number in range(2):
            sent = commands.NewPost(text=f"Hello {number}", submission_key=str(uuid.uuid4()))
            intended = intended_reply(author, thread.id, sent.text)
            post_id = commands.reply(author, thread.id, sent, world.clock)
            assert intended.submission == self.worker_sees(world, post_id)
            assert intended.is_introduction is (welcome and newcomer and number == 0)

    def test_an_answer_to_a_newcomer(self, world: World) -> None:
        thread = world.thread(world.person())
        answered = world.reply(world.newcomer(), thread)
        author = world.person()
        sent = commands.NewPost(text="Hello you", submission_key=str(uuid.uuid4()))
        intended = intended_reply(author, thread.id, sent.text, answered.id)
        post_id = commands.reply(author, thread.id, sent, world.clock, answered.id)
        assert intended.submission == self.worker_sees(world, post_id)

    def test_a_thread_and_its_change(self, world: World) -> None:
        author = world.newcomer()
        intended = intended_thread(author, "A title", KIND)
        thread = world.thread(author, title="A title")
        assert intended.submission == world.screener.seen[-1]
        opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
        change = intended_version(author, opening.id, "Another", f"{KIND} Yes.")
        new = commands.NewVersion(text=f"{KIND} Yes.", title="Another", based_on=1)
        commands.revise(author, opening.id, new, world.clock)
        assert change.submission == self.worker_sees(world, opening.id)

    def test_what_is_not_ones_own_is_not_there(self, world: World) -> None:
        post = world.reply(world.newcomer(), world.thread(world.person()))
        with pytest.raises(NotFoundError):
            intended_version(world.person(), post.id, None, KIND)
        with pytest.raises(NotFoundError):
            intended_reply(world.person(), 999_999, KIND)
