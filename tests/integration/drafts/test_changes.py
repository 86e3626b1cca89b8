"""Drafts of changes to one's own posts: kept whatever becomes of the post, and forgotten once the change was sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forum.accounts.actor import VISITOR, Actor
from forum.accounts.models import Role
from forum.conversations import commands as posts
from forum.conversations.models import Post
from forum.database import db, transaction
from forum.drafts.commands import keep_draft, keep_unsent
from forum.drafts.models import Draft
from forum.drafts.places import Place, Writing
from forum.drafts.queries import draft_at, drafts_of
from forum.errors import NotAllowedError, NotFoundError
from forum.keeping import rows
from forum.own_data.of_posts import drafts as drafts_in_copy
from tests.factories import KIND, UNKIND, World

BEGUN = "What I wanted to say is"


def window() -> Writing:
    return Writing(key=str(uuid.uuid4()))


def texts() -> list[str]:
    db.session.rollback()
    return [draft.text for draft in db.session.query(Draft).order_by(Draft.id)]


@pytest.fixture
def ana(world: World) -> Actor:
    return world.person(name="Ana")


@pytest.fixture
def post(world: World, ana: Actor) -> Post:
    return world.reply(ana, world.thread(world.person(), title="My garden"), KIND)


def begin(world: World, ana: Actor, post: Post, text: str = BEGUN, based_on: int = 1) -> Writing:
    writing = window()
    place = Place(changes_id=post.id, based_on=based_on)
    keep_draft(ana, place, "", text, world.clock, writing=writing)
    return writing


def test_a_change_is_kept_apart_from_an_answer_in_the_same_thread(
    world: World, ana: Actor, post: Post
) -> None:
    keep_draft(ana, Place(thread_id=post.thread_id), "", "Also", world.clock)
    begin(world, ana, post)
    kept = draft_at(ana, Place(changes_id=post.id))
    assert kept is not None
    assert (kept.text, kept.based_on, kept.has_others) == (BEGUN, 1, False)


def test_home_names_the_thread_and_leads_to_the_post(world: World, ana: Actor, post: Post) -> None:
    begin(world, ana, post)
    [row] = drafts_of(ana)
    assert (row.where, row.changes_id, row.thread_id, row.is_open) == (
        "My garden", post.id, None, True,
    )  # fmt: skip


def test_a_change_that_was_sent_is_no_draft_any_more_and_one_of_another_window_is(
    world: World, ana: Actor, post: Post
) -> None:
    here = begin(world, ana, post)
    begin(world, ana, post, "Something else")
    sent = posts.NewVersion(text=f"{BEGUN} this.", title=None, based_on=1, writing=here)
    posts.revise(ana, post.id, sent, world.clock)
    assert texts() == ["Something else"]
    posts.revise(ana, post.id, sent, world.clock)
    assert texts() == ["Something else"]


def test_a_page_that_saves_a_moment_after_sending_brings_nothing_back(
    world: World, ana: Actor, post: Post
) -> None:
    posts.revise(ana, post.id, posts.NewVersion(text=BEGUN, title=None, based_on=1), world.clock)
    begin(world, ana, post)
    assert texts() == []


def test_the_words_of_the_post_as_it_stands_are_no_draft(
    world: World, ana: Actor, post: Post
) -> None:
    here = begin(world, ana, post)
    place = Place(changes_id=post.id, based_on=1)
    assert not keep_draft(ana, place, "", KIND, world.clock, writing=here)
    assert texts() == []


def test_of_what_opens_a_thread_a_new_title_alone_is_a_change(world: World, ana: Actor) -> None:
    thread = world.thread(ana, title="My garden")
    opening = db.session.query(Post).filter_by(thread_id=thread.id).one()
    text = world.revision(opening, 1).text
    place = Place(changes_id=opening.id, based_on=1)
    assert not keep_draft(ana, place, "My garden", text, world.clock, writing=window())
    assert keep_draft(ana, place, "Our garden", text, world.clock, writing=window())


def withdrawn(world: World, ana: Actor, post: Post) -> None:
    posts.withdraw(ana, post.id, world.clock)


def hidden(world: World, ana: Actor, post: Post) -> None:
    decide(world, post, "hide")


def removed(world: World, ana: Actor, post: Post) -> None:
    decide(world, post, "remove")


def decide(world: World, post: Post, action: str) -> None:
    moderator, rule = world.person(Role.MODERATOR), world.rule_id()
    world.decide(moderator, post, action, rule=rule, note="It names somebody.")


@pytest.mark.parametrize("act", [withdrawn, hidden, removed])
def test_a_post_that_is_gone_from_sight_takes_no_words_also_those_that_are_written_just_then(
    world: World, ana: Actor, post: Post, act: Callable[[World, Actor, Post], None]
) -> None:
    here = begin(world, ana, post)
    act(world, ana, post)
    place = Place(changes_id=post.id, based_on=1)
    keep_draft(ana, place, "", f"{BEGUN} more", world.clock, writing=here)
    [row] = drafts_of(ana)
    assert (row.excerpt, row.is_open, row.changes_id) == (f"{BEGUN} more", False, post.id)


def test_a_thread_that_went_out_of_sight_is_not_named(world: World) -> None:
    host, ana = world.person(), world.person()
    thread = world.thread(host, title="Secret garden")
    post = world.reply(ana, thread, KIND)
    begin(world, ana, post)
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    posts.withdraw(host, opening.id, world.clock)
    [row] = drafts_of(ana)
    assert (row.where, row.excerpt) == ("", BEGUN)


def test_a_post_that_waits_to_be_read_can_have_a_change_begun_meanwhile(
    world: World, ana: Actor, post: Post
) -> None:
    world.screen()
    posts.revise(ana, post.id, posts.NewVersion(text=UNKIND, title=None, based_on=1), world.clock)
    begin(world, ana, post, based_on=2)
    assert texts() == [BEGUN]


def test_a_version_that_there_is_not_is_the_newest(world: World, ana: Actor, post: Post) -> None:
    for odd in (0, None, 4_711):
        place = Place(changes_id=post.id, based_on=odd)
        keep_draft(ana, place, "", f"{BEGUN} {odd}", world.clock)
    assert {draft.based_on for draft in db.session.query(Draft)} == {1}


def test_nobody_keeps_a_change_to_what_another_wrote_or_learns_that_it_is_there(
    world: World, ana: Actor, post: Post
) -> None:
    for post_id in (post.id, 4_711):
        for person in (world.person(), world.person(Role.MODERATOR)):
            with pytest.raises(NotFoundError):
                keep_draft(person, Place(changes_id=post_id), "", BEGUN, world.clock)
        with pytest.raises(NotAllowedError):
            keep_draft(VISITOR, Place(changes_id=post_id), "", BEGUN, world.clock)
    keep_unsent(world.person(), Place(changes_id=post.id), "", BEGUN, world.clock, writing=window())
    assert texts() == []


def test_a_change_without_the_version_it_changes_does_not_fit_in(
    world: World, ana: Actor, post: Post
) -> None:
    begin(world, ana, post)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Draft).values(based_on=None))
    db.session.rollback()


def test_it_is_in_the_copy_of_ones_data(world: World, ana: Actor, post: Post) -> None:
    begin(world, ana, post)
    [row] = db.session.execute(drafts_in_copy(ana.id)).all()
    assert (row.place, row.text) == (f"change-{post.id}", BEGUN)


def test_it_is_forgotten_like_any_other_draft(world: World, ana: Actor, post: Post) -> None:
    begin(world, ana, post)
    now = world.clock.now()
    for before, left in ((now, [BEGUN]), (now + timedelta(seconds=1), [])):
        with transaction() as session:
            rows.drafts(session, before, now, 100)
        assert texts() == left
