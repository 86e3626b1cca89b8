"""What people wrote about each other, and earlier names, are forgotten when their time is over, and not before."""

from __future__ import annotations

from collections.abc import Iterator
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
from forum.moderation.note_commands import note_on_person, note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.similar import DecidedPhrase
from forum.moderation.step_commands import Step, take_step
from forum.moderation.step_models import ReviewStep, StaffNote
from forum.nudges.models import Nudge
from forum.screened_fields.kinds import ERASED
from forum.screened_fields.models import FieldRevision
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


def words() -> list[str]:
    db.session.rollback()
    rows = db.session.query(FieldRevision).filter_by(kind="biography").order_by(FieldRevision.id)
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


def test_words_about_oneself_that_wait_are_never_erased(world: World, clock: FakeClock) -> None:
    say_of_oneself(world, world.newcomer(), UNKIND)
    clock.advance(days=2_000)
    house(clock)
    assert words() == [UNKIND]


def test_the_fixed_period_of_what_moderators_read_is_the_one_that_is_told() -> None:
    assert any(one.words.startswith(f"{KEPT.days} days") for one in FIXED)
