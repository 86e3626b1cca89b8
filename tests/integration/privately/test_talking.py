"""Mentor and mentee write to each other, end it, and part."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from forum.accounts.actor import Actor
from forum.accounts.blocks import block
from forum.accounts.models import Role
from forum.accounts.roles import change_role_as_operator
from forum.audit.models import AuditEntry
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.models import Draft
from forum.drafts.places import Place, Writing
from forum.errors import ConflictError, NotFoundError, SilencedError
from forum.moderation.models import ReviewItem
from forum.moderation.queries import count_open_items
from forum.notifications.models import Notification
from forum.privately.commands import NewMessage, end, mark_read, open_again, send
from forum.privately.queries import conversations_of, private_news
from forum.sanctions.kinds import Restriction, SanctionKind
from forum.text import excerpt
from forum.welcome.mentorships import change_mentor, go_without_mentor
from forum.welcome.models import MentorSettings
from tests.factories import UNKIND, World
from tests.integration.privately.talking import Two, pair, two
from tests.support.clock import FakeClock
from tests.support.statements import statements

WORDS = "I have never told anybody this."


@pytest.fixture
def both(world: World) -> Two:
    return two(world)


def told(person: Actor) -> list[str]:
    db.session.rollback()
    lines = db.session.query(Notification).filter_by(user_id=person.id).order_by(Notification.id)
    return [line.kind for line in lines]


def said(both: Two, who: Actor) -> list[str]:
    return [excerpt(message.html or "", 200) for message in both.page(who).messages.items]


# ---------------------------------------------------------------------------------------- writing


def test_both_write_and_both_read(both: Two) -> None:
    both.say(both.nia, "May I ask something?")
    both.say(both.mo, "Anything.")

    assert said(both, both.nia) == said(both, both.mo) == ["May I ask something?", "Anything."]


def test_the_mentor_may_write_first(both: Two) -> None:
    both.say(both.mo, "I am here if you need me.")

    assert said(both, both.nia) == ["I am here if you need me."]


def test_nothing_is_ever_held_or_in_the_review_queue(both: Two) -> None:
    both.say(both.nia, UNKIND)
    both.world.screen()

    assert said(both, both.mo) == [UNKIND]
    assert count_open_items() == 0
    assert db.session.query(ReviewItem).count() == 0


def test_the_audit_log_knows_nothing_of_it(both: Two) -> None:
    before = db.session.query(AuditEntry).count()
    both.say(both.nia, WORDS)
    end(both.nia, both.id, both.world.clock)

    db.session.rollback()
    assert db.session.query(AuditEntry).count() == before


def test_sending_the_same_form_twice_makes_one_message(both: Two) -> None:
    sent = NewMessage(text=WORDS, submission_key=str(uuid.uuid4()))
    first = send(both.nia, both.id, sent, both.world.clock)

    assert send(both.nia, both.id, sent, both.world.clock) == first
    assert len(both.messages()) == 1
    assert told(both.mo) == ["private_message"]


@pytest.mark.parametrize(
    "kind", [(), (Role.MODERATOR,), (Role.ADMIN,), (Role.MENTOR,), tuple(Role)], ids=str
)
def test_to_anybody_else_it_is_not_there(both: Two, kind: tuple[Role, ...]) -> None:
    both.say(both.nia, WORDS)
    somebody = both.world.person(*kind)
    sent = NewMessage(text="Hello?", submission_key=str(uuid.uuid4()))

    with pytest.raises(NotFoundError):
        both.page(somebody)
    with pytest.raises(NotFoundError):
        send(somebody, both.id, sent, both.world.clock)
    with pytest.raises(NotFoundError):
        end(somebody, both.id, both.world.clock)
    with pytest.raises(NotFoundError):
        mark_read(somebody, both.id, 9, both.world.clock)
    with pytest.raises(NotFoundError):
        keep_draft(somebody, Place(private_id=both.id), "", "Hello?", both.world.clock)


def test_the_backup_is_not_one_of_the_two(world: World) -> None:
    nia, mo, lea = world.newcomer(), world.person(Role.MENTOR), world.person(Role.MENTOR)
    both = Two(world, nia, mo, pair(world, nia, mo, lea))
    both.say(nia, WORDS)

    with pytest.raises(NotFoundError):
        both.page(lea)


def test_whoever_is_silenced_reads_and_does_not_write(both: Two) -> None:
    both.say(both.mo, "How are you?")
    silenced = replace(both.nia, restriction=Restriction(kind=SanctionKind.SILENCE, until=None))

    assert not both.page(silenced).may_write
    assert len(both.page(silenced).messages.items) == 1
    with pytest.raises(SilencedError):
        both.say(silenced, WORDS)


# ----------------------------------------------------------------------------------------- ending


def test_either_can_end_it_and_take_that_back_and_the_other_cannot(both: Two) -> None:
    both.say(both.nia, WORDS)
    end(both.nia, both.id, both.world.clock)

    for who in (both.nia, both.mo):
        with pytest.raises(ConflictError):
            both.say(who, "One more thing.")
        assert said(both, who) == [WORDS]
    with pytest.raises(ConflictError):
        open_again(both.mo, both.id)
    open_again(both.nia, both.id)
    both.say(both.mo, "Good to have you back.")


def test_it_can_be_ended_before_anything_was_said(both: Two) -> None:
    end(both.mo, both.id, both.world.clock)

    assert both.page(both.nia).closed.startswith("Mo has ended this conversation.")


def test_ending_it_twice_is_harmless(both: Two) -> None:
    end(both.nia, both.id, both.world.clock)
    end(both.mo, both.id, both.world.clock)

    assert both.row().ended_by_id == both.nia.id


@pytest.mark.parametrize("how", ["changed", "none wanted", "mentor left", "blocked", "blocks"])
def test_a_mentorship_that_is_over_closes_it_for_good(both: Two, how: str) -> None:
    clock = both.world.clock
    both.say(both.nia, WORDS)
    match how:
        case "changed":
            change_mentor(both.nia, clock)
        case "none wanted":
            go_without_mentor(both.nia, clock)
        case "mentor left":
            change_role_as_operator(both.mo.username, Role.MENTOR, clock, given=False)
        case "blocked":
            block(both.mo, both.nia.id, clock)
        case "blocks":
            block(both.nia, both.mo.id, clock)

    for who, other in ((both.nia, "Mo"), (both.mo, "Nia")):
        page = both.page(who)
        assert page.closed.startswith(f"{other} and you are not mentor and mentee any more")
        assert (page.may_write, page.may_end, page.may_open_again) == (False, False, False)
        assert said(both, who) == [WORDS]
        with pytest.raises(ConflictError):
            both.say(who, "One more thing.")
    with pytest.raises(ConflictError):
        open_again(both.nia, both.id)


def test_the_next_mentor_reads_nothing_of_what_was_said_to_the_last(both: Two) -> None:
    both.say(both.nia, WORDS)
    lea = both.world.person(Role.MENTOR, name="Lea")
    change_mentor(both.nia, both.world.clock)

    with pytest.raises(NotFoundError):
        both.page(lea)


# ------------------------------------------------------------------------------ being told of it


def test_it_is_told_once_until_it_was_read(both: Two, clock: FakeClock) -> None:
    for number in range(3):
        both.say(both.nia, f"Word {number}")
    assert told(both.mo) == ["private_message"]

    mark_read(both.mo, both.id, both.page(both.mo).newest_id, both.world.clock)
    clock.advance(minutes=1)
    both.say(both.nia, "Are you there?")

    assert told(both.mo) == ["private_message", "private_message"]
    assert db.session.query(Notification).filter_by(user_id=both.mo.id, read_at=None).count() == 1


def test_what_is_new_is_marked_until_its_reader_says_so(both: Two) -> None:
    both.say(both.nia, "One")
    newest = both.say(both.nia, "Two")
    assert [message.is_new for message in both.page(both.mo).messages.items] == [True, True]
    assert not both.page(both.nia).has_new, "one’s own words are never new"
    assert [row.new for row in private_news(both.mo)] == [2]

    both.say(both.nia, "Three")
    mark_read(both.mo, both.id, newest, both.world.clock)

    assert [m.is_new for m in both.page(both.mo).messages.items] == [False, False, True]
    assert both.row().mentor_read_to == newest
    mark_read(both.mo, both.id, 2**31 - 1, both.world.clock)
    assert both.row().mentor_read_to == newest + 1, "nothing is read before it was written"
    assert private_news(both.mo) == []


def test_a_cry_for_help_calls_the_mentor_each_time_and_nobody_else(
    both: Two, clock: FakeClock
) -> None:
    moderator = both.world.person(Role.MODERATOR)
    both.say(both.nia, "Hello.")
    for _ in range(2):
        both.say(both.nia, "I want to end it all.", calls_for_help=True)

    assert told(both.mo) == ["private_message", "private_cry", "private_cry"]
    assert told(moderator) == []
    assert count_open_items() == 0
    assert both.page(both.nia).calls_for_help
    assert not both.page(both.mo).calls_for_help
    clock.advance(days=4)
    assert not both.page(both.nia).calls_for_help


def test_a_mentee_is_not_called_to_help_their_mentor(both: Two) -> None:
    both.say(both.mo, "I want to end it all.", calls_for_help=True)

    assert told(both.nia) == ["private_message"]
    assert both.page(both.mo).calls_for_help


# ----------------------------------------------------------------------------------------- drafts


def test_a_draft_waits_in_its_place_and_is_gone_once_it_was_sent(both: Two) -> None:
    place = Place(private_id=both.id)
    one, other = Writing(key="one"), Writing(key="other")
    for who, words, here in (
        (both.nia, WORDS, one),
        (both.nia, "Later.", other),
        (both.mo, "Mine.", one),
    ):
        keep_draft(who, place, "", words, both.world.clock, writing=here)

    sent = NewMessage(text=WORDS, submission_key="sent as this", writing=one)
    send(both.nia, both.id, sent, both.world.clock)
    keep_draft(
        both.nia, place, "", WORDS, both.world.clock, writing=one, unless_sent_as="sent as this"
    )

    db.session.rollback()
    left = [(draft.user_id, draft.text) for draft in db.session.query(Draft).order_by(Draft.id)]
    assert left == [(both.nia.id, "Later."), (both.mo.id, "Mine.")]


# ---------------------------------------------------------------------------------------- reading


def test_reading_takes_as_many_questions_however_much_was_said(both: Two) -> None:
    counts = []
    for number in (1, 60):
        for _ in range(number):
            both.say(both.nia, WORDS)
        db.session.rollback()
        with statements(db.engine) as seen:
            both.page(both.mo)
            conversations_of(both.mo, 1, str)
            private_news(both.mo)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 8
    assert len(both.page(both.mo).messages.items) == 40
    assert len(both.page(both.mo, 2).messages.items) == 21


def test_whoever_stands_in_is_named_and_nobody_who_does_not(world: World, clock: FakeClock) -> None:
    mo, bo = world.person(Role.MENTOR), world.person(Role.MENTOR, name="Bo")
    nia = world.newcomer()
    both = Two(world, nia, mo, pair(world, nia, mo, bo))
    assert not both.page(nia).other_is_away
    for person, stands_in in ((mo, "Bo"), (bo, "")):
        with transaction() as session:
            session.add(MentorSettings(user_id=person.id, away_since=clock.now()))
        page = both.page(nia)
        assert (page.other_is_away, page.stands_in) == (True, stands_in)


def test_a_list_of_ones_own_conversations_holds_none_of_their_words(
    both: Two, clock: FakeClock
) -> None:
    both.say(both.nia, WORDS)
    world, zoe = both.world, both.world.newcomer("Zoe")
    other = Two(world, zoe, both.mo, pair(world, zoe, both.mo))
    clock.advance(minutes=5)
    other.say(zoe, "Hi")
    end(zoe, other.id, world.clock)

    rows = conversations_of(both.mo, 1, str).items

    assert [(row.other.display_name, row.is_open) for row in rows] == [
        ("Zoe", False),
        ("Nia", True),
    ]
    assert [row.other.display_name for row in conversations_of(both.nia, 1, str).items] == ["Mo"]
    assert WORDS not in repr(rows)
    assert conversations_of(world.person(), 1, str).items == []
