"""A name, or what somebody says of themselves, appears nowhere to anyone who may not see it yet.

The same as `test_canary` does for posts, for everything else that one person writes and others read.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from forum.accounts.actor import Actor
from forum.accounts.commands import NewPerson, join
from forum.accounts.models import Role, User
from forum.accounts.profile import ProfileWords, save_profile
from forum.conversations.models import Thread
from forum.conversations.submission import due_revisions, screen_revision
from forum.database import db, transaction
from forum.moderation.field_commands import FieldRuling, decide_on_field
from forum.moderation.models import ReviewItem
from forum.screened_fields.commands import take_back
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screening import Standing
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from tests.factories import World, everyone, sign_in
from tests.support.addresses import addresses
from tests.support.client import CheckingClient

CANARY = "zq7canary"
# What is not a post: each kind of short text, in each state in which only some may know of it.
FIELDS = ("names of somebody new", "name", "biography", "introduction", "welcome reason")
FIELD_PLACES = ("submitted", "held", "declined", "withdrawn")


def _write_field(world: World, field: str, text: str) -> Actor:
    """Somebody whom everybody meets writes `text` into a field. Returns its author."""
    match field:
        case "names of somebody new":
            new = NewPerson(
                username=CANARY,
                display_name=text[:60],
                email="new@example.org",
                password="four plain words here",
                accepts_rules=True,
            )
            user = db.session.get_one(User, join(new, "test", world.clock).user_id)
            author = Actor(
                user_id=user.id,
                username=user.username,
                display_name=user.display_name,
                standing=Standing.NEWCOMER,
            )
        case "name" | "biography":
            author = world.newcomer("Author")
            named = text[:60] if field == "name" else "Author"
            words = ProfileWords(display_name=named, biography="" if field == "name" else text)
            save_profile(author, words, world.clock)
        case "introduction":
            author = world.person(Role.MENTOR, name="Author")
            save_choices(author, MentorChoices(introduction=text), world.clock)
        case _:
            author = world.person(Role.MENTOR, name="Author")
            thread = db.session.query(Thread).filter_by(welcome_flagged_at=None).one()
            set_welcome_flag(author, thread.id, flagged=True, reason=text, clock=world.clock)
    return author


def _bring_field_to(world: World, place: str, moderator: Actor) -> None:
    if place in {"held", "declined", "withdrawn"}:
        with transaction() as session:
            # The screener could not read it, whatever its words: a person has to look.
            session.execute(update(FieldRevision).values(screening_attempts=9))
        world.screen()
    held = db.session.query(FieldRevision).filter_by(state="held").all()
    for row in held if place in {"declined", "withdrawn"} else ():
        if place == "withdrawn":
            take_back(Actor(user_id=row.author_id), row.id, world.clock)
            continue
        item = db.session.query(ReviewItem).filter_by(person_id=row.author_id).one()
        ruling = FieldRuling(
            field_id=row.id, action=FieldAction.DECLINE, rule_id=world.rule_id(), note="No."
        )
        decide_on_field(moderator, item.id, ruling, world.clock)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("place", FIELD_PLACES)
def test_a_name_or_a_short_text_is_seen_only_by_those_who_may(
    app: Flask,
    world: World,
    new_client: Callable[[], CheckingClient],
    place: str,
    field: str,
) -> None:
    people = everyone(world)
    thread = world.thread(world.person())
    author = _write_field(world, field, f"{CANARY} words")
    world.sent_reply(author, thread)
    _bring_field_to(world, place, people["moderator"])
    for revision_id in due_revisions():
        screen_revision(world.screener, revision_id, world.clock)
    people["author"] = author
    item = db.session.query(ReviewItem).filter_by(person_id=author.id).first()
    values: dict[str, object] = {
        "thread_id": thread.id,
        "item_id": item.id if item is not None else 1,
        "user_id": author.id,
        "username": db.session.get_one(User, author.id).username,
    }
    paths = sorted(set(addresses(app, values)))
    # Whoever took something back finds it nowhere; whatever else is on its way, only those find who may.
    expected = set() if place == "withdrawn" else {"author"}
    expected |= {"moderator"} if place == "held" else set()
    seen_by = set()
    for kind, person in people.items():
        client = new_client()
        if person.is_signed_in:
            sign_in(app, client, person)
        for path in paths:
            response = client.get(path)
            headers = "".join(f"{name}: {value}" for name, value in response.headers)
            if CANARY in response.text or CANARY in headers:
                assert kind in expected, f"{kind} finds a {field} that is {place} at {path}"
                seen_by.add(kind)
    assert seen_by == expected
