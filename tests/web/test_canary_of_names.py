"""A name, or what somebody says of themselves, appears nowhere to anyone who may not see it yet.

The same as `test_canary` does for posts, for everything else that one person writes and others read: another string for
each kind of short text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from forum.moderation.text_models import TextDecision
from forum.screened_fields.commands import take_back
from forum.screened_fields.lifecycle import FieldAction
from forum.screened_fields.models import FieldRevision
from forum.screening import Standing
from forum.welcome.commands import set_welcome_flag
from forum.welcome.mentor_commands import MentorChoices, save_choices
from tests.factories import World, everyone
from tests.support.addresses import addresses
from tests.support.client import CheckingClient
from tests.web.test_canary import CANARY, found_by

# What is not a post: each kind of short text, in each state in which only some may know of it.
FIELDS = ("names of somebody new", "name", "biography", "introduction", "welcome reason")
CANARIES = {f"{CANARY}{letter}": field for letter, field in zip("abcde", FIELDS, strict=True)}
# What a moderator reads: to decide, and to put a decision right.
READ = ("held", "declined")
FIELD_PLACES = ("submitted", "held", "declined", "withdrawn")


def _write_field(world: World, canary: str) -> Actor:
    """Somebody whom everybody meets writes a canary into its field. Returns its author."""
    text = f"{canary} words"
    match field := CANARIES[canary]:
        case "names of somebody new":
            new = NewPerson(
                username=canary,
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


@pytest.mark.parametrize("place", FIELD_PLACES)
def test_a_name_or_a_short_text_is_seen_only_by_those_who_may(
    app: Flask, world: World, new_client: Callable[[], CheckingClient], place: str
) -> None:
    people = everyone(world)
    thread = world.thread(world.person())
    authors = {CANARIES[canary]: _write_field(world, canary) for canary in CANARIES}
    for author in authors.values():
        world.sent_reply(author, thread)
    _bring_field_to(world, place, people["moderator"])
    for revision_id in due_revisions():
        screen_revision(world.screener, revision_id, world.clock)
    paths = sorted(
        {path for author in authors.values() for path in _addresses(app, author, thread)}
    )
    seen_by: dict[str, set[str]] = {field: set() for field in FIELDS}
    # Whoever took something back finds it nowhere; whatever else is on its way, only those find who may.
    for canary, who, path in found_by(app, new_client, people | authors, paths):
        field = CANARIES[canary]
        may = (who == field and place != "withdrawn") or (who == "moderator" and place in READ)
        assert may, f"{who} finds a {field} that is {place} at {path}"
        seen_by[field].add(who)
    others = {"moderator"} if place in READ else set()
    assert seen_by == {
        field: others | (set() if place == "withdrawn" else {field}) for field in FIELDS
    }


def _addresses(app: Flask, author: Actor, thread: Thread) -> Iterator[str]:
    """Every address that can be opened, with the numbers of what this author has written."""
    item = db.session.query(ReviewItem).filter_by(person_id=author.id).first()
    decision = db.session.query(TextDecision).filter_by(about_id=author.id).first()
    values: dict[str, object] = {
        "thread_id": thread.id,
        "item_id": item.id if item is not None else 1,
        "decision_id": decision.id if decision is not None else 1,
        "user_id": author.id,
        "username": db.session.get_one(User, author.id).username,
    }
    return addresses(app, values)
