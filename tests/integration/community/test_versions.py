"""Versions of the rules: what changes in substance is asked of people anew, and what they accept is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from forum.accounts.actor import Actor
from forum.accounts.commands import NewPerson, join
from forum.accounts.models import Role
from forum.accounts.sessions import find_session, start_session
from forum.community.models import Community, RulesAcceptance, RulesVersion
from forum.community.queries import current_rules
from forum.community.rule_commands import NewVersion, accept_rules, change_rules
from forum.community.rule_queries import (
    asked_of,
    how_many_accepted,
    last_places,
    version_page,
    versions,
)
from forum.community.rulebook import RuleDraft
from forum.conversations.commands import NewPost, start_thread
from forum.conversations.models import Category
from forum.database import db, transaction
from forum.errors import InvalidInputError, NotAllowedError, NotFoundError, RulesToAcceptError
from tests.factories import KIND, RULES, World

SAID = "Photographs of other people need their consent."


def drafts(**texts: str) -> list[RuleDraft]:
    """The rules in force; `first` and `second` put other words in place of theirs."""
    db.session.rollback()
    names = ("first", "second")
    return [
        RuleDraft(id=rule.id, title=rule.title, text=texts.get(name, rule.text))
        for name, rule in zip(names, current_rules(), strict=True)
    ]


def change(
    world: World, admin: Actor, new: list[RuleDraft], *, said: str = "", substance: bool = False
) -> bool:
    world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    db.session.rollback()
    seen = db.session.get_one(Community, 1).rules_changed_at.isoformat()
    version = NewVersion(drafts=new, in_substance=substance, what_changed=said, seen=seen)
    return change_rules(admin, version, world.clock)


def is_asked(world: World, person: Actor) -> bool:
    """Whether this person's next request finds rules to accept."""
    with transaction() as session:
        token = start_session(session, person.id, "test", world.clock.now())
    actor = find_session(token, world.clock.now())
    assert actor is not None
    return actor.has_rules_to_accept


def asking(person: Actor) -> Actor:
    return replace(person, has_rules_to_accept=True)


@pytest.fixture
def admin(world: World) -> Actor:
    return world.person(Role.ADMIN)


def test_another_wording_asks_nobody(world: World, admin: Actor) -> None:
    ana = world.person()
    change(world, admin, drafts(first="The same, more clearly."))
    assert not is_asked(world, ana)
    assert [one.number for one in versions()] == [2, 1]


def test_a_change_in_substance_asks_everybody_but_whoever_made_it(
    world: World, admin: Actor
) -> None:
    ana, mo = world.newcomer(), world.person(Role.MODERATOR)
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    assert is_asked(world, ana)
    assert is_asked(world, mo), "staff too"
    assert not is_asked(world, admin)


def test_whoever_accepts_is_not_asked_again_until_the_substance_changes_again(
    world: World, admin: Actor
) -> None:
    ana = world.person()
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    for _ in range(2):  # the button pressed twice
        accept_rules(ana, 2, world.clock)
    assert not is_asked(world, ana)
    change(world, admin, drafts(second="Please ask first."))
    assert not is_asked(world, ana)
    change(world, admin, drafts(first="Kindly, also by photograph."), said="More.", substance=True)
    assert is_asked(world, ana)
    rows = db.session.execute(
        select(RulesAcceptance.version).where(RulesAcceptance.user_id == ana.id)
    )
    assert rows.scalars().all() == [2]


def test_rules_that_changed_while_somebody_read_are_asked_about_once_more(
    world: World, admin: Actor
) -> None:
    ana = world.person()
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    change(world, admin, drafts(first="Kindly, always."), said="Always now.", substance=True)
    accept_rules(ana, 2, world.clock)
    assert is_asked(world, ana)
    asked = asked_of(asking(ana))
    assert asked is not None
    assert [one.what_changed for one in asked.said] == ["Always now."]


def test_people_read_what_is_different_since_they_accepted(world: World, admin: Actor) -> None:
    ana = world.person()
    change(world, admin, drafts(first="Kindly."), said="First.", substance=True)
    change(world, admin, drafts(first="Kindly, please."))
    kept = [drafts()[0], RuleDraft(title="Photographs", text="Ask first.")]
    change(world, admin, kept, said=SAID, substance=True)
    asked = asked_of(asking(ana))
    assert asked is not None
    assert asked.version == 4
    assert [one.what_changed for one in asked.said] == ["First.", SAID]
    assert [one.fate for one in asked.changes] == ["changed", "added", "taken_out"]
    assert asked.changes[0].before is not None
    assert asked.changes[0].before.text == RULES[0][1]


def test_a_version_stays_readable_as_it_was(world: World, admin: Actor) -> None:
    first, second = drafts()
    change(world, admin, [second, first])
    change(world, admin, [RuleDraft(title="Only this", text="One.")], said=SAID, substance=True)
    page = version_page(2)
    assert [(rule.number, rule.title) for rule in page.rules] == [
        (1, RULES[1][0]),
        (2, RULES[0][0]),
    ]
    assert page.ended_at == world.clock.now()
    place = last_places([first.id or 0])[first.id or 0]
    assert (place.version, place.number) == (2, 2)
    with pytest.raises(NotFoundError):
        version_page(9)


def test_what_somebody_would_say_waits_for_it(world: World, admin: Actor) -> None:
    ana = asking(world.person())
    sent = NewPost(text=KIND, submission_key="0d0b5a33-8ae4-4b0f-8bb3-2d2b0f2f7b36")
    category = db.session.scalars(select(Category.id)).first()
    with pytest.raises(RulesToAcceptError):
        start_thread(ana, category or 0, "A thread", sent, world.clock)


@pytest.mark.parametrize(
    ("said", "field"), [("", "what_changed"), (SAID, "substance")], ids=["unsaid", "only moved"]
)
def test_a_change_in_substance_says_what_is_different(
    world: World, admin: Actor, said: str, field: str
) -> None:
    with pytest.raises(InvalidInputError) as raised:
        change(world, admin, drafts()[::-1], said=said, substance=True)
    assert raised.value.field == field
    assert [one.number for one in versions()] == [1]


def test_saving_what_is_there_already_makes_no_version(world: World, admin: Actor) -> None:
    assert not change(world, admin, drafts())
    assert [one.number for one in versions()] == [1]


def test_admins_see_how_many_have_accepted(world: World, admin: Actor) -> None:
    ana, _ = world.person(), world.person()
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    accept_rules(ana, 2, world.clock)
    found = how_many_accepted()
    assert (found.accepted, found.asked) == (2, 1)


@pytest.mark.parametrize(("sent", "noted"), [(1, 1), (2, 2), (None, 2), (77, 2)])
def test_whoever_joins_accepts_what_stood_above_the_box(
    world: World, admin: Actor, sent: int | None, noted: int
) -> None:
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    new = NewPerson(
        username="late",
        display_name="",
        email="late@example.org",
        password="a kettle on the stove sings",  # of a test
        accepts_rules=True,
        rules_version=sent,
    )
    joined = join(new, "test", world.clock)
    versions_ = db.session.scalars(
        select(RulesAcceptance.version).where(RulesAcceptance.user_id == joined.user_id)
    ).all()
    assert versions_ == [noted]
    actor = find_session(joined.token, world.clock.now())
    assert actor is not None
    assert actor.has_rules_to_accept == (noted == 1)


def test_a_visitor_accepts_nothing(world: World) -> None:
    with pytest.raises(NotAllowedError):
        accept_rules(Actor(), 1, world.clock)


@pytest.mark.parametrize("table", [RulesVersion, RulesAcceptance])
def test_the_database_refuses_to_change_what_was_written_down(
    world: World, admin: Actor, table: type[RulesVersion | RulesAcceptance]
) -> None:
    change(world, admin, drafts(second="Ask first."), said=SAID, substance=True)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.query(table).update({"at": world.clock.now()})
