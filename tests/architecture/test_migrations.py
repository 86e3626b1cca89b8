"""The migrations and the models say the same, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.cli.migrating import prepare
from forum.config import Settings
from forum.conversations.commands import NewVersion, revise
from forum.database import db, transaction
from forum.drafts.commands import keep_draft
from forum.drafts.places import Place
from forum.drafts.queries import draft_at, drafts_of
from forum.leaving.models import Departure
from forum.models import metadata
from forum.moderation.models import ReviewItem
from forum.revisions import MIGRATIONS
from forum.screened_fields.models import FieldRevision
from forum.search.index import is_described
from forum.welcome.commands import set_welcome_flag
from tests.conftest import make_settings
from tests.factories import KIND, UNKIND, World
from tests.support.clock import FakeClock


@pytest.fixture
def settings(settings: Settings, empty_database_url: str) -> Settings:
    return make_settings(settings.instance_dir, empty_database_url)


@pytest.fixture
def migrated(app: Flask) -> Iterator[Flask]:
    """The app on a database that was empty a moment ago."""
    prepare(app)
    with app.app_context():
        upgrade()
        yield app


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_an_upgraded_database_is_what_the_models_describe(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_described}
        )
        differences = compare_metadata(context, metadata)

    assert differences == []
    assert set(metadata.tables) <= tables()


# What is only ever added to, and what is only forgotten (`forum.keeping`): neither is changed.
GUARDED = {
    "audit_entries",
    "clock_steps",
    "decisions",
    "held_back",
    "post_transitions",
    "review_steps",
    "screening_results",
    "staff_notes",
    "thread_steps",
}


def test_what_is_never_changed_is_still_guarded(migrated: Flask) -> None:
    """SQLite makes a table anew where a constraint is changed, and forgets the triggers of the old one."""
    triggers = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE%'",
        "postgresql": "SELECT DISTINCT event_object_table FROM information_schema.triggers "
        "WHERE event_manipulation = 'UPDATE'",
    }[db.engine.dialect.name]
    found = set(db.session.scalars(text(triggers)))

    assert found >= GUARDED


def test_the_way_back_leaves_nothing_behind(migrated: Flask) -> None:
    downgrade(revision="base")

    assert tables() == {"alembic_version"}


def test_there_and_back_and_there_again(migrated: Flask) -> None:
    downgrade(revision="base")
    upgrade()

    assert set(metadata.tables) <= tables()


def test_a_second_upgrade_changes_nothing(migrated: Flask) -> None:
    before = tables()

    upgrade()

    assert tables() == before
    assert current_app.extensions["migrate"].db is db


def test_words_that_were_emptied_before_it_was_written_down_count_from_the_upgrade(
    migrated: Flask, clock: FakeClock
) -> None:
    world = World(clock=clock)
    world.set_up()
    for person, biographies in (("Ana", (KIND, "")), ("Bo", ("", KIND)), ("Cy", (KIND,))):
        author = world.newcomer(person)
        for biography in biographies:
            save_profile(author, ProfileWords(display_name=person, biography=biography), clock)
            world.screen()
        if person == "Cy":
            put_aside(author.id, clock)
    mentor = world.person(Role.MENTOR)
    for thread_id, flags in (
        (world.thread(mentor).id, (True, False)),
        (world.thread(mentor).id, (True, False, True)),
    ):
        for flagged in flags:
            clock.advance(hours=1)
            set_welcome_flag(mentor, thread_id, flagged=flagged, reason=KIND, clock=clock)
            world.screen()
    noted = emptied()

    downgrade(revision="0048")
    upgrade()

    assert emptied() == noted
    assert list(noted.values()) == [True, False, False, True, True, False]


def test_a_held_change_that_nobody_is_asked_about_any_more_waits_again(
    migrated: Flask, clock: FakeClock
) -> None:
    world = World(clock=clock)
    world.set_up()
    author = world.person()
    thread = world.thread(author)
    forgotten, waits = world.reply(author, thread), world.reply(author, thread)
    for post in (forgotten, waits):
        revise(author, post.id, NewVersion(text=UNKIND, title=None, based_on=1), clock)
        world.screen()
    with transaction() as session:
        item = session.query(ReviewItem).filter_by(post_id=forgotten.id).one()
        item.closed_at, item.closed_as = clock.now(), "remove"

    downgrade(revision="0052")
    upgrade()

    for post in (forgotten, waits):
        [item] = db.session.query(ReviewItem).filter_by(post_id=post.id, closed_at=None).all()
        assert (item.is_edit, item.revision_id) == (True, world.revision(post, 2).id)
        assert [reason.kind for reason in item.reasons] == ["screening"]
    db.session.rollback()


def test_two_drafts_in_one_place_both_stay_on_the_way_back_and_are_offered_again(
    migrated: Flask, clock: FakeClock
) -> None:
    world = World(clock=clock)
    world.set_up()
    ana, place = world.newcomer(), Place(thread_id=world.thread(world.person()).id)
    begun = ["The first.", "The second.", "The third."]
    for words in begun:
        clock.advance(minutes=1)
        keep_draft(ana, place, "", words, clock)
    before = drafts_of(ana)
    db.session.remove()

    downgrade(revision="0053")
    upgrade()

    assert [draft.excerpt for draft in drafts_of(ana)] == begun[::-1]
    offered = [draft_at(ana, place, draft.id) for draft in before]
    assert [draft and draft.text for draft in offered] == begun[::-1]
    assert len({draft.goes_on for draft in offered if draft is not None}) == len(begun)
    db.session.remove()


def put_aside(user_id: int, clock: FakeClock) -> None:
    """They have left, and can come back to what they said of themselves."""
    with transaction() as session:
        user = session.get_one(User, user_id)
        session.add(
            Departure(
                user_id=user_id,
                words="taken",
                username=user.username,
                display_name=user.display_name,
                biography=user.biography,
                asked_at=clock.now(),
                due_at=clock.now() + timedelta(days=7),
            )
        )
        user.username, user.biography = "left-1", ""


def emptied() -> dict[int, bool]:
    """Of each text whether it stands nowhere any more."""
    db.session.remove()
    rows = db.session.query(FieldRevision).order_by(FieldRevision.id).all()
    found = {row.id: row.cleared_at is not None for row in rows}
    db.session.remove()
    return found


def test_migrations_are_one_line_of_single_steps() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    revisions = list(scripts.walk_revisions())

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    assert all(not revision.is_merge_point for revision in revisions)
