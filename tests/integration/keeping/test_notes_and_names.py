"""What people wrote about each other, and earlier names, are forgotten when their time is over, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.accounts.profile import ProfileWords, save_profile
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.exposure.ledger import KEPT
from forum.keeping.applying import keep_house
from forum.keeping.periods import PERIODS, Kind
from forum.keeping.staying import FIXED
from forum.moderation.claims import claim
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.moderation.note_commands import note_on_person, note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.similar import DecidedPhrase
from forum.moderation.step_commands import Step, take_step
from forum.moderation.step_models import ReviewStep, StaffNote
from forum.nudges.models import Nudge
from forum.screened_fields.kinds import ERASED
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.welcome.caretaking import end_welcomes
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from forum.welcome.models import MenteeNote
from tests.factories import UNKIND, World
from tests.support.clock import FakeClock

CANARY = "zq7canary"
FIRST, SECOND = "I grow beans.", "I grow beans, and peas."
PERIOD = {kind: period.days for kind, period in PERIODS.items()}


@pytest.fixture(autouse=True)
def inside(app: Flask, world: World) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def mira(world: World) -> Actor:
    return world.person(Role.MODERATOR, name="Mira")


@pytest.fixture
def held(world: World) -> Post:
    return world.reply(world.newcomer(), world.thread(world.person()), f"{CANARY} {UNKIND}")


def house(clock: FakeClock) -> None:
    keep_house(clock, Path("/nowhere"))
    db.session.rollback()


def count(table: type) -> int:
    db.session.rollback()
    return db.session.query(table).count()


def lasts(clock: FakeClock, kind: Kind, table: type) -> None:
    """What there is of this table stays for its period to the second, and is gone then."""
    there = count(table)
    assert there
    clock.advance(days=PERIOD[kind])
    house(clock)
    assert count(table) == there
    clock.advance(seconds=1)
    house(clock)
    assert count(table) == 0


def test_staff_notes_on_a_person(world: World, clock: FakeClock, mira: Actor) -> None:
    note_on_person(mira, world.person().id, CANARY, clock)
    lasts(clock, Kind.STAFF_NOTES, StaffNote)


def test_a_staff_note_stays_while_somebody_looks_at_what_it_is_about(
    world: World, clock: FakeClock, mira: Actor, held: Post
) -> None:
    note_on_post(mira, held.id, CANARY, clock)
    clock.advance(days=PERIOD[Kind.STAFF_NOTES] + 1)
    house(clock)
    assert count(StaffNote) == 1
    world.decide(mira, world.fresh(held), "approve")
    house(clock)
    assert count(StaffNote) == 0


def test_why_something_was_passed_on_counts_from_when_it_was_settled(
    world: World, clock: FakeClock, mira: Actor, held: Post
) -> None:
    item = world.open_item(held)
    assert item is not None
    item_id = item.id
    claim(mira, item_id, clock)
    take_step(mira, item_id, Step(action=ModeratorAction.SKIP, words=CANARY), clock)
    clock.advance(days=PERIOD[Kind.STEPS] + 1)
    house(clock)
    assert count(ReviewStep) == 1, "nobody has settled it yet"
    world.decide(world.person(Role.MODERATOR), world.fresh(held), "approve")
    lasts(clock, Kind.STEPS, ReviewStep)


def test_mentors_notes(world: World, clock: FakeClock) -> None:
    mentor, nia = world.person(Role.MENTOR), world.newcomer()
    with transaction() as session:
        session.add(
            MenteeNote(newcomer_id=nia.id, author_id=mentor.id, text=CANARY, written_at=clock.now())
        )
    lasts(clock, Kind.MENTOR_NOTES, MenteeNote)


def test_fingerprints_also_of_what_is_on_show(
    world: World, clock: FakeClock, mira: Actor, held: Post
) -> None:
    world.decide(mira, held, "approve")
    lasts(clock, Kind.FINGERPRINTS, DecidedPhrase)
    assert CANARY in world.revision(held).text


def test_nudges(world: World, clock: FakeClock) -> None:
    author = world.newcomer()
    with transaction() as session:
        session.add(
            Nudge(
                author_id=author.id,
                draft_key="x",
                place="reply",
                kind="would_be_held",
                shown_at=clock.now(),
            )
        )
    lasts(clock, Kind.NUDGES, Nudge)


def say_of_oneself(world: World, person: Actor, biography: str) -> None:
    save_profile(person, ProfileWords(display_name="Ana", biography=biography), world.clock)
    world.screen()


def words(kind: str = "biography") -> list[str]:
    db.session.rollback()
    rows = db.session.query(FieldRevision).filter_by(kind=kind).order_by(FieldRevision.id)
    return [row.text for row in rows]


def test_earlier_words_about_oneself_go_when_others_have_taken_their_place_for_long(
    world: World, clock: FakeClock
) -> None:
    ana = world.newcomer()
    say_of_oneself(world, ana, FIRST)
    clock.advance(days=900)
    house(clock)
    assert words() == [FIRST], "it is what readers see"
    say_of_oneself(world, ana, SECOND)
    clock.advance(days=PERIOD[Kind.FIELDS])
    house(clock)
    assert words() == [FIRST, SECOND]
    clock.advance(seconds=1)
    house(clock)
    assert words() == [ERASED, SECOND]


def empty_biography(world: World) -> None:
    ana = world.newcomer()
    say_of_oneself(world, ana, FIRST)
    say_of_oneself(world, ana, "")


def empty_introduction(world: World) -> None:
    mentor = world.person(Role.MENTOR)
    for introduction in (FIRST, ""):
        save_choices(mentor, MentorChoices(introduction=introduction), world.clock)
        world.screen()


def end_welcome(world: World) -> None:
    mentor, thread_id = welcome(world, FIRST)
    set_welcome_flag(mentor, thread_id, flagged=False, reason="", clock=world.clock)


def let_welcome_end(world: World) -> None:
    welcome(world, FIRST, days=1)
    end_welcomes(world.clock)


def welcome(world: World, reason: str, days: int | None = None) -> tuple[Actor, int]:
    """A mentor, and a thread that they have flagged; the clock is moved past its last day if it has one."""
    mentor, thread_id = world.person(Role.MENTOR), world.thread(world.person()).id
    last_day = world.clock.now().date() + timedelta(days=days) if days is not None else None
    set_welcome_flag(
        mentor, thread_id, flagged=True, reason=reason, clock=world.clock, last_day=last_day
    )
    world.screen()
    if days is not None:
        assert isinstance(world.clock, FakeClock)
        world.clock.advance(days=days + 1)
    return mentor, thread_id


@pytest.mark.parametrize(
    ("kind", "emptied"),
    [
        ("biography", empty_biography),
        ("introduction", empty_introduction),
        ("welcome_reason", end_welcome),
        ("welcome_reason", let_welcome_end),
    ],
)
def test_words_that_stand_nowhere_any_more_go_though_none_have_taken_their_place(
    world: World, clock: FakeClock, kind: str, emptied: Callable[[World], None]
) -> None:
    emptied(world)
    clock.advance(days=PERIOD[Kind.FIELDS])
    house(clock)
    assert words(kind) == [FIRST]
    clock.advance(seconds=1)
    house(clock)
    assert words(kind) == [ERASED]


def test_who_has_emptied_one_text_keeps_the_others(world: World, clock: FakeClock) -> None:
    empty_biography(world)
    clock.advance(days=900)
    house(clock)
    assert words("display_name") == ["Ana"]


def test_the_same_words_said_again_are_on_show_and_stay(world: World, clock: FakeClock) -> None:
    ana = world.newcomer()
    for biography in (FIRST, "", FIRST):
        say_of_oneself(world, ana, biography)
    clock.advance(days=900)
    house(clock)
    assert words() == [ERASED, FIRST]


def test_what_was_declined_of_a_welcome_that_is_over_goes_as_well(
    world: World, clock: FakeClock, mira: Actor
) -> None:
    mentor, thread_id = welcome(world, UNKIND)
    decline_words(world, mira, mentor)
    set_welcome_flag(mentor, thread_id, flagged=False, reason="", clock=clock)
    clock.advance(days=PERIOD[Kind.FIELDS] + 1)
    house(clock)
    assert words("welcome_reason") == [ERASED]


def decline_words(world: World, moderator: Actor, author: Actor) -> int:
    item = db.session.query(ReviewItem).filter_by(person_id=author.id, closed_at=None).one()
    ruling = FieldRuling(
        field_id=db.session.query(FieldRevision.id).filter_by(state="held").scalar(),
        action=FieldAction.DECLINE,
        note="Please say it to nobody.",
        rule_id=world.rule_id(),
    )
    decision_id = decide_on_field(moderator, item.id, ruling, world.clock)
    world.let_out()
    return decision_id


def test_words_about_oneself_that_wait_are_never_erased(world: World, clock: FakeClock) -> None:
    say_of_oneself(world, world.newcomer(), UNKIND)
    clock.advance(days=2_000)
    house(clock)
    assert words() == [UNKIND]


def test_the_fixed_period_of_what_moderators_read_is_the_one_that_is_told() -> None:
    assert any(one.words.startswith(f"{KEPT.days} days") for one in FIXED)
