"""What is not published appears nowhere to anyone who may not see it.

A string that stands nowhere else is written into a post's text and, for an opening post, its title: another one for
each way in which a post can be hidden. Then every address of the forum is fetched by every kind of person, and the
strings looked for in body and headers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.conversations import commands
from forum.conversations.models import Category, Post
from forum.database import db
from forum.moderation.note_commands import note_on_person, note_on_post
from forum.moderation.options import ModeratorAction
from forum.moderation.step_commands import Step, take_step
from tests.factories import UNKIND, World, everyone, sign_in
from tests.support.addresses import addresses
from tests.support.client import CheckingClient

CANARY = "zq7canary"
# How a post gets to where nobody else should see it; "edit" is the waiting change of a published post. What waits for
# the screener comes last: it has to wait still when the others are where they belong.
PLACES = (
    "held",
    "changes_requested",
    "hidden",
    "declined",
    "removed",
    "withdrawn",
    "edit held",
    "edit declined",
    "edit waiting",
    "submitted",
)
CANARIES = {f"{CANARY}{letter}": place for letter, place in zip("abcdefghij", PLACES, strict=True)}
SEEN_BY_MODERATORS = frozenset(PLACES) - {"submitted", "withdrawn", "edit waiting", "edit declined"}


@dataclass(frozen=True)
class Hidden:
    """Where a canary sits."""

    post: Post
    author: Actor


def hide(
    world: World, canary: str, author: Actor, moderator: Actor, thread_id: int, *, opening: bool
) -> Hidden:
    """Write a canary into a post and bring it to its place."""
    place = CANARIES[canary]
    held_first = place in {"held", "changes_requested", "declined"}
    first = (
        "Plain words." if place.startswith("edit") else f"{canary} {UNKIND if held_first else ''}"
    )
    post = _send(world, author, first, thread_id, opening=opening)
    if place != "submitted":
        world.screen()
    _bring_to(world, canary, post, author, moderator, opening=opening)
    if place not in {"submitted", "edit waiting"}:
        world.screen()
    return Hidden(world.fresh(post), author)


def _send(world: World, author: Actor, text: str, thread_id: int, *, opening: bool) -> Post:
    sent = commands.NewPost(text=text, submission_key=str(uuid.uuid4()))
    if opening:
        category = db.session.query(Category).first()
        assert category is not None
        post_id = commands.start_thread(author, category.id, text[:100], sent, world.clock)
    else:
        post_id = commands.reply(author, thread_id, sent, world.clock)
    return db.session.get_one(Post, post_id)


def _bring_to(
    world: World, canary: str, post: Post, author: Actor, moderator: Actor, *, opening: bool
) -> None:
    rule = world.rule_id()
    match place := CANARIES[canary]:
        case "changes_requested":
            world.decide(moderator, world.fresh(post), "request_changes", note="Please.")
        case "declined":
            world.decide(moderator, world.fresh(post), "decline", note="No.", rule=rule)
        case "hidden":
            world.decide(moderator, world.fresh(post), "hide", note="A look.", rule=rule)
        case "removed":
            world.decide(moderator, world.fresh(post), "remove", note="No.", rule=rule)
        case "withdrawn":
            commands.withdraw(author, post.id, world.clock)
        case "edit waiting" | "edit held" | "edit declined":
            unkind = "" if place == "edit waiting" else UNKIND
            title = f"{canary} title" if opening else None
            new = commands.NewVersion(text=f"{canary} {unkind}", title=title, based_on=1)
            commands.revise(author, post.id, new, world.clock)
            if place == "edit declined":
                world.screen()
                world.decide(moderator, world.fresh(post), "decline", note="No.", rule=rule)


def all_addresses(app: Flask, world: World, hidden: Hidden) -> Iterator[str]:
    """Every address that can be opened, with the numbers of what is hidden."""
    item = world.open_item(hidden.post)
    values: dict[str, object] = {
        "post_id": hidden.post.id,
        "thread_id": hidden.post.thread_id,
        "item_id": item.id if item is not None else 1,
        "user_id": hidden.author.id,
        "username": hidden.author.username,
    }
    return addresses(app, values)


def found_by(
    app: Flask,
    new_client: Callable[[], CheckingClient],
    people: Mapping[str, Actor],
    paths: Sequence[str],
) -> Iterator[tuple[str, str, str]]:
    """Every canary that somebody finds somewhere: the canary, the kind of person, and the path."""
    for kind, person in people.items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        for path in paths:
            response = client.get(path)
            headers = "".join(f"{name}: {value}" for name, value in response.headers)
            for canary in set(re.findall(rf"{CANARY}[a-j]?", headers + response.text)):
                yield canary, kind, path


@pytest.mark.parametrize("opening", [False, True], ids=["reply", "opening post"])
def test_the_canary_is_seen_only_by_those_who_may(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], opening: bool
) -> None:
    author, moderator = world.newcomer("Author"), world.person(Role.MODERATOR, name="Decider")
    mentor = world.person(Role.MENTOR)
    people = everyone(world) | {"author": author}
    threads = [world.thread(mentor, welcome=True).id for _ in CANARIES]
    hidden = [
        hide(world, canary, author, moderator, thread_id, opening=opening)
        for canary, thread_id in zip(CANARIES, threads, strict=True)
    ]
    paths = sorted({path for one in hidden for path in all_addresses(app, world, one)})
    seen_by: dict[str, set[str]] = {place: set() for place in PLACES}
    for canary, kind, path in found_by(app, new_client, people, paths):
        place = CANARIES[canary]
        may = kind == "author" or (kind == "moderator" and place in SEEN_BY_MODERATORS)
        assert may, f"{kind} finds what is {place} at {path}"
        seen_by[place].add(kind)
    assert seen_by == {
        place: {"author"} | ({"moderator"} if place in SEEN_BY_MODERATORS else set())
        for place in PLACES
    }


def test_the_title_of_a_thread_that_was_taken_back_is_told_to_nobody(
    app: Flask, world: World, new_client: Callable[[], CheckingClient]
) -> None:
    """Not to those who wrote in it, nor to a moderator who reads what they wrote."""
    host, author, moderator = world.person(), world.newcomer(), world.person(Role.MODERATOR)
    thread = world.thread(host, title=f"{CANARY} title")
    held = world.reply(author, thread, UNKIND)
    opening = db.session.query(Post).filter_by(thread_id=thread.id, is_opening=True).one()
    commands.withdraw(host, opening.id, world.clock)
    item = world.open_item(held)
    assert item is not None
    for person, paths in {
        author: ("/home", "/inbox", f"/posts/{held.id}", f"/posts/{held.id}/edit"),
        moderator: ("/review", f"/review/{item.id}", f"/posts/{held.id}/moderate"),
    }.items():
        client = sign_in(app, new_client(), person)
        for path in paths:
            response = client.get(path, follow_redirects=True)
            assert response.status_code == 200
            assert CANARY not in response.text, f"{path} names the thread"


@pytest.mark.parametrize("about", ["post", "person", "step"])
def test_what_staff_tell_each_other_is_read_by_staff_alone(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], about: str
) -> None:
    """Not by whom it is about, nor by an author who is a moderator too."""
    author, writer = world.person(Role.MODERATOR, name="Author"), world.person(Role.MODERATOR)
    people = everyone(world) | {"author": author}
    post = world.reply(author, world.thread(world.person()), UNKIND)
    item = world.open_item(post)
    assert item is not None
    if about == "post":
        note_on_post(writer, post.id, CANARY, world.clock)
    elif about == "person":
        note_on_person(writer, author.id, CANARY, world.clock)
    else:
        step = Step(action=ModeratorAction.SECOND_OPINION, words=CANARY)
        take_step(writer, item.id, step, world.clock)
    paths = sorted(set(all_addresses(app, world, Hidden(post, author))))
    seen_by = {kind for _, kind, _ in found_by(app, new_client, people, paths)}
    # An admin who reads no queue speaks to people all the same, and finds what is known of them.
    assert seen_by == {"moderator"} | ({"admin"} if about == "person" else set())
