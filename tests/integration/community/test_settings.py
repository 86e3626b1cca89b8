"""What admins change about the community."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.accounts.actor import Actor
from forum.accounts.models import Role
from forum.audit.models import AuditEntry
from forum.community.commands import (
    CategoryDraft,
    add_category,
    change_category,
    rename_community,
)
from forum.community.models import Community, Rule
from forum.community.queries import categories_in_order, current_rules
from forum.community.rule_commands import NewVersion, change_rules
from forum.community.rulebook import RuleDraft
from forum.conversations.models import Category
from forum.database import db
from forum.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from forum.moderation.models import Decision
from tests.factories import UNKIND, World


def drafts(*, without: int | None = None) -> list[RuleDraft]:
    return [
        RuleDraft(id=rule.id, title=rule.title, text=rule.text)
        for rule in current_rules()
        if rule.number != without
    ]


def seen() -> str:
    db.session.rollback()
    return db.session.get_one(Community, 1).rules_changed_at.isoformat()


def wording(drafts: list[RuleDraft], on_screen: str = "") -> NewVersion:
    return NewVersion(drafts=drafts, in_substance=False, what_changed="", seen=on_screen or seen())


@pytest.fixture
def admin(world: World) -> Actor:
    return world.person(Role.ADMIN)


def test_a_decision_keeps_the_words_it_was_made_under(world: World, admin: Actor) -> None:
    moderator = world.person(Role.MODERATOR)
    post = world.reply(world.newcomer(), world.thread(world.person()), UNKIND)
    decision_id = world.decide(moderator, post, "decline", rule=world.rule_id(), note="Please.")
    old = current_rules()[0]
    reworded = [RuleDraft(id=old.id, title=old.title, text="New words."), *drafts()[1:]]
    change_rules(admin, wording(reworded), world.clock)
    cited = db.session.get_one(Decision, decision_id).rule
    assert cited is not None
    assert (cited.text, cited.retired_at) == (old.text, world.clock.now())
    assert current_rules()[0].text == "New words."


def test_rules_are_reordered_added_and_retired(world: World, admin: Actor) -> None:
    first, second = drafts()
    new = RuleDraft(title="A third", text="With its words.")
    change_rules(admin, wording([new, second]), world.clock)
    assert [rule.title for rule in current_rules()] == ["A third", second.title]
    retired = db.session.scalars(select(Rule).where(Rule.retired_at.is_not(None))).all()
    assert [rule.id for rule in retired] == [first.id]
    assert current_rules()[1].id == second.id
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.actor_id, entry.detail) == (
        admin.id,
        {"what": "rules", "version": 2, "in_substance": False},
    )


def test_the_slower_of_two_admins_takes_nothing_back(world: World, admin: Actor) -> None:
    on_screen = seen()
    world.clock.advance(minutes=1)  # type: ignore[attr-defined]
    change_rules(admin, wording(drafts(without=1), on_screen), world.clock)
    with pytest.raises(ConflictError):
        change_rules(world.person(Role.ADMIN), wording(drafts(without=2), on_screen), world.clock)
    assert len(current_rules()) == 1


def test_the_name_changes(world: World, admin: Actor) -> None:
    rename_community(admin, "Birkenhof", "Still here.", world.clock)
    db.session.rollback()
    community = db.session.get_one(Community, 1)
    assert (community.name, community.tagline) == ("Birkenhof", "Still here.")


def test_a_category_keeps_its_address_when_it_is_renamed(world: World, admin: Actor) -> None:
    hello = categories_in_order()[0]
    draft = CategoryDraft(name="Good morning", description="New.", position=9)
    change_category(admin, hello.id, draft, world.clock)
    changed = db.session.get_one(Category, hello.id)
    assert (changed.name, changed.slug, changed.position) == ("Good morning", hello.slug, 9)
    assert categories_in_order()[-1].id == hello.id


def test_a_category_comes_last_and_gets_an_address_of_its_own(world: World, admin: Actor) -> None:
    add_category(admin, CategoryDraft(name="Hello!", description=""), world.clock)
    added = categories_in_order()[-1]
    assert (added.name, added.slug) == ("Hello!", "hello-2")


def test_long_names_that_make_the_same_address_get_each_their_own(
    world: World, admin: Actor
) -> None:
    for sign in "!?.":
        draft = CategoryDraft(name=f"{'a' * 58}{sign}", description="")
        add_category(admin, draft, world.clock)
    slugs = [category.slug for category in categories_in_order()[-3:]]
    assert slugs == ["a" * 58, f"{'a' * 56}-2", f"{'a' * 56}-3"]


def test_two_categories_do_not_share_a_name(world: World, admin: Actor) -> None:
    with pytest.raises(InvalidInputError):
        add_category(admin, CategoryDraft(name="hello", description=""), world.clock)
    hello, daily = categories_in_order()
    with pytest.raises(InvalidInputError):
        change_category(admin, daily.id, CategoryDraft(name="HELLO", description=""), world.clock)
    change_category(admin, hello.id, CategoryDraft(name="HELLO", description=""), world.clock)


def test_a_category_that_is_not_there(world: World, admin: Actor) -> None:
    with pytest.raises(NotFoundError):
        change_category(admin, 999, CategoryDraft(name="New", description=""), world.clock)


@pytest.mark.parametrize("role", [None, Role.MENTOR, Role.MODERATOR])
def test_only_admins_change_anything(world: World, role: Role | None) -> None:
    person = world.person(role) if role else world.person()
    draft = CategoryDraft(name="Mine", description="")
    hello = categories_in_order()[0].id
    with pytest.raises(NotAllowedError):
        rename_community(person, "Mine", "", world.clock)
    with pytest.raises(NotAllowedError):
        change_rules(person, wording([]), world.clock)
    with pytest.raises(NotAllowedError):
        add_category(person, draft, world.clock)
    with pytest.raises(NotAllowedError):
        change_category(person, hello, draft, world.clock)
    assert db.session.get_one(Community, 1).name == "Lindenhof"
    assert len(current_rules()) == 2
