"""Approval by welcome: a mentor answers a held introduction with low scores, and both appear."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role
from forum.audit.queries import AuditFilter, audit_page
from forum.conversations import commands
from forum.conversations.models import Post, PostTransition, ScreeningResult, Thread
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation import claims
from forum.moderation.commands import decide
from forum.moderation.models import Decision
from forum.moderation.undo.commands import undo
from forum.moderation.undo.models import UndoWindow
from forum.notifications.models import Notification
from forum.notifications.queries import inbox_page
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.welcome.approval_commands import NotJustNowError, Welcome, welcome_held
from forum.welcome.approval_queries import held_introduction, held_introductions, words_taken_back
from forum.welcome.models import Mentorship, ReplyClock
from tests.factories import UNKIND, LowScreener, ScriptedScreener, World
from tests.integration.moderation.deciding import carry_out, ruling
from tests.integration.sanctions.giving import give
from tests.support.clock import FakeClock
from tests.support.desk import ScriptedDesk, points_at, verdict

ANSWER = "Welcome, Ana. It took me weeks to write my first words here."
HELD_ANSWER = f"{ANSWER} {UNKIND}"


@dataclass(frozen=True)
class Arrival:
    """Ana's introduction is held with low scores. Mo and Ida are mentors, Mira moderates."""

    world: World
    clock: FakeClock
    desk: ScriptedDesk
    mo: Actor
    ida: Actor
    mira: Actor
    ana: Actor
    thread: Thread
    post: Post

    def sent(self, text: str = ANSWER, key: str = "") -> Welcome:
        """What a mentor sends who has it on the screen as it is now."""
        return Welcome(
            text=text,
            submission_key=key or str(uuid.uuid4()),
            revision_id=self.world.revision(self.post).id,
        )

    def welcome(self, by: Actor | None = None, sent: Welcome | None = None) -> int:
        """Answer it."""
        return welcome_held(by or self.mo, self.post.id, sent or self.sent(), self.desk, self.clock)

    def on_the_desk(self, of: Actor) -> list[int]:
        """The held introductions that a mentor finds on the desk."""
        db.session.rollback()
        return [one.post_id for one in held_introductions(of, self.clock.now())]

    def state(self) -> str:
        """Where the introduction stands."""
        return self.world.fresh(self.post).state


@pytest.fixture
def arrival(world: World, clock: FakeClock, desk: ScriptedDesk) -> Arrival:
    world.screener = LowScreener()
    desk.reads = lambda _: verdict()
    mo = world.person(Role.MENTOR, name="Mo")
    ida = world.person(Role.MENTOR, name="Ida")
    mira = world.person(Role.MODERATOR, name="Mira")
    thread = world.thread(world.person(), welcome=True)
    ana = world.newcomer("Ana")
    post = world.reply(ana, thread, f"I am Ana. {UNKIND}")
    assert post.state == "held"
    return Arrival(
        world=world, clock=clock, desk=desk, mo=mo, ida=ida, mira=mira, ana=ana,
        thread=thread, post=post,
    )  # fmt: skip


def told(who: Actor) -> list[str]:
    db.session.rollback()
    return [line.sentence for line in inbox_page(who, 1, lambda number: f"?page={number}").items]


# ------------------------------------------------------------------------------------- it appears


def test_the_desk_shows_it_with_its_words_and_why_it_waits(arrival: Arrival) -> None:
    (one,) = held_introductions(arrival.mo, arrival.clock.now())

    assert one.post_id == arrival.post.id
    assert "I am Ana." in one.excerpt
    assert one.because == "Held because it may sound insulting."


def test_the_answer_publishes_both(arrival: Arrival) -> None:
    answer = db.session.get_one(Post, arrival.welcome())

    assert arrival.state() == "published"
    assert (answer.state, answer.author_id, answer.answers_id) == (
        "published", arrival.mo.id, arrival.post.id,
    )  # fmt: skip
    assert arrival.world.revision(answer).text == ANSWER
    assert (
        db.session.query(ScreeningResult)
        .filter_by(revision_id=arrival.world.revision(answer).id)
        .one()
        .outcome
        == "publish"
    )


def test_it_is_the_mentors_decision_and_the_item_is_closed(arrival: Arrival) -> None:
    arrival.welcome()

    (made,) = db.session.query(Decision).all()
    assert (made.action, made.decided_by_id, made.as_mentor, made.decided_by_automation) == (
        "approve", arrival.mo.id, True, False,
    )  # fmt: skip
    assert arrival.world.open_item(arrival.post) is None
    lines = audit_page(AuditFilter(), 1, lambda number: "").items
    assert f"Mo (mentor) approved post {arrival.post.id} by Ana." in {
        line.sentence for line in lines
    }


def test_the_newcomer_hears_of_both_after_the_seconds_in_which_it_can_be_undone(
    arrival: Arrival,
) -> None:
    arrival.welcome()
    assert not any("Mo" in said or "A mentor" in said for said in told(arrival.ana))

    arrival.world.let_out()

    said = told(arrival.ana)
    assert "A mentor read your post and answered you: it is published now." in said
    assert any("Mo" in one and "answer" in one for one in said)
    assert db.session.query(Mentorship).filter_by(newcomer_id=arrival.ana.id).count() == 1


def test_the_clock_counts_the_answer_and_calls_nobody(arrival: Arrival) -> None:
    arrival.welcome()
    arrival.world.let_out()

    clock = db.session.query(ReplyClock).one()
    assert (clock.stopped_why, clock.stopped_by_id) == ("answered", arrival.mo.id)
    waits = db.session.query(Notification).filter(
        Notification.kind.in_(["mentee_waits", "newcomer_waits"])
    )
    assert waits.count() == 0


def test_whoever_is_their_mentor_now_hears_of_it_since_nobody_is_called(arrival: Arrival) -> None:
    arrival.welcome()
    arrival.world.let_out()

    mentor_id = db.session.query(Mentorship).one().primary_id
    found = db.session.query(Notification).filter_by(kind="mentee_found").one()
    assert (found.user_id, found.actor_id) == (mentor_id, arrival.ana.id)


def test_sending_the_form_twice_makes_one_answer(arrival: Arrival) -> None:
    sent = arrival.sent()

    assert arrival.welcome(sent=sent) == arrival.welcome(sent=sent)
    assert db.session.query(Post).filter_by(author_id=arrival.mo.id).count() == 1


# ------------------------------------------------------------------------------------------- undo


def test_undo_takes_both_back_and_keeps_the_mentors_words(arrival: Arrival) -> None:
    item = arrival.world.open_item(arrival.post)
    answer_id = arrival.welcome()
    window = db.session.scalars(select(UndoWindow.id)).one()

    undo(arrival.mo, window, arrival.clock)
    arrival.world.let_out()

    assert arrival.state() == "held"
    assert arrival.world.open_item(arrival.post).id == item.id  # type: ignore[union-attr]
    assert db.session.get_one(Post, answer_id).state == "withdrawn"
    assert words_taken_back(arrival.mo, arrival.post.id) == ANSWER
    assert not any("Mo" in said or "A mentor" in said for said in told(arrival.ana))
    assert db.session.query(ReplyClock).count() == db.session.query(Mentorship).count() == 0
    assert arrival.on_the_desk(arrival.mo) == [arrival.post.id]


def test_after_it_was_undone_it_can_be_welcomed_again(arrival: Arrival) -> None:
    arrival.welcome()
    undo(arrival.mo, db.session.scalars(select(UndoWindow.id)).one(), arrival.clock)

    arrival.welcome(by=arrival.ida)

    assert arrival.state() == "published"


def test_the_same_form_sent_again_after_it_was_undone_is_not_said_to_be_there(
    arrival: Arrival,
) -> None:
    sent = arrival.sent()
    arrival.welcome(sent=sent)
    undo(arrival.mo, db.session.scalars(select(UndoWindow.id)).one(), arrival.clock)

    with pytest.raises(NotJustNowError):
        arrival.welcome(sent=sent)
    assert arrival.state() == "held"


def test_only_the_mentor_who_welcomed_undoes_it_and_only_as_a_mentor(arrival: Arrival) -> None:
    arrival.welcome()
    window = db.session.scalars(select(UndoWindow.id)).one()

    with pytest.raises(NotFoundError):
        undo(arrival.ida, window, arrival.clock)
    with pytest.raises(NotAllowedError):
        undo(arrival.mira, window, arrival.clock)
    with pytest.raises(NotAllowedError):
        undo(replace(arrival.mo, roles=frozenset()), window, arrival.clock)
    assert arrival.state() == "published"


def test_whoever_takes_the_answer_back_has_not_answered(arrival: Arrival) -> None:
    answer_id = arrival.welcome()
    arrival.clock.advance(seconds=1)
    commands.withdraw(arrival.mo, answer_id, arrival.clock)
    arrival.world.let_out()

    assert arrival.state() == "published"
    assert db.session.query(ReplyClock).one().stopped_at is None
    with pytest.raises(ConflictError):
        undo(arrival.mo, db.session.scalars(select(UndoWindow.id)).one(), arrival.clock)


# ------------------------------------------------------------------------- the answer is read, too


def test_an_answer_that_a_person_would_have_to_read_is_not_sent(arrival: Arrival) -> None:
    arrival.desk.reads = points_at(UNKIND)

    with pytest.raises(InvalidInputError, match="nothing was sent"):
        arrival.welcome(sent=arrival.sent(HELD_ANSWER))

    assert arrival.state() == "held"
    assert arrival.world.open_item(arrival.post) is not None
    assert db.session.query(Post).filter_by(author_id=arrival.mo.id).count() == 0


def test_it_is_read_as_said_to_a_newcomer(arrival: Arrival) -> None:
    arrival.welcome()

    (asked,) = arrival.desk.asked
    assert (asked.to, asked.text) == ("newcomer", ANSWER)


def test_while_the_screener_is_away_nothing_is_shown_unread(arrival: Arrival) -> None:
    arrival.desk.reads = lambda _: None

    with pytest.raises(NotJustNowError, match="does not answer"):
        arrival.welcome()

    assert arrival.state() == "held"


# ---------------------------------------------------------------------------------- never a mentor's


def test_what_was_held_with_high_scores_is_not_there(arrival: Arrival) -> None:
    arrival.world.screener = ScriptedScreener()
    bo = arrival.world.newcomer("Bo")
    post = arrival.world.reply(bo, arrival.thread, f"I am Bo. {UNKIND}")
    sent = replace(arrival.sent(), revision_id=arrival.world.revision(post).id)

    assert arrival.on_the_desk(arrival.mo) == [arrival.post.id]
    with pytest.raises(NotFoundError):
        held_introduction(arrival.mo, post.id, arrival.clock.now())
    with pytest.raises(NotFoundError):
        welcome_held(arrival.mo, post.id, sent, arrival.desk, arrival.clock)


def test_only_an_introduction_is_a_mentors(arrival: Arrival) -> None:
    second = arrival.world.reply(arrival.ana, arrival.thread, f"And more. {UNKIND}")
    elsewhere = arrival.world.thread(arrival.world.person())
    other = arrival.world.reply(arrival.world.newcomer(), elsewhere, f"Hi. {UNKIND}")
    member = arrival.world.reply(arrival.world.person(), arrival.thread, f"Hi. {UNKIND}")

    assert {second.state, other.state, member.state} == {"held"}
    assert arrival.on_the_desk(arrival.mo) == [arrival.post.id]


def test_whoever_is_read_first_by_a_moderator_is_not_let_in_by_a_mentor(arrival: Arrival) -> None:
    give(arrival.world, arrival.mira, arrival.ana, "pre_moderate")

    assert arrival.on_the_desk(arrival.mo) == []
    with pytest.raises(NotFoundError):
        arrival.welcome()


@pytest.mark.parametrize("who", ["mira", "ana"])
def test_nobody_but_mentors(arrival: Arrival, who: str) -> None:
    assert arrival.on_the_desk(getattr(arrival, who)) == []
    with pytest.raises(NotAllowedError):
        arrival.welcome(by=getattr(arrival, who))
    assert arrival.state() == "held"


@pytest.mark.parametrize("kind", ["pre_moderate", "silence"])
def test_a_mentor_who_is_restricted_lets_nobody_in(arrival: Arrival, kind: str) -> None:
    restricted = replace(arrival.mo, restriction=Restriction(kind=SanctionKind(kind), until=None))

    assert arrival.on_the_desk(restricted) == []
    with pytest.raises(NotAllowedError):
        arrival.welcome(by=restricted)


@pytest.mark.parametrize("who", ["newcomer", "mentor"])
def test_whoever_has_blocked_the_other_is_left_alone(arrival: Arrival, who: str) -> None:
    both = (arrival.ana, arrival.mo) if who == "newcomer" else (arrival.mo, arrival.ana)
    block(both[0], both[1].id, arrival.clock)

    assert arrival.on_the_desk(arrival.mo) == []
    assert arrival.on_the_desk(arrival.ida) == [arrival.post.id]
    with pytest.raises(NotFoundError):
        arrival.welcome()


# ------------------------------------------------------------------------------ somebody was faster


@pytest.mark.parametrize("action", ["approve", "decline", "request_changes"])
def test_a_moderator_was_faster(arrival: Arrival, action: str) -> None:
    sent = arrival.sent()
    carry_out(arrival.world, arrival.mira, arrival.post, action)
    before = arrival.state()

    with pytest.raises(NotJustNowError, match="somebody was faster"):
        arrival.welcome(sent=sent)

    assert arrival.state() == before
    assert db.session.query(Post).filter_by(author_id=arrival.mo.id).count() == 0


def test_its_author_changed_it_meanwhile(arrival: Arrival) -> None:
    sent = arrival.sent()
    new = commands.NewVersion(text=f"I am Ana, really. {UNKIND}", title=None, based_on=1)
    commands.revise(arrival.ana, arrival.post.id, new, arrival.clock)
    arrival.world.screen()

    with pytest.raises(NotJustNowError, match="its author changed it"):
        arrival.welcome(sent=sent)
    arrival.welcome()
    assert arrival.state() == "published"


def test_another_mentor_was_faster(arrival: Arrival) -> None:
    sent = arrival.sent()
    arrival.welcome(by=arrival.ida)

    with pytest.raises(NotJustNowError, match="somebody was faster"):
        arrival.welcome(sent=sent)
    assert db.session.query(Decision).count() == 1


def test_a_moderator_who_has_it_open_is_not_interrupted(arrival: Arrival) -> None:
    claims.claim_next(arrival.mira, arrival.clock)

    assert arrival.on_the_desk(arrival.mo) == []
    with pytest.raises(NotJustNowError, match="A moderator is reading"):
        arrival.welcome()


def test_a_mentor_and_a_moderator_at_the_same_instant(app: Flask, arrival: Arrival) -> None:
    sent, hers = arrival.sent(), ruling(arrival.world, arrival.post, "decline")
    post_id, start = arrival.post.id, threading.Barrier(2)
    db.session.rollback()

    def act(mentor: bool) -> bool:
        with app.app_context():
            start.wait(timeout=30)
            try:
                if mentor:
                    welcome_held(arrival.mo, post_id, sent, arrival.desk, arrival.clock)
                else:
                    decide(arrival.mira, post_id, hers, arrival.clock)
            except ConflictError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        welcomed, declined = pool.map(act, [True, False])

    assert welcomed != declined
    assert arrival.state() == ("published" if welcomed else "declined")
    assert db.session.query(Decision).count() == 1
    by_people = db.session.query(PostTransition).filter(
        PostTransition.post_id == post_id, PostTransition.actor_id.is_not(None)
    )
    assert by_people.count() == 1
